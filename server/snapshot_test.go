package server_test

import (
	"path/filepath"
	"testing"

	"imaporacle/server"
	"imaporacle/server/mailbox"
	"imaporacle/server/servertest"
	"imaporacle/server/store"
)

// Restore ends the sessions; new ones find everything as it was, and can go on
// from there.
func TestRestore(t *testing.T) {
	bolt, err := store.OpenBolt(filepath.Join(t.TempDir(), "mail.db"), store.BoltOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer bolt.Close()
	for name, kept := range map[string]store.Store{"memory": nil, "bolt": bolt} {
		t.Run(name, func(t *testing.T) {
			srv := servertest.New(t, servertest.With(func(o *server.Options) { o.Store = kept }))
			s := newScript(t, srv)
			s.play(`
				A login user
				A C: a1 CREATE Lists
				A S: a1 OK …
				mail INBOX 2
				A select INBOX
			`)
			snap, err := srv.Snapshot()
			if err != nil {
				t.Fatal(err)
			}
			account, err := srv.Account("user")
			if err != nil {
				t.Fatal(err)
			}
			inbox, err := account.Get("INBOX")
			if err != nil {
				t.Fatal(err)
			}
			s.play(`
				A C: a2 STORE 1:* +FLAGS.SILENT (\Deleted)
				A S: a2 OK …
				A C: a3 EXPUNGE
				A S: * 1 EXPUNGE
				A S: * 1 EXPUNGE
				A S: * 0 RECENT
				A S: a3 OK …
				A C: a4 DELETE Lists
				A S: a4 OK …
			`)
			if err := srv.AddUser("ann", "pass"); err != nil {
				t.Fatal(err)
			}
			if err := srv.Restore(snap); err != nil {
				t.Fatal(err)
			}
			if _, _, err := inbox.Append(mailbox.NewMessage{Body: []byte("late")}); err == nil {
				t.Error("a mailbox from before takes mail")
			}
			if err := account.Subscribe("late"); err == nil {
				t.Error("an account from before is changed")
			}
			s.play(`
				A closed
				B C: b0 LOGIN ann pass
				B S: b0 NO …
				B login user
				B C: b1 LIST "" *
				B S: * LIST (…) "/" INBOX
				B S: * LIST (…) "/" "Lists"
				B S: b1 OK …
				B C: b2 STATUS INBOX (MESSAGES UIDNEXT)
				B S: * STATUS INBOX (MESSAGES 2 UIDNEXT 3)
				B S: b2 OK …
				mail INBOX 1
				B select INBOX
				B C: b3 UID FETCH 1:* FLAGS
				B S: * 1 FETCH (UID 1 FLAGS ())
				B S: * 2 FETCH (UID 2 FLAGS ())
				B S: * 3 FETCH (UID 3 FLAGS (\Recent))
				B S: b3 OK …
			`)
			s.finish()
		})
	}
}
