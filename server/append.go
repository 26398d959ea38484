package server

import (
	"time"

	"imaporacle/server/front"
	"imaporacle/server/mailbox"
)

// appendMessage answers APPEND (RFC 9051 §6.3.12). A literal8 is taken as it
// is (RFC 3516 §4.4).
func appendMessage(s *session, c *front.Command) error {
	name, msg, err := readAppend(c.Args())
	if err != nil {
		return err
	}
	mb, err := s.account.Get(name)
	if err != nil {
		return front.No("TRYCREATE", "No such mailbox")
	}
	msg.Body = s.conn.Keep(msg.Body)
	validity, uids, err := mb.Append(msg)
	if err != nil {
		return err
	}
	s.ok("", "[APPENDUID %d %d] APPEND completed", validity, uids[0])
	return nil
}

func readAppend(a *front.Args) (string, mailbox.NewMessage, error) {
	msg := mailbox.NewMessage{Date: time.Now()}
	if err := a.SP(); err != nil {
		return "", msg, err
	}
	name, err := a.Mailbox()
	if err != nil {
		return "", msg, err
	}
	if err := a.SP(); err != nil {
		return "", msg, err
	}
	if a.Peek() == '(' {
		if msg.Flags, err = a.Flags(); err == nil {
			err = a.SP()
		}
	}
	if err == nil && a.Peek() == '"' {
		if msg.Date, err = a.DateTime(); err == nil {
			err = a.SP()
		}
	}
	if err != nil {
		return "", msg, err
	}
	a.Accept('~')
	if msg.Body, err = a.Literal("a literal with the message"); err != nil {
		return "", msg, err
	}
	if len(msg.Body) == 0 {
		// Some servers use it as a way to cancel the APPEND (RFC 3502 §6.3.11).
		return "", msg, front.No("", "The message is empty")
	}
	return name, msg, a.End()
}
