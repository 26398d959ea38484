package server

import (
	"bytes"
	"crypto/subtle"

	"github.com/emersion/go-imap/v2/imapserver"

	"imaporacle/server/front"
)

// login has the base answer LOGIN and AUTHENTICATE (RFC 9051 §6.2.2, §6.2.3),
// and puts our capabilities into its OK.
func login(s *session, c *front.Command) error {
	if s.loginDisabled() {
		return front.No("PRIVACYREQUIRED", "%s needs TLS first", c.Name)
	}
	if err := byBase(s, c); err != nil {
		return err
	}
	if rest, ok := bytes.CutPrefix(s.answer, []byte("OK [CAPABILITY ")); ok {
		_, text, _ := bytes.Cut(rest, []byte("] "))
		s.ok("CAPABILITY "+s.capabilities(), "%s", string(text)) // text lies in s.answer
	}
	return nil
}

func loggedInNow(s *session) error {
	if s.account != nil {
		s.conn.SetIdle(s.server.options.Idle)
	}
	return nil
}

// loginDisabled reports whether a login would send a password in clear.
func (s *session) loginDisabled() bool {
	return s.server.options.RequireTLS && s.conn.TLS() == nil
}

// Login implements imapserver.Session.
func (s *session) Login(user, pass string) error {
	want, known := s.server.users.password(user)
	same := subtle.ConstantTimeCompare([]byte(pass), []byte(want)) == 1
	if !known || !same {
		return imapserver.ErrAuthFailed
	}
	return s.enter(user)
}

// enter opens the account of a user who has been authenticated.
func (s *session) enter(user string) error {
	account, err := s.server.registry.Account(user)
	if err != nil {
		return forBase(err)
	}
	s.account, s.exceeded = account.As(&s.actor), account.Exceeded()
	s.actor.User = user
	s.user.Store(&user)
	return nil
}

// Unauthenticate implements imapserver.SessionUnauthenticate (RFC 8437).
func (s *session) Unauthenticate() error {
	s.deselect()
	s.endNotify()
	s.endAnnotations()
	s.account, s.nameless = nil, false
	s.rev2, s.utf8, s.uidOnly, s.modSeqs = false, false, false, modSeqs{}
	s.actor.User = ""
	s.user.Store(nil)
	s.conn.SetIdle(s.server.options.LoginIdle)
	return nil
}
