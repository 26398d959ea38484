package server_test

import (
	"compress/flate"
	"crypto/tls"
	"io"
	"net"
	"strings"
	"testing"

	"imaporacle/server/servertest"
)

// deflated is a client's connection with COMPRESS active.
type deflated struct {
	net.Conn
	r io.Reader
	w *flate.Writer
}

func (d *deflated) Read(b []byte) (int, error) { return d.r.Read(b) }

func (d *deflated) Write(b []byte) (int, error) {
	n, err := d.w.Write(b)
	if err == nil {
		err = d.w.Flush()
	}
	return n, err
}

// compress has the client of a script deflate what it sends from now on.
func (s *script) compress(name string) {
	c := s.conn(name)
	w, err := flate.NewWriter(c.Conn, flate.DefaultCompression)
	if err != nil {
		s.t.Fatal(err)
	}
	c.Conn = &deflated{Conn: c.Conn, r: flate.NewReader(c.Conn), w: w}
	c.r.Reset(c.Conn)
}

// decompress ends the client's layer.
func (s *script) decompress(name string) {
	c := s.conn(name)
	c.Conn = c.Conn.(*deflated).Conn
	c.r.Reset(c.Conn)
}

// COMPRESS=DEFLATE, RFC 4978.
func TestCompress(t *testing.T) {
	s := newScript(t, servertest.New(t))
	s.play(`
		C: a0 COMPRESS DEFLATE
		S: a0 BAD …
		login user
		C: a1 CAPABILITY
		S: * CAPABILITY …COMPRESS=DEFLATE…
		S: a1 OK …
		C: a2 COMPRESS LZMA
		S: a2 BAD …
		C: a3 COMPRESS
		S: a3 BAD …
		C: a4 compress deflate
		S: a4 OK …
	`)
	s.compress("")
	s.play(`
		# Once is enough (§3), and it is no longer offered.
		C: a5 COMPRESS DEFLATE
		S: a5 BAD [COMPRESSIONACTIVE] …
		C: a6 CAPABILITY
		S: * CAPABILITY …
		S: a6 OK …
		select INBOX
		C: a7 APPEND INBOX {12}
		S: + …
		C: Subject: x
		C:
		S: * 1 EXISTS
		S: * 1 RECENT
		S: a7 OK …
		# Each burst arrives, also while the client is silent.
		C: a8 IDLE
		S: + …
		mail INBOX 1
		S: * 2 EXISTS
		S: * 2 RECENT
		mail INBOX 1
		S: * 3 EXISTS
		S: * 3 RECENT
		C: DONE
		S: a8 OK …
		C: a9 FETCH 2 BODY.PEEK[TEXT]
		S: * 2 FETCH (BODY[TEXT] {8}
		S: Text 1
		S: )
		S: a9 OK …
		C: b1 IDLE
		S: + …
		C: DONE
		S: b1 OK …
	`)
	s.finish()
	if n := len(s.lines("CAPABILITY")); n != 2 || strings.Contains(s.lines("CAPABILITY")[1], "COMPRESS") {
		t.Errorf("COMPRESS is offered while it is active: %q", s.lines("CAPABILITY"))
	}
}

// UNAUTHENTICATE ends the layer (RFC 8437 §4.1).
func TestCompressUnauthenticate(t *testing.T) {
	s := newScript(t, servertest.New(t))
	s.play(`
		login user
		C: a1 COMPRESS DEFLATE
		S: a1 OK …
	`)
	s.compress("")
	s.play(`
		C: a2 UNAUTHENTICATE
		S: a2 OK …
	`)
	s.decompress("")
	s.play(`
		C: a3 NOOP
		S: a3 OK …
		login user
		C: a4 COMPRESS DEFLATE
		S: a4 OK …
	`)
	s.compress("")
	s.play(`
		C: a5 LOGOUT
		S: * BYE …
		S: a5 OK …
		closed
	`)
}

// What is compressed is encrypted, not the other way round (§3).
func TestCompressTLS(t *testing.T) {
	srv := servertest.New(t, withTLS(t))
	conn, err := tls.Dial("tcp", srv.TLSAddr(), &tls.Config{InsecureSkipVerify: true})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	s := newScript(t, srv)
	s.expect(s.adopt(conn), "* OK …")
	s.play(`
		login user
		C: a1 COMPRESS DEFLATE
		S: a1 OK …
	`)
	s.compress("")
	s.play(`
		C: a2 NOOP
		S: a2 OK …
	`)
	s.finish()
}

func TestCompressMalformed(t *testing.T) {
	s := newScript(t, servertest.New(t))
	s.play(`
		login user
		C: a1 COMPRESS DEFLATE
		S: a1 OK …
		R: "\xff\xff\xff\xff\xff\xff"
	`)
	c := s.conn("")
	c.r.Reset(flate.NewReader(c.Conn))
	s.play(`
		S: * BYE The compressed data is malformed
		closed
	`)
}
