package server

import (
	"slices"
	"strconv"

	"imaporacle/server/front"
	"imaporacle/server/mailbox"
)

// statusItems are the items of STATUS and how each is answered
// (RFC 9051 §6.3.11).
var statusItems = map[string]func(*session, mailbox.Status) uint64{
	"MESSAGES":        func(_ *session, st mailbox.Status) uint64 { return uint64(st.Messages) },
	"RECENT":          func(_ *session, st mailbox.Status) uint64 { return uint64(st.Recent) },
	"UNSEEN":          func(_ *session, st mailbox.Status) uint64 { return uint64(st.Unseen) },
	"DELETED":         func(_ *session, st mailbox.Status) uint64 { return uint64(st.Deleted) },
	"UIDNEXT":         func(_ *session, st mailbox.Status) uint64 { return uint64(st.UIDNext) },
	"UIDVALIDITY":     func(_ *session, st mailbox.Status) uint64 { return uint64(st.UIDValidity) },
	"SIZE":            func(_ *session, st mailbox.Status) uint64 { return uint64(st.Size) },
	"DELETED-STORAGE": func(_ *session, st mailbox.Status) uint64 { return uint64(st.DeletedSize) }, // RFC 9208 §4.3.5
	"APPENDLIMIT":     func(s *session, _ mailbox.Status) uint64 { return uint64(s.AppendLimit()) }, // RFC 7889 §3.2
	"HIGHESTMODSEQ":   func(_ *session, st mailbox.Status) uint64 { return st.HighestModSeq },       // RFC 7162 §3.1.7
}

// status answers STATUS (RFC 9051 §6.3.11).
func status(s *session, c *front.Command) error {
	a := c.Args()
	if err := a.SP(); err != nil {
		return err
	}
	name, err := a.Mailbox()
	if err != nil {
		return err
	}
	var items []string
	err = sequence(a, func(a *front.Args) (err error) {
		items, err = readStatusItems(a)
		return err
	})
	if err != nil {
		return err
	}
	mb, err := s.account.Get(name)
	if err != nil {
		return err
	}
	return s.sendStatus(mb, items)
}

// readStatusItems reads the list of items; one that comes again is left out.
func readStatusItems(a *front.Args) (items []string, err error) {
	err = a.List("a list of status items", false, func() error {
		item, err := a.Keyword("a status item")
		if err != nil {
			return err
		}
		if statusItems[item] == nil {
			return front.Bad("Unknown STATUS item %.40s", item)
		}
		if !slices.Contains(items, item) {
			items = append(items, item)
		}
		return nil
	})
	return items, err
}

func (s *session) sendStatus(mb *mailbox.Mailbox, items []string) error {
	if slices.Contains(items, "HIGHESTMODSEQ") {
		s.becomeAware() // RFC 7162 §3.1
	}
	st, err := mb.Status(&s.actor)
	if err != nil {
		return err
	}
	b := front.AppendMailbox(append(s.conn.Begin(), "* STATUS "...), mb.Name(), s.rev2)
	b = append(b, " ("...)
	for i, item := range items {
		if i > 0 {
			b = append(b, ' ')
		}
		b = append(append(b, item...), ' ')
		b = strconv.AppendUint(b, statusItems[item](s, st), 10)
	}
	s.conn.End(append(b, ")\r\n"...))
	return nil
}
