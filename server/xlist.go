package server

import (
	"github.com/emersion/go-imap/v2"

	"imaporacle/server/front"
	"imaporacle/server/mailbox"
)

// xlist answers XLIST, which Gmail had before there was SPECIAL-USE
// (RFC 6154): LIST in its basic form, with the uses, and \Inbox for INBOX.
func xlist(s *session, c *front.Command) error {
	a := c.Args()
	reference, err := spaceMailbox(a)
	if err != nil {
		return err
	}
	if err := a.SP(); err != nil {
		return err
	}
	pattern, err := a.Pattern()
	if err != nil {
		return err
	}
	if err := a.End(); err != nil {
		return err
	}
	if pattern == "" {
		s.conn.Line(`* XLIST (\Noselect) "`, mailbox.Delimiter, `" ""`)
		return nil
	}
	q := s.listQuery(new(imap.ListOptions), reference, pattern)
	for i := range q.entries {
		d := q.answer(i)
		if d == nil {
			continue
		}
		if d.Mailbox == mailbox.Inbox {
			d.Attrs = append(d.Attrs, `\Inbox`)
		}
		s.sendList("XLIST", d)
	}
	return nil
}
