package storetest

import (
	"errors"

	"imaporacle/server/store"
)

func (f *fixture) snapshot() store.Snapshot {
	f.Helper()
	s, err := f.s.Snapshot()
	if err != nil {
		f.Fatalf("Snapshot: %v", err)
	}
	return s
}

func (f *fixture) restore(s store.Snapshot) {
	f.Helper()
	if err := f.s.Restore(s); err != nil {
		f.Fatalf("Restore: %v", err)
	}
}

// testSnapshot: whatever was changed after a Snapshot is as it was, any number
// of times, and durably.
func testSnapshot(f *fixture) {
	inbox, lists := f.mailbox("ann", "INBOX"), f.mailbox("ann", "Lists")
	f.commit(
		f.message(inbox.ID, 1, "one", `\Seen`), f.message(inbox.ID, 2, "two"), f.message(inbox.ID, 3, "three"),
		f.message(inbox.ID, 4, "four"),
		store.CopyMessage{Box: lists.ID, FromBox: inbox.ID, FromUID: 3, Message: store.Message{UID: 9, ModSeq: 9}},
		store.Expunge{Box: inbox.ID, UID: 3, ModSeq: 200}, store.Expunge{Box: inbox.ID, UID: 4, ModSeq: 200}, // ghosts
		store.Subscribe{User: "ann", Name: "Lists"},
		store.SetQuota{User: "ann", Limits: store.Limits{"MESSAGE": 9}},
		store.SetACL{Box: lists.ID, Grants: []store.Grant{{Identifier: "bob", Rights: "lr"}}},
		store.Annotate{Box: store.ServerBox, Annotation: store.Annotation{Name: "comment", Value: "kept"}},
	)
	look := func() (all []any) {
		for _, m := range f.mailboxes("ann") {
			expunged, err := f.s.Expunged(m.ID)
			all = append(all, m, f.messages(m.ID), expunged, err)
		}
		subscriptions, err := f.s.Subscriptions("ann")
		acls, err2 := f.s.ACLs()
		notes, err3 := f.s.Annotations(store.ServerBox)
		return append(all, subscriptions, err, acls, err2, notes, err3, f.quota("ann"),
			f.body(inbox.ID, 1), f.body(inbox.ID, 2), f.body(lists.ID, 9), len(f.mailboxes("bob")))
	}
	before := look()
	kept := f.snapshot()
	if kept.Size() < int64(len("one"+"two"+"three")) {
		f.Errorf("a size of %d", kept.Size())
	}
	for range 2 {
		inbox.Name = "Old"
		added := f.message(inbox.ID, 5, "five")
		other := f.mailbox("bob", "INBOX")
		f.commit(
			store.PutMailbox{Mailbox: inbox}, added, store.DeleteMailbox{ID: lists.ID},
			store.SetFlags{Box: inbox.ID, UID: 1, ModSeq: 300}, store.Expunge{Box: inbox.ID, UID: 2, ModSeq: 301},
			store.Unsubscribe{User: "ann", Name: "Lists"}, store.SetQuota{User: "ann"},
			store.Annotate{Box: store.ServerBox, Annotation: store.Annotation{Name: "comment"}, Remove: true},
		)
		f.restore(kept)
		f.eachLife(func() { f.same("restored", look(), before) })
		if got := f.body(inbox.ID, 4); got == "four" {
			f.Error("a ghost is still readable")
		}
		if id := f.s.NextID(); id <= other.ID {
			f.Errorf("mailbox id %d is handed out again", id)
		}
		if id := f.s.NextContent(); id <= added.Message.Content {
			f.Errorf("content id %d is handed out again", id)
		}
	}
	// What came back is no dead copy.
	inbox.Name = "INBOX"
	f.commit(f.message(inbox.ID, 5, "another"), store.SetFlags{Box: lists.ID, UID: 9, ModSeq: 300, Flags: []string{"x"}}, store.DeleteMailbox{ID: lists.ID})
	f.eachLife(func() { f.same("added after", f.body(inbox.ID, 5), "another") })
}

// foreign is a Snapshot of no store.
type foreign struct{}

func (foreign) Size() int64 { return 0 }

func testSnapshotRefused(f *fixture) {
	inbox := f.mailbox("ann", "INBOX")
	if err := f.s.Restore(foreign{}); !errors.Is(err, store.ErrInvalid) {
		f.Errorf("a foreign snapshot: %v", err)
	}
	f.same("mailboxes", f.mailboxes("ann"), []store.Mailbox{inbox})
	kept := f.snapshot()
	f.s.Close()
	if _, err := f.s.Snapshot(); !errors.Is(err, store.ErrClosed) {
		f.Errorf("snapshot of a closed store: %v", err)
	}
	if err := f.s.Restore(kept); !errors.Is(err, store.ErrClosed) {
		f.Errorf("restore of a closed store: %v", err)
	}
}
