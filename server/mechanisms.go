package server

import (
	"errors"
	"slices"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-sasl"
)

// mechanism is a SASL mechanism of AUTHENTICATE (RFC 9051 §6.2.2).
type mechanism struct {
	name  string
	when  func(*session) bool // nil is always
	begin func(*session) sasl.Server
}

// mechanisms are in the order in which they are advertised.
var mechanisms = []mechanism{
	{"PLAIN", nil, (*session).plain},
	{"LOGIN", nil, func(s *session) sasl.Server { return &loginMechanism{s: s} }},
	{"CRAM-MD5", nil, func(s *session) sasl.Server { return &cramMD5{s: s} }},
	{"SCRAM-SHA-1", nil, func(s *session) sasl.Server { return newScram(s, scramSHA1, false) }},
	{"SCRAM-SHA-1-PLUS", (*session).hasTLS, func(s *session) sasl.Server { return newScram(s, scramSHA1, true) }},
	{"SCRAM-SHA-256", nil, func(s *session) sasl.Server { return newScram(s, scramSHA256, false) }},
	{"SCRAM-SHA-256-PLUS", (*session).hasTLS, func(s *session) sasl.Server { return newScram(s, scramSHA256, true) }},
	{"OAUTHBEARER", (*session).hasTokens, (*session).oauthBearer},
	{"XOAUTH2", (*session).hasTokens, func(s *session) sasl.Server { return &xoauth2{s: s} }},
	{"EXTERNAL", (*session).hasCertificate, (*session).external},
	{"ANONYMOUS", (*session).allowsAnonymous, (*session).anonymous},
}

func (m mechanism) offered(s *session) bool { return m.when == nil || m.when(s) }

// AuthenticateMechanisms implements imapserver.SessionSASL.
func (s *session) AuthenticateMechanisms() []string {
	var names []string
	for _, m := range mechanisms {
		if m.offered(s) {
			names = append(names, m.name)
		}
	}
	return names
}

// Authenticate implements imapserver.SessionSASL.
func (s *session) Authenticate(name string) (sasl.Server, error) {
	i := slices.IndexFunc(mechanisms, func(m mechanism) bool { return m.name == name && m.offered(s) })
	if i < 0 {
		return nil, no("", "Unknown mechanism")
	}
	return strict{mechanisms[i].begin(s)}, nil
}

// strict answers what a mechanism could not read with NO: the base would take
// it for a mistake of this server's.
type strict struct{ sasl.Server }

func (m strict) Next(response []byte) (challenge []byte, done bool, err error) {
	challenge, done, err = m.Server.Next(response)
	var status *imap.Error
	if err != nil && !errors.As(err, &status) {
		err = no("AUTHENTICATIONFAILED", "The response is not what the mechanism expects")
	}
	return challenge, done, err
}

// plain is PLAIN (RFC 4616).
func (s *session) plain() sasl.Server {
	return sasl.NewPlainServer(func(identity, user, pass string) error {
		if err := actsForItself(identity, user); err != nil {
			return err
		}
		return s.Login(user, pass)
	})
}

// actsForItself refuses to let one user act for another.
func actsForItself(identity, user string) error {
	if identity != "" && identity != user {
		return no("AUTHORIZATIONFAILED", "Acting for another user is not supported")
	}
	return nil
}

// external is EXTERNAL (RFC 4422 appendix A): the user is the common name of
// the client's certificate, which TLS has verified.
func (s *session) external() sasl.Server {
	return sasl.NewExternalServer(func(identity string) error {
		user := s.conn.TLS().PeerCertificates[0].Subject.CommonName
		if err := actsForItself(identity, user); err != nil {
			return err
		}
		if _, known := s.server.users.password(user); !known {
			return imapserver.ErrAuthFailed
		}
		return s.enter(user)
	})
}

func (s *session) hasCertificate() bool {
	tls := s.conn.TLS()
	return tls != nil && len(tls.VerifiedChains) > 0
}

// anonymous is ANONYMOUS (RFC 4505): what the client says of itself is left.
func (s *session) anonymous() sasl.Server {
	return sasl.NewAnonymousServer(func(string) error {
		s.nameless = true
		return s.enter(s.server.options.Anonymous)
	})
}

func (s *session) allowsAnonymous() bool { return s.server.options.Anonymous != "" }

func (s *session) hasTLS() bool { return s.conn.TLS() != nil }
