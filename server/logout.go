package server

import "imaporacle/server/front"

// logout has the base say BYE (RFC 9051 §6.1.3). Nothing is told after that.
func logout(s *session, c *front.Command) error {
	s.deselect()
	s.over = true
	return byBase(s, c)
}
