package storetest

import (
	"errors"
	"strings"

	"imaporacle/server/store"
)

func testMailboxes(f *fixture) {
	inbox, archive := f.newMailbox("ann", "INBOX"), f.newMailbox("ann", "Archive/2024")
	inbox.UIDNext, inbox.HighestModSeq, inbox.FirstRecent = 1<<32-1, 1<<63-1, 77
	inbox.Keywords = []string{"$Junk", "zebra", "Äpfel"}
	inbox.AccessKey = "\x00secret\xff"
	archive.SpecialUse = []string{`\Archive`, `\All`}
	other := f.newMailbox("an", "n\x01INBOX") // no mix-up of where user ends and name begins
	f.commit(store.PutMailbox{Mailbox: inbox}, store.PutMailbox{Mailbox: archive}, store.PutMailbox{Mailbox: other})
	f.eachLife(func() {
		f.same("ann", f.mailboxes("ann"), []store.Mailbox{archive, inbox})
		f.same("an", f.mailboxes("an"), []store.Mailbox{other})
		f.same("nobody", f.mailboxes("nobody"), []store.Mailbox(nil))
	})

	inbox.UIDNext, inbox.Keywords = 5, nil
	f.commit(store.PutMailbox{Mailbox: inbox})
	f.eachLife(func() { f.same("updated", f.mailboxes("ann"), []store.Mailbox{archive, inbox}) })

	// What is returned is the caller's.
	f.mailboxes("ann")[0].SpecialUse[0] = "changed"
	f.same("after the caller changed its copy", f.mailboxes("ann"), []store.Mailbox{archive, inbox})
}

func testNames(f *fixture) {
	a, b := f.mailbox("ann", "a"), f.mailbox("ann", "b")
	f.mailbox("bob", "a") // another user's names are no matter
	f.commit(f.message(a.ID, 1, "in a"))

	taken := b
	taken.Name = "a"
	if err := f.try(store.PutMailbox{Mailbox: taken}); !errors.Is(err, store.ErrNameTaken) {
		f.Errorf("rename to a name in use: %v, want ErrNameTaken", err)
	}
	if err := f.try(store.PutMailbox{Mailbox: f.newMailbox("ann", "b")}); !errors.Is(err, store.ErrNameTaken) {
		f.Errorf("create with a name in use: %v, want ErrNameTaken", err)
	}
	f.eachLife(func() { f.same("mailboxes", f.mailboxes("ann"), []store.Mailbox{a, b}) })

	// A chain of renames in one commit: the name is free when it is needed.
	a.Name, b.Name = "c", "a"
	f.commit(store.PutMailbox{Mailbox: a}, store.PutMailbox{Mailbox: b})
	again := f.mailbox("ann", "b")
	f.eachLife(func() {
		f.same("renamed", f.mailboxes("ann"), []store.Mailbox{b, again, a})
		f.same("message of the renamed", f.body(a.ID, 1), "in a")
	})

	f.commit(store.DeleteMailbox{ID: b.ID})
	recreated := f.mailbox("ann", "a")
	f.eachLife(func() { f.same("recreated", f.mailboxes("ann"), []store.Mailbox{recreated, again, a}) })
}

// testDeletedID: a late update must not bring a mailbox back.
func testDeletedID(f *fixture) {
	m := f.mailbox("ann", "gone")
	f.commit(store.DeleteMailbox{ID: m.ID})
	f.eachLife(func() {
		if err := f.try(store.PutMailbox{Mailbox: m}); !errors.Is(err, store.ErrNoMailbox) {
			f.Errorf("put of a deleted mailbox: %v, want ErrNoMailbox", err)
		}
		if err := f.try(store.DeleteMailbox{ID: m.ID}); !errors.Is(err, store.ErrNoMailbox) {
			f.Errorf("delete of a deleted mailbox: %v, want ErrNoMailbox", err)
		}
		f.same("mailboxes", f.mailboxes("ann"), []store.Mailbox(nil))
	})
}

func testSubscriptions(f *fixture) {
	f.commit(
		store.Subscribe{User: "ann", Name: "z"}, store.Subscribe{User: "ann", Name: "INBOX"},
		store.Subscribe{User: "ann", Name: "z"}, store.Subscribe{User: "ann", Name: "no/such/mailbox"},
		store.Subscribe{User: "ann2", Name: "other"}, store.Unsubscribe{User: "bob", Name: "never"},
	)
	check := func(user string, want ...string) {
		f.Helper()
		got, err := f.s.Subscriptions(user)
		if err != nil {
			f.Fatal(err)
		}
		f.same("subscriptions of "+user, got, want)
	}
	f.eachLife(func() {
		check("ann", "INBOX", "no/such/mailbox", "z")
		check("ann2", "other")
		check("bob")
	})
	f.commit(store.Unsubscribe{User: "ann", Name: "INBOX"}, store.Unsubscribe{User: "ann", Name: "INBOX"})
	f.eachLife(func() { check("ann", "no/such/mailbox", "z") })
}

func testDeleteMailbox(f *fixture) {
	a, b := f.mailbox("ann", "a"), f.mailbox("ann", "b")
	f.commit(f.message(a.ID, 1, "one"), f.message(a.ID, 2, "two"), f.message(a.ID, 3, "three"),
		store.CopyMessage{Box: b.ID, Message: store.Message{UID: 9}, FromBox: a.ID, FromUID: 2},
		store.Expunge{Box: a.ID, UID: 3})
	f.commit(store.DeleteMailbox{ID: a.ID})
	f.eachLife(func() {
		f.same("mailboxes", f.mailboxes("ann"), []store.Mailbox{b})
		for uid := range uint32(4) {
			if _, err := f.s.Body(a.ID, uid, nil); !errors.Is(err, store.ErrNoMessage) {
				f.Errorf("body of UID %d: %v, want ErrNoMessage", uid, err)
			}
		}
		if err := f.s.Messages(a.ID, func(store.Message) error { return nil }); !errors.Is(err, store.ErrNoMailbox) {
			f.Errorf("messages: %v, want ErrNoMailbox", err)
		}
		f.same("the copy", f.body(b.ID, 9), "two")
	})
	// A session that still shows the mailbox may let go of its ghosts later.
	f.commit(store.Release{Box: a.ID, UID: 3})
}

func testUIDValidity(f *fixture) {
	last := uint32(0)
	for range 50 { // all within a second or two
		v := f.s.NextUIDValidity()
		if v <= last {
			f.Fatalf("UIDVALIDITY %d after %d", v, last)
		}
		last = v
	}
	for range 3 {
		m := f.mailbox("ann", "INBOX")
		if m.UIDValidity <= last {
			f.Fatalf("recreated with UIDVALIDITY %d after %d", m.UIDValidity, last)
		}
		last = m.UIDValidity
		f.commit(store.DeleteMailbox{ID: m.ID})
		f.again()
	}
	imported := f.newMailbox("ann", "imported")
	imported.UIDValidity = last + 1_000_000
	f.commit(store.PutMailbox{Mailbox: imported})
	f.eachLife(func() {
		if v := f.s.NextUIDValidity(); v <= imported.UIDValidity {
			f.Errorf("UIDVALIDITY %d after a mailbox with %d", v, imported.UIDValidity)
		}
	})
}

func testIDs(f *fixture) {
	boxes, contents := make(map[store.MailboxID]bool), make(map[uint64]bool)
	for range 5 {
		m := f.mailbox("ann", "box")
		add := f.message(m.ID, 1, "x")
		f.commit(add)
		if m.ID == 0 || boxes[m.ID] {
			f.Errorf("mailbox id %d again", m.ID)
		}
		if contents[add.Message.Content] {
			f.Errorf("content id %d again", add.Message.Content)
		}
		boxes[m.ID], contents[add.Message.Content] = true, true
		f.commit(store.DeleteMailbox{ID: m.ID})
		f.again()
	}
}

func testRefused(f *fixture) {
	m := f.mailbox("ann", "box")
	f.commit(f.message(m.ID, 1, "live"), f.message(m.ID, 2, "ghost"), store.Expunge{Box: m.ID, UID: 2})
	with := func(change func(*store.Mailbox)) store.Op {
		c := f.newMailbox("ann", "new")
		change(&c)
		return store.PutMailbox{Mailbox: c}
	}
	short := f.message(m.ID, 3, "four")
	short.Message.Size = 3
	noContent := f.message(m.ID, 3, "x")
	noContent.Message.Content = 0
	reused := f.message(m.ID, 3, "x")
	reused.Message.Content = f.messages(m.ID)[0].Content
	copied := func(box store.MailboxID, uid uint32, from store.MailboxID, fromUID uint32) store.Op {
		return store.CopyMessage{Box: box, Message: store.Message{UID: uid}, FromBox: from, FromUID: fromUID}
	}
	for _, c := range []struct {
		op   store.Op
		want error
	}{
		{with(func(m *store.Mailbox) { m.ID = 0 }), store.ErrInvalid},
		{with(func(m *store.Mailbox) { m.Name = "" }), store.ErrInvalid},
		{with(func(m *store.Mailbox) { m.User = "" }), store.ErrInvalid},
		{with(func(m *store.Mailbox) { m.User = "a\x00b" }), store.ErrInvalid},
		{with(func(m *store.Mailbox) { m.Name = strings.Repeat("n", 1<<20) }), store.ErrInvalid},
		{store.DeleteMailbox{ID: 999}, store.ErrNoMailbox},
		{store.Subscribe{User: "ann", Name: ""}, store.ErrInvalid},
		{store.Unsubscribe{User: "", Name: "x"}, store.ErrInvalid},
		{f.message(m.ID, 0, "x"), store.ErrInvalid},
		{f.message(m.ID, 1, "x"), store.ErrUIDTaken},
		{f.message(m.ID, 2, "x"), store.ErrUIDTaken},
		{f.message(999, 1, "x"), store.ErrNoMailbox},
		{short, store.ErrInvalid},
		{noContent, store.ErrInvalid},
		{reused, store.ErrContentTaken},
		{copied(m.ID, 0, m.ID, 1), store.ErrInvalid},
		{copied(m.ID, 1, m.ID, 1), store.ErrUIDTaken},
		{copied(m.ID, 2, m.ID, 1), store.ErrUIDTaken},
		{copied(m.ID, 3, m.ID, 7), store.ErrNoMessage},
		{copied(m.ID, 3, 999, 1), store.ErrNoMessage},
		{copied(999, 3, m.ID, 1), store.ErrNoMailbox},
		{store.SetFlags{Box: m.ID, UID: 0}, store.ErrInvalid},
		{store.SetFlags{Box: m.ID, UID: 2}, store.ErrNoMessage},
		{store.SetFlags{Box: 999, UID: 1}, store.ErrNoMailbox},
		{store.Expunge{Box: m.ID, UID: 2}, store.ErrNoMessage},
		{store.Expunge{Box: 999, UID: 1}, store.ErrNoMailbox},
		{store.Release{Box: m.ID, UID: 1}, store.ErrNotExpunged},
		{&store.Release{Box: m.ID, UID: 2}, store.ErrInvalid}, // ops are values
	} {
		if err := f.try(c.op); !errors.Is(err, c.want) {
			f.Errorf("%v: %v, want %v", c.op, err, c.want)
		}
	}
	f.same("mailboxes", f.mailboxes("ann"), []store.Mailbox{m})
	f.same("messages", len(f.messages(m.ID)), 1)
	f.same("ghost", f.body(m.ID, 2), "ghost")
}
