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

// mechanism reads what AUTHENTICATE takes: a mechanism and, with SASL-IR, the
// initial response in base64, or "=".
func mechanism(a *front.Args) error {
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

// listArgs reads LIST in its extended form (RFC 9051 §6.3.9).
func listArgs(a *front.Args) error {
	if err := listHead(a); err != nil {
		return err
	}
	if a.Peek() == 0 {
		return a.End()
	}
	return sequence(a, returnWord, returnOptions)
}

// listHead reads LIST up to RETURN.
func listHead(a *front.Args) error {
	parts := []func(*front.Args) error{aMailbox, patterns}
	if strings.HasPrefix(string(a.Rest()), " (") {
		parts = append([]func(*front.Args) error{selectOptions}, parts...)
	}
	for _, part := range parts {
		if err := a.SP(); err != nil {
			return err
		}
		if err := part(a); err != nil {
			return err
		}
	}
	return nil
}

func selectOptions(a *front.Args) error {
	subscribed, recursive := false, false
	err := a.List("a list of selection options", true, func() error {
		option, err := a.Keyword("a selection option")
		switch {
		case err != nil:
			return err
		case option == "SUBSCRIBED":
			subscribed = true
		case option == "RECURSIVEMATCH":
			recursive = true
		case option != "REMOTE" && option != "SPECIAL-USE":
			return front.Bad("Unknown LIST selection option %.40s", option)
		}
		return nil
	})
	if err == nil && recursive && !subscribed {
		return front.Bad("RECURSIVEMATCH needs SUBSCRIBED")
	}
	return err
}

func patterns(a *front.Args) error {
	if a.Peek() != '(' {
		return aPattern(a)
	}
	return a.List("a list of patterns", false, func() error { return aPattern(a) })
}

func aPattern(a *front.Args) error {
	_, err := a.Pattern()
	return err
}

func returnWord(a *front.Args) error {
	word, err := a.Keyword("RETURN")
	if err == nil && word != "RETURN" {
		return front.Bad("Expected RETURN, found %.40s", word)
	}
	return err
}

func returnOptions(a *front.Args) error {
	return a.List("a list of return options", true, func() error {
		option, err := a.Keyword("a return option")
		switch {
		case err != nil:
			return err
		case option == "STATUS":
			if err := a.SP(); err != nil {
				return err
			}
			_, err := readStatusItems(a)
			return err
		case option != "SUBSCRIBED" && option != "CHILDREN" && option != "SPECIAL-USE":
			return front.Bad("Unknown LIST return option %.40s", option)
		}
		return nil
	})
}
