package server

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/tls"
	"crypto/x509"
	"strings"
	"sync"

	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-sasl"
	"github.com/xdg-go/scram"
)

// scramHash is the hash of a SCRAM mechanism, in both spellings.
type scramHash struct {
	name string
	hash scram.HashGeneratorFcn
}

var (
	scramSHA1   = scramHash{"SCRAM-SHA-1", scram.SHA1}     // RFC 5802
	scramSHA256 = scramHash{"SCRAM-SHA-256", scram.SHA256} // RFC 7677
)

// scramIterations is what RFC 7677 §4 asks for at least.
const scramIterations = 4096

// scramKeys keeps what was derived from each password, which takes long on
// purpose.
type scramKeys struct {
	mu   sync.Mutex
	keys map[scramKey]scram.StoredCredentials
}

// scramKey names what was derived; a user may get another password.
type scramKey struct{ hash, user, pass string }

// of returns the keys of a user.
func (k *scramKeys) of(h scramHash, user, pass string) (scram.StoredCredentials, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	id := scramKey{h.name, user, pass}
	if keys, ok := k.keys[id]; ok {
		return keys, nil
	}
	client, err := h.hash.NewClientUnprepped(user, pass, "")
	if err != nil {
		return scram.StoredCredentials{}, err
	}
	keys, err := client.GetStoredCredentialsWithError(scram.KeyFactors{Salt: rand.Text(), Iters: scramIterations})
	if err != nil {
		return scram.StoredCredentials{}, err
	}
	if k.keys == nil {
		k.keys = make(map[scramKey]scram.StoredCredentials)
	}
	k.keys[id] = keys
	return keys, nil
}

// scramServer is a SCRAM exchange, with channel binding for the -PLUS form.
type scramServer struct {
	s    *session
	hash scramHash
	plus bool
	conv *scram.ServerConversation
}

func newScram(s *session, hash scramHash, plus bool) sasl.Server {
	return &scramServer{s: s, hash: hash, plus: plus}
}

func (m *scramServer) Next(response []byte) (challenge []byte, done bool, err error) {
	switch {
	case response == nil:
		return []byte{}, false, nil // the client speaks first
	case m.conv == nil:
		if m.conv, err = m.begin(string(response)); err != nil {
			return nil, false, imapserver.ErrAuthFailed
		}
	case m.conv.Done():
		// The client has seen our proof.
		if err := actsForItself(m.conv.AuthzID(), m.conv.Username()); err != nil {
			return nil, false, err
		}
		return nil, true, m.s.enter(m.conv.Username())
	}
	answer, err := m.conv.Step(string(response))
	if err != nil {
		return nil, false, imapserver.ErrAuthFailed
	}
	return []byte(answer), false, nil
}

// begin makes the conversation that the client's first message asks for.
func (m *scramServer) begin(first string) (*scram.ServerConversation, error) {
	server, err := m.hash.hash.NewServer(func(user string) (scram.StoredCredentials, error) {
		pass, known := m.s.server.users.password(user)
		if !known {
			return scram.StoredCredentials{}, imapserver.ErrAuthFailed
		}
		return m.s.server.scram.of(m.hash, user, pass)
	})
	if err != nil {
		return nil, err
	}
	state := m.s.conn.TLS()
	switch {
	case state == nil:
		return server.NewConversation(), nil
	case m.plus:
		binding, err := m.binding(first, state)
		return server.NewConversationWithChannelBindingRequired(binding), err
	}
	// Over TLS the -PLUS form is offered: a client that thinks it is not has
	// been lied to (RFC 5802 §6).
	binding, err := m.binding("", state)
	return server.NewConversationWithChannelBinding(binding), err
}

// binding returns the channel binding that the message names in "p=NAME,", else
// tls-exporter.
func (m *scramServer) binding(first string, state *tls.ConnectionState) (scram.ChannelBinding, error) {
	if strings.HasPrefix(first, "p="+string(scram.ChannelBindingTLSServerEndpoint)+",") {
		return m.s.endpointBinding()
	}
	return scram.NewTLSExporterBinding(state) // RFC 9266
}

// endpointBinding is a hash of the server's certificate (RFC 5929 §4.1).
func (s *session) endpointBinding() (scram.ChannelBinding, error) {
	b := scram.ChannelBinding{Type: scram.ChannelBindingTLSServerEndpoint}
	certs := s.server.options.TLS.Certificates
	if len(certs) != 1 { // nobody knows which of them this client was shown
		return b, nil
	}
	cert, err := x509.ParseCertificate(certs[0].Certificate[0])
	if err != nil {
		return b, err
	}
	switch cert.SignatureAlgorithm {
	case x509.SHA384WithRSA, x509.ECDSAWithSHA384, x509.SHA384WithRSAPSS:
		sum := sha512.Sum384(cert.Raw)
		b.Data = sum[:]
	case x509.SHA512WithRSA, x509.ECDSAWithSHA512, x509.SHA512WithRSAPSS:
		sum := sha512.Sum512(cert.Raw)
		b.Data = sum[:]
	default:
		sum := sha256.Sum256(cert.Raw)
		b.Data = sum[:]
	}
	return b, nil
}
