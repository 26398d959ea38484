package server

import (
	"bytes"

	"imaporacle/server/front"
	"imaporacle/server/imapurl"
	"imaporacle/server/mailbox"
	"imaporacle/server/message"
)

// urlWish is a URL of URLFETCH and what is to be told of it.
type urlWish struct {
	url string
	// extended: the form of RFC 5524, with parameters.
	extended, body, binary, structure bool
}

// urlFetch answers URLFETCH (RFC 4467 §7, RFC 5524). Each URL has a response of
// its own, so that no more than one is in memory.
func urlFetch(s *session, c *front.Command) error {
	a := c.Args()
	var wishes []urlWish
	for len(wishes) == 0 || a.Peek() != 0 {
		w, err := readURLWish(a)
		if err != nil {
			return err
		}
		wishes = append(wishes, w)
	}
	if err := a.End(); err != nil {
		return err
	}
	for _, w := range wishes {
		b := append(s.conn.Begin(), "* URLFETCH "...)
		b = front.AppendAstring(b, w.url)
		s.conn.End(append(s.appendURLData(b, w), "\r\n"...))
	}
	return nil
}

func readURLWish(a *front.Args) (w urlWish, err error) {
	if err = a.SP(); err != nil {
		return w, err
	}
	if a.Peek() != '(' {
		w.url, err = a.Astring("a URL")
		return w, err
	}
	first := true
	err = a.List("a URL with parameters", false, func() error {
		if first {
			first = false
			w.url, err = a.Astring("a URL")
			return err
		}
		w.extended = true
		word, err := a.Keyword("a URLFETCH parameter")
		if err != nil {
			return err
		}
		switch word {
		case "BODY":
			w.body = true
		case "BINARY":
			w.binary = true
		case "BODYPARTSTRUCTURE":
			w.structure = true
		default:
			return front.Bad("Unknown URLFETCH parameter %.40s", word)
		}
		return nil
	})
	if err == nil && w.body && w.binary {
		err = front.Bad("URLFETCH takes BODY or BINARY, not both")
	}
	return w, err
}

// appendURLData appends what is told of a URL: NIL if it is not valid.
func (s *session) appendURLData(b []byte, w urlWish) []byte {
	u, err := imapurl.Parse(w.url)
	if err != nil || u.Token == "" {
		return append(b, " NIL"...)
	}
	account := s.authorized(u)
	if account == nil {
		return append(b, " NIL"...)
	}
	text, reason := readURL(account, u)
	if reason != "" {
		return append(b, " NIL"...)
	}
	if !w.extended {
		return appendLiteral(append(b, ' '), text)
	}
	if w.structure {
		b = appendPartStructure(b, account, u)
	}
	switch {
	case w.body:
		b = append(appendLiteral(append(b, " (BODY "...), text), ')')
	case w.binary:
		b = appendURLBinary(append(b, " (BINARY "...), account, u, text)
	}
	return b
}

// urlPart returns the message that a URL names, its structure, and the section.
func urlPart(account *mailbox.Account, u imapurl.URL) (raw []byte, tree *message.Part, section message.Section, ok bool) {
	mb, err := account.Lookup(u.Mailbox, mailbox.RightRead)
	if err != nil {
		return nil, nil, section, false
	}
	m := mb.Message(u.UID)
	section, ok = urlSection(u.Section)
	if m == nil || !ok {
		return nil, nil, section, false
	}
	if raw, err = mb.Body(m, nil); err != nil {
		return nil, nil, section, false
	}
	return raw, message.Parse(raw), section, true
}

// appendPartStructure appends the BODYSTRUCTURE of the part alone. A header or
// text of a message is no part and has none.
func appendPartStructure(b []byte, account *mailbox.Account, u imapurl.URL) []byte {
	raw, tree, section, ok := urlPart(account, u)
	if !ok || section.Kind != message.Whole {
		return b
	}
	part := tree.At(section.Path)
	if part == nil {
		return b
	}
	return append(part.AppendBodyStructure(append(b, " (BODYPARTSTRUCTURE "...), raw), ')')
}

// appendURLBinary appends the part without its transfer encoding: NIL if that
// cannot be removed. text is what stands for a section that has none.
func appendURLBinary(b []byte, account *mailbox.Account, u imapurl.URL, text []byte) []byte {
	raw, tree, section, ok := urlPart(account, u)
	if !ok {
		return append(b, "NIL)"...)
	}
	if section.Kind == message.Whole && len(section.Path) > 0 {
		data, err := tree.Binary(raw, section.Path)
		if err != nil {
			return append(b, "NIL)"...)
		}
		text = u.Partial.Of(data)
	}
	if bytes.IndexByte(text, 0) >= 0 {
		b = append(b, '~') // only a literal8 may hold NUL (RFC 3516 §4.2)
	}
	return append(appendLiteral(b, text), ')')
}
