package server_test

import "testing"

// UIDONLY, RFC 9586 §3: UIDFETCH in place of FETCH, VANISHED in place of
// EXPUNGE, for the session that has enabled it and no other.
func TestUIDOnly(t *testing.T) {
	play(t, `
		mail INBOX 4
		A login user
		B login user
		B select INBOX
		A C: a0 ENABLE UIDONLY
		A S: * ENABLED UIDONLY
		A S: a0 OK …
		# UNSEEN would be a sequence number.
		A C: a1 SELECT INBOX
		A S: * 4 EXISTS
		A S: * 0 RECENT
		A S: * OK [UIDVALIDITY …
		A S: * OK [UIDNEXT 5] …
		A S: * FLAGS …
		A S: * OK [PERMANENTFLAGS …
		A S: * OK [HIGHESTMODSEQ …
		A S: * OK [MAILBOXID …
		A S: * OK [URLMECH …
		A S: a1 OK …
		B C: b1 UID EXPUNGE 1
		B S: b1 OK …
		B C: b2 STORE 1 +FLAGS.SILENT (\Deleted)
		B S: b2 OK …
		B C: b3 EXPUNGE
		B S: * 1 EXPUNGE
		B S: * 3 RECENT
		B S: b3 OK …
		A C: a2 NOOP
		A S: * VANISHED 1
		A S: a2 OK …
		# The UID stands in front, and inside only where it is asked for.
		A C: a3 UID FETCH 1:3 (FLAGS)
		A S: * 2 UIDFETCH (FLAGS ())
		A S: * 3 UIDFETCH (FLAGS ())
		A S: a3 OK …
		A C: a4 UID FETCH * (UID RFC822.SIZE)
		A S: * 4 UIDFETCH (UID 4 RFC822.SIZE 55)
		A S: a4 OK …
		A C: a5 UID STORE 3 +FLAGS (\Seen)
		A S: * 3 UIDFETCH (FLAGS (\Seen))
		A S: a5 OK …
		B C: b4 STORE 3 +FLAGS.SILENT (\Flagged)
		B S: * 2 FETCH (FLAGS (\Seen \Recent))
		B S: b4 OK …
		A C: a6 IDLE
		A S: * 4 UIDFETCH (FLAGS (\Flagged))
		A S: + idling
		mail INBOX 1
		A S: * 4 EXISTS
		A S: * 1 RECENT
		A R: "DONE\r\n"
		A S: a6 OK …
		A C: a7 UID SEARCH RETURN (SAVE MIN COUNT) FLAGGED
		A S: * ESEARCH (TAG "a7") UID MIN 4 COUNT 1
		A S: a7 OK …
		A C: a8 UID FETCH $ (FLAGS)
		A S: * 4 UIDFETCH (FLAGS (\Flagged))
		A S: a8 OK …
		A C: a9 UID SEARCH $ UID 1:*
		A S: * SEARCH 4
		A S: a9 OK …
		A C: c1 UID MOVE 4 INBOX
		A S: * OK [COPYUID … 4 6] …
		A S: * VANISHED 4
		A S: * 4 EXISTS
		A S: * 2 RECENT
		A S: c1 OK …
		A C: c2 UID REPLACE 6 INBOX {3+}
		A C: abc
		A S: * OK [APPENDUID … 7] …
		A S: * VANISHED 6
		A S: * 4 EXISTS
		A S: c2 OK …
		A C: c3 UID FETCH 2:* (FLAGS) (PARTIAL -1:-2)
		A S: * 5 UIDFETCH (FLAGS (\Recent))
		A S: * 7 UIDFETCH (FLAGS (\Recent))
		A S: c3 OK …
		A C: c4 UID STORE 2:3 +FLAGS.SILENT (\Deleted)
		A S: c4 OK …
		A C: c5 EXPUNGE
		A S: * VANISHED 2:3
		A S: c5 OK …
		A C: c6 UNAUTHENTICATE
		A S: c6 OK …
		A login user
		A select INBOX
		A C: c7 FETCH 1 (FLAGS)
		A S: * 1 FETCH (FLAGS ())
		A S: c7 OK …
	`)
}

// Sequence numbers are refused with UIDREQUIRED, before a literal is read too.
func TestUIDRequired(t *testing.T) {
	play(t, `
		mail INBOX 2
		login user
		select INBOX
		C: a0 ENABLE UIDONLY
		S: * ENABLED UIDONLY
		S: a0 OK …
		C: a1 FETCH 1 FLAGS
		S: a1 BAD [UIDREQUIRED] …
		C: a2 STORE 1 FLAGS ()
		S: a2 BAD [UIDREQUIRED] …
		C: a3 SEARCH ALL
		S: a3 BAD [UIDREQUIRED] …
		C: a4 COPY 1 INBOX
		S: a4 BAD [UIDREQUIRED] …
		C: a5 MOVE 1 INBOX
		S: a5 BAD [UIDREQUIRED] …
		C: a6 SORT (DATE) UTF-8 ALL
		S: a6 BAD [UIDREQUIRED] …
		C: a7 THREAD REFERENCES UTF-8 ALL
		S: a7 BAD [UIDREQUIRED] …
		C: a8 REPLACE 1 INBOX {3}
		S: a8 BAD [UIDREQUIRED] …
		C: b1 UID SEARCH 1
		S: b1 BAD [UIDREQUIRED] …
		C: b2 UID SEARCH OR SEEN NOT (FLAGGED *)
		S: b2 BAD [UIDREQUIRED] …
		C: b3 UID SORT (DATE) UTF-8 1:2
		S: b3 BAD [UIDREQUIRED] …
		C: b4 UID THREAD REFERENCES UTF-8 1:*
		S: b4 BAD [UIDREQUIRED] …
		C: b5 UID SORT (REVERSE ARRIVAL) UTF-8 UID 1:*
		S: * SORT …
		S: b5 OK …
		C: b6 UID THREAD ORDEREDSUBJECT UTF-8 ALL
		S: * THREAD (1)(2)
		S: b6 OK …
		C: b7 UNSELECT
		S: b7 OK …
		# Out of its state a command is what it always is.
		C: b8 FETCH 1 FLAGS
		S: b8 BAD FETCH is only valid when …
	`)
}

// With CONDSTORE and QRESYNC: MODSEQ without UID, and no match data, which
// has sequence numbers.
func TestUIDOnlyWithQResync(t *testing.T) {
	play(t, `
		mail INBOX 3
		login user
		C: a0 ENABLE UIDONLY QRESYNC
		S: * ENABLED UIDONLY QRESYNC
		S: a0 OK …
		select INBOX
		C: a1 UID STORE 2 +FLAGS.SILENT (\Seen)
		S: * 2 UIDFETCH (MODSEQ (5))
		S: a1 OK …
		C: a2 UID STORE 2 (UNCHANGEDSINCE 4) -FLAGS (\Seen)
		S: a2 OK [MODIFIED 2] …
		C: a3 UID FETCH 1 (BODY[TEXT])
		S: * 1 UIDFETCH (BODY[TEXT] {8}
		S: Text 1
		S:  FLAGS (\Seen \Recent) MODSEQ (6))
		S: a3 OK …
		C: a4 UID FETCH 1:* (FLAGS) (CHANGEDSINCE 5)
		S: * 1 UIDFETCH (FLAGS (\Seen \Recent) MODSEQ (6))
		S: a4 OK …
		C: a5 UID STORE 3 FLAGS (\Deleted)
		S: * 3 UIDFETCH (FLAGS (\Deleted \Recent) MODSEQ (7))
		S: a5 OK …
		C: a6 UID EXPUNGE 3
		S: * VANISHED 3
		S: * 2 RECENT
		S: a6 OK [HIGHESTMODSEQ 8] …
		C: a7 UID FETCH 1:3 (UID) (CHANGEDSINCE 6 VANISHED)
		S: * VANISHED (EARLIER) 3
		S: a7 OK …
		C: a8 SELECT INBOX (QRESYNC (1 1 1:3 (1:2 1:2)))
		S: a8 BAD [UIDREQUIRED] …
		# Still selected.
		C: a9 UID FETCH 2 (MODSEQ)
		S: * 2 UIDFETCH (MODSEQ (5))
		S: a9 OK …
	`)
}

// Contexts that tell sequence numbers end when UIDONLY begins; those by UID go
// on (RFC 5267 §4.3).
func TestUIDOnlyContexts(t *testing.T) {
	play(t, `
		mail INBOX 2
		login user
		select INBOX
		C: a1 SEARCH RETURN (UPDATE COUNT) UNSEEN
		S: * ESEARCH (TAG "a1") COUNT 2
		S: a1 OK …
		C: a2 UID SEARCH RETURN (UPDATE COUNT) UNSEEN
		S: * ESEARCH (TAG "a2") UID COUNT 2
		S: a2 OK …
		C: a3 ENABLE UIDONLY
		S: * NO [NOUPDATE "a1"] …
		S: * ENABLED UIDONLY
		S: a3 OK …
		C: a4 UID STORE 2 +FLAGS (\Seen)
		S: * 2 UIDFETCH (FLAGS (\Seen \Recent))
		S: * ESEARCH (TAG "a2") UID REMOVEFROM (0 2)
		S: a4 OK …
		C: a5 CANCELUPDATE "a1"
		S: a5 BAD …
	`)
}

// The obsolete items, and the macros (RFC 3501 §6.4.5).
func TestObsoleteItemsUIDOnly(t *testing.T) {
	play(t, `
		mail INBOX 1
		login user
		examine INBOX
		C: a1 FETCH 1 RFC822
		S: * 1 FETCH (RFC822 {55}
		S: From: sender@example.org
		S: Subject: Letter 1
		S: 
		S: Text 1
		S: )
		S: a1 OK …
		C: a2 ENABLE UIDONLY
		S: * ENABLED UIDONLY
		S: a2 OK …
		C: a3 UID FETCH 1 RFC822.TEXT
		S: * 1 UIDFETCH (RFC822.TEXT {8}
		S: Text 1
		S: )
		S: a3 OK …
		C: a4 UID FETCH 1 (RFC822.HEADER RFC822.SIZE)
		S: * 1 UIDFETCH (RFC822.HEADER {47}
		S: From: sender@example.org
		S: Subject: Letter 1
		S: 
		S:  RFC822.SIZE 55)
		S: a4 OK …
		C: a5 UID FETCH 1 FAST
		S: * 1 UIDFETCH (FLAGS (\Recent) INTERNALDATE "…" RFC822.SIZE 55)
		S: a5 OK …
		C: a6 UID FETCH 1 ALL
		S: * 1 UIDFETCH (FLAGS (\Recent) INTERNALDATE "…" RFC822.SIZE 55 ENVELOPE (…))
		S: a6 OK …
		C: a7 UID FETCH 1 FULL
		S: * 1 UIDFETCH (FLAGS (\Recent) INTERNALDATE "…" RFC822.SIZE 55 ENVELOPE (…) BODY (…))
		S: a7 OK …
		# A macro stands alone.
		C: a8 UID FETCH 1 (FAST)
		S: a8 BAD …
	`)
}

// STORE takes flags in a list and bare.
func TestStoreUIDOnly(t *testing.T) {
	play(t, `
		mail INBOX 1
		login user
		select INBOX
		C: b1 ENABLE UIDONLY
		S: * ENABLED UIDONLY
		S: b1 OK …
		C: b2 UID STORE 1 +FLAGS \Seen \Flagged
		S: * 1 UIDFETCH (FLAGS (\Flagged \Seen \Recent))
		S: b2 OK …
		C: b3 UID STORE 1 FLAGS (\Answered)
		S: * 1 UIDFETCH (FLAGS (\Answered \Recent))
		S: b3 OK …
		C: b4 UID STORE 1 -FLAGS.SILENT \Answered
		S: b4 OK …
	`)
}
