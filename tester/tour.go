package tester

import (
	"fmt"
	"strings"

	"imaporacle/tester/client"
)

// tour says what clients say and probes do not, in mailboxes of its own. What
// is wrong with the answers the judge sees, who listens to all sessions; so
// none of them is looked at here, and a refusal is no obstacle. It has stops,
// as a connection that is lost at one must not hide the others.
var tour = []func(*trial) error{
	tourMessages, tourSearches, tourOrder, tourUIDOnly, tourNames, tourExpunges, tourKeywords, tourReadOnly, tourStatus, tourResync,
	tourIdentity, tourLogin, tourRefusals, tourCrowd, tourTLS,
}

// walk makes the tour. A stop whose sessions are lost is over.
func (r *run) walk() {
	for _, stop := range tour {
		if r.ctx.Err() != nil {
			return
		}
		t := &trial{run: r}
		_ = stop(t) // how a session was lost is for the judge to say
		t.clean()
	}
}

// say sends commands one after the other.
func (s *session) say(commands ...string) error {
	for _, c := range commands {
		if _, err := s.do("%s", c); err != nil {
			return err
		}
	}
	return nil
}

// guide opens a session in a new mailbox with n messages.
func (t *trial) guide(n int) (s *session, box string, err error) {
	if s, err = t.dial("tour"); err != nil {
		return nil, "", err
	}
	if box, _, err = t.fill(s, n); err != nil {
		return nil, "", err
	}
	return s, box, s.say("SELECT " + box)
}

// attachment is a message with a disposition, and with what must be quoted.
const attachment = "Date: Mon, 03 Feb 2020 04:05:06 +0000\r\n" +
	"From: \"A \\\"quoted\\\" sender\" <sender@example.org>\r\nSubject: Attached\r\nMIME-Version: 1.0\r\n" +
	"Content-Type: multipart/mixed; boundary=outer\r\n\r\n" +
	"--outer\r\nContent-Type: multipart/alternative; boundary=inner\r\n\r\n" +
	"--inner\r\nContent-Type: text/plain\r\n\r\nText\r\n--inner\r\nContent-Type: text/html\r\n\r\n<p>Text</p>\r\n--inner--\r\n" +
	"--outer\r\nContent-Type: application/pdf; name=\"a \\\"b\\\".pdf\"\r\nContent-Disposition: inline; filename=\"a.pdf\"\r\n" +
	"Content-Transfer-Encoding: base64\r\n\r\nAAECAwQFBgcICQ==\r\n--outer--\r\n"

// tourMessages fetches all that a message has, and the text in another session.
func tourMessages(t *trial) error {
	s, box, err := t.guide(2)
	if err != nil {
		return err
	}
	if _, err := s.DoParts(t.ctx, client.Text("APPEND "+box+" "), client.Literal{Data: []byte(attachment)}); err != nil {
		return err
	}
	dest, err := t.newMailbox(s)
	if err != nil {
		return err
	}
	// A session that trails sees the message at the latest when it selects.
	err = s.say("NOOP", "SELECT "+box,
		"FETCH 1:3 (UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE)", "UID FETCH 1:* (FLAGS)",
		"FETCH 1:3 (BODYSTRUCTURE)", "FETCH 1:3 (BODY)",
		"FETCH 1:3 (RFC822.SIZE BODY.PEEK[])", "FETCH 2 (RFC822.SIZE RFC822)", "FETCH 2 (RFC822.HEADER RFC822.TEXT)",
		"FETCH 3 (BODY.PEEK[1.1] BODY.PEEK[2] BODY.PEEK[2.MIME])", "FETCH 3 (BODY.PEEK[]<10.20>)",
		"UID COPY 1 "+dest, "COPY 2 "+dest, "FETCH 3 (BODY.PEEK[]<100000.10>)", "NOOP")
	if err != nil {
		return err
	}
	other, err := t.dial("other")
	if err != nil {
		return err
	}
	// Whoever looks again finds the same under the same UIDs.
	return other.say("SELECT "+box, "EXAMINE "+box, "FETCH 1:3 (UID RFC822.SIZE BODY.PEEK[])")
}

// tourSearches asks for the same in several ways.
func tourSearches(t *trial) error {
	s, _, err := t.guide(4)
	if err != nil {
		return err
	}
	err = s.say("FETCH 1:4 (UID FLAGS)", `STORE 1:2 +FLAGS (\Seen)`, `STORE 2:3 +FLAGS (\Flagged)`, "FETCH 1:4 (UID FLAGS RFC822.SIZE)",
		"SEARCH ALL", "SEARCH SEEN FLAGGED", "SEARCH FLAGGED SEEN", "SEARCH OR SEEN HEADER Subject Message",
		`SEARCH CHARSET "UTF-8" SUBJECT Message`, "SEARCH CHARSET UTF-8 SUBJECT Message", "UID SEARCH UNSEEN")
	if err == nil && s.Has("SORT") {
		err = s.say("SORT (DATE) UTF-8 ALL")
	}
	if err == nil && s.Has("THREAD=REFERENCES") {
		err = s.say("THREAD REFERENCES UTF-8 ALL")
	}
	if err != nil || !s.Has("ESEARCH") {
		return err
	}
	return s.say("SEARCH RETURN () SEEN", "SEARCH RETURN (MIN MAX COUNT ALL) FLAGGED", "SEARCH RETURN (COUNT) SEEN",
		"UID SEARCH RETURN (ALL) SEEN")
}

// tourNames makes a name that needs quotes, and lists.
func tourNames(t *trial) error {
	s, box, err := t.guide(0)
	if err != nil {
		return err
	}
	odd := strings.TrimSuffix(box, `"`) + ` (odd) name"`
	t.boxNames = append(t.boxNames, odd)
	prefix := strings.TrimSuffix(box, `"`)
	if err := s.say("CREATE "+odd, `LIST "" `+prefix+`*"`, `LIST "" INBOX`, "STATUS "+odd+" (MESSAGES UIDNEXT)"); err != nil {
		return err
	}
	if s.Has("LIST-EXTENDED") {
		if err := s.say(`LIST "" `+prefix+`*" RETURN (CHILDREN)`, `STATUS INBOX (UIDVALIDITY)`, `LIST "" "*" RETURN (CHILDREN)`); err != nil {
			return err
		}
	}
	if s.Has("SPECIAL-USE") {
		return s.say(`LIST (SPECIAL-USE) "" "*"`)
	}
	return nil
}

// tourExpunges has one session expunge several messages of which another is
// told.
func tourExpunges(t *trial) error {
	s, box, err := t.guide(8)
	if err != nil {
		return err
	}
	other, err := t.dial("other")
	if err != nil {
		return err
	}
	err = other.say("SELECT "+box, "FETCH 1:8 (UID FLAGS)")
	if err == nil {
		err = s.say("FETCH 1:8 (UID FLAGS)", `STORE 2,4,8 +FLAGS.SILENT (\Deleted)`, "EXPUNGE")
	}
	if err == nil {
		err = other.say("NOOP", "FETCH 1:* (UID FLAGS)", `STORE 1 +FLAGS.SILENT (\Deleted)`)
	}
	if err == nil && other.Has("UIDPLUS") {
		err = other.say("UID EXPUNGE 1:*")
	}
	if err == nil {
		err = s.say("NOOP", "FETCH 1:* (UID FLAGS)")
	}
	return err
}

// tourKeywords makes two keywords, one after the other.
func tourKeywords(t *trial) error {
	s, _, err := t.guide(2)
	if err != nil || !s.keywords() {
		return err
	}
	return s.say("STORE 1 +FLAGS (imaporacle-first)", "STORE 2 +FLAGS (imaporacle-second)", "FETCH 1:2 (UID FLAGS)")
}

// tourReadOnly tries to change a mailbox that it has opened by EXAMINE, and looks
// again: what a server lets a session keep for itself (RFC 9051 §7.1,
// PERMANENTFLAGS) is gone then.
func tourReadOnly(t *trial) error {
	s, box, err := t.guide(1)
	if err != nil {
		return err
	}
	return s.say("EXAMINE "+box, "FETCH 1 (UID FLAGS)", `STORE 1 +FLAGS (\Flagged)`, "EXAMINE "+box, "FETCH 1 (UID FLAGS)")
}

// tourStatus asks for the STATUS of a mailbox in which messages have arrived.
func tourStatus(t *trial) error {
	s, box, err := t.guide(1)
	if err != nil {
		return err
	}
	other, err := t.dial("other")
	if err != nil {
		return err
	}
	items := " (MESSAGES UIDNEXT UIDVALIDITY UNSEEN RECENT)"
	if err := other.say("STATUS " + box + items); err != nil {
		return err
	}
	if other.Has("IDLE") {
		if err := idleWhile(t, s, func() error { return other.append(box, t.newMail(), "") }); err != nil {
			return err
		}
	}
	if err := other.append(box, t.newMail(), ""); err != nil {
		return err
	}
	return s.say("NOOP", "FETCH 1:* (UID FLAGS)", "UNSELECT", "STATUS "+box+items)
}

// idleWhile has a session idle while something is done elsewhere.
func idleWhile(t *trial, s *session, do func() error) error {
	idle, err := s.Idle(t.ctx)
	if err != nil {
		return err
	}
	err = do()
	if _, done := idle.Done(t.ctx); err == nil {
		err = done
	}
	return err
}

// tourResync leaves a mailbox and comes back to it (RFC 7162 §3.2.5). The other
// session, that changes it meanwhile, knows CONDSTORE alone.
func tourResync(t *trial) error {
	s, box, err := t.guide(4)
	if err != nil || !s.Has("ENABLE") {
		return err
	}
	other, err := t.dial("other")
	if err != nil {
		return err
	}
	for _, one := range []*session{s, other} {
		if err := one.say("ENABLE CONDSTORE"); err != nil || !one.Has("QRESYNC") {
			return err
		}
	}
	if err := s.say("ENABLE QRESYNC", "SELECT "+box, "FETCH 1:* (UID FLAGS MODSEQ)"); err != nil {
		return err
	}
	v := *s.View()
	err = s.say("UNSELECT")
	if err == nil {
		err = other.say("SELECT "+box, `STORE 2 +FLAGS (\Deleted)`, "EXPUNGE", `STORE 1 +FLAGS (\Flagged)`, "UNSELECT")
	}
	if err != nil {
		return err
	}
	return s.say(fmt.Sprintf("SELECT %s (QRESYNC (%d %d 1:4))", box, v.UIDValidity, max(1, v.HighestModSeq)),
		"UID FETCH 1:* (FLAGS) (CHANGEDSINCE 1 VANISHED)", "UNSELECT",
		fmt.Sprintf("SELECT %s (CONDSTORE QRESYNC (%d %d))", box, v.UIDValidity, max(1, v.HighestModSeq)), "NOOP",
		"SELECT "+box, "SEARCH MODSEQ 1", `STORE 1 (UNCHANGEDSINCE 1) +FLAGS.SILENT (\Draft)`, "EXAMINE INBOX", "SELECT "+box,
		`STORE 1 +FLAGS.SILENT (\Deleted)`, "EXPUNGE")
}
