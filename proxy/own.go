package proxy

import "imaporacle/server/front"

// isOwn reports whether the proxy answers a command itself: what would change
// the connection ends here.
func (s *session) isOwn(c *front.Command) bool { return c.Name == "STARTTLS" || c.Name == "COMPRESS" }

// answerOwn answers the proxy's own command, after all that came before it.
func (s *session) answerOwn() error {
	c := s.own
	s.own = nil
	s.client.During(c)
	defer s.client.During(nil)
	if s.answer != nil {
		s.client.Status(c.Tag, s.answer)
		return nil
	}
	if c.Name == "STARTTLS" && s.mayStartTLS() {
		s.client.Status(c.Tag, &front.Status{Type: "OK", Text: "Begin TLS negotiation now"})
		return s.client.StartTLS(s.proxy.options.TLS)
	}
	s.client.Status(c.Tag, &front.Status{Type: "BAD", Text: c.Name + " is not available"})
	return nil
}
