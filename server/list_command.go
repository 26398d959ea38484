package server

import (
	"strings"

	"github.com/emersion/go-imap/v2"

	"imaporacle/server/front"
	"imaporacle/server/mailbox"
)

// listRequest is a LIST command in its extended form (RFC 9051 §6.3.9).
type listRequest struct {
	reference string
	patterns  []string
	options   imap.ListOptions
	status    statusWish           // nil without RETURN (STATUS ...)
	rights    bool                 // RETURN (MYRIGHTS), RFC 8440
	entries   []mailbox.Annotation // of RETURN (METADATA ...), RFC 9590
}

// list answers LIST.
func list(s *session, c *front.Command) error {
	r, err := readList(c.Args())
	if err != nil {
		return err
	}
	if len(r.patterns) == 1 && r.patterns[0] == "" { // asks for the delimiter alone
		s.conn.Line(`* LIST (\Noselect) "`, mailbox.Delimiter, `" ""`)
		return nil
	}
	q := s.listQuery(&r.options, r.reference, r.patterns...)
	for i := range q.entries {
		d := q.answer(i)
		if d == nil {
			continue
		}
		s.sendList("LIST", d)
		if q.selected(i) {
			if err := s.sendReturned(d.Mailbox, r); err != nil {
				return err
			}
		}
	}
	return nil
}

// sendReturned sends what the return options ask for beside LIST. What cannot
// be told is left out (RFC 9051 §6.3.9.7, RFC 8440 §3).
func (s *session) sendReturned(name string, r listRequest) error {
	if r.rights {
		if mb, err := s.account.Lookup(name, mailbox.RightLookup); err == nil {
			s.sendMyRights(mb)
		}
	}
	if len(r.entries) > 0 {
		if mb, err := s.annotatable(name); err == nil {
			found, _ := metadataQuery{entries: r.entries, maxSize: -1}.find(s.actor.User, mb.Annotations)
			s.sendMetadata(name, found)
		}
	}
	if r.status == nil {
		return nil
	}
	mb, err := s.account.Lookup(name, mailbox.RightRead)
	if err != nil {
		return nil
	}
	return s.answerStatus(mb, r.status)
}

// sendList sends a LIST response, or one of the same form.
func (s *session) sendList(name string, d *imap.ListData) {
	b := append(append(append(s.conn.Begin(), "* "...), name...), " ("...)
	for i, attr := range d.Attrs {
		if i > 0 {
			b = append(b, ' ')
		}
		b = append(b, attr...)
	}
	b = append(b, `) "`+mailbox.Delimiter+`" `...)
	b = front.AppendMailbox(b, d.Mailbox, s.speaksUTF8())
	if d.OldName != "" { // RFC 5465 §5.4
		b = append(b, ` ("OLDNAME" (`...)
		b = append(front.AppendMailbox(b, d.OldName, s.speaksUTF8()), "))"...)
	}
	if d.ChildInfo != nil {
		b = append(b, ` (CHILDINFO ("SUBSCRIBED"))`...)
	}
	s.conn.End(append(b, "\r\n"...))
}

func readList(a *front.Args) (r listRequest, err error) {
	if strings.HasPrefix(string(a.Rest()), " (") {
		a.Accept(' ')
		if err = r.readSelectOptions(a); err != nil {
			return r, err
		}
	}
	if r.reference, err = spaceMailbox(a); err != nil {
		return r, err
	}
	if err = a.SP(); err != nil {
		return r, err
	}
	if err = r.readPatterns(a); err != nil || a.Peek() == 0 {
		if err == nil {
			err = a.End()
		}
		return r, err
	}
	if err = a.SP(); err != nil {
		return r, err
	}
	word, err := a.Keyword("RETURN")
	switch {
	case err != nil:
		return r, err
	case word != "RETURN":
		return r, front.Bad("Expected RETURN, found %.40s", word)
	}
	if err = a.SP(); err != nil {
		return r, err
	}
	if err = r.readReturnOptions(a); err != nil {
		return r, err
	}
	return r, a.End()
}

func (r *listRequest) readSelectOptions(a *front.Args) error {
	err := a.List("a list of selection options", true, func() error {
		option, err := a.Keyword("a selection option")
		if err != nil {
			return err
		}
		switch option {
		case "SUBSCRIBED":
			r.options.SelectSubscribed = true
		case "RECURSIVEMATCH":
			r.options.SelectRecursiveMatch = true
		case "SPECIAL-USE":
			r.options.SelectSpecialUse = true
		case "REMOTE": // there are no others
			r.options.SelectRemote = true
		default:
			return front.Bad("Unknown LIST selection option %.40s", option)
		}
		return nil
	})
	if err == nil && r.options.SelectRecursiveMatch && !r.options.SelectSubscribed {
		return front.Bad("RECURSIVEMATCH needs SUBSCRIBED")
	}
	return err
}

func (r *listRequest) readPatterns(a *front.Args) error {
	read := func() error {
		p, err := a.Pattern()
		r.patterns = append(r.patterns, p)
		return err
	}
	if a.Peek() != '(' {
		return read()
	}
	return a.List("a list of patterns", false, read)
}

func (r *listRequest) readReturnOptions(a *front.Args) error {
	return a.List("a list of return options", true, func() error {
		option, err := a.Keyword("a return option")
		if err != nil {
			return err
		}
		switch option {
		case "SUBSCRIBED":
			r.options.ReturnSubscribed = true
		case "CHILDREN":
			r.options.ReturnChildren = true
		case "SPECIAL-USE":
			r.options.ReturnSpecialUse = true
		case "STATUS":
			if err := a.SP(); err != nil {
				return err
			}
			r.status, err = readStatusItems(a)
			return err
		case "MYRIGHTS":
			r.rights = true
		case "METADATA":
			if err := a.SP(); err != nil {
				return err
			}
			r.entries, err = readEntries(a)
			return err
		default:
			return front.Bad("Unknown LIST return option %.40s", option)
		}
		return nil
	})
}
