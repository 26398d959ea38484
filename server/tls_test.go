package server_test

import (
	"crypto/tls"
	"io"
	"testing"

	"imaporacle/server"
	"imaporacle/server/servertest"
)

func withTLS(t *testing.T) servertest.Option {
	return servertest.With(func(o *server.Options) { o.TLS, o.TLSAddr = testTLS(t), "127.0.0.1:0" })
}

// STARTTLS, RFC 9051 §6.2.1.
func TestStartTLS(t *testing.T) {
	play(t, `
		C: a1 STARTTLS now
		S: a1 BAD …
		C: a2 STARTTLS
		S: a2 OK …
		tls
		C: a3 STARTTLS
		S: a3 BAD …
		C: a4 CAPABILITY
		S: * CAPABILITY IMAP4rev1 IMAP4rev2 LITERAL+ SASL-IR ID ENABLE AUTH=PLAIN …
		S: a4 OK …
		login user
		C: a5 STARTTLS
		S: a5 BAD …
	`, withTLS(t))
	play(t, `
		C: a1 STARTTLS
		S: a1 BAD …
	`)
}

// What was sent before the handshake is not taken for something sent under
// its protection.
func TestStartTLSInjection(t *testing.T) {
	s := newScript(t, servertest.New(t, withTLS(t)))
	c := s.conn("")
	s.send(c, "a1 STARTTLS\r\na2 NOOP\r\n")
	s.play(`
		S: a1 OK …
		tls
		C: a3 NOOP
	`)
	// Either the octets are dropped, or they break the handshake.
	line, err := s.read(c)
	if err == nil && line != "a3 OK NOOP completed\r\n" {
		t.Errorf("found %q", line)
	}
	c.Close()
}

func TestImplicitTLS(t *testing.T) {
	srv := servertest.New(t, withTLS(t))
	conn, err := tls.Dial("tcp", srv.TLSAddr(), &tls.Config{InsecureSkipVerify: true})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	io.WriteString(conn, "a CAPABILITY\r\nb LOGIN user pass\r\nc LOGOUT\r\n")
	s := newScript(t, srv)
	c := s.adopt(conn)
	s.expect(c, "* OK [CAPABILITY IMAP4rev1 IMAP4rev2 LITERAL+ SASL-IR ID ENABLE AUTH=PLAIN …] …")
	s.play(`
		S: * CAPABILITY …
		S: a OK …
		S: b OK …
		S: * BYE …
		S: c OK …
		closed
	`)
}
