package server

import (
	"time"

	"imaporacle/server/front"
)

// draft is one message of an APPEND or REPLACE as the client describes it
// (RFC 4466 §6, append-message).
type draft struct {
	flags []string
	date  time.Time
	parts []draftPart
	// whole: the message is one literal, not made by CATENATE.
	whole bool
}

// draftPart is what CATENATE joins: octets, or a URL that stands for some.
type draftPart struct {
	text  []byte
	url   string
	isURL bool
	utf8  bool // sent as UTF8 (RFC 6855 §4)
}

// readDrafts reads messages to the end of the command.
func readDrafts(a *front.Args) ([]draft, error) {
	var drafts []draft
	for {
		d, err := readDraft(a)
		if err != nil {
			return nil, err
		}
		drafts = append(drafts, d)
		if a.Peek() == 0 {
			return drafts, a.End()
		}
	}
}

// announcedDrafts reads the messages of a command of which a literal of a size
// is still to come: how many there are at least, and of how many octets. URLs
// of CATENATE count as empty, as does all that may follow the literal.
func announcedDrafts(a *front.Args, announced int64) (n int, octets int64) {
	for {
		d, err := readDraft(a)
		if len(d.parts) == 0 {
			return n, octets
		}
		n++
		for _, part := range d.parts {
			octets += int64(len(part.text))
		}
		if err == nil {
			continue
		}
		if last := d.parts[len(d.parts)-1]; !last.isURL && a.Peek() == '{' {
			octets += announced
		}
		return n, octets
	}
}

// readDraft reads a space, the flags and the date if they are there, and the
// message.
func readDraft(a *front.Args) (draft, error) {
	d := draft{date: time.Now()}
	err := a.SP()
	if err == nil && a.Peek() == '(' {
		if d.flags, err = a.Flags(); err == nil {
			err = a.SP()
		}
	}
	if err == nil && a.Peek() == '"' {
		if d.date, err = a.DateTime(); err == nil {
			err = a.SP()
		}
	}
	if err != nil {
		return d, err
	}
	err = d.readData(a)
	return d, err
}

// readData reads a literal, "UTF8 (~{n}...)" or "CATENATE (...)". A literal8 is
// taken as it is (RFC 3516 §4.4).
func (d *draft) readData(a *front.Args) error {
	if c := a.Peek(); c == '~' || c == '{' || c == 0 {
		a.Accept('~')
		text, err := a.Literal("a literal with the message")
		d.whole, d.parts = true, []draftPart{{text: text}}
		return err
	}
	word, err := a.Keyword("a literal, CATENATE or UTF8")
	if err != nil {
		return err
	}
	switch word {
	case "UTF8":
		part, err := readUTF8Literal(a)
		d.whole, d.parts = true, []draftPart{part}
		return err
	case "CATENATE":
		if err := a.SP(); err != nil {
			return err
		}
		return a.List("a list of parts", false, func() error {
			part, err := readPart(a)
			d.parts = append(d.parts, part)
			return err
		})
	}
	return front.Bad("Expected a literal, CATENATE or UTF8, found %.40s", word)
}

// readPart reads a cat-part (RFC 4469 §5, RFC 6855 §4).
func readPart(a *front.Args) (draftPart, error) {
	word, err := a.Keyword("TEXT, URL or UTF8")
	if err != nil {
		return draftPart{}, err
	}
	switch word {
	case "TEXT":
		if err := a.SP(); err != nil {
			return draftPart{}, err
		}
		a.Accept('~') // literal8, with BINARY (RFC 4466 §6)
		text, err := a.Literal("a literal with a part of the message")
		return draftPart{text: text}, err
	case "URL":
		if err := a.SP(); err != nil {
			return draftPart{}, err
		}
		url, err := a.Astring("a URL")
		return draftPart{url: url, isURL: true}, err
	case "UTF8":
		return readUTF8Literal(a)
	}
	return draftPart{}, front.Bad("CATENATE takes TEXT, URL or UTF8, not %.40s", word)
}

// readUTF8Literal reads what follows UTF8: a literal8 in parentheses.
func readUTF8Literal(a *front.Args) (draftPart, error) {
	part := draftPart{utf8: true}
	for _, c := range " (~" {
		if err := a.Expect(byte(c)); err != nil {
			return part, err
		}
	}
	var err error
	if part.text, err = a.Literal("a literal8 with the message"); err != nil {
		return part, err
	}
	return part, a.Expect(')')
}
