package server_test

import "testing"

// HIGHESTMODSEQ is in every SELECT, and CLOSED comes before another mailbox is
// opened (RFC 7162 §3.1.2.1, §3.2.11).
func TestCondstoreSelect(t *testing.T) {
	play(t, `
		mail INBOX 2
		login user
		C: a1 SELECT INBOX (CONDSTORE)
		S: * 2 EXISTS
		S: * 2 RECENT
		S: * OK [UNSEEN 1] …
		S: * OK [UIDVALIDITY …
		S: * OK [UIDNEXT 3] …
		S: * FLAGS …
		S: * OK [PERMANENTFLAGS …
		S: * OK [HIGHESTMODSEQ 3] …
		S: * OK [MAILBOXID (F…)] …
		S: * OK [URLMECH INTERNAL] …
		S: a1 OK [READ-WRITE] …
		C: a2 STORE 2 +FLAGS (\Seen)
		S: * 2 FETCH (UID 2 FLAGS (\Seen \Recent) MODSEQ (4))
		S: a2 OK …
		C: a3 EXAMINE INBOX (condstore)
		S: * OK [CLOSED] …
		S: * 2 EXISTS
		S: * 0 RECENT
		S: * OK [UNSEEN 1] …
		S: * OK [UIDVALIDITY …
		S: * OK [UIDNEXT 3] …
		S: * FLAGS …
		S: * OK [PERMANENTFLAGS ()] …
		S: * OK [HIGHESTMODSEQ 4] …
		S: * OK [MAILBOXID (F…)] …
		S: * OK [URLMECH INTERNAL] …
		S: a3 OK [READ-ONLY] …
		C: a4 SELECT nosuch (CONDSTORE)
		S: * OK [CLOSED] …
		S: a4 NO [NONEXISTENT] …
	`)
}

// What is not a parameter gets BAD, and the mailbox selected stays so.
func TestSelectParametersBad(t *testing.T) {
	play(t, `
		login user
		select INBOX
		C: a1 SELECT INBOX ()
		S: a1 BAD …
		C: a2 SELECT INBOX (NOSUCH)
		S: a2 BAD Unknown SELECT parameter NOSUCH
		C: a3 SELECT INBOX (CONDSTORE CONDSTORE)
		S: a3 BAD CONDSTORE is given twice
		C: a4 SELECT INBOX CONDSTORE
		S: a4 BAD …
		C: a5 SELECT INBOX (CONDSTORE) x
		S: a5 BAD …
		C: a6 SELECT INBOX (QRESYNC (1 1))
		S: a6 BAD QRESYNC needs ENABLE QRESYNC first
		C: a7 UID FETCH 1:* (FLAGS) (CHANGEDSINCE 1 VANISHED)
		S: a7 BAD VANISHED needs ENABLE QRESYNC first
		C: b0 ENABLE QRESYNC
		S: * ENABLED QRESYNC
		S: * OK [HIGHESTMODSEQ 1] …
		S: b0 OK …
		C: b1 SELECT INBOX (QRESYNC)
		S: b1 BAD …
		C: b2 SELECT INBOX (QRESYNC (0 1))
		S: b2 BAD …
		C: b3 SELECT INBOX (QRESYNC (1))
		S: b3 BAD …
		C: b4 SELECT INBOX (QRESYNC (1 9223372036854775808))
		S: b4 BAD …
		C: b5 SELECT INBOX (QRESYNC (1 1 1:*))
		S: b5 BAD "*" …
		C: b6 SELECT INBOX (QRESYNC (1 1 1:9 (1:3 1:2)))
		S: b6 BAD The sequence match data has 3 numbers and 2 UIDs
		C: b7 SELECT INBOX (QRESYNC (1 1 1:9 (2,1 1,2)))
		S: b7 BAD The sequence match data is not in ascending order
		C: b8 SELECT INBOX (QRESYNC (1 1 1:9 (1 1) 5))
		S: b8 BAD …
		C: c1 UID FETCH 1 (FLAGS) (VANISHED)
		S: c1 BAD VANISHED needs CHANGEDSINCE
		C: c2 FETCH 1 (FLAGS) (CHANGEDSINCE 1 VANISHED)
		S: c2 BAD VANISHED is for UID FETCH only
		C: c3 UID FETCH 1 FLAGS (CHANGEDSINCE)
		S: c3 BAD …
		C: c4 UID FETCH 1 FLAGS (CHANGEDSINCE 1 CHANGEDSINCE 1)
		S: c4 BAD CHANGEDSINCE is given twice
		C: c5 UID FETCH 1 FLAGS (NOSUCH)
		S: c5 BAD Unknown FETCH modifier NOSUCH
		C: c6 UID STORE 1 (NOSUCH 1) FLAGS ()
		S: c6 BAD Unknown STORE modifier NOSUCH
		C: c7 UID STORE 1 (UNCHANGEDSINCE 1 UNCHANGEDSINCE 1) FLAGS ()
		S: c7 BAD UNCHANGEDSINCE is given twice
		C: c8 UID STORE 1 (UNCHANGEDSINCE -1) FLAGS ()
		S: c8 BAD …
		C: d1 SEARCH MODSEQ
		S: d1 BAD …
		C: d2 SEARCH MODSEQ "/flags/\\seen" 5
		S: d2 BAD …
		C: d3 SEARCH MODSEQ "/flags/\\seen" both 5
		S: d3 BAD The type of a metadata item is priv, shared or all, not BOTH
		C: d4 SEARCH MODSEQ "/comment" all 5
		S: d4 BAD There is no metadata item …
		C: d5 CHECK
		S: d5 OK …
	`)
}

// Each CONDSTORE enabling command of RFC 7162 §3.1 makes the client aware: the
// first one tells HIGHESTMODSEQ if a mailbox is selected, and all FETCH
// responses after it have UID and MODSEQ.
func TestCondstoreEnabling(t *testing.T) {
	for name, command := range map[string]string{
		"ENABLE": `
			C: a1 ENABLE CONDSTORE
			S: * ENABLED CONDSTORE
			S: * OK [HIGHESTMODSEQ 2] …
			S: a1 OK …`,
		"ENABLE QRESYNC": `
			C: a1 ENABLE qresync CONDSTORE nosuch
			S: * ENABLED QRESYNC CONDSTORE
			S: * OK [HIGHESTMODSEQ 2] …
			S: a1 OK …`,
		"STATUS": `
			C: a1 STATUS INBOX (HIGHESTMODSEQ)
			S: * OK [HIGHESTMODSEQ 2] …
			S: * STATUS INBOX (HIGHESTMODSEQ 2)
			S: a1 OK …`,
		"LIST": `
			C: a1 LIST "" INBOX RETURN (STATUS (HIGHESTMODSEQ))
			S: * LIST … INBOX
			S: * OK [HIGHESTMODSEQ 2] …
			S: * STATUS INBOX (HIGHESTMODSEQ 2)
			S: a1 OK …`,
		"FETCH MODSEQ": `
			C: a1 FETCH 1 MODSEQ
			S: * OK [HIGHESTMODSEQ 2] …
			S: * 1 FETCH (MODSEQ (2))
			S: a1 OK …`,
		"FETCH CHANGEDSINCE": `
			C: a1 FETCH 1 (UID) (CHANGEDSINCE 2)
			S: * OK [HIGHESTMODSEQ 2] …
			S: a1 OK …`,
		"SEARCH": `
			C: a1 SEARCH MODSEQ 2
			S: * OK [HIGHESTMODSEQ 2] …
			S: * SEARCH 1 (MODSEQ 2)
			S: a1 OK …`,
		"STORE": `
			C: a1 STORE 1 (UNCHANGEDSINCE 1) +FLAGS (\Draft)
			S: * OK [HIGHESTMODSEQ 2] …
			S: a1 OK [MODIFIED 1] …`,
	} {
		t.Run(name, func(t *testing.T) {
			play(t, `
				mail INBOX 1
				login user
				select INBOX
				`+command+`
				# Only the first tells it.
				C: a2 FETCH 1 MODSEQ
				S: * 1 FETCH (MODSEQ (2))
				S: a2 OK …
				C: a3 STORE 1 FLAGS (\Seen)
				S: * 1 FETCH (UID 1 FLAGS (\Seen \Recent) MODSEQ (3))
				S: a3 OK …
				B login user
				B select INBOX
				B C: b1 STORE 1 FLAGS ()
				B S: * 1 FETCH (FLAGS ())
				B S: b1 OK …
				C: a4 NOOP
				S: * 1 FETCH (UID 1 FLAGS (\Recent) MODSEQ (4))
				S: a4 OK …
			`)
		})
	}
}

// UNAUTHENTICATE undoes what was enabled (RFC 8437 §2).
func TestCondstoreUnauthenticate(t *testing.T) {
	play(t, `
		mail INBOX 1
		login user
		C: a1 ENABLE QRESYNC
		S: * ENABLED QRESYNC
		S: a1 OK …
		C: a2 UNAUTHENTICATE
		S: a2 OK …
		login user
		select INBOX
		C: a3 STORE 1 FLAGS (\Deleted)
		S: * 1 FETCH (FLAGS (\Deleted \Recent))
		S: a3 OK …
		C: a4 EXPUNGE
		S: * 1 EXPUNGE
		S: * 0 RECENT
		S: a4 OK EXPUNGE completed
	`)
}

// STORE with UNCHANGEDSINCE changes what has not changed since, and names the
// rest (RFC 7162 §3.1.3).
func TestConditionalStore(t *testing.T) {
	play(t, `
		mail INBOX 4
		A login user
		A select INBOX
		B login user
		B select INBOX
		A C: a1 STORE 2 FLAGS (\Answered)
		A S: * 2 FETCH (FLAGS (\Answered \Recent))
		A S: a1 OK …
		# All pass; .SILENT still tells the new mod-sequence (Example 3).
		B C: b1 UID STORE 4,3 (UNCHANGEDSINCE 5) +FLAGS.SILENT (\Deleted)
		B S: * OK [HIGHESTMODSEQ 5] …
		B S: * 3 FETCH (UID 3 MODSEQ (7))
		B S: * 4 FETCH (UID 4 MODSEQ (7))
		B S: * 2 FETCH (UID 2 FLAGS (\Answered) MODSEQ (6))
		B S: b1 OK UID STORE completed
		# Some fail (Example 6); the client has been told why, or is now.
		A C: a2 STORE 1,2,3 (UNCHANGEDSINCE 6) +FLAGS (\Flagged)
		A S: * OK [HIGHESTMODSEQ 6] …
		A S: * 1 FETCH (UID 1 FLAGS (\Flagged \Recent) MODSEQ (8))
		A S: * 2 FETCH (UID 2 FLAGS (\Answered \Flagged \Recent) MODSEQ (8))
		A S: * 3 FETCH (UID 3 FLAGS (\Deleted \Recent) MODSEQ (7))
		A S: * 4 FETCH (UID 4 FLAGS (\Deleted \Recent) MODSEQ (7))
		A S: a2 OK [MODIFIED 3] …
		# 0 always fails (Example 7); the keyword is not made for it.
		A C: a3 UID STORE 1:3 (UNCHANGEDSINCE 0) FLAGS.SILENT (new)
		A S: a3 OK [MODIFIED 1:3] …
		# What is set already keeps its mod-sequence (RFC 7162 §3.1.11).
		A C: a4 STORE 1 (UNCHANGEDSINCE 8) +FLAGS.SILENT (\Flagged)
		A S: * 1 FETCH (UID 1 MODSEQ (8))
		A S: a4 OK STORE completed
		# A message that is named twice does not fail the second time.
		A C: a5 STORE 2,1:2 (UNCHANGEDSINCE 8) +FLAGS.SILENT (\Draft)
		A S: * 1 FETCH (UID 1 MODSEQ (9))
		A S: * 2 FETCH (UID 2 MODSEQ (9))
		A S: a5 OK STORE completed
		A C: a6 STORE 1 -FLAGS.SILENT (\Draft)
		A S: * 1 FETCH (UID 1 MODSEQ (10))
		A S: a6 OK STORE completed
		A C: a7 UID STORE 99 (UNCHANGEDSINCE 1) FLAGS ()
		A S: a7 OK UID STORE completed
	`)
}

// MODSEQ and CHANGEDSINCE in FETCH (RFC 7162 §3.1.4), over every kind of set.
func TestFetchChangedSince(t *testing.T) {
	play(t, `
		mail INBOX 5
		login user
		select INBOX
		C: a1 STORE 4 +FLAGS.SILENT (\Answered)
		S: a1 OK …
		C: a2 STORE 2 +FLAGS.SILENT (\Flagged)
		S: a2 OK …
		C: a3 FETCH 1:3 (MODSEQ)
		S: * OK [HIGHESTMODSEQ 8] …
		S: * 1 FETCH (MODSEQ (2))
		S: * 2 FETCH (MODSEQ (8))
		S: * 3 FETCH (MODSEQ (4))
		S: a3 OK …
		C: a4 UID FETCH 1:* (FLAGS) (CHANGEDSINCE 6)
		S: * 2 FETCH (UID 2 FLAGS (\Flagged \Recent) MODSEQ (8))
		S: * 4 FETCH (UID 4 FLAGS (\Answered \Recent) MODSEQ (7))
		S: a4 OK …
		C: a5 FETCH 3:5,1 (MODSEQ UID) (CHANGEDSINCE 4)
		S: * 4 FETCH (MODSEQ (7) UID 4)
		S: * 5 FETCH (MODSEQ (6) UID 5)
		S: a5 OK …
		C: a6 FETCH 6 (FLAGS) (CHANGEDSINCE 4)
		S: a6 BAD …
		C: a7 SEARCH RETURN (SAVE) 1:2
		S: a7 OK …
		C: a8 FETCH $ FAST (CHANGEDSINCE 3)
		S: * 2 FETCH (FLAGS (\Flagged \Recent) INTERNALDATE … RFC822.SIZE … MODSEQ (8))
		S: a8 OK …
		C: a9 UID FETCH 1:* FLAGS (CHANGEDSINCE 9223372036854775807)
		S: a9 OK …
	`)
}

// A FETCH that sets \Seen changes the mod-sequence and tells it
// (RFC 7162 §3.2.4); one that finds it set does neither (§3.1.11).
func TestFetchSeenModSeq(t *testing.T) {
	play(t, `
		mail INBOX 1
		login user
		C: a0 ENABLE CONDSTORE
		S: * ENABLED CONDSTORE
		S: a0 OK …
		select INBOX
		C: a1 FETCH 1 BODY[TEXT]
		S: * 1 FETCH (BODY[TEXT] {8}
		S: Text 1
		S:  FLAGS (\Seen \Recent) UID 1 MODSEQ (3))
		S: a1 OK …
		C: a2 FETCH 1 BODY[TEXT]<0.4>
		S: * 1 FETCH (BODY[TEXT]<0> {4}
		S: Text)
		S: a2 OK …
		C: a3 STATUS INBOX (HIGHESTMODSEQ)
		S: * STATUS INBOX (HIGHESTMODSEQ 3)
		S: a3 OK …
	`)
}

// MODSEQ in SEARCH (RFC 7162 §3.1.5, §3.1.6) and ESEARCH (RFC 4731 §3.2).
func TestSearchModSeq(t *testing.T) {
	play(t, `
		mail INBOX 5
		login user
		select INBOX
		C: a1 STORE 2 +FLAGS.SILENT (\Draft)
		S: a1 OK …
		C: a2 SEARCH MODSEQ "/flags/\\draft" all 5
		S: * OK [HIGHESTMODSEQ 7] …
		S: * SEARCH 2 4 5 (MODSEQ 7)
		S: a2 OK …
		C: a3 UID SEARCH MODSEQ 4 NOT DRAFT
		S: * SEARCH 3 4 5 (MODSEQ 6)
		S: a3 OK …
		C: a4 SEARCH OR NOT MODSEQ 4 LARGER 50000
		S: * SEARCH 1 (MODSEQ 2)
		S: a4 OK …
		C: a5 SEARCH MODSEQ 8
		S: * SEARCH
		S: a5 OK …
		C: a6 SEARCH RETURN (ALL) MODSEQ 5
		S: * ESEARCH (TAG "a6") ALL 2,4:5 MODSEQ 7
		S: a6 OK …
		C: a7 SEARCH RETURN (MAX) MODSEQ 5
		S: * ESEARCH (TAG "a7") MAX 5 MODSEQ 6
		S: a7 OK …
		C: a8 SEARCH RETURN (MIN MAX) MODSEQ 5
		S: * ESEARCH (TAG "a8") MIN 2 MAX 5 MODSEQ 7
		S: a8 OK …
		C: a9 SEARCH RETURN (MAX COUNT) MODSEQ 0
		S: * ESEARCH (TAG "a9") MAX 5 COUNT 5 MODSEQ 7
		S: a9 OK …
		C: b1 SEARCH RETURN (COUNT) MODSEQ 8
		S: * ESEARCH (TAG "b1") COUNT 0
		S: b1 OK …
	`)
}

// Every change has a mod-sequence above all before it: delivery, COPY, STORE,
// keywords, EXPUNGE and MOVE (RFC 7162 §3.1, §3.2).
func TestModSeqRises(t *testing.T) {
	play(t, `
		login user
		C: a0 CREATE other
		S: a0 OK …
		mail INBOX 1
		select INBOX
		C: a1 APPEND INBOX {1+}
		C: x
		S: * 2 EXISTS
		S: * 2 RECENT
		S: a1 OK …
		C: a2 COPY 1:2 INBOX
		S: * 4 EXISTS
		S: * 4 RECENT
		S: a2 OK …
		C: a3 FETCH 1:* MODSEQ
		S: * OK [HIGHESTMODSEQ 4] …
		S: * 1 FETCH (MODSEQ (2))
		S: * 2 FETCH (MODSEQ (3))
		S: * 3 FETCH (MODSEQ (4))
		S: * 4 FETCH (MODSEQ (4))
		S: a3 OK …
		C: a4 STORE 1 +FLAGS.SILENT (keyword \Deleted)
		S: * FLAGS …
		S: * OK [PERMANENTFLAGS …
		S: * 1 FETCH (UID 1 MODSEQ (5))
		S: a4 OK …
		C: a5 EXPUNGE
		S: * 1 EXPUNGE
		S: * 3 RECENT
		S: a5 OK EXPUNGE completed
		C: a6 MOVE 1 other
		S: * OK [COPYUID …
		S: * 1 EXPUNGE
		S: * 2 RECENT
		S: a6 OK …
		C: a7 STATUS INBOX (HIGHESTMODSEQ MESSAGES)
		S: * STATUS INBOX (HIGHESTMODSEQ 7 MESSAGES 2)
		S: a7 OK …
		C: a8 LIST "" (INBOX other no) RETURN (STATUS (HIGHESTMODSEQ HIGHESTMODSEQ) CHILDREN)
		S: * LIST (\HasNoChildren) "/" INBOX
		S: * STATUS INBOX (HIGHESTMODSEQ 7)
		S: * LIST (\HasNoChildren) "/" "other"
		S: * STATUS "other" (HIGHESTMODSEQ 2)
		S: a8 OK …
		C: a9 LIST "" * RETURN (STATUS (NOSUCH))
		S: a9 BAD Unknown STATUS item NOSUCH
	`)
}
