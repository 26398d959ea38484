package server_test

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/md5"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"math/big"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/xdg-go/scram"

	"imaporacle/server"
	"imaporacle/server/servertest"
)

// exchange authenticates: answer is given each challenge. It returns the tagged
// response without its tag.
func exchange(t *testing.T, c net.Conn, mechanism string, answer func(challenge []byte) []byte) string {
	t.Helper()
	c.SetDeadline(time.Now().Add(10 * time.Second))
	br := bufio.NewReader(c)
	read := func() string {
		line, err := br.ReadString('\n')
		if err != nil {
			t.Fatalf("%s: %v", mechanism, err)
		}
		return strings.TrimSuffix(line, "\r\n")
	}
	read() // the greeting
	fmt.Fprintf(c, "a AUTHENTICATE %s\r\n", mechanism)
	for {
		line := read()
		if tagged, ok := strings.CutPrefix(line, "a "); ok {
			return tagged
		}
		challenge, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(line, "+ "))
		if err != nil {
			t.Fatalf("%s: challenge %q: %v", mechanism, line, err)
		}
		fmt.Fprintf(c, "%s\r\n", base64.StdEncoding.EncodeToString(answer(challenge)))
	}
}

func connect(t *testing.T, addr string, config *tls.Config) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	if config != nil {
		c = tls.Client(c, config)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// try authenticates and checks the kind of the tagged response.
func try(t *testing.T, c net.Conn, mechanism, want string, answer func([]byte) []byte) {
	t.Helper()
	if got := exchange(t, c, mechanism, answer); !strings.HasPrefix(got, want) {
		t.Errorf("%s: %q, want %s", mechanism, got, want)
	}
}

func cram(user, pass string) func([]byte) []byte {
	return func(challenge []byte) []byte {
		mac := hmac.New(md5.New, []byte(pass))
		mac.Write(challenge)
		return []byte(user + " " + hex.EncodeToString(mac.Sum(nil)))
	}
}

// inTurn gives one answer after the other.
func inTurn(answers ...string) func([]byte) []byte {
	return func([]byte) []byte {
		a := answers[0]
		answers = answers[min(1, len(answers)-1):]
		return []byte(a)
	}
}

func TestMechanisms(t *testing.T) {
	s := servertest.New(t, servertest.With(func(o *server.Options) {
		o.Tokens = map[string]string{"secret-token": "user"}
		o.Anonymous = "user"
	}))
	bearer := func(user, token string) []byte {
		_, ir, err := sasl.NewOAuthBearerClient(&sasl.OAuthBearerOptions{Username: user, Token: token}).Start()
		if err != nil {
			t.Fatal(err)
		}
		return ir
	}
	for _, c := range []struct {
		mechanism, want string
		answer          func([]byte) []byte
	}{
		{"LOGIN", "OK", inTurn("user", "pass")},
		{"LOGIN", "NO", inTurn("user", "wrong")},
		{"CRAM-MD5", "OK", cram("user", "pass")},
		{"CRAM-MD5", "NO", cram("user", "wrong")},
		{"CRAM-MD5", "NO", cram("nobody", "")},
		{"CRAM-MD5", "NO", inTurn("nonsense")},
		{"XOAUTH2", "OK", inTurn("user=user\x01auth=Bearer secret-token\x01\x01")},
		{"XOAUTH2", "NO", inTurn("user=user\x01auth=Bearer other\x01\x01", "")},
		{"XOAUTH2", "NO", inTurn("user=other\x01auth=Bearer secret-token\x01\x01", "")},
		{"XOAUTH2", "NO", inTurn("nonsense")},
		{"OAUTHBEARER", "OK", inTurn(string(bearer("user", "secret-token")))},
		{"OAUTHBEARER", "NO", inTurn(string(bearer("user", "other")), "\x01")},
		{"ANONYMOUS", "OK", inTurn("trace")},
		{"EXTERNAL", "NO", inTurn("")},
		{"SCRAM-SHA-256-PLUS", "NO", inTurn("")},
		{"NOSUCH", "NO", inTurn("")},
	} {
		try(t, connect(t, s.Addr(), nil), c.mechanism, c.want, c.answer)
	}
}

// scramAnswer plays the client of SCRAM, and checks the server's proof.
func scramAnswer(conv *scram.ClientConversation) func([]byte) []byte {
	return func(challenge []byte) []byte {
		if conv.Done() {
			return nil
		}
		answer, err := conv.Step(string(challenge))
		if err != nil {
			return []byte("error")
		}
		return []byte(answer)
	}
}

func TestScram(t *testing.T) {
	s := servertest.New(t)
	for name, hash := range map[string]scram.HashGeneratorFcn{"SCRAM-SHA-1": scram.SHA1, "SCRAM-SHA-256": scram.SHA256} {
		for pass, want := range map[string]string{"pass": "OK", "wrong": "NO"} {
			client, err := hash.NewClient("user", pass, "")
			if err != nil {
				t.Fatal(err)
			}
			conv := client.NewConversation()
			try(t, connect(t, s.Addr(), nil), name, want, scramAnswer(conv))
			if conv.Valid() != (want == "OK") {
				t.Errorf("%s with %q: the server has proven itself: %t", name, pass, conv.Valid())
			}
		}
	}
}

// Channel binding, RFC 5802 §6: the session is bound to this TLS connection.
func TestScramPlus(t *testing.T) {
	config := testTLS(t)
	s := servertest.New(t, servertest.With(func(o *server.Options) { o.TLS, o.TLSAddr = config, "127.0.0.1:0" }))
	client, err := scram.SHA256.NewClient("user", "pass", "")
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{"exporter", "endpoint", "other connection", "stripped"} {
		c := connect(t, s.TLSAddr(), &tls.Config{InsecureSkipVerify: true}).(*tls.Conn)
		if err := c.Handshake(); err != nil {
			t.Fatal(err)
		}
		state := c.ConnectionState()
		mechanism, want := "SCRAM-SHA-256-PLUS", "OK"
		binding, err := scram.NewTLSExporterBinding(&state)
		switch kind {
		case "endpoint":
			binding, err = scram.NewTLSServerEndpointBinding(&state)
		case "other connection":
			binding.Data[0] ^= 1
			want = "NO"
		case "stripped": // somebody has hidden the -PLUS form from the client
			mechanism, want = "SCRAM-SHA-256", "NO"
		}
		if err != nil {
			t.Fatal(err)
		}
		conv := client.NewConversationWithChannelBinding(binding)
		answer := scramAnswer(conv)
		if kind == "stripped" {
			answer = inTurn("y,,n=user,r=nonce")
		}
		t.Log(kind)
		try(t, c, mechanism, want, answer)
	}
}

// EXTERNAL, RFC 4422 appendix A: the certificate says who it is.
func TestExternal(t *testing.T) {
	pool := x509.NewCertPool()
	certFor := func(name string) tls.Certificate {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		template := &x509.Certificate{
			SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name},
			NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
			ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
			IsCA:        true, BasicConstraintsValid: true,
		}
		der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
		if err != nil {
			t.Fatal(err)
		}
		cert, err := x509.ParseCertificate(der)
		if err != nil {
			t.Fatal(err)
		}
		pool.AddCert(cert)
		return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
	}
	known, unknown := certFor("user"), certFor("nobody")
	config := testTLS(t)
	config.ClientCAs, config.ClientAuth = pool, tls.VerifyClientCertIfGiven
	s := servertest.New(t, servertest.With(func(o *server.Options) { o.TLS, o.TLSAddr = config, "127.0.0.1:0" }))
	for _, c := range []struct {
		certs    []tls.Certificate
		identity string
		want     string
	}{
		{[]tls.Certificate{known}, "", "OK"}, {[]tls.Certificate{known}, "user", "OK"},
		{[]tls.Certificate{known}, "other", "NO [AUTHORIZATIONFAILED]"},
		{[]tls.Certificate{unknown}, "", "NO [AUTHENTICATIONFAILED]"}, {nil, "", "NO"},
	} {
		client := &tls.Config{InsecureSkipVerify: true, Certificates: c.certs}
		try(t, connect(t, s.TLSAddr(), client), "EXTERNAL", c.want, inTurn(c.identity))
	}
}
