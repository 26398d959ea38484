package server_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"imaporacle/server"
	"imaporacle/server/servertest"
	"imaporacle/server/store"
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

// Commands that come while messages arrive: each message is told and fetched
// once, in order, and no response stands in another. Over both stores: one
// publishes while it commits, the other from a goroutine of its own.
func TestNotifyPipelined(t *testing.T) {
	t.Run("memory", func(t *testing.T) { notifyPipelined(t, store.NewMemory()) })
	t.Run("bolt", func(t *testing.T) {
		kept, err := store.OpenBolt(filepath.Join(t.TempDir(), "mail.db"), store.BoltOptions{})
		if err != nil {
			t.Fatal(err)
		}
		notifyPipelined(t, kept)
	})
}

func notifyPipelined(t *testing.T, kept store.Store) {
	const n = 100
	t.Cleanup(func() { kept.Close() })
	s := newScript(t, servertest.New(t, servertest.With(func(o *server.Options) { o.Store = kept })))
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
