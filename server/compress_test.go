package server_test

import (
	"compress/flate"
	"crypto/tls"
	"io"
	"math/bits"
	"net"
	"strings"
	"testing"

	"imaporacle/server/servertest"
)

// deflated is a client's connection with COMPRESS active.
type deflated struct {
	net.Conn
	r io.Reader
	w deflater
}

// deflater compresses what is written; Flush sends all of it.
type deflater interface {
	io.Writer
	Flush() error
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

// partial deflates as zlib does with Z_PARTIAL_FLUSH, which mbsync uses: behind
// each block comes an empty one with the fixed codes (RFC 1951 §3.2.6), and
// the bits that do not fill an octet wait for what comes next.
type partial struct {
	w    io.Writer
	held uint64 // the bits that wait
	n    int    // how many
	out  []byte
}

// add takes the n lowest bits, the lowest first.
func (p *partial) add(bits uint64, n int) {
	p.held |= bits << p.n
	for p.n += n; p.n >= 8; p.n -= 8 {
		p.out = append(p.out, byte(p.held))
		p.held >>= 8
	}
}

// block adds a block of octets below 144, whose codes have eight bits.
func (p *partial) block(data []byte) {
	p.add(0b010, 3) // not the last one, fixed codes
	for _, c := range data {
		p.add(uint64(bits.Reverse8(0x30+c)), 8)
	}
	p.add(0, 7) // its end
}

func (p *partial) Write(data []byte) (int, error) {
	p.block(data)
	p.block(nil)
	return len(data), nil
}

func (p *partial) Flush() error {
	_, err := p.w.Write(p.out)
	p.out = nil
	return err
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

// A command is answered though its last octet is not complete, which nothing in
// RFC 4978 forbids.
func TestCompressPartialFlush(t *testing.T) {
	s := newScript(t, servertest.New(t))
	s.play(`
		login user
		C: a1 COMPRESS DEFLATE
		S: a1 OK …
	`)
	s.compress("")
	c := s.conn("").Conn.(*deflated)
	c.w = &partial{w: c.Conn}
	s.play(`
		C: a2 NOOP
		S: a2 OK …
		C: a3 IDLE
		S: + …
		C: DONE
		S: a3 OK …
		C: a4 LOGOUT
		S: * BYE …
		S: a4 OK …
		closed
	`)
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

// The rest of a flush may come when the command has been answered.
func TestCompressUnauthenticateFlush(t *testing.T) {
	s := newScript(t, servertest.New(t))
	s.play(`
		login user
		C: a1 COMPRESS DEFLATE
		S: a1 OK …
	`)
	s.compress("")
	c := s.conn("").Conn.(*deflated)
	c.w = &partial{w: c.Conn}
	s.play(`
		C: a2 UNAUTHENTICATE
		S: a2 OK …
	`)
	s.decompress("")
	s.play(`
		R: "\x00\x00\x00\xff"
		R: "\xff"
		C: a3 NOOP
		S: a3 OK …
		R: "\x00"
		C: a4 NOOP
		S: * BAD …
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
