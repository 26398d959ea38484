package server

import (
	"strconv"

	"imaporacle/server/front"
	"imaporacle/server/mailbox"
)

// statusItem is an item of STATUS, with the value that it appends.
type statusItem struct {
	name  string
	value func(b []byte, s *session, mb *mailbox.Mailbox, st *mailbox.Status) []byte
}

// statusItems are in the order in which they are sent (RFC 9051 §6.3.11,
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
	{"DELETED-STORAGE", statusNumber(func(st *mailbox.Status) int64 { return st.DeletedSize })}, // RFC 9208 §4.1.5
	{"RECENT", statusNumber(func(st *mailbox.Status) int64 { return int64(st.Recent) })},
	{"MAILBOXID", statusMailboxID},
}

func statusNumber(of func(*mailbox.Status) int64) func([]byte, *session, *mailbox.Mailbox, *mailbox.Status) []byte {
	return func(b []byte, _ *session, _ *mailbox.Mailbox, st *mailbox.Status) []byte {
		return strconv.AppendInt(b, of(st), 10)
	}
}

// statusWish is which of statusItems are asked for.
type statusWish []bool

func readStatusItems(a *front.Args) (statusWish, error) {
	wish := make(statusWish, len(statusItems))
	err := a.List("a list of status items", false, func() error {
		name, err := a.Keyword("a status item")
		if err != nil {
			return err
		}
		for i := range statusItems {
			if statusItems[i].name == name {
				wish[i] = true
				return nil
			}
		}
		return front.Bad("Unknown STATUS item %.40s", name)
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
	mb, err := s.account.Get(name)
	if err != nil {
		return err
	}
	return s.sendStatus(mb, wish)
}

func (s *session) sendStatus(mb *mailbox.Mailbox, wish statusWish) error {
	st, err := mb.Status(&s.actor)
	if err != nil {
		return err
	}
	b := append(s.conn.Begin(), "* STATUS "...)
	b = front.AppendMailbox(b, mb.Name(), s.speaksUTF8())
	between := " ("
	for i, item := range statusItems {
		if wish[i] {
			b = append(append(append(b, between...), item.name...), ' ')
			b = item.value(b, s, mb, &st)
			between = " "
		}
	}
	s.conn.End(append(b, ")\r\n"...))
	return nil
}
