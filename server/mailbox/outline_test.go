package mailbox

import (
	"fmt"
	"testing"
)

func TestOutline(t *testing.T) {
	mb := newInbox(t)[0]
	uids := func(o Outline) string {
		var first, last []uint32
		for _, m := range o.First {
			first = append(first, m.UID)
		}
		for _, m := range o.Last {
			last = append(last, m.UID)
		}
		return fmt.Sprint(first, last)
	}
	for _, test := range []struct {
		add  int
		want string
	}{{0, "[] []"}, {1, "[1] []"}, {1, "[1 2] []"}, {1, "[1 2] [3]"}, {1, "[1 2] [3 4]"}, {1, "[1 2] [4 5]"}} {
		mail(t, mb, test.add)
		o := mb.Outline(2)
		if got := uids(o); got != test.want || o.Total != int(o.UIDNext)-1 || o.Name != "INBOX" || o.UIDValidity == 0 {
			t.Errorf("%s, %+v; want %s", got, o, test.want)
		}
	}
}

// A Follower reads each change once, also those that every View has passed.
func TestFollower(t *testing.T) {
	mb := newInbox(t)[0]
	mail(t, mb, 2)
	f := mb.Follow(make(chan struct{}, 1))
	if changes, _ := f.Next(); len(changes) > 0 {
		t.Errorf("what was before: %v", changes)
	}
	v, _, err := mb.Open(&Actor{User: "user", Conn: 7}, false)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	if _, err := v.SetFlags([]int{0}, AddFlags, []string{Deleted}); err != nil {
		t.Fatal(err)
	}
	v.Advance(true)
	mail(t, mb, 1)
	v.Advance(true)
	changes, end := f.Next()
	if len(changes) != 2 || changes[0].Kind != FlagsChanged || changes[0].Origin != v || changes[1].Kind != Appended || changes[1].Message.UID != 3 {
		t.Errorf("changes: %+v", changes)
	}
	if again, same := f.Next(); len(again) > 0 || same != end {
		t.Errorf("again: %+v, to %d from %d", again, same, end)
	}
	more := func() int {
		for range 50 {
			mail(t, mb, 1)
			v.Advance(true)
		}
		return len(mb.log.entries)
	}
	if n := more(); n != 50 {
		t.Errorf("%d changes are kept of 50 that are not read", n)
	}
	f.Stop()
	if n := more(); n > 10 {
		t.Errorf("%d changes are kept for nobody", n)
	}
}

// PictureAfter is the end of the Picture, and says how far it looks.
func TestPictureAfter(t *testing.T) {
	mb := newInbox(t)[0]
	mail(t, mb, 3)
	v, _, err := mb.Open(new(Actor), false)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	mail(t, mb, 1)
	for after, want := range map[uint32]int{0: 3, 1: 2, 3: 0, 1<<32 - 1: 0} {
		p := v.PictureAfter(after)
		if len(p.Messages) != want || len(p.Waiting) != 1 || p.End != mb.durable() {
			t.Errorf("after %d: %d messages, %d changes wait, up to %d", after, len(p.Messages), len(p.Waiting), p.End)
		}
	}
}
