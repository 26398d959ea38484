package stress

import (
	"context"
	"fmt"
)

// disconnect ends the connection, with LOGOUT or without; another follows.
func (s *session) disconnect() error {
	defer s.close()
	if s.rng.IntN(2) == 0 {
		// A replay has no other way to leave.
		s.log.add(s.step(line("LOGOUT")))(s.rec.Len())
		return nil
	}
	return s.send(line("LOGOUT"))
}

// prepare makes the mailboxes of a user, and the messages that are there first.
func (s *session) prepare(ctx context.Context) error {
	s.ctx = ctx
	if err := s.connect(); err != nil {
		return err
	}
	for _, box := range s.boxes() {
		if err := s.must(createBox(box)); err != nil {
			return err
		}
	}
	for range initialMessages {
		if err := s.must(s.appendTo(s.boxes()[0])); err != nil {
			return err
		}
	}
	return nil
}

// must sends a command without whose success there is nothing to do.
func (s *session) must(c command) error {
	if err := s.send(c); err != nil {
		return fmt.Errorf("%s: %w", c.name(), err)
	}
	if s.refused != nil {
		return s.refused
	}
	return nil
}
