package server

import (
	"errors"

	"imaporacle/server/front"
	"imaporacle/server/mailbox"
)

// appendMessage answers APPEND (RFC 9051 §6.3.12) with one message or, by
// MULTIAPPEND (RFC 3502), several: all of them are appended, or none.
func appendMessage(s *session, c *front.Command) error {
	a := c.Args()
	name, err := spaceMailbox(a)
	if err != nil {
		return err
	}
	drafts, err := readDrafts(a)
	if err != nil {
		return err
	}
	mb, err := s.destination(name)
	if err != nil {
		return err
	}
	msgs, err := s.compose(drafts, mb)
	if err != nil {
		return err
	}
	validity, uids, err := mb.Append(msgs...)
	if err != nil {
		return err
	}
	s.warnOfQuota()
	s.ok("", "[APPENDUID %d %s] APPEND completed", validity, front.AppendNumSet(nil, uids))
	return nil
}

// destination finds the mailbox to which messages go. That it is missing does
// not mean that it cannot be created (RFC 9051 §6.3.12, §6.4.7).
func (s *session) destination(name string) (*mailbox.Mailbox, error) {
	mb, err := s.account.Lookup(name, mailbox.RightInsert)
	var refusal *mailbox.Refusal
	if errors.As(err, &refusal) && refusal.Code == "NONEXISTENT" {
		return nil, front.No("TRYCREATE", "%s", refusal.Text)
	}
	return mb, err
}

// appends reports whether a command takes messages, so that its literals may
// be large.
func appends(command string) bool {
	return command == "APPEND" || command == "REPLACE" || command == "UID REPLACE"
}

// foresee refuses, before the client is invited to send a message, one for a
// mailbox that is not there, as in the examples of RFC 3502 §6.3.11, and one
// for which there is no room. What cannot be read may be just what is being
// announced; what is wrong with it is said when all is there.
func (s *session) foresee(c *front.Command) error {
	if c.Literals > maxForeseen {
		return nil
	}
	if c.Name != "APPEND" {
		return s.foreseeReplace(c)
	}
	a := c.Args()
	name, err := spaceMailbox(a)
	if err != nil {
		return nil
	}
	mb, err := s.destination(name)
	if err != nil {
		return err
	}
	n, octets := announcedDrafts(a, c.Announced)
	return mb.Foresee(n, octets)
}

// maxForeseen is before how many literals of a command foresee looks: each
// time it reads what has come so far.
const maxForeseen = 32

func spaceMailbox(a *front.Args) (string, error) {
	if err := a.SP(); err != nil {
		return "", err
	}
	return a.Mailbox()
}

// onlyMailbox is spaceMailbox for a command that takes nothing else.
func onlyMailbox(a *front.Args) (string, error) {
	name, err := spaceMailbox(a)
	if err == nil {
		err = a.End()
	}
	return name, err
}
