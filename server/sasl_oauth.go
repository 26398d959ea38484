package server

import (
	"bytes"
	"crypto/subtle"
	"strings"

	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-sasl"
)

func (s *session) hasTokens() bool { return len(s.server.options.Tokens) > 0 }

// enterWithToken logs in the user to whom a token belongs; user, if given, must
// be the same.
func (s *session) enterWithToken(user, token string) error {
	owner := ""
	for t, u := range s.server.options.Tokens { // in the same time for each
		if subtle.ConstantTimeCompare([]byte(t), []byte(token)) == 1 {
			owner = u
		}
	}
	if owner == "" || user != "" && user != owner {
		return imapserver.ErrAuthFailed
	}
	return s.enter(owner)
}

// oauthBearer is OAUTHBEARER (RFC 7628).
func (s *session) oauthBearer() sasl.Server {
	return sasl.NewOAuthBearerServer(func(o sasl.OAuthBearerOptions) *sasl.OAuthBearerError {
		if s.enterWithToken(o.Username, o.Token) != nil {
			return &sasl.OAuthBearerError{Status: "invalid_token", Schemes: "bearer"} // RFC 7628 §3.2.2
		}
		return nil
	})
}

// xoauth2 is XOAUTH2, which came before OAUTHBEARER:
// "user=" name ^A "auth=Bearer " token ^A ^A.
type xoauth2 struct {
	s      *session
	failed bool
}

// errXOAuth2 is for what is none.
var errXOAuth2 = no("", "Malformed XOAUTH2 response")

func (m *xoauth2) Next(response []byte) (challenge []byte, done bool, err error) {
	switch {
	case m.failed: // whatever the client says to the error
		return nil, false, imapserver.ErrAuthFailed
	case response == nil:
		return []byte{}, false, nil
	}
	fields := bytes.Split(response, []byte{1})
	if len(fields) != 4 {
		return nil, false, errXOAuth2
	}
	user, isUser := strings.CutPrefix(string(fields[0]), "user=")
	kind, token, isToken := strings.Cut(string(fields[1]), " ")
	if !isUser || !isToken || !strings.EqualFold(kind, "auth=Bearer") {
		return nil, false, errXOAuth2
	}
	if m.s.enterWithToken(user, token) != nil {
		m.failed = true
		return []byte(`{"status":"401","schemes":"bearer"}`), false, nil
	}
	return nil, true, nil
}
