package server

import (
	"slices"
	"strconv"

	"imaporacle/server/front"
	"imaporacle/server/mailbox"
)

// statusItem is an item of STATUS, with the value that it appends.
type statusItem struct {
	name  string
	value func(b []byte, s *session, mb *mailbox.Mailbox, st *mailbox.Status) []byte
}

// statusItems are what can be asked for (RFC 9051 §6.3.11,
// RFC 3501 §6.3.10).
var statusItems = []statusItem{
	{"MESSAGES", statusNumber(func(st *mailbox.Status) int64 { return int64(st.Messages) })},
	{"UIDNEXT", statusNumber(func(st *mailbox.Status) int64 { return int64(st.UIDNext) })},
	{"UIDVALIDITY", statusNumber(func(st *mailbox.Status) int64 { return int64(st.UIDValidity) })},
	{"UNSEEN", statusNumber(func(st *mailbox.Status) int64 { return int64(st.Unseen) })},
	{"DELETED", statusNumber(func(st *mailbox.Status) int64 { return int64(st.Deleted) })},
	{"SIZE", statusNumber(func(st *mailbox.Status) int64 { return st.Size })},
	{"APPENDLIMIT", func(b []byte, s *session, _ *mailbox.Mailbox, _ *mailbox.Status) []byte { // RFC 7889 §3.1
		return append(b, s.appendLimit()...)
	}},
	{"DELETED-STORAGE", statusNumber(func(st *mailbox.Status) int64 { return st.DeletedSize })}, // RFC 9208 §4.1.4
	{"RECENT", statusNumber(func(st *mailbox.Status) int64 { return int64(st.Recent) })},
	{"MAILBOXID", statusMailboxID},
	{"HIGHESTMODSEQ", func(b []byte, s *session, _ *mailbox.Mailbox, st *mailbox.Status) []byte { // RFC 7162 §3.1.7
		return strconv.AppendUint(b, st.HighestModSeq, 10)
	}},
}

func statusNumber(of func(*mailbox.Status) int64) func([]byte, *session, *mailbox.Mailbox, *mailbox.Status) []byte {
	return func(b []byte, _ *session, _ *mailbox.Mailbox, st *mailbox.Status) []byte {
		return strconv.AppendInt(b, of(st), 10)
	}
}

// statusWish is which of statusItems are asked for, in the order asked.
type statusWish []int

// wishFor returns the wish for items that exist.
func wishFor(names ...string) statusWish {
	wish := make(statusWish, len(names))
	for k, name := range names {
		wish[k] = slices.IndexFunc(statusItems, func(item statusItem) bool { return item.name == name })
	}
	return wish
}

func readStatusItems(a *front.Args) (statusWish, error) {
	wish := statusWish{}
	err := a.List("a list of status items", false, func() error {
		name, err := a.Keyword("a status item")
		if err != nil {
			return err
		}
		i := slices.IndexFunc(statusItems, func(item statusItem) bool { return item.name == name })
		if i < 0 {
			return front.Bad("Unknown STATUS item %.40s", name)
		}
		if !slices.Contains(wish, i) {
			wish = append(wish, i)
		}
		return nil
	})
	return wish, err
}

// status answers STATUS (RFC 9051 §6.3.11).
func status(s *session, c *front.Command) error {
	a := c.Args()
	name, err := spaceMailbox(a)
	if err != nil {
		return err
	}
	if err := a.SP(); err != nil {
		return err
	}
	wish, err := readStatusItems(a)
	if err != nil {
		return err
	}
	if err := a.End(); err != nil {
		return err
	}
	mb, err := s.account.Lookup(name, mailbox.RightRead)
	if err != nil {
		return err
	}
	return s.answerStatus(mb, wish)
}

// answerStatus sends what a command asks for: a client that wants HIGHESTMODSEQ
// is CONDSTORE-aware from then on (RFC 7162 §3.1).
func (s *session) answerStatus(mb *mailbox.Mailbox, wish statusWish) error {
	if slices.ContainsFunc(wish, func(i int) bool { return statusItems[i].name == "HIGHESTMODSEQ" }) {
		s.becomeAware()
	}
	return s.sendStatus(mb, wish)
}

func (s *session) sendStatus(mb *mailbox.Mailbox, wish statusWish) error {
	st, err := mb.Status(&s.actor)
	if err != nil {
		return err
	}
	b := append(s.beginFor("STATUS", mb), " ("...)
	for k, i := range wish {
		if k > 0 {
			b = append(b, ' ')
		}
		b = append(append(b, statusItems[i].name...), ' ')
		b = statusItems[i].value(b, s, mb, &st)
	}
	s.conn.End(append(b, ")\r\n"...))
	return nil
}
