package server_test

import "testing"

// Without SELECTED nothing is told of the selected mailbox, and its View stands
// still (RFC 5465 §3.1, §5); what the client does itself is told.
func TestNotifySnapshot(t *testing.T) {
	play(t, `
		mail INBOX 3
		A login user
		A select INBOX
		B login user
		B select INBOX
		A C: a1 NOTIFY NONE
		A S: a1 OK NOTIFY completed
		mail INBOX 1
		B C: b1 STORE 1 +FLAGS.SILENT (\Deleted)
		B S: * 4 EXISTS
		B S: * 1 RECENT
		B S: b1 OK …
		B C: b2 EXPUNGE
		B S: * 1 EXPUNGE
		B S: b2 OK …
		A C: a2 NOOP
		A S: a2 OK …
		A C: a3 FETCH 1:* (UID FLAGS)
		A S: * 1 FETCH (UID 1 FLAGS (\Deleted \Recent))
		A S: * 2 FETCH (UID 2 FLAGS (\Recent))
		A S: * 3 FETCH (UID 3 FLAGS (\Recent))
		A S: a3 OK …
		A C: a4 IDLE
		A S: + idling
		mail INBOX 1
		A C: DONE
		A S: a4 OK …
		# Its own STORE is answered as ever; its own EXPUNGE changes the numbers.
		A C: a5 STORE 3 FLAGS (\Deleted)
		A S: * 3 FETCH (FLAGS (\Deleted \Recent))
		A S: a5 OK …
		A C: a6 EXPUNGE
		A S: * 1 EXPUNGE
		A S: * 2 EXPUNGE
		A S: * 3 EXISTS
		A S: * 2 RECENT
		A S: a6 OK …
		B C: b3 STORE 1 +FLAGS.SILENT (\Flagged)
		B S: * 4 EXISTS
		B S: * 2 FETCH (FLAGS (\Deleted))
		B S: b3 OK …
		A C: a7 NOOP
		A S: a7 OK …
		# NOTIFY SET tells all that has gathered (RFC 5465 §3.1), here for once.
		A C: a8 NOTIFY SET (selected NONE)
		A S: * 1 FETCH (UID 2 FLAGS (\Flagged \Recent))
		A S: a8 OK NOTIFY completed
		mail INBOX 1
		A C: a9 NOOP
		A S: a9 OK …
		A C: a10 NOTIFY SET (mailboxes INBOX (MessageNew MessageExpunge))
		A S: * 4 EXISTS
		A S: * 3 RECENT
		A S: a10 OK …
		# INBOX is selected: only SELECTED speaks of it (RFC 5465 §6).
		mail INBOX 1
		A C: a11 NOOP
		A S: a11 OK …
		A C: a12 UNSELECT
		A S: a12 OK …
		mail INBOX 1
		A S: * STATUS INBOX (MESSAGES 6 UIDNEXT 9)
		A select INBOX
		mail INBOX 1
		A fence
	`)
}

// SELECTED tells at once, SELECTED-DELAYED keeps the expunges until a command
// that may tell them (RFC 5465 §6.1).
func TestNotifySelected(t *testing.T) {
	play(t, `
		mail INBOX 4
		B login user
		B select INBOX
		A login user
		A select INBOX
		A C: a1 NOTIFY SET (selected-delayed (MessageNew MessageExpunge FlagChange))
		A S: a1 OK …
		mail INBOX 1
		A S: * 5 EXISTS
		A S: * 1 RECENT
		B C: b1 UID STORE 1:2 +FLAGS.SILENT (\Deleted)
		B S: * 5 EXISTS
		B S: b1 OK …
		A S: * 1 FETCH (UID 1 FLAGS (\Deleted))
		A S: * 2 FETCH (UID 2 FLAGS (\Deleted))
		B C: b2 UID EXPUNGE 1
		B S: * 1 EXPUNGE
		B S: * 3 RECENT
		B S: b2 OK …
		A fence
		A C: a2 FETCH 1 (UID FLAGS)
		A S: * 1 FETCH (UID 1 FLAGS (\Deleted))
		A S: a2 OK …
		A C: a3 NOOP
		A S: * 1 EXPUNGE
		A S: a3 OK …
		A C: a4 IDLE
		A S: + idling
		B C: b3 UID EXPUNGE 2
		B S: * 1 EXPUNGE
		B S: * 2 RECENT
		B S: b3 OK …
		A S: * 1 EXPUNGE
		A C: DONE
		A S: a4 OK …
		A C: a5 NOTIFY SET (selected (MessageNew MessageExpunge))
		A S: a5 OK …
		B C: b4 STORE 2 +FLAGS (\Deleted)
		B S: * 2 FETCH …
		B S: b4 OK …
		B C: b5 EXPUNGE
		B S: * 2 EXPUNGE
		B S: * 1 RECENT
		B S: b5 OK …
		A S: * 2 EXPUNGE
		# Flags are told when they are asked for again.
		B C: b6 STORE 2 +FLAGS (\Answered)
		B S: * 2 FETCH …
		B S: b6 OK …
		A C: a6 NOOP
		A S: a6 OK …
		A C: a7 NOTIFY SET (selected (MessageNew MessageExpunge FlagChange))
		A S: * 2 FETCH (UID 5 FLAGS (\Answered \Recent))
		A S: a7 OK …
		# What the client adds is told, but not fetched for it (RFC 5465 §5.2).
		A C: a8 NOTIFY SET (selected (MessageNew (UID) MessageExpunge))
		A S: a8 OK …
		A C: a9 COPY 1 INBOX
		A S: * 3 EXISTS
		A S: * 2 RECENT
		A S: a9 OK …
		mail INBOX 1
		A S: * 4 EXISTS
		A S: * 3 RECENT
		A S: * 4 FETCH (UID 7)
	`)
}

// With CONDSTORE and QRESYNC: MODSEQ in FETCH, VANISHED, HIGHESTMODSEQ in
// STATUS (RFC 5465 §5.1 to §5.3).
func TestNotifyModSeq(t *testing.T) {
	play(t, `
		mail INBOX 2
		B login user
		B C: b0 CREATE misc
		B S: b0 OK …
		B select INBOX
		A login user
		A C: a0 ENABLE QRESYNC
		A S: * ENABLED QRESYNC
		A S: a0 OK …
		A select INBOX
		A C: a1 NOTIFY SET STATUS (selected (MessageNew (FLAGS) MessageExpunge FlagChange)) (mailboxes misc (MessageNew MessageExpunge FlagChange))
		A S: * STATUS "misc" (MESSAGES 0 UIDNEXT 1 UIDVALIDITY … HIGHESTMODSEQ 1)
		A S: a1 OK …
		mail INBOX 1
		A S: * 3 EXISTS
		A S: * 1 RECENT
		A S: * 3 FETCH (FLAGS (\Recent) UID 3 MODSEQ (4))
		B C: b1 STORE 1 +FLAGS.SILENT (\Deleted)
		B S: * 3 EXISTS
		B S: b1 OK …
		A S: * 1 FETCH (UID 1 FLAGS (\Deleted) MODSEQ (5))
		B C: b2 EXPUNGE
		B S: * 1 EXPUNGE
		B S: * 1 RECENT
		B S: b2 OK …
		A S: * VANISHED 1
		mail misc 1
		A S: * STATUS "misc" (MESSAGES 1 UIDNEXT 2 UNSEEN 1 HIGHESTMODSEQ 2)
		B select misc
		B C: b3 STORE 1 FLAGS.SILENT (\Flagged)
		B S: b3 OK …
		A S: * STATUS "misc" (UIDVALIDITY … HIGHESTMODSEQ 3)
		B C: b4 STORE 1 FLAGS.SILENT (\Seen \Deleted)
		B S: b4 OK …
		A S: * STATUS "misc" (UIDVALIDITY … UNSEEN 0 HIGHESTMODSEQ 4)
		B C: b5 CLOSE
		B S: b5 OK …
		A S: * STATUS "misc" (MESSAGES 0 UIDNEXT 2 HIGHESTMODSEQ 5)
	`)
}

// A mod-sequence that is told past a delayed expunge is no state that the client
// may keep (RFC 7162 §6).
func TestNotifyDelayedModSeq(t *testing.T) {
	play(t, `
		mail INBOX 2
		B login user
		B select INBOX
		A login user
		A C: a1 ENABLE CONDSTORE
		A S: * ENABLED CONDSTORE
		A S: a1 OK …
		A select INBOX
		A C: a2 NOTIFY SET (selected-delayed (MessageNew MessageExpunge FlagChange))
		A S: a2 OK …
		B C: b1 STORE 1 +FLAGS.SILENT (\Deleted)
		B S: b1 OK …
		A S: * 1 FETCH (UID 1 FLAGS (\Deleted) MODSEQ (4))
		B C: b2 EXPUNGE
		B S: * 1 EXPUNGE
		B S: * 1 RECENT
		B S: b2 OK …
		B C: b3 STORE 1 +FLAGS.SILENT (\Seen)
		B S: b3 OK …
		A S: * 2 FETCH (UID 2 FLAGS (\Seen) MODSEQ (6))
		A S: * OK [HIGHESTMODSEQ 4] All that has been told
		A C: a3 NOOP
		A S: * 1 EXPUNGE
		A S: * OK [HIGHESTMODSEQ 6] All that has been told
		A S: a3 OK …
	`)
}

// With UIDONLY messages are named by UID alone (RFC 9586 §3).
func TestNotifyUIDOnly(t *testing.T) {
	play(t, `
		A login user
		A C: a1 ENABLE UIDONLY
		A S: * ENABLED UIDONLY
		A S: a1 OK …
		A select INBOX
		A C: a2 NOTIFY SET (selected (MessageNew (FLAGS) MessageExpunge FlagChange))
		A S: a2 OK …
		mail INBOX 1
		A S: * 1 EXISTS
		A S: * 1 RECENT
		A S: * 1 UIDFETCH (FLAGS (\Recent))
		B login user
		B select INBOX
		B C: b1 STORE 1 +FLAGS.SILENT (\Deleted)
		B S: b1 OK …
		A S: * 1 UIDFETCH (FLAGS (\Deleted \Recent))
		B C: b2 EXPUNGE
		B S: * 1 EXPUNGE
		B S: b2 OK …
		A S: * VANISHED 1
		A S: * 0 RECENT
	`)
}

// A session that has the mailbox selected by EXAMINE is told like any other.
func TestNotifyExamine(t *testing.T) {
	play(t, `
		A login user
		A C: a1 NOTIFY SET (selected (MessageNew (BODY[TEXT]) MessageExpunge FlagChange))
		A S: a1 OK …
		A examine INBOX
		mail INBOX 1
		A S: * 1 EXISTS
		A S: * 1 RECENT
		A S: * 1 FETCH (BODY[TEXT] {8}
		A S: Text 1
		A S: )
		A fence
		A select INBOX
		# An item that sets \Seen sets it.
		mail INBOX 1
		A S: * 2 EXISTS
		A S: * 2 RECENT
		A S: * 2 FETCH (BODY[TEXT] {8}
		A S: Text 2
		A S:  FLAGS (\Seen \Recent))
	`)
}

// Who deletes the selected mailbox of others ends their sessions, at once.
func TestNotifySelectedDeleted(t *testing.T) {
	play(t, `
		B login user
		B C: b1 CREATE box
		B S: b1 OK …
		A login user
		A select box
		A C: a1 NOTIFY NONE
		A S: a1 OK …
		B C: b2 DELETE box
		B S: b2 OK …
		A S: * BYE The mailbox has been deleted
		A closed
	`)
}

// UPDATE takes what is to be told of new results; EXISTS, FETCH and ESEARCH come
// in this order, and one FETCH holds what was asked for twice (RFC 5465 §5.2,
// §7).
func TestNotifyContext(t *testing.T) {
	play(t, `
		login user
		select INBOX
		C: a1 SEARCH RETURN (COUNT UPDATE (UID RFC822.SIZE)) SUBJECT "letter"
		S: * ESEARCH (TAG "a1") COUNT 0
		S: a1 OK …
		C: a2 NOTIFY SET (selected (MessageNew (FLAGS UID) MessageExpunge))
		S: a2 OK …
		mail INBOX 1
		S: * 1 EXISTS
		S: * 1 RECENT
		S: * 1 FETCH (FLAGS (\Recent) UID 1 RFC822.SIZE 55)
		S: * ESEARCH (TAG "a1") ADDTO (0 1)
		C: a3 APPEND INBOX {1+}
		C: x
		S: * 2 EXISTS
		S: * 2 RECENT
		S: a3 OK …
		C: a4 UID STORE 1 +FLAGS.SILENT (\Deleted)
		S: a4 OK …
		C: a5 EXPUNGE
		S: * ESEARCH (TAG "a1") REMOVEFROM (0 1)
		S: * 1 EXPUNGE
		S: * 1 RECENT
		S: a5 OK …
	`)
}
