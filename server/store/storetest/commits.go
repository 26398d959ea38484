package storetest

import (
	"errors"
	"fmt"
	"sync"

	"imaporacle/server/store"
)

func testAllOrNothing(f *fixture) {
	a, b := f.mailbox("ann", "a"), f.mailbox("ann", "b")
	one, two := f.message(a.ID, 1, "one", `\Seen`), f.message(a.ID, 2, "two")
	f.commit(one, two, store.Expunge{Box: a.ID, UID: 2, ModSeq: 7}, store.Subscribe{User: "ann", Name: "a"},
		store.CopyMessage{Box: b.ID, Message: store.Message{UID: 4}, FromBox: a.ID, FromUID: 1})
	renamed := a
	renamed.Name, renamed.UIDNext = "renamed", 99
	err := f.try(
		store.PutMailbox{Mailbox: renamed},
		store.PutMailbox{Mailbox: f.newMailbox("ann", "a")},
		f.message(a.ID, 3, "three"),
		store.CopyMessage{Box: b.ID, Message: store.Message{UID: 5}, FromBox: a.ID, FromUID: 3},
		store.SetFlags{Box: a.ID, UID: 1, Flags: []string{`\Deleted`}, ModSeq: 999},
		store.Expunge{Box: a.ID, UID: 1},
		store.Release{Box: a.ID, UID: 1},
		store.Release{Box: a.ID, UID: 2},
		store.Forget{Box: a.ID, ModSeq: 7},
		store.Subscribe{User: "ann", Name: "z"},
		store.Unsubscribe{User: "ann", Name: "a"},
		store.DeleteMailbox{ID: b.ID},
		store.Expunge{Box: a.ID, UID: 77}, // fails
		store.Subscribe{User: "ann", Name: "after"},
	)
	if !errors.Is(err, store.ErrNoMessage) {
		f.Errorf("commit: %v, want ErrNoMessage", err)
	}
	check := func() {
		f.same("mailboxes", f.mailboxes("ann"), []store.Mailbox{a, b})
		f.same("messages of a", f.messages(a.ID), []store.Message{one.Message})
		f.same("messages of b", len(f.messages(b.ID)), 1)
		f.same("one", f.body(a.ID, 1), "one")
		f.same("copy", f.body(b.ID, 4), "one")
		f.same("expunges", f.expunged(a.ID), []store.Expunged{{ModSeq: 7, UID: 2}})
		subscribed, err := f.s.Subscriptions("ann")
		if err != nil {
			f.Fatal(err)
		}
		f.same("subscriptions", subscribed, []string{"a"})
	}
	f.same("ghost", f.body(a.ID, 2), "two")
	f.eachLife(check)
}

// testFailureAlone queues good and bad commits together.
func testFailureAlone(f *fixture) {
	m := f.mailbox("ann", "INBOX")
	const many = 30
	var wg sync.WaitGroup
	errs := make([]error, many)
	for i := range many {
		uid := uint32(i + 1)
		ops := []store.Op{f.message(m.ID, uid, fmt.Sprint("body ", uid))}
		if i%3 == 1 { // fails after it wrote
			ops = append(ops, store.Expunge{Box: m.ID, UID: 1000})
		}
		if i%3 == 2 { // fails at once
			ops = []store.Op{store.Expunge{Box: m.ID, UID: 1000}}
		}
		wg.Add(1)
		f.s.Commit(ops, func(err error) {
			errs[i] = err
			wg.Done()
		})
	}
	wg.Wait()
	for i, err := range errs {
		if (err == nil) != (i%3 == 0) {
			f.Errorf("commit %d: %v", i, err)
		}
	}
	f.eachLife(func() {
		for i := range many {
			body, err := f.s.Body(m.ID, uint32(i+1), nil)
			if i%3 == 0 && string(body) != fmt.Sprint("body ", i+1) || i%3 != 0 && !errors.Is(err, store.ErrNoMessage) {
				f.Errorf("commit %d left body %q, %v", i, body, err)
			}
		}
	})
}

// testOpsKept: after done the caller may use its slices for other things.
func testOpsKept(f *fixture) {
	m := f.newMailbox("ann", "INBOX")
	m.Keywords = []string{"keyword"}
	add := f.message(m.ID, 1, "body", `\Seen`)
	flags := []string{`\Draft`}
	ops := []store.Op{store.PutMailbox{Mailbox: m}, add, f.message(m.ID, 2, "x"),
		store.SetFlags{Box: m.ID, UID: 2, Flags: flags}}
	f.commit(ops...)
	m.Keywords[0], add.Message.Flags[0], flags[0] = "changed", "changed", "changed"
	copy(add.Body, "BODY")
	clear(ops)
	f.same("keywords", f.mailboxes("ann")[0].Keywords, []string{"keyword"})
	f.same("flags", f.messages(m.ID)[0].Flags, []string{`\Seen`})
	f.same("set flags", f.messages(m.ID)[1].Flags, []string{`\Draft`})
	f.same("body", f.body(m.ID, 1), "body")
}

func testDoneOrder(f *fixture) {
	m := f.mailbox("ann", "INBOX")
	const many = 200
	var order []int // dones come one at a time
	finished := make(chan struct{})
	f.s.Commit(nil, nil) // allowed, and does nothing
	for i := range many {
		var ops []store.Op
		switch i % 4 {
		case 0:
			ops = []store.Op{f.message(m.ID, uint32(i+1), "x")}
		case 1:
			ops = []store.Op{store.Expunge{Box: 999, UID: 1}}
		case 2:
			ops = []store.Op{store.Subscribe{User: "ann", Name: fmt.Sprint(i)}, store.DeleteMailbox{ID: 999}}
		}
		f.s.Commit(ops, func(error) {
			order = append(order, i)
			if i == many-1 {
				close(finished)
			}
		})
	}
	<-finished
	for i, got := range order {
		if got != i {
			f.Fatalf("done %d came in place %d", got, i)
		}
	}
	f.same("dones", len(order), many)
}

func testDoneReads(f *fixture) {
	m := f.mailbox("ann", "INBOX")
	read := make(chan string, 1)
	f.s.Commit([]store.Op{f.message(m.ID, 1, "there")}, func(err error) {
		read <- fmt.Sprint(err, " ", f.body(m.ID, 1))
	})
	f.same("read within done", <-read, "<nil> there")
}

func testConcurrent(f *fixture) {
	const writers, each = 8, 20
	boxes := make([]store.Mailbox, writers)
	for w := range boxes {
		boxes[w] = f.mailbox("ann", fmt.Sprint("box ", w))
	}
	var wg sync.WaitGroup
	for w, m := range boxes {
		wg.Go(func() {
			var buf []byte
			for uid := uint32(1); uid <= each; uid++ {
				want := fmt.Sprint(w, " ", uid)
				if err := f.try(f.message(m.ID, uid, want)); err != nil {
					f.Errorf("append: %v", err)
				}
				var err error
				if buf, err = f.s.Body(m.ID, uid, buf); err != nil || string(buf) != want {
					f.Errorf("body %q, %v; want %q", buf, err, want)
				}
				if _, err := f.s.Mailboxes("ann"); err != nil {
					f.Error(err)
				}
				if uid%5 == 0 {
					if err := f.try(store.Expunge{Box: m.ID, UID: uid}, store.Release{Box: m.ID, UID: uid}); err != nil {
						f.Errorf("expunge: %v", err)
					}
				}
			}
		})
	}
	wg.Wait()
	f.eachLife(func() {
		for _, m := range boxes {
			f.same(m.Name, len(f.messages(m.ID)), each-each/5)
		}
	})
}

func testClosed(f *fixture) {
	m := f.mailbox("ann", "INBOX")
	f.commit(f.message(m.ID, 1, "x"))
	for range 2 {
		if err := f.s.Close(); err != nil {
			f.Fatalf("Close: %v", err)
		}
	}
	_, errMailboxes := f.s.Mailboxes("ann")
	_, errSubscriptions := f.s.Subscriptions("ann")
	_, errQuota := f.s.Quota("ann")
	_, errThreads := f.s.Threads([]uint64{1})
	_, errBody := f.s.Body(m.ID, 1, nil)
	_, errExpunged := f.s.Expunged(m.ID)
	_, errACLs := f.s.ACLs()
	_, errAnnotations := f.s.Annotations(m.ID)
	for name, err := range map[string]error{
		"Commit": f.try(f.message(m.ID, 2, "x")), "empty Commit": f.try(),
		"Mailboxes": errMailboxes, "Subscriptions": errSubscriptions, "Quota": errQuota, "Body": errBody, "Expunged": errExpunged,
		"Threads": errThreads, "ACLs": errACLs, "Annotations": errAnnotations,
		"Messages": f.s.Messages(m.ID, func(store.Message) error { return nil }),
	} {
		if !errors.Is(err, store.ErrClosed) {
			f.Errorf("%s after Close: %v, want ErrClosed", name, err)
		}
	}
}

// testClosedMeanwhile: what was queued when Close came is done or refused, in
// order, and nothing that was acknowledged is missing.
func testClosedMeanwhile(f *fixture) {
	m := f.mailbox("ann", "INBOX")
	const writers, each = 4, 25
	var mu sync.Mutex
	acknowledged := make(map[uint32]bool)
	var wg sync.WaitGroup
	started := make(chan struct{}, writers*each)
	for w := range uint32(writers) {
		wg.Go(func() {
			for i := range uint32(each) {
				uid := w*each + i + 1
				err := f.try(f.message(m.ID, uid, "x"))
				started <- struct{}{}
				if err != nil && !errors.Is(err, store.ErrClosed) {
					f.Errorf("commit: %v", err)
				}
				if err == nil {
					mu.Lock()
					acknowledged[uid] = true
					mu.Unlock()
				}
			}
		})
	}
	for range each {
		<-started
	}
	if err := f.s.Close(); err != nil {
		f.Errorf("Close: %v", err)
	}
	wg.Wait()
	if f.reopen == nil {
		return
	}
	f.again()
	found := make(map[uint32]bool)
	for _, msg := range f.messages(m.ID) {
		found[msg.UID] = true
	}
	f.same("found after Close", found, acknowledged)
}
