package server

import (
	"slices"
	"strings"

	"imaporacle/server/front"
)

// enable answers ENABLE (RFC 9051 §6.3.1). What cannot be enabled is ignored,
// as the RFC asks.
func enable(s *session, c *front.Command) error {
	a := c.Args()
	asked := 0
	rev2 := false
	var enabled []string
	for a.Peek() != 0 {
		if err := a.SP(); err != nil {
			return err
		}
		name, err := a.Atom("a capability")
		if err != nil {
			return err
		}
		asked++
		rev2 = rev2 || strings.EqualFold(name, "IMAP4rev2")
		switch name = strings.ToUpper(name); name {
		case "CONDSTORE", "QRESYNC": // RFC 7162 §3.1, §3.2.3
			if !slices.Contains(enabled, name) {
				enabled = append(enabled, name)
			}
		}
	}
	switch {
	case asked == 0:
		return front.Bad("ENABLE needs at least one capability")
	case rev2:
		s.rev2 = true
		if err := s.tellBase("ENABLE IMAP4rev2"); err != nil {
			return err
		}
		enabled = append([]string{"IMAP4rev2"}, enabled...)
	}
	s.conn.Line(strings.Join(append([]string{"* ENABLED"}, enabled...), " "))
	if slices.Contains(enabled, "QRESYNC") {
		s.qresync = true
	}
	if s.qresync || slices.Contains(enabled, "CONDSTORE") {
		s.becomeAware()
	}
	return nil
}
