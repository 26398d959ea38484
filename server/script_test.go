package server_test

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"imaporacle/server"
	"imaporacle/server/servertest"
)

// A script is a conversation that a server must hold word for word. Its lines:
//
//	C: text       the client sends text and CRLF
//	R: "text"     the client sends just these octets, written as in Go
//	S: pattern    the next line of the server; … in it stands for any text
//	login user    LOGIN, whatever is said; the password is "pass"
//	select name   SELECT, and examine name for EXAMINE: whatever is said
//	fence         nothing may have come, and nothing is told: see fence below
//	tls           the client begins the TLS handshake
//	closed        the server has ended the connection
//	hangup        the client ends the connection
//	mail name 3   three more messages arrive; this line is no client's
//	# text        a remark
//
// A word before "C:", "S:" and the others names the connection, made at its
// first use. What a script does not expect fails it, as no line of the server
// is ever skipped; at the end of the script each connection must be silent.
type script struct {
	t      testing.TB
	server *server.Server
	conns  map[string]*scriptConn
	said   []string // the conversation so far
	mails  int
}

type scriptConn struct {
	name string
	net.Conn
	r *bufio.Reader
}

// play runs a script on a new server.
func play(t *testing.T, text string, options ...servertest.Option) *script {
	t.Helper()
	s := newScript(t, servertest.New(t, options...))
	s.play(text)
	s.finish()
	return s
}

func newScript(t testing.TB, srv *server.Server) *script {
	return &script{t: t, server: srv, conns: make(map[string]*scriptConn)}
}

func (s *script) play(text string) {
	s.t.Helper()
	for line := range strings.Lines(text) {
		line = strings.Trim(line, "\t\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		s.line(line)
	}
}

func (s *script) line(line string) {
	s.t.Helper()
	if rest, ok := strings.CutPrefix(line, "mail "); ok {
		s.mail(rest)
		return
	}
	verb, rest, _ := strings.Cut(line, " ")
	name := ""
	if !isVerb(verb) {
		name = verb
		verb, rest, _ = strings.Cut(rest, " ")
	}
	c := s.conn(name)
	switch verb {
	case "C:":
		s.send(c, rest+"\r\n")
	case "R:":
		raw, err := strconv.Unquote(rest)
		if err != nil {
			s.t.Fatalf("bad script: %s: %v", line, err)
		}
		s.send(c, raw)
	case "S:":
		s.expect(c, rest)
	case "login":
		s.do(c, "LOGIN "+rest+" pass")
	case "select":
		s.do(c, "SELECT "+rest)
	case "examine":
		s.do(c, "EXAMINE "+rest)
	case "fence":
		s.fence(c)
	case "tls":
		c.Conn = tls.Client(c.Conn, &tls.Config{InsecureSkipVerify: true})
		c.r.Reset(c.Conn)
	case "closed":
		s.expectEnd(c)
	case "hangup":
		c.Close()
		delete(s.conns, c.name)
	default:
		s.t.Fatalf("bad script: %s", line)
	}
}

func isVerb(word string) bool {
	return slices.Contains([]string{"C:", "R:", "S:", "login", "select", "examine", "fence", "tls", "closed", "hangup"}, word)
}

// conn returns the connection of that name, past its greeting.
func (s *script) conn(name string) *scriptConn {
	s.t.Helper()
	if c := s.conns[name]; c != nil {
		return c
	}
	conn, err := net.Dial("tcp", s.server.Addr())
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { conn.Close() })
	c := &scriptConn{name: name, Conn: conn, r: bufio.NewReader(conn)}
	s.conns[name] = c
	s.expect(c, "* OK [CAPABILITY …")
	return c
}

func (s *script) send(c *scriptConn, text string) {
	s.t.Helper()
	s.note(c, "C", text)
	c.SetWriteDeadline(time.Now().Add(20 * time.Second))
	if _, err := io.WriteString(c, text); err != nil {
		s.fail("send: %v", err)
	}
}

// read returns the next line of the server. The deadline is there to end a
// test that fails.
func (s *script) read(c *scriptConn) (string, error) {
	c.SetReadDeadline(time.Now().Add(20 * time.Second))
	line, err := c.r.ReadString('\n')
	if line != "" {
		s.note(c, "S", line)
	}
	return line, err
}

func (s *script) expect(c *scriptConn, pattern string) string {
	s.t.Helper()
	line, err := s.read(c)
	if err != nil {
		s.fail("expected %q: %v", pattern, err)
	}
	text, ok := strings.CutSuffix(line, "\r\n")
	if !ok || !matches(pattern, text) {
		s.fail("expected %q", pattern)
	}
	return text
}

// matches compares text with a pattern in which … stands for any text.
func matches(pattern, text string) bool {
	parts := strings.Split(pattern, "…")
	if len(parts) == 1 {
		return pattern == text
	}
	text, ok := strings.CutPrefix(text, parts[0])
	if !ok {
		return false
	}
	last := len(parts) - 1
	for _, part := range parts[1:last] {
		_, after, found := strings.Cut(text, part)
		if !found {
			return false
		}
		text = after
	}
	return strings.HasSuffix(text, parts[last])
}

// do sends a command that must succeed and passes over the responses.
func (s *script) do(c *scriptConn, command string) {
	s.t.Helper()
	s.send(c, "do "+command+"\r\n")
	for {
		line, err := s.read(c)
		if err != nil {
			s.fail("%s: %v", command, err)
		}
		if strings.HasPrefix(line, "do ") {
			if !strings.HasPrefix(line, "do OK") {
				s.fail("%s failed", command)
			}
			return
		}
	}
}

// fence proves that nothing came: a command that does not exist is answered
// with BAD and nothing else, whatever there may be to tell.
func (s *script) fence(c *scriptConn) {
	s.t.Helper()
	s.send(c, "fence NOSUCHCOMMAND\r\n")
	s.expect(c, "fence BAD Unknown command NOSUCHCOMMAND")
}

func (s *script) expectEnd(c *scriptConn) {
	s.t.Helper()
	if line, err := s.read(c); err == nil || line != "" || isTimeout(err) {
		s.fail("expected the end of the connection, found %q, %v", line, err)
	}
	c.Close()
	delete(s.conns, c.name)
}

func isTimeout(err error) bool {
	ne, ok := err.(net.Error)
	return ok && ne.Timeout()
}

func (s *script) finish() {
	s.t.Helper()
	for _, c := range s.conns {
		s.fence(c)
		c.Close()
	}
}

func (s *script) mail(args string) {
	s.t.Helper()
	name, number, _ := strings.Cut(args, " ")
	n, err := strconv.Atoi(number)
	if err != nil {
		s.t.Fatalf("bad script: mail %s", args)
	}
	for range n {
		s.mails++
		servertest.Deliver(s.t, s.server, "user", name, letter(s.mails))
	}
}

// letter is the nth message that a script's "mail" delivers, 55 octets for n < 10.
func letter(n int) string {
	return fmt.Sprintf("From: sender@example.org\r\nSubject: Letter %d\r\n\r\nText %d\r\n", n, n)
}

func (s *script) note(c *scriptConn, who, text string) {
	prefix := who + ": "
	if c.name != "" {
		prefix = c.name + " " + prefix
	}
	if len(text) > 300 {
		text = text[:300] + "..."
	}
	s.said = append(s.said, prefix+strconv.QuoteToASCII(text))
	if len(s.said) > 400 {
		s.said = s.said[200:]
	}
}

func (s *script) fail(format string, args ...any) {
	s.t.Helper()
	tail := s.said[max(0, len(s.said)-40):]
	s.t.Fatalf("%s\n\nThe conversation ended:\n%s", fmt.Sprintf(format, args...), strings.Join(tail, "\n"))
}

// adopt takes a connection made elsewhere as that without a name; its greeting
// is still to come.
func (s *script) adopt(conn net.Conn) *scriptConn {
	c := &scriptConn{Conn: conn, r: bufio.NewReader(conn)}
	s.conns[""] = c
	return c
}

// lines returns the untagged responses of one kind so far, as they were noted.
func (s *script) lines(kind string) []string {
	var found []string
	for _, line := range s.said {
		if strings.Contains(line, "S: \"* "+kind) {
			found = append(found, line)
		}
	}
	return found
}
