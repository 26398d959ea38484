package server_test

import (
	"fmt"
	"sync"
	"testing"

	"imaporacle/server/servertest"
)

// An expunged message stays whole for a session that has not been told of it
// (RFC 2180 §4.1.2), and is never told during FETCH, STORE and SEARCH
// (RFC 9051 §7.5.1).
func TestExpungedStaysWhole(t *testing.T) {
	play(t, `
		mail INBOX 3
		A login user
		A select INBOX
		A C: a0 CREATE other
		A S: a0 OK …
		B login user
		B select INBOX
		A C: a1 STORE 2 +FLAGS.SILENT (\Deleted)
		A S: a1 OK …
		A C: a2 EXPUNGE
		A S: * 2 EXPUNGE
		A S: * 2 RECENT
		A S: a2 OK …
		# What B sees: everything, and nothing of EXPUNGE.
		B C: b1 FETCH 2 (UID FLAGS RFC822.SIZE INTERNALDATE ENVELOPE)
		B S: * 2 FETCH (UID 2 FLAGS (\Deleted) RFC822.SIZE 55 INTERNALDATE "…" ENVELOPE (NIL "Letter 2" …))
		B S: * 2 FETCH (FLAGS (\Deleted))
		B S: b1 OK …
		B C: b9 FETCH 2 UID
		B S: * 2 FETCH (UID 2)
		B S: b9 OK …
		B C: b2 FETCH 1:3 (BODY.PEEK[TEXT] BODY)
		B S: * 1 FETCH (BODY[TEXT] {8}
		B S: Text 1
		B S:  BODY ("TEXT" …))
		B S: * 2 FETCH (BODY[TEXT] {8}
		B S: Text 2
		B S:  BODY ("TEXT" …))
		B S: * 3 FETCH (BODY[TEXT] {8}
		B S: Text 3
		B S:  BODY ("TEXT" …))
		B S: b2 OK …
		B C: b3 STORE 2 +FLAGS (\Flagged)
		B S: * 2 FETCH (FLAGS (\Flagged \Deleted))
		B S: b3 OK …
		B C: b4 SEARCH ALL
		B S: * SEARCH 1 2 3
		B S: b4 OK …
		B C: b5 SEARCH SUBJECT "letter 2"
		B S: * SEARCH 2
		B S: b5 OK …
		B C: b6 FETCH 2 BODY[HEADER.FIELDS (Subject)]
		B S: * 2 FETCH (BODY[HEADER.FIELDS (Subject)] {21}
		B S: Subject: Letter 2
		B S:
		B S: )
		B S: b6 OK …
		# COPY may tell at its end, after it copied (RFC 2180 §4.4.2).
		B C: b7 COPY 1:2 other
		B S: * 2 EXPUNGE
		B S: b7 OK [COPYUID … 1:2 1:2] …
		B C: b8 FETCH 1:* UID
		B S: * 1 FETCH (UID 1)
		B S: * 2 FETCH (UID 3)
		B S: b8 OK …
		B select other
		B C: b9 FETCH 2 BODY.PEEK[TEXT]
		B S: * 2 FETCH (BODY[TEXT] {8}
		B S: Text 2
		B S: )
		B S: b9 OK …
	`)
}

// Commands that name no sequence numbers may tell EXPUNGE, at their end.
func TestExpungeTold(t *testing.T) {
	for _, command := range []string{
		"UID FETCH 2 UID", "UID STORE 2 FLAGS.SILENT ()", "UID SEARCH NOT ALL", "NOOP", "CHECK", "CREATE x",
		"STATUS INBOX (MESSAGES)", "EXPUNGE", "UID COPY 9 INBOX", "LIST \"\" x", "CAPABILITY", "ID NIL",
	} {
		t.Run(command, func(t *testing.T) {
			s := newScript(t, servertest.New(t))
			s.play(`
				mail INBOX 4
				A login user
				A select INBOX
				A C: a1 STORE 1,3 +FLAGS.SILENT (\Deleted)
				A S: a1 OK …
				B login user
				B select INBOX
				A C: a2 UID EXPUNGE 1:3
				A S: * 1 EXPUNGE
				A S: * 2 EXPUNGE
				A S: * 2 RECENT
				A S: a2 OK …
				B C: b0 FETCH 4 UID
				B S: * 4 FETCH (UID 4)
				B S: b0 OK …
			`)
			s.do(s.conn("B"), command)
			s.play(`
				B C: b1 FETCH 1:* UID
				B S: * 1 FETCH (UID 2)
				B S: * 2 FETCH (UID 4)
				B S: b1 OK …
			`)
			s.finish()
		})
	}
}

// The order of updates: expunges, then the counts, then flags, so that each
// sequence number is right when it is said (RFC 9051 §5.2, §7.5.1).
func TestUpdateOrder(t *testing.T) {
	play(t, `
		mail INBOX 3
		A login user
		A select INBOX
		B login user
		B select INBOX
		A C: a1 STORE 3 +FLAGS.SILENT ($Junk)
		A S: * FLAGS (\Answered \Flagged \Deleted \Seen \Draft $Junk)
		A S: * OK [PERMANENTFLAGS (\Answered \Flagged \Deleted \Seen \Draft $Junk \*)] …
		A S: a1 OK …
		A C: a2 STORE 1 +FLAGS.SILENT (\Deleted)
		A S: a2 OK …
		A C: a3 EXPUNGE
		A S: * 1 EXPUNGE
		A S: * 2 RECENT
		A S: a3 OK …
		mail INBOX 1
		# What came and went between is not told at all.
		A C: a4 NOOP
		A S: * 3 EXISTS
		A S: * 3 RECENT
		A S: a4 OK …
		A C: a5 STORE 3 +FLAGS.SILENT (\Deleted)
		A S: a5 OK …
		A C: a6 EXPUNGE
		A S: * 3 EXPUNGE
		A S: * 2 RECENT
		A S: a6 OK …
		mail INBOX 1
		B C: b1 NOOP
		B S: * 1 EXPUNGE
		B S: * 3 EXISTS
		B S: * 1 RECENT
		B S: * FLAGS (\Answered \Flagged \Deleted \Seen \Draft $Junk)
		B S: * OK [PERMANENTFLAGS (\Answered \Flagged \Deleted \Seen \Draft $Junk \*)] …
		B S: * 2 FETCH (FLAGS ($Junk))
		B S: b1 OK …
	`)
}

// Flags are told to others, not to whom set them with .SILENT; what another
// session changed is told in spite of it (RFC 9051 §6.4.6).
func TestSilent(t *testing.T) {
	play(t, `
		mail INBOX 2
		A login user
		A select INBOX
		B login user
		B select INBOX
		A C: a1 STORE 1:2 +FLAGS.SILENT (\Seen)
		A S: a1 OK …
		B C: b1 STORE 1 +FLAGS.SILENT (\Answered)
		B S: * 1 FETCH (FLAGS (\Answered \Seen))
		B S: * 2 FETCH (FLAGS (\Seen))
		B S: b1 OK …
		A C: a2 NOOP
		A S: * 1 FETCH (FLAGS (\Answered \Seen \Recent))
		A S: a2 OK …
		B C: b2 NOOP
		B S: b2 OK …
		# A change that changes nothing is told to nobody.
		A C: a3 STORE 1 FLAGS.SILENT (\seen \ANSWERED)
		A S: a3 OK …
		B C: b3 NOOP
		B S: b3 OK …
	`)
}

// IDLE tells at once (RFC 9051 §6.3.13).
func TestIdle(t *testing.T) {
	play(t, `
		mail INBOX 2
		A login user
		A select INBOX
		B login user
		B select INBOX
		A C: a1 IDLE
		A S: + …
		B C: b1 STORE 1 +FLAGS (\Deleted)
		B S: * 1 FETCH (FLAGS (\Deleted))
		B S: b1 OK …
		A S: * 1 FETCH (FLAGS (\Deleted \Recent))
		B C: b2 EXPUNGE
		B S: * 1 EXPUNGE
		B S: b2 OK …
		A S: * 1 EXPUNGE
		A S: * 1 RECENT
		mail INBOX 1
		A S: * 2 EXISTS
		A S: * 2 RECENT
		A C: done
		A S: a1 OK …
		# What is there already is told first.
		B C: b3 NOOP
		B S: * 2 EXISTS
		B S: b3 OK …
		B C: b4 STORE 1 +FLAGS.SILENT (\Flagged)
		B S: b4 OK …
		A C: a2 IDLE
		A S: * 1 FETCH (FLAGS (\Flagged \Recent))
		A S: + …
		A C: nonsense
		A S: a2 BAD …
		A R: "a3 IDLE\r\nDONE\r\na4 NOOP\r\n"
		A S: + …
		A S: a3 OK …
		A S: a4 OK …
		# Without a mailbox there is nothing to tell.
		C login user
		C C: c1 IDLE
		C S: + …
		C C: DONE
		C S: c1 OK …
		C C: c2 IDLE now
		C S: c2 BAD …
	`)
}

// Sessions whose mailbox is deleted are disconnected (RFC 2180 §3.3); the one
// that deleted it has none selected any more.
func TestDeleteSelected(t *testing.T) {
	play(t, `
		A login user
		A C: a1 CREATE box
		A S: a1 OK …
		mail box 2
		A select box
		B login user
		B select box
		I login user
		I examine box
		I C: i1 IDLE
		I S: + …
		A C: a2 DELETE box
		A S: a2 OK …
		A C: a3 FETCH 1 UID
		A S: a3 BAD …
		B C: b1 NOOP
		B S: * BYE …
		B S: b1 OK …
		B closed
		I S: * BYE …
		I closed
		# A new one of the name is another mailbox.
		A C: a4 CREATE box
		A S: a4 OK …
		A C: a5 STATUS box (MESSAGES UIDNEXT)
		A S: * STATUS "box" (MESSAGES 0 UIDNEXT 1)
		A S: a5 OK …
	`)
}

// RENAME of INBOX moves its messages and leaves it empty (RFC 9051 §6.3.6).
func TestRenameInbox(t *testing.T) {
	play(t, `
		mail INBOX 2
		A login user
		A select INBOX
		A C: a1 STORE 1 +FLAGS.SILENT (\Seen kw)
		A S: * FLAGS …
		A S: * OK [PERMANENTFLAGS …
		A S: a1 OK …
		B login user
		B C: b0 CREATE INBOX/child
		B S: b0 OK …
		B C: b1 RENAME inbox old/mail
		B S: b1 OK …
		B C: b2 LIST "" *
		B S: * LIST (\HasChildren) "/" INBOX
		B S: * LIST (\HasNoChildren) "/" "INBOX/child"
		B S: * LIST (\HasChildren) "/" "old"
		B S: * LIST (\HasNoChildren) "/" "old/mail"
		B S: b2 OK …
		B select old/mail
		B C: b3 FETCH 1:* (UID FLAGS)
		B S: * 1 FETCH (UID 1 FLAGS (\Seen kw \Recent))
		B S: * 2 FETCH (UID 2 FLAGS (\Recent))
		B S: b3 OK …
		A C: a2 NOOP
		A S: * 1 EXPUNGE
		A S: * 1 EXPUNGE
		A S: * 0 RECENT
		A S: a2 OK …
		A C: a3 STATUS INBOX (MESSAGES UIDNEXT)
		A S: * STATUS INBOX (MESSAGES 0 UIDNEXT 3)
		A S: a3 OK …
		B C: b4 RENAME INBOX old/mail
		B S: b4 NO [ALREADYEXISTS] …
	`)
}

// Changes made at the same time are all kept: each +FLAGS is atomic.
func TestConcurrentStore(t *testing.T) {
	const sessions, rounds = 4, 20
	srv := servertest.New(t)
	setup := newScript(t, srv)
	setup.play("mail INBOX 1\nlogin user")
	var wg sync.WaitGroup
	scripts := make([]*script, sessions)
	for i := range scripts {
		scripts[i] = newScript(t, srv)
		scripts[i].play("login user\nselect INBOX")
	}
	for i, s := range scripts {
		wg.Go(func() {
			c := s.conns[""]
			for round := range rounds {
				fmt.Fprintf(c, "t STORE 1 +FLAGS.SILENT (s%dr%d)\r\n", i, round)
				for {
					line, err := s.read(c)
					if err != nil {
						t.Errorf("session %d: %v", i, err)
						return
					}
					if line == "t OK STORE completed\r\n" {
						break
					}
				}
			}
		})
	}
	wg.Wait()
	setup.play("select INBOX")
	for i := range sessions {
		for round := range rounds {
			setup.send(setup.conn(""), fmt.Sprintf("k SEARCH KEYWORD S%dR%d\r\n", i, round))
			setup.play("S: * SEARCH 1\nS: k OK …")
		}
	}
}

// What a session asks for in a mailbox that another has just deleted is refused
// before it is sent away (RFC 2180 §3.3), and the mailbox to which it copies
// goes on.
func TestDeletedMeanwhile(t *testing.T) {
	play(t, `
		B login user
		B C: b1 CREATE box
		B S: b1 OK …
		mail box 1
		A login user
		A select box
		B C: b2 DELETE box
		B S: b2 OK …
		A C: a1 COPY 1 INBOX
		A S: * BYE The mailbox has been deleted
		A S: a1 NO [NONEXISTENT] …
		A closed
		B C: b3 APPEND INBOX {3+}
		B C: abc
		B S: b3 OK …
	`)
}

// What a UID command makes known has UIDs, also what another session has done
// (RFC 9051 §6.4.9); what another command makes known need not.
func TestUIDCommandsTellUIDs(t *testing.T) {
	play(t, `
		mail INBOX 2
		A login user
		A select INBOX
		B login user
		B select INBOX
		A C: a1 STORE 2 +FLAGS.SILENT (\Flagged)
		A S: a1 OK …
		B C: b1 UID FETCH 1 (RFC822.SIZE)
		B S: * 1 FETCH (UID 1 RFC822.SIZE 55)
		B S: * 2 FETCH (UID 2 FLAGS (\Flagged))
		B S: b1 OK …
		A C: a2 STORE 2 -FLAGS.SILENT (\Flagged)
		A S: a2 OK …
		B C: b2 NOOP
		B S: * 2 FETCH (FLAGS ())
		B S: b2 OK …
	`)
}
