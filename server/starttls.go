package server

import "imaporacle/server/front"

// startTLS answers STARTTLS (RFC 9051 §6.2.1). The handshake follows the
// tagged OK.
func startTLS(s *session, _ *front.Command) error {
	switch {
	case s.server.options.TLS == nil:
		return front.Bad("STARTTLS is not available")
	case s.conn.TLS() != nil:
		return front.Bad("TLS is active already")
	}
	s.ok("", "Begin TLS negotiation now")
	return nil
}

func handshake(s *session) error { return s.conn.StartTLS(s.server.options.TLS) }
