package server_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"imaporacle/server"
	"imaporacle/server/servertest"
)

// The example of RFC 5465 §3.1, with the events that its grammar wants.
func TestNotify(t *testing.T) {
	play(t, `
		login user
		C: a1 CREATE Lists/Lemonade
		S: a1 OK …
		C: a2 CREATE Lists/Im2000
		S: a2 OK …
		mail Lists/Lemonade 1
		C: b notify set status (selected (MessageNew (uid body.peek[header.fields (from subject)]) MessageExpunge)) (subtree Lists (MessageNew MessageExpunge))
		S: * STATUS "Lists" (MESSAGES 0 UIDNEXT 1 UIDVALIDITY …)
		S: * STATUS "Lists/Im2000" (MESSAGES 0 UIDNEXT 1 UIDVALIDITY …)
		S: * STATUS "Lists/Lemonade" (MESSAGES 1 UIDNEXT 2 UIDVALIDITY …)
		S: b OK NOTIFY completed
		select INBOX
		# A message is delivered to Lists/Lemonade, one to INBOX; the client says
		# nothing.
		mail Lists/Lemonade 1
		S: * STATUS "Lists/Lemonade" (MESSAGES 2 UIDNEXT 3)
		mail INBOX 1
		S: * 1 EXISTS
		S: * 1 RECENT
		S: * 1 FETCH (UID 1 BODY[HEADER.FIELDS (from subject)] {47}
		S: From: sender@example.org
		S: Subject: Letter 3
		S: 
		S: )
	`)
}

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

// Flag changes elsewhere are told without CONDSTORE if UNSEEN changes
// (RFC 5465 §5.1).
func TestNotifyUnseen(t *testing.T) {
	play(t, `
		mail INBOX 1
		A login user
		A C: a1 NOTIFY SET (inboxes (FlagChange MessageNew MessageExpunge))
		A S: a1 OK …
		B login user
		B select INBOX
		B C: b1 STORE 1 +FLAGS.SILENT (\Flagged)
		B S: b1 OK …
		A fence
		B C: b2 STORE 1 +FLAGS.SILENT (\Seen)
		B S: b2 OK …
		A S: * STATUS INBOX (UNSEEN 0)
	`)
}

// Names come, go and change; the mailbox above is affected as well, and what
// the client does itself is no news to it (RFC 5465 §5, §5.4, §5.5).
func TestNotifyNames(t *testing.T) {
	play(t, `
		A login user
		B login user
		A C: a1 NOTIFY SET (personal (MailboxName SubscriptionChange))
		A S: a1 OK …
		A C: a2 CREATE mine
		A S: a2 OK …
		A C: a3 SUBSCRIBE mine
		A S: a3 OK …
		mail INBOX 1
		A C: a0 NOTIFY SET (personal (MessageNew MessageExpunge MailboxName))
		A S: a0 OK …
		A C: a0 RENAME INBOX older
		A S: a0 OK …
		A C: a1 NOTIFY SET (personal (MailboxName SubscriptionChange))
		A S: a1 OK …
		B C: b1 CREATE up/down
		B S: b1 OK …
		A S: * LIST (\HasChildren) "/" "up"
		A S: * LIST (\HasNoChildren) "/" "up/down"
		B C: b2 CREATE up/other
		B S: b2 OK …
		A S: * LIST (\HasNoChildren) "/" "up/other"
		A S: * LIST (\HasChildren) "/" "up"
		B C: b3 SUBSCRIBE up
		B S: b3 OK …
		A S: * LIST (\Subscribed \HasChildren) "/" "up"
		# The children of what is renamed are not told.
		B C: b4 RENAME up "new name"
		B S: b4 OK …
		A S: * LIST (\HasChildren) "/" "new name" ("OLDNAME" ("up"))
		B C: b5 UNSUBSCRIBE up
		B S: b5 OK …
		A S: * LIST (\NonExistent) "/" "up"
		B C: b6 DELETE "new name/other"
		B S: b6 OK …
		A S: * LIST (\NonExistent) "/" "new name/other"
		A S: * LIST (\HasChildren) "/" "new name"
		B C: b7 DELETE "new name/down"
		B S: b7 OK …
		A S: * LIST (\NonExistent) "/" "new name/down"
		A S: * LIST (\HasNoChildren) "/" "new name"
		# INBOX stays when it is renamed.
		B C: b8 RENAME INBOX old
		B S: b8 OK …
		A S: * LIST (\HasNoChildren) "/" "old" ("OLDNAME" (INBOX))
		# Other scopes, and a name that is only the old one.
		A C: a4 NOTIFY SET (mailboxes (old nosuch) (MailboxName)) (subscribed (SubscriptionChange))
		A S: a4 OK …
		B C: b9 SUBSCRIBE elsewhere
		B S: b9 OK …
		A S: * LIST (\NonExistent \Subscribed \HasNoChildren) "/" "elsewhere"
		B C: b10 UNSUBSCRIBE elsewhere
		B S: b10 OK …
		A S: * LIST (\NonExistent) "/" "elsewhere"
		B C: b11 RENAME old "&AOQ-lter"
		B S: b11 OK …
		A S: * LIST (\HasNoChildren) "/" "&AOQ-lter" ("OLDNAME" ("old"))
		B C: b12 DELETE mine
		B S: b12 OK …
		A fence
	`)
}

// A mailbox that is deleted and made again has a new UIDVALIDITY
// (RFC 5465 §5.1); one that is renamed is watched by its new name.
func TestNotifyMadeAnew(t *testing.T) {
	play(t, `
		B login user
		B C: b1 CREATE box
		B S: b1 OK …
		A login user
		A C: a1 NOTIFY SET (mailboxes box (MessageNew MessageExpunge FlagChange))
		A S: a1 OK …
		B C: b2 DELETE box
		B S: b2 OK …
		B C: b3 CREATE box
		B S: b3 OK …
		A S: * STATUS "box" (MESSAGES 0 UIDNEXT 1 UIDVALIDITY …)
		B C: b4 RENAME box other
		B S: b4 OK …
		mail other 1
		A fence
		B C: b5 RENAME other box
		B S: b5 OK …
		A S: * STATUS "box" (MESSAGES 1 UIDNEXT 2 UIDVALIDITY …)
		mail box 1
		A S: * STATUS "box" (MESSAGES 2 UIDNEXT 3 UNSEEN 2)
	`)
}

// The list of subscriptions is looked at for each event (RFC 5465 §6.4).
func TestNotifySubscribed(t *testing.T) {
	play(t, `
		A login user
		A C: a1 NOTIFY SET STATUS (subscribed (MessageNew MessageExpunge))
		A S: a1 OK …
		mail INBOX 1
		A fence
		B login user
		B C: b1 SUBSCRIBE INBOX
		B S: b1 OK …
		mail INBOX 1
		A S: * STATUS INBOX (MESSAGES 2 UIDNEXT 3)
		# In IDLE too; what the client brings itself is not told.
		A C: a2 IDLE
		A S: + idling
		mail INBOX 1
		A S: * STATUS INBOX (MESSAGES 3 UIDNEXT 4)
		A C: DONE
		A S: a2 OK …
		A C: a3 APPEND INBOX {1+}
		A C: x
		A S: a3 OK …
		A fence
		# The whole of a message is read before anything is told.
		A C: a4 APPEND INBOX {3}
		A S: + Ready …
		mail INBOX 1
		A C: xyz
		A S: * STATUS INBOX (MESSAGES 6 UIDNEXT 7)
		A S: a4 OK …
		A C: a5 UNAUTHENTICATE
		A S: a5 OK …
		mail INBOX 1
		A fence
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

// More events than may wait end the notifications (RFC 5465 §5.8).
func TestNotifyOverflow(t *testing.T) {
	play(t, `
		A login user
		A C: a1 NOTIFY SET (personal (MailboxName)) (selected (MessageNew MessageExpunge))
		A S: a1 OK …
		A select INBOX
		A C: a2 APPEND INBOX {1}
		A S: + Ready …
		B login user
		B C: b1 CREATE a
		B S: b1 OK …
		B C: b2 CREATE b
		B S: b2 OK …
		B C: b3 CREATE c
		B S: b3 OK …
		A C: x
		A S: * 1 EXISTS
		A S: * 1 RECENT
		A S: * OK [NOTIFICATIONOVERFLOW] …
		A S: a2 OK …
		B C: b4 CREATE d
		B S: b4 OK …
		mail INBOX 1
		A C: a3 NOOP
		A S: a3 OK …
	`, servertest.With(func(o *server.Options) { o.Limits.Notifications = 2 }))
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

// The names of metadata entries that have changed (RFC 5465 §5.6, §5.7).
func TestNotifyMetadata(t *testing.T) {
	s := newScript(t, servertest.New(t))
	s.play(`
		A login user
		A C: a1 NOTIFY SET (mailboxes INBOX (MailboxMetadataChange))
		A S: a1 OK …
		B login user
		B C: b1 NOTIFY SET (subscribed (ServerMetadataChange))
		B S: b1 OK …
	`)
	account, err := s.server.Account("user")
	if err != nil {
		t.Fatal(err)
	}
	account.MetadataChanged("other", "/shared/comment")
	account.MetadataChanged("INBOX", "/shared/comment", "/private/comment")
	account.MetadataChanged("", "/shared/comment")
	s.play(`
		A S: * METADATA INBOX "/shared/comment" "/private/comment"
		B S: * METADATA "" "/shared/comment"
	`)
	s.finish()
}

// Half a line from the client keeps nothing back, and COMPRESS goes with it.
func TestNotifyCompressed(t *testing.T) {
	s := newScript(t, servertest.New(t))
	s.play(`
		login user
		C: a1 NOTIFY SET (mailboxes INBOX (MessageNew MessageExpunge))
		S: a1 OK …
		C: a2 COMPRESS DEFLATE
		S: a2 OK …
	`)
	s.compress("")
	s.play(`
		mail INBOX 1
		S: * STATUS INBOX (MESSAGES 1 UIDNEXT 2)
		R: "a3 NO"
		mail INBOX 1
		S: * STATUS INBOX (MESSAGES 2 UIDNEXT 3)
		R: "OP\r\n"
		S: a3 OK …
		R: "a4 NOOP\r\na5 NOOP\r\n"
		S: a4 OK …
		S: a5 OK …
		# Also a line that is longer than what is read ahead.
		C: a6 NOOP ` + long("x", 6000) + `
		S: a6 BAD …
	`)
	s.finish()
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

// What is refused, and how (RFC 5465 §3.1, §5, §6.1, §8).
func TestNotifyRefused(t *testing.T) {
	play(t, `
		C: x NOTIFY NONE
		S: x BAD NOTIFY is only valid after login
		login user
		C: x NOTIFY
		S: x BAD Expected a space …
		C: x NOTIFY NONE now
		S: x BAD …
		C: x NOTIFY ALL
		S: x BAD Expected SET or NONE, found ALL
		C: x NOTIFY SET
		S: x BAD …
		C: x NOTIFY SET STATUS
		S: x BAD …
		C: x NOTIFY SET NOW (personal NONE)
		S: x BAD Expected STATUS or a list of events, found NOW
		C: x NOTIFY SET (personal)
		S: x BAD …
		C: x NOTIFY SET (personal ())
		S: x BAD …
		C: x NOTIFY SET (everywhere NONE)
		S: x BAD Unknown specification of mailboxes EVERYWHERE
		C: x NOTIFY SET (subtree (MailboxName))
		S: x BAD …
		C: x NOTIFY SET (personal MailboxName)
		S: x BAD Expected a list of events or NONE, found MAILBOXNAME
		C: x NOTIFY SET (personal (MailboxName)) extra
		S: x BAD …
		# MessageNew and MessageExpunge go together, and FlagChange with them.
		C: x NOTIFY SET (personal (MessageNew))
		S: x BAD MessageNew and MessageExpunge need each other
		C: x NOTIFY SET (selected (MessageExpunge))
		S: x BAD MessageNew and MessageExpunge need each other
		C: x NOTIFY SET (personal (FlagChange))
		S: x BAD FlagChange and AnnotationChange need …
		C: x NOTIFY SET (personal (AnnotationChange))
		S: x BAD FlagChange and AnnotationChange need …
		# The selected mailbox has events of messages only, and no other has FETCH items.
		C: x NOTIFY SET (selected (MailboxName))
		S: x BAD SELECTED and SELECTED-DELAYED take events of messages only
		C: x NOTIFY SET (selected NONE) (selected-delayed NONE)
		S: x BAD SELECTED and SELECTED-DELAYED can be given once
		C: x NOTIFY SET (personal (MessageNew (UID) MessageExpunge))
		S: x BAD Only SELECTED and SELECTED-DELAYED take FETCH items
		C: x NOTIFY SET (selected (MessageNew (NOSUCH) MessageExpunge))
		S: x BAD Unknown FETCH item NOSUCH
		# What is not known gets NO, with all that is.
		C: x NOTIFY SET (personal (MessageNew MessageExpunge AnnotationChange))
		S: x NO [BADEVENT (MessageNew MessageExpunge FlagChange MailboxName SubscriptionChange MailboxMetadataChange ServerMetadataChange)] An event is not supported
		C: x NOTIFY SET (personal (ToBeInvented))
		S: x NO [BADEVENT (MessageNew …)] …
		C: x NOTIFY SET (mailboxes (`+long("a ", 2*1001-1)+`) NONE)
		S: x NO [NOTIFICATIONOVERFLOW] NOTIFY takes at most 100 groups and 1000 names
		# A refused command leaves what was.
		C: x NOTIFY SET (personal (MessageNew MessageExpunge))
		S: x OK …
		C: x NOTIFY SET (personal (MessageNew))
		S: x BAD …
		mail INBOX 1
		S: * STATUS INBOX (MESSAGES 1 UIDNEXT 2)
	`)
}

// Commands that come while messages arrive: each message is told and fetched
// once, in order, and no response stands in another.
func TestNotifyPipelined(t *testing.T) {
	const n = 200
	s := newScript(t, servertest.New(t))
	s.play(`
		login user
		select INBOX
		C: a1 NOTIFY SET (selected (MessageNew (UID) MessageExpunge))
		S: a1 OK …
	`)
	c := s.conn("")
	var delivery sync.WaitGroup
	delivery.Go(func() {
		for i := range n {
			servertest.Deliver(t, s.server, "user", "INBOX", letter(i))
		}
	})
	for range n {
		s.send(c, "a2 NOOP\r\n")
	}
	counted, fetched, answered := 0, 0, 0
	for fetched < n || answered < n {
		line := s.expect(c, "…")
		var number, uid int
		switch {
		case line == "a2 OK NOOP completed":
			answered++
		case strings.HasSuffix(line, " EXISTS"):
			fmt.Sscanf(line, "* %d EXISTS", &number)
			if number <= counted || fetched != counted {
				s.fail("%q after %d messages of which %d were fetched", line, counted, fetched)
			}
			counted = number
		case strings.HasSuffix(line, " RECENT"):
		default:
			fetched++
			if _, err := fmt.Sscanf(line, "* %d FETCH (UID %d)", &number, &uid); err != nil || number != fetched || uid != fetched {
				s.fail("%q is not the FETCH of message %d", line, fetched)
			}
		}
	}
	delivery.Wait()
	s.finish()
}
