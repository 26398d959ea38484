package server_test

import (
	"path/filepath"
	"testing"

	"imaporacle/server"
	"imaporacle/server/servertest"
	"imaporacle/server/store"
)

// THREADID, RFC 8474 §5.2 to §6: the example of §5.3, and the MOVE in it.
func TestThreadID(t *testing.T) {
	s := newScript(t, servertest.New(t))
	s.letters(
		"|Subject: Message A|Message-ID: <fake.1521475657.54797@example.com>",
		"|Subject: Re: Message A|Message-ID: <fake.1521475657.21213@example.org>|References: <fake.1521475657.54797@example.com>",
		"|Subject: Message C|Message-ID: <fake.1521475657.60280@example.com>",
	)
	s.play(`
		C: 22 fetch 1:* (emailid threadid)
		S: * 1 FETCH (EMAILID (M1) THREADID (T1))
		S: * 2 FETCH (EMAILID (M2) THREADID (T1))
		S: * 3 FETCH (EMAILID (M3) THREADID (T3))
		S: 22 OK …
		C: 28 search threadid T1
		S: * SEARCH 1 2
		S: 28 OK …
		C: 29 UID SEARCH OR THREADID t1 NOT THREADID T1
		S: * SEARCH 3
		S: 29 OK …
		C: x CREATE foo
		S: x OK …
		C: 23 move 2 foo
		S: * OK [COPYUID …
		S: * 2 EXPUNGE
		S: * 2 RECENT
		S: 23 OK …
		C: 24 fetch 1:* (emailid threadid)
		S: * 1 FETCH (EMAILID (M1) THREADID (T1))
		S: * 2 FETCH (EMAILID (M3) THREADID (T3))
		S: 24 OK …
		select foo
		C: 26 fetch 1:* (emailid threadid)
		S: * 1 FETCH (EMAILID (M2) THREADID (T1))
		S: 26 OK …`)
	s.finish()
}

// Messages of one thread are found in all mailboxes, whichever is asked for
// first. What makes a thread is the rule of RFC 8621 §3.
func TestThreadIDRule(t *testing.T) {
	s := newScript(t, servertest.New(t))
	s.letters(
		"|Subject: Plans|Message-ID: <a@x>",
		"|Subject: RE: [list]  plans|Message-ID: <b@x>|In-Reply-To: Your message of today <a@x>",
		"|Subject: Re: Plans (was: Ideas)|Message-ID: <c@x>|References: <a@x>", // another subject
		"|Subject: Plans", // no Message ID
		"|Subject: Fwd: Plans|Message-ID: <d@x>|References: <gone@x>",
		"|Subject: Plans|Message-ID: <e@x>|References: <gone@x>", // siblings of one that never came
	)
	s.play(`
		C: a CREATE foo
		S: a OK …
		C: b MOVE 1 foo
		S: * OK [COPYUID …
		S: * 1 EXPUNGE
		S: * 5 RECENT
		S: b OK …
		C: c FETCH 1:* THREADID
		S: * 1 FETCH (THREADID (T1))
		S: * 2 FETCH (THREADID (T3))
		S: * 3 FETCH (THREADID (T4))
		S: * 4 FETCH (THREADID (T5))
		S: * 5 FETCH (THREADID (T5))
		S: c OK …`)
	s.finish()
}

// "The server MUST NOT change the THREADID of a message once reported", also
// when a message comes that belongs to two threads: it joins the elder, and so
// do those that come later.
func TestThreadIDStays(t *testing.T) {
	s := newScript(t, servertest.New(t))
	s.letters("|Subject: x|Message-ID: <a@x>", "|Subject: x|Message-ID: <b@x>")
	s.play(`
		C: a FETCH 1:2 THREADID
		S: * 1 FETCH (THREADID (T1))
		S: * 2 FETCH (THREADID (T2))
		S: a OK …`)
	servertest.Deliver(t, s.server, "user", "INBOX",
		"Subject: Re: x\r\nMessage-ID: <c@x>\r\nReferences: <b@x> <a@x>\r\n\r\n", "Subject: Re: x\r\nIn-Reply-To: <b@x>\r\n\r\n")
	s.play(`
		C: n NOOP
		S: * 4 EXISTS
		S: * 4 RECENT
		S: n OK …
		C: b UID FETCH 1:4 THREADID
		S: * 1 FETCH (UID 1 THREADID (T1))
		S: * 2 FETCH (UID 2 THREADID (T2))
		S: * 3 FETCH (UID 3 THREADID (T1))
		S: * 4 FETCH (UID 4 THREADID (T1))
		S: b OK …`)
	s.finish()
}

// A message that another session has expunged still has a thread for the session
// that has not been told, asked for now for the first time.
func TestThreadIDExpunged(t *testing.T) {
	play(t, `
		mail INBOX 2
		a login user
		a select INBOX
		b login user
		b select INBOX
		b C: a STORE 1 +FLAGS.SILENT (\Deleted)
		b S: a OK …
		b C: b EXPUNGE
		b S: * 1 EXPUNGE
		b S: b OK …
		a C: a FETCH 1:2 (UID THREADID)
		a S: * 1 FETCH (UID 1 THREADID (T1))
		a S: * 2 FETCH (UID 2 THREADID (T2))
		a S: * 1 FETCH (FLAGS (\Deleted \Recent))
		a S: a OK …
		a C: b NOOP
		a S: * 1 EXPUNGE
		a S: * 1 RECENT
		a S: b OK …
	`)
}

// The IDs outlive the server, and new messages join the threads of before; with
// UIDONLY they are told as UIDFETCH (RFC 9586 §3).
func TestThreadIDKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "mail.db")
	for _, life := range []string{`
		C: a FETCH 1:* THREADID
		S: * 1 FETCH (THREADID (T1))
		S: a OK …
		C: b STORE 1 +FLAGS.SILENT (\Seen)
		S: b OK …`, `
		C: e ENABLE UIDONLY
		S: * ENABLED UIDONLY
		S: e OK …
		C: a UID FETCH 2 THREADID
		S: * 2 UIDFETCH (THREADID (T1))
		S: a OK …
		C: b UID SEARCH THREADID T1
		S: * SEARCH 1 2
		S: b OK …`,
	} {
		kept, err := store.OpenBolt(path, store.BoltOptions{})
		if err != nil {
			t.Fatal(err)
		}
		srv := server.New(server.Options{Store: kept})
		if err := srv.Start(); err != nil {
			t.Fatal(err)
		}
		s := newScript(t, srv)
		s.letters("|Subject: x|Message-ID: <a@x>")
		s.play(life)
		s.finish()
		if err := srv.Close(); err != nil {
			t.Fatal(err)
		}
		if err := kept.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
