package storetest

import (
	"errors"

	"imaporacle/server/store"
)

func (f *fixture) quota(user string) store.Limits {
	f.Helper()
	limits, err := f.s.Quota(user)
	if err != nil {
		f.Fatalf("Quota(%q): %v", user, err)
	}
	return limits
}

// testQuota: limits are replaced as a whole, and none at all is something else
// than never set.
func testQuota(f *fixture) {
	given := store.Limits{"STORAGE": 1<<63 - 1, "MESSAGE": 0}
	f.commit(store.SetQuota{User: "ann", Limits: given}, store.SetQuota{User: "bob"})
	given["STORAGE"] = 7 // the store keeps nothing of the op
	f.eachLife(func() {
		f.same("set", f.quota("ann"), store.Limits{"STORAGE": 1<<63 - 1, "MESSAGE": 0})
		f.same("set to nothing", f.quota("bob"), store.Limits{})
		f.same("never set", f.quota("cid"), store.Limits(nil))
	})
	f.quota("ann")["MESSAGE"] = 9 // nor gives away its own
	f.commit(store.SetQuota{User: "ann", Limits: store.Limits{"MAILBOX": 3}})
	f.eachLife(func() { f.same("replaced", f.quota("ann"), store.Limits{"MAILBOX": 3}) })
	for _, bad := range []store.SetQuota{
		{User: "", Limits: store.Limits{"MAILBOX": 3}},
		{User: "ann", Limits: store.Limits{"MAILBOX": -1}},
		{User: "ann", Limits: store.Limits{"": 1}},
	} {
		err := f.try(store.SetQuota{User: "ann"}, store.SetQuota{User: "cid"}, bad)
		if !errors.Is(err, store.ErrInvalid) {
			f.Errorf("%v: %v, want ErrInvalid", bad, err)
		}
	}
	f.eachLife(func() {
		f.same("as it was", f.quota("ann"), store.Limits{"MAILBOX": 3})
		f.same("as it was", f.quota("cid"), store.Limits(nil))
	})
}
