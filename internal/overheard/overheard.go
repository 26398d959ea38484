// Package overheard finds out from what both sides of a connection say who is
// logged in and which mailbox is selected, in front of any server.
package overheard

import (
	"bytes"
	"slices"

	"imaporacle/server/front"
	"imaporacle/server/mailbox"
)

// Session is a connection as far as it has been heard. It is not safe for
// concurrent use.
type Session struct {
	During   *front.Command // under way, nil between commands
	User     string         // logged in, "" for nobody
	Mailbox  string         // selected, "" if none is
	ReadOnly bool           // it is opened by EXAMINE
	About    string         // the mailbox that the command is about, or the one that is selected

	login   login
	partial []byte // arguments whose literals are still to come, nil if they are whole
}

// maxPartial bounds what is kept of arguments that are not whole, in octets: the
// names of a user and of a mailbox are shorter.
const maxPartial = 16 << 10

// Begin is told of each command. Its literals may come later, by Hear.
func (s *Session) Begin(c *front.Command) {
	s.During, s.partial, s.login.mechanism = c, nil, ""
	if !s.read(c) {
		rest := c.Args().Rest()
		if _, _, more := front.Announced(rest); more {
			s.partial = append(bytes.Clone(rest), "\r\n"...)
		}
	}
	if Selects(c.Name) {
		s.ReadOnly = c.Name == "EXAMINE"
	}
}

// read takes what is of interest from the arguments as far as they have come. It
// reports whether that was there.
func (s *Session) read(c *front.Command) bool {
	s.About = s.Mailbox
	args := c.Args()
	if !named(c.Name) {
		return s.login.begin(c.Name, args)
	}
	if args.SP() != nil {
		return false
	}
	name, err := args.Mailbox()
	if err == nil {
		s.About = mailbox.CanonicalName(name)
	}
	return err == nil
}

// Hear is told what the client says.
func (s *Session) Hear(data []byte) {
	s.login.hear(data)
	if s.partial == nil || len(s.partial)+len(data) > maxPartial {
		s.partial = nil
		return
	}
	s.partial = append(s.partial, data...)
	whole := *s.During
	whole.SetArgs(s.partial)
	if s.read(&whole) {
		s.partial = nil
	}
}

// Between is told that no command is under way.
func (s *Session) Between() { s.During, s.About, s.partial = nil, s.Mailbox, nil }

// Answered is told of the tagged response to the command, and whether it is OK.
func (s *Session) Answered(ok bool) {
	if s.During == nil {
		return
	}
	switch s.During.Name {
	case "LOGIN", "AUTHENTICATE":
		if ok {
			s.User = s.login.user
		}
	case "UNAUTHENTICATE":
		if ok {
			s.User, s.Mailbox = "", ""
		}
	case "SELECT", "EXAMINE":
		s.Mailbox = ""
		if ok {
			s.Mailbox = s.About
		}
	case "CLOSE", "UNSELECT":
		if ok {
			s.Mailbox = ""
		}
	}
}

// Selects reports whether the command of that name selects a mailbox.
func Selects(command string) bool { return command == "SELECT" || command == "EXAMINE" }

// named are the commands whose first argument is the mailbox that they are
// about.
func named(command string) bool {
	return Selects(command) || slices.Contains([]string{
		"STATUS", "APPEND", "CREATE", "DELETE", "RENAME", "SUBSCRIBE", "UNSUBSCRIBE", "GETQUOTAROOT",
		"GETACL", "SETACL", "DELETEACL", "LISTRIGHTS", "MYRIGHTS",
	}, command)
}
