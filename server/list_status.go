package server

import (
	"bytes"

	"imaporacle/server/front"
)

// list answers LIST. The base does so, but for the STATUS of each mailbox
// (RFC 5819), which it never sees: that follows here after each LIST response.
func list(s *session, c *front.Command) error {
	plain, items, err := cutStatus(c.Args())
	if err != nil {
		return err
	}
	if items == nil {
		return byBase(s, c)
	}
	s.listed = []listed{}
	defer func() { s.listed = nil }()
	told := 0
	return s.passOn(c.Name, plain, func() {
		if told == len(s.listed) {
			return
		}
		name := s.listed[told]
		told++
		// Where there is no mailbox, or none any more, STATUS is left out
		// (RFC 5819 §2).
		if mb, err := s.account.Get(name.mailbox); name.exists && err == nil {
			_ = s.sendStatus(mb, items)
		}
	})
}

// listed is what a LIST response of the base is about.
type listed struct {
	mailbox string
	exists  bool // not only as a name
}

// cutStatus returns the arguments of a LIST without the return option STATUS,
// and the items of that; nil if it was not given. The arguments have been
// checked by listArgs.
func cutStatus(a *front.Args) (plain []byte, items []string, err error) {
	whole := a.Rest()
	if err := listHead(a); err != nil || a.Peek() == 0 {
		return whole, nil, err
	}
	plain = append(plain, whole[:len(whole)-len(a.Rest())]...)
	plain = append(plain, " RETURN ("...)
	a.Accept(' ')
	if err := returnWord(a); err != nil {
		return nil, nil, err
	}
	a.Accept(' ')
	err = a.List("a list of return options", true, func() error {
		option, err := a.Keyword("a return option")
		if err != nil {
			return err
		}
		if option != "STATUS" {
			plain = append(append(plain, option...), ' ')
			return nil
		}
		if err := a.SP(); err != nil {
			return err
		}
		items, err = readStatusItems(a)
		return err
	})
	return append(bytes.TrimRight(plain, " "), ')'), items, err
}
