package storetest

import (
	"errors"

	"imaporacle/server/store"
)

func (f *fixture) acls() []store.ACL {
	f.Helper()
	list, err := f.s.ACLs()
	if err != nil {
		f.Fatalf("ACLs: %v", err)
	}
	return list
}

func (f *fixture) annotations(box store.MailboxID) []store.Annotation {
	f.Helper()
	list, err := f.s.Annotations(box)
	if err != nil {
		f.Fatalf("Annotations(%d): %v", box, err)
	}
	return list
}

// testACLs: lists stay with their mailboxes through a new name, and go with
// them.
func testACLs(f *fixture) {
	a, b := f.mailbox("ann", "a"), f.mailbox("bob", "b")
	f.eachLife(func() { f.same("at first", len(f.acls()), 0) })
	grants := []store.Grant{{Identifier: "ann", Rights: "lra"}, {Identifier: "-bjørn", Rights: ""}}
	f.commit(store.SetACL{Box: b.ID, Grants: grants[1:]}, store.SetACL{Box: a.ID, Grants: grants})
	a.Name = "c"
	f.commit(store.PutMailbox{Mailbox: a})
	f.eachLife(func() {
		f.same("set", f.acls(), []store.ACL{
			{Box: a.ID, User: "ann", Grants: grants}, {Box: b.ID, User: "bob", Grants: grants[1:]},
		})
	})
	f.acls()[0].Grants[0].Rights = "changed"
	f.same("after the caller changed its copy", f.acls()[0].Grants, grants)
	if err := f.try(store.SetACL{Box: b.ID}, store.SetACL{Box: 999, Grants: grants}); !errors.Is(err, store.ErrNoMailbox) {
		f.Errorf("ACL of no mailbox: %v, want ErrNoMailbox", err)
	}
	if err := f.try(store.SetACL{Box: b.ID, Grants: []store.Grant{{Rights: "l"}}}); !errors.Is(err, store.ErrInvalid) {
		f.Errorf("empty identifier: %v, want ErrInvalid", err)
	}
	f.eachLife(func() { f.same("after failures", len(f.acls()), 2) })
	f.commit(store.SetACL{Box: b.ID}, store.DeleteMailbox{ID: a.ID})
	f.eachLife(func() { f.same("in the end", len(f.acls()), 0) })
}

// testAnnotations: those of the server, of mailboxes and of users are apart.
func testAnnotations(f *fixture) {
	m, other := f.mailbox("ann", "a"), f.mailbox("ann", "b")
	shared := store.Annotation{Name: "comment", Value: "for all"}
	ann := store.Annotation{User: "ann", Name: "comment", Value: "\x00\xff"}
	bob := store.Annotation{User: "bob", Name: "vendor/x/y"}
	for _, box := range []store.MailboxID{store.ServerBox, m.ID} {
		f.commit(store.Annotate{Box: box, Annotation: bob}, store.Annotate{Box: box, Annotation: ann}, store.Annotate{Box: box, Annotation: shared})
	}
	f.eachLife(func() {
		f.same("server", f.annotations(store.ServerBox), []store.Annotation{shared, ann, bob})
		f.same("mailbox", f.annotations(m.ID), []store.Annotation{shared, ann, bob})
		f.same("other", len(f.annotations(other.ID)), 0)
	})
	ann.Value = "new"
	f.commit(store.Annotate{Box: m.ID, Annotation: ann}, store.Annotate{Box: m.ID, Annotation: bob, Remove: true},
		store.Annotate{Box: other.ID, Annotation: bob, Remove: true})
	if err := f.try(store.Annotate{Box: m.ID, Annotation: shared, Remove: true}, store.Annotate{Box: 999, Annotation: bob}); !errors.Is(err, store.ErrNoMailbox) {
		f.Errorf("annotation of no mailbox: %v, want ErrNoMailbox", err)
	}
	if err := f.try(store.Annotate{Box: m.ID}); !errors.Is(err, store.ErrInvalid) {
		f.Errorf("empty name: %v, want ErrInvalid", err)
	}
	f.eachLife(func() { f.same("changed", f.annotations(m.ID), []store.Annotation{shared, ann}) })
	f.commit(store.DeleteMailbox{ID: m.ID})
	f.eachLife(func() {
		if _, err := f.s.Annotations(m.ID); !errors.Is(err, store.ErrNoMailbox) {
			f.Errorf("of a deleted mailbox: %v, want ErrNoMailbox", err)
		}
		f.same("server", len(f.annotations(store.ServerBox)), 3)
	})
}
