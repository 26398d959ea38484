package server

import (
	"slices"
	"strings"

	"imaporacle/server/front"
)

// enableable are the capabilities that ENABLE turns on, as they are told.
var enableable = []string{"IMAP4rev2", "UTF8=ACCEPT", "CONDSTORE", "QRESYNC", "UIDONLY", "METADATA", "METADATA-SERVER"}

// enable answers ENABLE (RFC 9051 §6.3.1). What cannot be enabled is ignored,
// as the RFC asks, and so is what is not advertised.
func enable(s *session, c *front.Command) error {
	names, err := readEnable(c.Args())
	if err != nil {
		return err
	}
	names = slices.DeleteFunc(names, s.server.options.hides)
	if len(names) == 0 {
		s.conn.Line("* ENABLED")
		return nil
	}
	for _, name := range names {
		switch name {
		case "IMAP4rev2":
			s.rev2 = true
		case "UTF8=ACCEPT": // RFC 6855 §3
			s.utf8 = true
		case "QRESYNC": // RFC 7162 §3.2.3
			s.qresync = true
		case "UIDONLY":
			s.beginUIDOnly()
		case "METADATA", "METADATA-SERVER":
			s.beginAnnotations()
		}
		if name == "IMAP4rev2" || name == "UTF8=ACCEPT" {
			if err := s.tellBase("ENABLE " + name); err != nil {
				return err
			}
		}
	}
	s.conn.Line("* ENABLED ", strings.Join(names, " "))
	if slices.Contains(names, "CONDSTORE") || s.qresync { // RFC 7162 §3.1
		s.becomeAware()
	}
	return nil
}

// readEnable returns those capabilities of the list that can be enabled, each
// once.
func readEnable(a *front.Args) ([]string, error) {
	var names []string
	asked := 0
	for a.Peek() != 0 {
		if err := a.SP(); err != nil {
			return nil, err
		}
		name, err := a.Atom("a capability")
		if err != nil {
			return nil, err
		}
		asked++
		i := slices.IndexFunc(enableable, func(e string) bool { return strings.EqualFold(e, name) })
		if i >= 0 && !slices.Contains(names, enableable[i]) {
			names = append(names, enableable[i])
		}
	}
	if asked == 0 {
		return nil, front.Bad("ENABLE needs at least one capability")
	}
	return names, nil
}
