package stress

import "imaporacle/tester/client"

// copyCommand is COPY into the same or the other mailbox (RFC 9051 §6.4.7).
func (s *session) copyCommand() command { return s.toBox("COPY") }

// moveCommand is MOVE (RFC 9051 §6.4.8).
func (s *session) moveCommand() command { return s.toBox("MOVE") }

func (s *session) toBox(verb string) command {
	m, ok := s.pick(2)
	if !ok {
		return s.noopCommand()
	}
	return line("%s %s", m.set(verb, s.rng.IntN(2) == 0), client.Quote(s.anyBox()))
}
