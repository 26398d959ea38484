package mailbox

import (
	"fmt"
	"math"
	"testing"
	"time"
)

func letters(n int, flags ...string) []NewMessage {
	msgs := make([]NewMessage, n)
	for i := range msgs {
		msgs[i] = NewMessage{Flags: flags, Date: time.Now(), Body: []byte("x")}
	}
	return msgs
}

// A refused message leaves nothing of those before it, not even their keywords
// (RFC 3502 §6.3.11).
func TestAppendAllOrNone(t *testing.T) {
	mb := newInbox(t)[0]
	msgs := letters(1, "first")
	for i := range maxKeywords {
		msgs = append(msgs, letters(1, fmt.Sprint("k", i))...)
	}
	if _, _, err := mb.Append(msgs...); err == nil {
		t.Fatal("too many keywords were taken")
	}
	if n := len(mb.rec.Keywords); n != 0 || len(mb.msgs) != 0 || mb.rec.UIDNext != 1 {
		t.Errorf("%d keywords, %d messages, UIDNEXT %d are left", n, len(mb.msgs), mb.rec.UIDNext)
	}
	if _, uids, err := mb.Append(letters(2, "first")...); err != nil || len(uids) != 2 {
		t.Errorf("%v, %v", uids, err)
	}
}

// There must be a UID for each message.
func TestAppendLastUIDs(t *testing.T) {
	mb := newInbox(t)[0]
	mb.rec.UIDNext = math.MaxUint32 - 1
	if _, _, err := mb.Append(letters(3)...); err == nil {
		t.Fatal("UIDs have wrapped around")
	}
	if _, uids, err := mb.Append(letters(2)...); err != nil || uids[1] != math.MaxUint32 {
		t.Fatalf("%v, %v", uids, err)
	}
	if _, _, err := mb.Append(letters(1)...); err == nil {
		t.Error("there was another UID")
	}
}

// Two sessions that replace both ways neither wait for each other nor lose
// anything.
func TestReplaceBothWays(t *testing.T) {
	boxes := newInbox(t, "other")
	inbox, other := boxes[0], boxes[1]
	const rounds = 200
	errs := make(chan error)
	for _, way := range [][2]*Mailbox{{inbox, other}, {other, inbox}} {
		if _, _, err := way[0].Append(letters(rounds)...); err != nil {
			t.Fatal(err)
		}
		v, _, err := way[0].Open(&Actor{User: "user"}, false)
		if err != nil {
			t.Fatal(err)
		}
		defer v.Close()
		go func() {
			var err error
			for i := 0; i < rounds && err == nil; i++ {
				_, _, err = v.Replace(i, way[1], letters(1)[0])
			}
			errs <- err
		}()
	}
	for range 2 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	for _, mb := range boxes {
		if len(mb.msgs) != rounds || mb.msgs[0].UID != rounds+1 {
			t.Errorf("%s: %d messages, from UID %d", mb.Name(), len(mb.msgs), mb.msgs[0].UID)
		}
	}
}
