package server

import (
	"strings"

	"imaporacle/server/front"
)

// enable answers ENABLE (RFC 9051 §6.3.1). What cannot be enabled is ignored,
// as the RFC asks.
func enable(s *session, c *front.Command) error {
	a := c.Args()
	asked := 0
	rev2, utf8 := false, false
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
		utf8 = utf8 || strings.EqualFold(name, "UTF8=ACCEPT")
	}
	switch {
	case asked == 0:
		return front.Bad("ENABLE needs at least one capability")
	case !rev2 && !utf8:
		s.conn.Line("* ENABLED")
		return nil
	}
	line := baseTag + " ENABLE"
	if rev2 {
		s.rev2 = true
		line += " IMAP4rev2"
	}
	if utf8 {
		s.utf8 = true
		line += " UTF8=ACCEPT"
	}
	return s.askBase([]byte(line + "\r\n"))
}
