package server

import (
	"strings"

	"imaporacle/server/front"
)

// idle answers IDLE (RFC 9051 §6.3.13): it tells each change at once, until
// the client says DONE.
func idle(s *session, _ *front.Command) error {
	var changed chan struct{}
	if s.view != nil {
		changed = make(chan struct{}, 1)
		defer s.view.Watch(changed)()
		s.tell(true)
	}
	s.conn.Line("+ idling")
	lines := s.conn.Await()
	for {
		select {
		case line := <-lines:
			switch {
			case line.Err != nil:
				return line.Err
			case !strings.EqualFold(line.Text, "DONE"):
				return front.Bad("Expected DONE, found %+.20q", line.Text)
			}
			return nil
		case <-changed:
			s.tell(true)
			if err := s.conn.Flush(); err != nil || s.over {
				s.conn.Close()
				<-lines
				return err
			}
		}
	}
}
