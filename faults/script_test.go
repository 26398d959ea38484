package faults

import (
	"bufio"
	"errors"
	"io"
	"net"
	"strings"
	"syscall"
	"testing"
	"time"

	"imaporacle/server"
	"imaporacle/server/front"
	"imaporacle/server/servertest"
)

// A script is a conversation with a server that has a fault. Its lines:
//
//	C: text    the client sends text and CRLF
//	S: text    the next line of the server; … in it stands for any text
//	bare text  likewise, but the line must end in LF alone
//	login      LOGIN as user; whatever is said is passed over
//	select     SELECT of INBOX, likewise
//	mail       another message arrives in INBOX
//	closed X   the connection is at its end, after X if there is more of a line
//	reset X    likewise, by a reset
//
// A word before the verb names the connection, made at its first use, past its
// greeting unless the name ends with "?". At the start INBOX holds the letters
// of inbox.
type script struct {
	t      *testing.T
	server *server.Server
	conns  map[string]*scriptConn
}

type scriptConn struct {
	net.Conn
	r *bufio.Reader
}

// letter is a short message, of 55 octets.
const letter = "From: sender@example.org\r\nSubject: Letter 1\r\n\r\nText 1\r\n"

// nested has a multipart within a multipart, and an attachment with quotes in
// its name.
const nested = "Subject: Nested\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=o\r\n\r\n" +
	"--o\r\nContent-Type: multipart/alternative; boundary=i\r\n\r\n" +
	"--i\r\nContent-Type: text/plain\r\n\r\nA\r\n--i\r\nContent-Type: text/html\r\n\r\nB\r\n--i--\r\n" +
	"--o\r\nContent-Type: image/png; name=\"a \\\"b\\\".png\"\r\nContent-Disposition: inline; filename=c.png\r\n\r\nC\r\n--o--\r\n"

var inbox = []string{letter, nested, letter}

// newServer starts a server with a plan, and messages in INBOX.
func newServer(t *testing.T, p *Plan, between func(conn int, faults []front.Filter) []front.Filter) *server.Server {
	s := servertest.New(t, servertest.With(func(o *server.Options) {
		o.Filters = func(conn int, remote net.Addr) []front.Filter {
			filters := p.Filters(conn, remote)
			if between != nil {
				filters = between(conn, filters)
			}
			return filters
		}
		o.Behaviour = p.Behaviour()
	}))
	servertest.Deliver(t, s, "user", "INBOX", inbox...)
	return s
}

// play runs a script on a new server with these faults, and returns the plan.
func play(t *testing.T, text string, lines ...string) *Plan {
	t.Helper()
	p := mustPlan(t, lines...)
	s := &script{t: t, server: newServer(t, p, nil), conns: make(map[string]*scriptConn)}
	for line := range strings.Lines(text) {
		if line = strings.Trim(line, "\t\n"); line != "" {
			s.line(line)
		}
	}
	return p
}

func (s *script) line(line string) {
	s.t.Helper()
	name, verb, rest := parseLine(line)
	if verb == "mail" {
		servertest.Deliver(s.t, s.server, "user", "INBOX", letter)
		return
	}
	c := s.conn(name)
	switch verb {
	case "C:":
		s.send(c, rest)
	case "S:":
		s.expect(c, rest)
	case "bare":
		s.expectBare(c, rest)
	case "login":
		s.do(c, "LOGIN user pass")
	case "select":
		s.do(c, "SELECT INBOX")
	case "closed", "reset":
		line, err := c.r.ReadString('\n')
		if ok := errors.Is(err, endings[verb]); !ok || line != rest {
			s.t.Fatalf("expected the end, %s, after %q: %q, %v", verb, rest, line, err)
		}
	default:
		s.t.Fatalf("bad script: %s", line)
	}
}

// endings are how the end of a connection is seen.
var endings = map[string]error{"closed": io.EOF, "reset": syscall.ECONNRESET}

// parseLine takes a line of a script apart.
func parseLine(line string) (conn, verb, rest string) {
	verb, rest, _ = strings.Cut(line, " ")
	if !strings.Contains(" C: S: bare login select mail closed reset ", " "+verb+" ") {
		conn = verb
		verb, rest, _ = strings.Cut(rest, " ")
	}
	return conn, verb, rest
}

func (s *script) conn(name string) *scriptConn {
	s.t.Helper()
	if c := s.conns[name]; c != nil {
		return c
	}
	c := dial(s.t, s.server)
	s.conns[name] = c
	if !strings.HasSuffix(name, "?") {
		s.expect(c, "* OK …")
	}
	return c
}

// dial connects to the server. The deadline is there to end a test that fails.
func dial(t *testing.T, s *server.Server) *scriptConn {
	t.Helper()
	conn, err := net.Dial("tcp", s.Addr())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	conn.SetDeadline(time.Now().Add(20 * time.Second))
	return &scriptConn{conn, bufio.NewReader(conn)}
}

func (s *script) send(c *scriptConn, text string) {
	s.t.Helper()
	if _, err := c.Write([]byte(text + "\r\n")); err != nil {
		s.t.Fatal(err)
	}
}

func (s *script) expect(c *scriptConn, pattern string) string {
	s.t.Helper()
	line, err := c.r.ReadString('\n')
	if err != nil {
		s.t.Fatalf("expected %q: %q, %v", pattern, line, err)
	}
	if got := strings.TrimSuffix(line, "\r\n"); !matches(pattern, got) {
		s.t.Fatalf("expected %q\n   found %q", pattern, got)
	}
	return strings.TrimSuffix(line, "\r\n")
}

// expectBare is expect for a line that ends in LF without CR.
func (s *script) expectBare(c *scriptConn, pattern string) {
	s.t.Helper()
	line, err := c.r.ReadString('\n')
	if got, ok := strings.CutSuffix(line, "\n"); err != nil || !ok || strings.HasSuffix(got, "\r") || !matches(pattern, got) {
		s.t.Fatalf("expected %q and LF: %q, %v", pattern, line, err)
	}
}

// matches compares text with a pattern in which … stands for any text.
func matches(pattern, text string) bool {
	parts := strings.Split(pattern, "…")
	text, ok := strings.CutPrefix(text, parts[0])
	for _, part := range parts[1:] {
		i := strings.LastIndex(text, part)
		ok = ok && i >= 0
		if ok {
			text = text[i+len(part):]
		}
	}
	return ok && (text == "" || strings.HasSuffix(pattern, "…"))
}

// do sends a command that must succeed and passes over the responses.
func (s *script) do(c *scriptConn, command string) {
	s.t.Helper()
	s.send(c, "do "+command)
	for {
		line, err := c.r.ReadString('\n')
		if err != nil {
			s.t.Fatalf("%s: %v", command, err)
		}
		if strings.HasPrefix(line, "do ") {
			if !strings.HasPrefix(line, "do OK") {
				s.t.Fatalf("%s: %s", command, line)
			}
			return
		}
	}
}
