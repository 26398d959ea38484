package server

import (
	"fmt"

	"imaporacle/server/front"
)

// capability answers CAPABILITY (RFC 9051 §6.1.1).
func capability(s *session, _ *front.Command) error {
	s.conn.Line("* CAPABILITY ", s.capabilities())
	return nil
}

// capabilities returns what is advertised in the session's state. LITERAL- is
// honoured but not listed: RFC 7888 §5 forbids it beside LITERAL+.
func (s *session) capabilities() string {
	caps := "IMAP4rev1 IMAP4rev2 LITERAL+ SASL-IR ID ENABLE"
	if s.account != nil {
		return fmt.Sprintf("%s IDLE NAMESPACE UNSELECT UIDPLUS ESEARCH SEARCHRES LIST-EXTENDED LIST-STATUS"+
			" MOVE BINARY STATUS=SIZE CHILDREN SPECIAL-USE CREATE-SPECIAL-USE UNAUTHENTICATE APPENDLIMIT=%d",
			caps, s.server.options.Limits.Literal)
	}
	if s.server.options.TLS != nil && s.conn.TLS() == nil {
		caps += " STARTTLS"
	}
	if s.loginDisabled() {
		return caps + " LOGINDISABLED"
	}
	for _, m := range mechanisms {
		caps += " AUTH=" + m
	}
	return caps
}
