package server

import (
	"bytes"
	"crypto/hmac"
	"crypto/md5"
	"crypto/rand"
	"encoding/hex"
	"fmt"

	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-sasl"
)

// loginMechanism is LOGIN, which was never more than a draft: it asks for name
// and password, one after the other. An initial response is the name.
type loginMechanism struct {
	s     *session
	asked bool // for the name
	named bool
	user  string
}

func (m *loginMechanism) Next(response []byte) (challenge []byte, done bool, err error) {
	switch {
	case response == nil && !m.asked:
		m.asked = true
		return []byte("Username:"), false, nil
	case !m.named:
		m.asked, m.named, m.user = true, true, string(response)
		return []byte("Password:"), false, nil
	}
	return nil, true, m.s.Login(m.user, string(response))
}

// cramMD5 is CRAM-MD5 (RFC 2195).
type cramMD5 struct {
	s         *session
	challenge []byte
}

func (m *cramMD5) Next(response []byte) (challenge []byte, done bool, err error) {
	if m.challenge == nil {
		if response != nil { // RFC 2195 §2: the server speaks first
			return nil, false, sasl.ErrUnexpectedClientResponse
		}
		var nonce [16]byte
		if _, err := rand.Read(nonce[:]); err != nil {
			return nil, false, err
		}
		m.challenge = fmt.Appendf(nil, "<%x@imaporacle>", nonce)
		return m.challenge, false, nil
	}
	cut := bytes.LastIndexByte(response, ' ')
	if cut < 0 {
		return nil, false, sasl.ErrUnexpectedClientResponse
	}
	user := string(response[:cut])
	pass, known := m.s.server.users.password(user)
	mac := hmac.New(md5.New, []byte(pass))
	mac.Write(m.challenge)
	want := []byte(hex.EncodeToString(mac.Sum(nil)))
	if !hmac.Equal(bytes.ToLower(response[cut+1:]), want) || !known {
		return nil, false, imapserver.ErrAuthFailed
	}
	return nil, true, m.s.enter(user)
}
