package stress

import (
	"context"
	"fmt"

	"imaporacle/tester/client"
)

// selectSome opens a mailbox, now and then without the right to write.
func (s *session) selectSome() error {
	verb := "SELECT"
	if s.rng.IntN(6) == 0 {
		verb = "EXAMINE"
	}
	return s.selectBox(verb, s.anyBox())
}

// selectBox opens a mailbox (RFC 9051 §6.3.2).
func (s *session) selectBox(verb, box string) error {
	return s.send(line("%s %s%s", verb, client.Quote(box), s.parameters(box)))
}

// parameters are those of CONDSTORE and QRESYNC (RFC 7162 §3.1.8, §3.2.5).
func (s *session) parameters(box string) string {
	known := s.resync[box]
	switch {
	case s.style == qresync && known.validity != 0 && known.modSeq != 0:
		return fmt.Sprintf(" (QRESYNC (%d %d))", known.validity, known.modSeq)
	case s.style != plain:
		return " (CONDSTORE)"
	}
	return ""
}

// look asks for UIDs and flags of all messages, as clients do first.
func (s *session) look() error {
	s.looked = true
	if s.c.View().Exists == 0 {
		return s.send(s.noopCommand())
	}
	return s.send(line("FETCH 1:* (UID FLAGS)"))
}

// leaveMailbox is CLOSE, which expunges, or UNSELECT (RFC 9051 §6.4.1, §6.4.2).
func (s *session) leaveMailbox() error {
	if s.rng.IntN(2) == 0 && (s.caps["UNSELECT"] || s.caps["IMAP4REV2"]) {
		return s.send(line("UNSELECT"))
	}
	return s.send(line("CLOSE"))
}

// lookAtAll is what the last session of a user does: it sees what there is.
func (s *session) lookAtAll(ctx context.Context) error {
	s.ctx = ctx
	if err := s.connect(); err != nil {
		return err
	}
	for _, box := range s.boxes() {
		if err := s.selectBox("SELECT", box); err != nil {
			return err
		}
		if s.box == "" {
			continue
		}
		if err := s.look(); err != nil {
			return err
		}
	}
	return nil
}
