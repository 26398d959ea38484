package server

import (
	"strings"

	"imaporacle/server/front"
)

// idle answers IDLE (RFC 9051 §6.3.13): it tells each change at once, until
// the client says DONE. After NOTIFY it tells just what that asks for
// (RFC 5465 §4).
func idle(s *session, _ *front.Command) error {
	if s.view != nil {
		defer s.view.Watch(s.alarm)()
		s.tell(true)
	}
	s.conn.Line("+ idling")
	if err := s.await(true); err != nil || s.over {
		return err
	}
	line, err := s.conn.ReadLine()
	switch {
	case err != nil:
		return err
	case !strings.EqualFold(string(line), "DONE"):
		return front.Bad("Expected DONE, found %+.20q", line)
	}
	return nil
}
