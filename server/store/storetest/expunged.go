package storetest

import (
	"errors"

	"imaporacle/server/store"
)

func (f *fixture) expunged(box store.MailboxID) []store.Expunged {
	f.Helper()
	list, err := f.s.Expunged(box)
	if err != nil {
		f.Fatalf("Expunged(%d): %v", box, err)
	}
	return list
}

// testExpunged: what was expunged is remembered with its mod-sequence, in the
// order of these, beyond Release and the end of the store's life.
func testExpunged(f *fixture) {
	m, other := f.mailbox("ann", "INBOX"), f.mailbox("ann", "other")
	for uid := uint32(1); uid <= 6; uid++ {
		f.commit(f.message(m.ID, uid, "x"), f.message(other.ID, uid, "y"))
	}
	f.eachLife(func() { f.same("at first", len(f.expunged(m.ID)), 0) })
	f.commit(
		store.Expunge{Box: m.ID, UID: 5, ModSeq: 300}, store.Expunge{Box: m.ID, UID: 3, ModSeq: 300},
		store.Release{Box: m.ID, UID: 5},
		store.Expunge{Box: other.ID, UID: 1, ModSeq: 7},
	)
	f.commit(store.Expunge{Box: m.ID, UID: 4, ModSeq: 1<<63 - 1}, store.Expunge{Box: m.ID, UID: 6, ModSeq: 299})
	f.eachLife(func() {
		f.same("in order", f.expunged(m.ID), []store.Expunged{
			{ModSeq: 299, UID: 6}, {ModSeq: 300, UID: 3}, {ModSeq: 300, UID: 5}, {ModSeq: 1<<63 - 1, UID: 4},
		})
		f.same("elsewhere", f.expunged(other.ID), []store.Expunged{{ModSeq: 7, UID: 1}})
	})
	m.ForgottenModSeq = 300
	f.commit(store.Forget{Box: m.ID, ModSeq: 300}, store.PutMailbox{Mailbox: m}, store.Forget{Box: m.ID, ModSeq: 5})
	f.eachLife(func() {
		f.same("forgotten", f.expunged(m.ID), []store.Expunged{{ModSeq: 1<<63 - 1, UID: 4}})
		f.same("up to", f.mailboxes("ann")[0].ForgottenModSeq, uint64(300))
		f.same("elsewhere", len(f.expunged(other.ID)), 1)
	})
	f.commit(store.DeleteMailbox{ID: m.ID})
	f.eachLife(func() {
		if _, err := f.s.Expunged(m.ID); !errors.Is(err, store.ErrNoMailbox) {
			f.Errorf("of a deleted mailbox: %v, want ErrNoMailbox", err)
		}
		if err := f.try(store.Forget{Box: m.ID, ModSeq: 9}); !errors.Is(err, store.ErrNoMailbox) {
			f.Errorf("forget of a deleted mailbox: %v, want ErrNoMailbox", err)
		}
	})
}
