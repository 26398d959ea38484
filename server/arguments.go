package server

import (
	"encoding/base64"
	"strings"

	"imaporacle/server/front"
)

// The functions of this file read the arguments of the commands that the base
// answers, by the productions of RFC 9051 §9. They say what is wrong in our
// words; and the base, which closes the connection or answers NO [SERVERBUG]
// for some mistakes, never meets them.

func noArgs(a *front.Args) error { return a.End() }

// sequence reads the parts in order, each after a space, to the end.
func sequence(a *front.Args, parts ...func(*front.Args) error) error {
	for _, part := range parts {
		if err := a.SP(); err != nil {
			return err
		}
		if err := part(a); err != nil {
			return err
		}
	}
	return a.End()
}

func aMailbox(a *front.Args) error {
	_, err := a.Mailbox()
	return err
}

func anAstring(a *front.Args) error {
	_, err := a.Astring("a string")
	return err
}

func aSet(a *front.Args) error {
	_, err := a.NumSet()
	return err
}

func mailboxArg(a *front.Args) error   { return sequence(a, aMailbox) }
func twoMailboxes(a *front.Args) error { return sequence(a, aMailbox, aMailbox) }
func twoAstrings(a *front.Args) error  { return sequence(a, anAstring, anAstring) }
func uidSetArg(a *front.Args) error    { return sequence(a, aSet) }
func copyArgs(a *front.Args) error     { return sequence(a, aSet, aMailbox) }

// mechanismArgs reads what AUTHENTICATE takes: a mechanism and, with SASL-IR, the
// initial response in base64, or "=".
func mechanismArgs(a *front.Args) error {
	parts := []func(*front.Args) error{func(a *front.Args) error {
		_, err := a.Atom("a mechanism")
		return err
	}}
	if strings.Count(string(a.Rest()), " ") > 1 {
		parts = append(parts, initialResponse)
	}
	return sequence(a, parts...)
}

func initialResponse(a *front.Args) error {
	text, err := a.Atom("a response in base64")
	if err != nil || text == "=" {
		return err
	}
	if _, err := base64.StdEncoding.DecodeString(text); err != nil {
		return front.Bad("The initial response is not base64")
	}
	return nil
}

// createArgs reads a name and, with CREATE-SPECIAL-USE, its uses
// (RFC 6154 §3).
func createArgs(a *front.Args) error {
	if err := a.SP(); err != nil {
		return err
	}
	if err := aMailbox(a); err != nil {
		return err
	}
	if a.Peek() == 0 {
		return a.End()
	}
	return sequence(a, func(a *front.Args) error {
		return a.List("a list of parameters", false, func() error {
			name, err := a.Keyword("USE")
			if err != nil {
				return err
			}
			if name != "USE" {
				return front.Bad("Unknown CREATE parameter %.40s", name)
			}
			if err := a.SP(); err != nil {
				return err
			}
			return a.List("a list of special uses", true, func() error { return aSpecialUse(a) })
		})
	})
}

func aSpecialUse(a *front.Args) error {
	if err := a.Expect('\\'); err != nil {
		return err
	}
	_, err := a.Atom("a special use")
	return err
}

func lsubArgs(a *front.Args) error { return sequence(a, aMailbox, aPattern) }

func aPattern(a *front.Args) error {
	_, err := a.Pattern()
	return err
}
