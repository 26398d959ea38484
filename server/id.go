package server

import (
	"runtime/debug"

	"imaporacle/server/front"
)

// id answers ID (RFC 2971). What the client says of itself is read and left.
func id(s *session, c *front.Command) error {
	a := c.Args()
	if err := a.SP(); err != nil {
		return err
	}
	if err := readID(a); err != nil {
		return err
	}
	if err := a.End(); err != nil {
		return err
	}
	b := append(s.conn.Begin(), "* ID ("...)
	for k, field := range s.server.options.ID {
		if k > 0 {
			b = append(b, ' ')
		}
		b = front.AppendQuoted(b, field)
	}
	s.conn.End(append(b, ")\r\n"...))
	return nil
}

// readID reads "NIL" or a list of at most 30 pairs (RFC 2971 §3.3).
func readID(a *front.Args) error {
	if a.Peek() != '(' {
		return nilValue(a)
	}
	n := 0
	err := a.List("a list of fields and values", true, func() error {
		n++
		if n%2 == 0 && a.Peek() != '"' && a.Peek() != '{' {
			return nilValue(a)
		}
		_, err := a.String("a string")
		return err
	})
	if err == nil && (n%2 != 0 || n > 60) {
		return front.Bad("ID takes at most 30 fields, each with its value")
	}
	return err
}

func nilValue(a *front.Args) error {
	word, err := a.Keyword("NIL")
	if err == nil && word != "NIL" {
		return front.Bad("Expected NIL, found %.20s", word)
	}
	return err
}

// Version returns the version of this module as the build recorded it.
func Version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
