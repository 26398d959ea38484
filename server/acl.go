package server

import (
	"strings"
	"unicode/utf8"

	"github.com/xdg-go/stringprep"

	"imaporacle/server/front"
	"imaporacle/server/mailbox"
)

// The commands of RFC 4314 §3, by which a user lets others into a mailbox.

// setACL answers SETACL (RFC 4314 §3.1).
func setACL(s *session, c *front.Command) error {
	a := c.Args()
	name, err := spaceMailbox(a)
	if err != nil {
		return err
	}
	identifier, _, err := readIdentifier(a)
	if err != nil {
		return err
	}
	change, err := readRightsChange(a)
	if err != nil {
		return err
	}
	if err := a.End(); err != nil {
		return err
	}
	mb, err := s.account.Lookup(name, mailbox.RightAdmin)
	if err != nil {
		return err
	}
	return mb.Grant(identifier, change)
}

// readRightsChange reads mod-rights: what is made of the rights there were.
func readRightsChange(a *front.Args) (func(mailbox.Rights) mailbox.Rights, error) {
	if err := a.SP(); err != nil {
		return nil, err
	}
	text, err := a.Astring("rights")
	if err != nil {
		return nil, err
	}
	letters, adds := strings.CutPrefix(text, "+")
	letters, removes := strings.CutPrefix(letters, "-")
	rights, err := mailbox.ParseRights(letters)
	if err == nil && adds && removes {
		return nil, front.Bad("Rights begin with + or -, not with both")
	}
	if err != nil {
		return nil, front.Bad("The rights %+.40q: %v", text, err)
	}
	return func(old mailbox.Rights) mailbox.Rights {
		switch {
		case adds:
			return old | rights
		case removes:
			return old &^ rights
		}
		return rights
	}, nil
}

// readIdentifier reads whom rights are for, in the form that SASLprep gives it,
// and as the client gave it. One that it has no form for is BAD (RFC 4314 §3).
func readIdentifier(a *front.Args) (identifier, given string, err error) {
	if err = a.SP(); err != nil {
		return "", "", err
	}
	if given, err = a.Astring("an identifier"); err != nil {
		return "", "", err
	}
	name, negative := strings.CutPrefix(given, "-")
	identifier, err = stringprep.SASLprep.Prepare(name)
	switch {
	case err != nil, !utf8.ValidString(name):
		err = front.Bad("The identifier %+.60q cannot be prepared by SASLprep", given)
	case identifier == "":
		err = front.Bad("The identifier is empty")
	case len(identifier) > maxIdentifier:
		err = front.Bad("The identifier is longer than %d octets", maxIdentifier)
	case negative:
		identifier = "-" + identifier
	}
	return identifier, given, err
}

// maxIdentifier bounds an identifier, in octets.
const maxIdentifier = 255

// deleteACL answers DELETEACL (RFC 4314 §3.2).
func deleteACL(s *session, c *front.Command) error {
	a := c.Args()
	name, err := spaceMailbox(a)
	if err != nil {
		return err
	}
	identifier, _, err := readIdentifier(a)
	if err != nil {
		return err
	}
	if err := a.End(); err != nil {
		return err
	}
	mb, err := s.account.Lookup(name, mailbox.RightAdmin)
	if err != nil {
		return err
	}
	return mb.Revoke(identifier)
}

// getACL answers GETACL (RFC 4314 §3.3).
func getACL(s *session, c *front.Command) error {
	name, err := onlyMailbox(c.Args())
	if err != nil {
		return err
	}
	mb, err := s.account.Lookup(name, mailbox.RightAdmin)
	if err != nil {
		return err
	}
	b := s.beginFor("ACL", mb)
	for _, g := range mb.ACL() {
		b = appendWord(append(b, ' '), g.Identifier)
		b = appendWord(append(b, ' '), g.Rights.String())
	}
	s.conn.End(append(b, "\r\n"...))
	return nil
}

// listRights answers LISTRIGHTS (RFC 4314 §3.4). No right is tied to another.
func listRights(s *session, c *front.Command) error {
	a := c.Args()
	name, err := spaceMailbox(a)
	if err != nil {
		return err
	}
	identifier, given, err := readIdentifier(a)
	if err != nil {
		return err
	}
	if err := a.End(); err != nil {
		return err
	}
	mb, err := s.account.Lookup(name, mailbox.RightAdmin)
	if err != nil {
		return err
	}
	always, optional := mb.Grantable(identifier)
	b := appendWord(append(s.beginFor("LISTRIGHTS", mb), ' '), given)
	b = appendWord(append(b, ' '), always.String())
	for _, letter := range optional.Letters() {
		b = append(append(b, ' '), letter...)
	}
	s.conn.End(append(b, "\r\n"...))
	return nil
}

// myRights answers MYRIGHTS (RFC 4314 §3.5).
func myRights(s *session, c *front.Command) error {
	name, err := onlyMailbox(c.Args())
	if err != nil {
		return err
	}
	mb, err := s.account.Lookup(name, 0)
	if err == nil && !mb.Rights(s.actor.User).Any(ownRights) {
		_, err = s.account.Lookup(name, mailbox.RightLookup) // says that it is not there
	}
	if err != nil {
		return err
	}
	s.sendMyRights(mb)
	return nil
}

// ownRights are those of which MYRIGHTS asks for one (RFC 4314 §4).
const ownRights = mailbox.RightLookup | mailbox.RightRead | mailbox.RightInsert |
	mailbox.RightCreate | mailbox.RightDeleteMailbox | mailbox.RightAdmin

func (s *session) sendMyRights(mb *mailbox.Mailbox) {
	b := appendWord(append(s.beginFor("MYRIGHTS", mb), ' '), mb.Rights(s.actor.User).String())
	s.conn.End(append(b, "\r\n"...))
}

// beginFor begins a response about a mailbox, up to its name.
func (s *session) beginFor(response string, mb *mailbox.Mailbox) []byte {
	b := append(append(s.conn.Begin(), "* "...), response...)
	return front.AppendMailbox(append(b, ' '), s.account.NameOf(mb), s.speaksUTF8())
}

// appendWord appends an astring in its shortest form.
func appendWord(b []byte, s string) []byte {
	if front.Quote(s) == s {
		return append(b, s...)
	}
	return front.AppendAstring(b, s)
}
