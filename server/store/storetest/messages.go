package storetest

import (
	"errors"
	"strings"
	"time"

	"imaporacle/server/store"
)

func testMessages(f *fixture) {
	m := f.mailbox("ann", "INBOX")
	f.same("none", f.messages(m.ID), []store.Message(nil))
	third := f.message(m.ID, 1<<32-1, "last", `\Flagged`, "$Junk", "custom", `\Seen`)
	first := f.message(m.ID, 1, "first")
	second := f.message(m.ID, 256, "second", "custom")
	third.Message.ModSeq = 1<<63 - 1
	f.commit(third, first)
	f.commit(second)
	f.eachLife(func() {
		f.same("messages", f.messages(m.ID), []store.Message{first.Message, second.Message, third.Message})
	})
	if err := f.s.Messages(m.ID+1, nil); !errors.Is(err, store.ErrNoMailbox) {
		f.Errorf("messages of no mailbox: %v, want ErrNoMailbox", err)
	}
}

func testMessagesYield(f *fixture) {
	m := f.mailbox("ann", "INBOX")
	f.commit(f.message(m.ID, 1, "a"), f.message(m.ID, 2, "b"), f.message(m.ID, 3, "c"))
	enough := errors.New("enough")
	calls := 0
	err := f.s.Messages(m.ID, func(msg store.Message) error {
		if calls++; msg.UID == 2 {
			return enough
		}
		return nil
	})
	if err != enough || calls != 2 {
		f.Errorf("stopped after %d with %v, want 2 and the error of yield", calls, err)
	}
	err = f.s.Messages(m.ID, func(msg store.Message) error { // commits while it reads
		return f.try(store.SetFlags{Box: m.ID, UID: msg.UID, ModSeq: 500, Flags: []string{`\Seen`}})
	})
	if err != nil {
		f.Errorf("commit within yield: %v", err)
	}
	for _, msg := range f.messages(m.ID) {
		f.same("flags", msg.Flags, []string{`\Seen`})
	}
}

// testManyMessages has more than a store reads at once.
func testManyMessages(f *fixture) {
	const many = 1536
	m := f.mailbox("ann", "INBOX")
	var ops []store.Op
	for uid := range uint32(many) {
		ops = append(ops, f.message(m.ID, 2*uid+1, "body"))
	}
	f.commit(ops...)
	f.eachLife(func() {
		list := f.messages(m.ID)
		if len(list) != many {
			f.Fatalf("%d messages, want %d", len(list), many)
		}
		for i, msg := range list {
			if msg.UID != uint32(2*i+1) {
				f.Fatalf("message %d has UID %d", i, msg.UID)
			}
		}
	})
}

func testBodies(f *fixture) {
	m := f.mailbox("ann", "INBOX")
	var want []string
	for _, size := range []int{0, 1, 4096, 65471, 65472, 65473, 130944, 1_000_000} {
		want = append(want, strings.Repeat("0123456789", size/10+1)[:size])
	}
	for i, body := range want {
		f.commit(f.message(m.ID, uint32(i+1), body))
	}
	f.eachLife(func() {
		for i, body := range want {
			if got := f.body(m.ID, uint32(i+1)); got != body {
				f.Errorf("body of %d bytes came back with %d: %.80q", len(body), len(got), got)
			}
		}
	})
	for _, uid := range []uint32{0, 99} {
		if _, err := f.s.Body(m.ID, uid, nil); !errors.Is(err, store.ErrNoMessage) {
			f.Errorf("body of UID %d: %v, want ErrNoMessage", uid, err)
		}
	}
	if _, err := f.s.Body(m.ID+1, 1, nil); !errors.Is(err, store.ErrNoMessage) {
		f.Errorf("body in no mailbox: %v, want ErrNoMessage", err)
	}
}

func testBodyBuffer(f *fixture) {
	m := f.mailbox("ann", "INBOX")
	f.commit(f.message(m.ID, 1, "a longer body"), f.message(m.ID, 2, "short"))
	buf := []byte("what was in it")
	for range 3 {
		for uid, want := range map[uint32]string{1: "a longer body", 2: "short"} {
			var err error
			if buf, err = f.s.Body(m.ID, uid, buf); err != nil || string(buf) != want {
				f.Fatalf("body %q, %v; want %q", buf, err, want)
			}
		}
	}
}

func testFlags(f *fixture) {
	m := f.mailbox("ann", "INBOX")
	add := f.message(m.ID, 1, "x", `\Seen`)
	f.commit(add, f.message(m.ID, 2, "y", `\Seen`))
	for i, flags := range [][]string{{`\Deleted`, `\seen`, "keyword"}, {strings.Repeat("k", 300)}, {}} {
		add.Message.Flags, add.Message.ModSeq = flags, uint64(1000+i)
		f.commit(store.SetFlags{Box: m.ID, UID: 1, Flags: flags, ModSeq: add.Message.ModSeq})
		if len(flags) == 0 {
			add.Message.Flags = nil
		}
		f.eachLife(func() {
			list := f.messages(m.ID)
			f.same("changed", list[0], add.Message)
			f.same("the other", list[1].Flags, []string{`\Seen`})
		})
	}
}

func testGhosts(f *fixture) {
	m := f.mailbox("ann", "INBOX")
	kept := f.message(m.ID, 1, "kept")
	f.commit(kept, f.message(m.ID, 2, "ghost"))
	f.commit(store.Expunge{Box: m.ID, UID: 2})
	f.same("index", f.messages(m.ID), []store.Message{kept.Message})
	f.same("ghost", f.body(m.ID, 2), "ghost")
	f.commit(store.Release{Box: m.ID, UID: 2}, store.Release{Box: m.ID, UID: 2})
	f.eachLife(func() {
		if _, err := f.s.Body(m.ID, 2, nil); !errors.Is(err, store.ErrNoMessage) {
			f.Errorf("body of a released ghost: %v, want ErrNoMessage", err)
		}
		f.same("index", f.messages(m.ID), []store.Message{kept.Message})
	})
	if f.reopen == nil {
		return
	}
	f.commit(store.Expunge{Box: m.ID, UID: 1})
	f.again() // nobody can be showing it any more
	if _, err := f.s.Body(m.ID, 1, nil); !errors.Is(err, store.ErrNoMessage) {
		f.Errorf("body of a ghost of an earlier run: %v, want ErrNoMessage", err)
	}
}

func testCopies(f *fixture) {
	a, b := f.mailbox("ann", "a"), f.mailbox("bob", "b")
	source := f.message(a.ID, 1, "shared", `\Seen`)
	f.commit(source)
	copyTo := func(uid uint32) store.CopyMessage {
		return store.CopyMessage{Box: b.ID, FromBox: a.ID, FromUID: 1, Message: store.Message{
			UID: uid, ModSeq: 9, Flags: []string{`\Draft`}, InternalDate: created, Saved: created.Add(time.Minute),
		}}
	}
	f.commit(copyTo(5))
	want := copyTo(5).Message
	want.Content, want.Size = source.Message.Content, source.Message.Size
	f.eachLife(func() { f.same("copy", f.messages(b.ID), []store.Message{want}) })

	// A message can be copied after it was expunged, and moved in one commit.
	f.commit(store.Expunge{Box: a.ID, UID: 1}, copyTo(6))
	f.commit(store.Release{Box: a.ID, UID: 1})
	f.eachLife(func() {
		f.same("first copy", f.body(b.ID, 5), "shared")
		f.same("second copy", f.body(b.ID, 6), "shared")
	})
	for _, uid := range []uint32{5, 6} {
		f.commit(store.Expunge{Box: b.ID, UID: uid}, store.Release{Box: b.ID, UID: uid})
	}
	// Nothing holds the bytes now, so their id is free of them.
	f.commit(source)
	f.same("stored again", f.body(a.ID, 1), "shared")
}

func testTimes(f *fixture) {
	m := f.mailbox("ann", "INBOX")
	times := []time.Time{
		{},
		time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC),
		time.Date(1, 1, 1, 0, 0, 0, 0, time.FixedZone("", 14*3600)),
		time.Date(9999, 12, 31, 23, 59, 59, 999999999, time.FixedZone("named", -12*3600)),
		time.Date(1890, 5, 1, 12, 0, 0, 0, time.FixedZone("", 1172)), // an offset with seconds
		time.Now(),
	}
	for i, at := range times {
		add := f.message(m.ID, uint32(i+1), "x")
		add.Message.InternalDate, add.Message.Saved = at, at
		f.commit(add)
	}
	f.eachLife(func() {
		for i, msg := range f.messages(m.ID) {
			f.same("time", msg.InternalDate, times[i])
			f.same("time of saving", msg.Saved, times[i])
		}
	})
}
