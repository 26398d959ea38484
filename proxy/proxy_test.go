package proxy_test

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"imaporacle/proxy"
	"imaporacle/server"
	"imaporacle/server/front"
	"imaporacle/server/servertest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// start starts a proxy and returns where it listens.
func start(t *testing.T, o proxy.Options) string {
	t.Helper()
	_, addr := begin(t, o)
	return addr
}

// begin starts a proxy that the test needs itself.
func begin(t *testing.T, o proxy.Options) (p *proxy.Proxy, addr string) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p = proxy.New(o)
	ended := make(chan error, 1)
	go func() { ended <- p.Serve(ln) }()
	t.Cleanup(func() {
		for _, err := range []error{p.Close(), <-ended} {
			if err != nil {
				t.Error(err)
			}
		}
	})
	return p, ln.Addr().String()
}

// talk is a client that says and hears raw octets.
type talk struct {
	*testing.T
	net.Conn
	r *bufio.Reader
}

func dial(t *testing.T, addr string) *talk {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	conn.SetDeadline(time.Now().Add(20 * time.Second))
	return &talk{t, conn, bufio.NewReader(conn)}
}

// until returns what comes up to a line that begins so, or up to the end for
// "end".
func (c *talk) until(start string) string {
	c.Helper()
	var all strings.Builder
	for {
		line, err := c.r.ReadString('\n')
		all.WriteString(line)
		switch {
		case err == io.EOF && start == "end":
			return all.String()
		case err != nil:
			c.Fatalf("no %q after %q: %v", start, all.String(), err)
		case start != "end" && strings.HasPrefix(line, start):
			return all.String()
		}
	}
}

// do says something and returns what comes up to a line that begins so.
func (c *talk) do(say, until string) string {
	c.Helper()
	fmt.Fprint(c, say)
	return c.until(until)
}

// steps is a conversation: what the client says, and how the line begins up to
// which it waits for an answer.
var steps = []struct{ say, until string }{
	{"", "* OK"},
	{"a1 CAPABILITY\r\n", "a1 OK"},
	{"nonsense\r\n", "nonsense BAD"},
	{"(\r\n", "* BAD"},
	{") {3}\r\n", "* BAD"},
	{"a2 {3+}\r\nabc\r\n", "a2 BAD"},
	{"a3 AUTHENTICATE PLAIN\r\n", "+"},
	{"*\r\n", "a3 BAD"},
	{"a4 AUTHENTICATE PLAIN\r\n", "+"},
	{"AHVzZXIAd3Jvbmc=\r\n", "a4 NO"},
	{"a5 LOGIN {4}\r\n", "+"},
	{"user {4}\r\n", "+"},
	{"pass\r\n", "a5 OK"},
	// Pipelined, with literals that need no invitation.
	{"b1 CREATE {5+}\r\nLists\r\nb2 APPEND Lists (\\Seen) {8+}\r\na\r\nb {3}\r\nb3 SELECT Lists\r\nb4 NOOP\r\n", "b4 OK"},
	{"c1 APPEND Lists {12}\r\n", "+"},
	{"c2 NOOP\r\nabc\r\n", "c1 OK"},
	{"c3 APPEND Nowhere {3}\r\n", "c3 NO"},
	{"c4 APPEND Nowhere {3+}\r\nabc\r\nc5 NOOP\r\n", "c5 OK"},
	{"c6 FETCH 1:* (FLAGS BODY[] BINARY[1])\r\n", "c6 OK"},
	{"c7 FETCH 1 {\r\n", "c7 BAD"},
	{"d1 IDLE\r\n", "+"},
	{"DONE\r\n", "d1 OK"},
	{"d2 IDLE\r\n", "+"},
	{"what\r\n", "d2 BAD"},
	{"d3 SETMETADATA \"\" (/private/comment {3+}\r\n{9}{3})\r\n", "d3 BAD"},
	{"d4 SEARCH SUBJECT \"{3+}\"\r\n", "d4 OK"},
	{"e1 LOGOUT\r\n", "end"},
}

// differing are those parts of responses that differ in each run.
var differing = regexp.MustCompile(`UIDVALIDITY \d+|APPENDUID \d+`)

func converse(c *talk) (said []string) {
	for _, step := range steps {
		said = append(said, step.say, differing.ReplaceAllString(c.do(step.say, step.until), "…"))
	}
	return said
}

// What is said through the proxy is what is said without it, octet for octet,
// but for the capabilities that end there.
func TestTransparent(t *testing.T) {
	options := servertest.With(func(o *server.Options) { o.Hide = []string{"COMPRESS=DEFLATE"} })
	want := converse(dial(t, servertest.New(t, options).Addr()))
	got := converse(dial(t, start(t, proxy.Options{Upstream: servertest.New(t, options).Addr()})))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// note is a filter that writes down what it is shown.
type note struct{ said []string }

func (n *note) Received(data []byte) { n.said = append(n.said, fmt.Sprintf("C %q", data)) }
func (n *note) Response(c *front.Command, resp []byte) []byte {
	during := ""
	if c != nil {
		during = c.Tag + " " + c.Name
	}
	n.said = append(n.said, fmt.Sprintf("S[%s] %q", during, resp))
	return bytes.ReplaceAll(resp, []byte("completed"), []byte("done"))
}

// Filters see whole responses and the commands to which they belong, and
// change what the client hears.
func TestFilters(t *testing.T) {
	srv := servertest.New(t)
	servertest.Deliver(t, srv, "user", "INBOX", "one\r\n")
	n := new(note)
	addr := start(t, proxy.Options{Upstream: srv.Addr(), Filters: func(conn int, _ net.Addr) []front.Filter {
		if conn != 1 {
			t.Errorf("connection %d", conn)
		}
		return []front.Filter{n}
	}})
	c := dial(t, addr)
	c.do("", "* OK")
	c.do("a LOGIN user pass\r\n", "a OK")
	c.do("b SELECT INBOX\r\n", "b OK")
	n.said = nil
	if got := c.do("c FETCH 1 (BODY.PEEK[] UID)\r\nd NOOP\r\n", "d OK"); !strings.HasSuffix(got, "c OK FETCH done\r\nd OK NOOP done\r\n") {
		t.Errorf("heard %q", got)
	}
	c.do("e LOGOUT\r\n", "end")
	got := strings.Join(n.said, "\n")
	for _, want := range []string{
		`S[c FETCH] "* 1 FETCH (BODY[] {5}\r\none\r\n UID 1)\r\n"`,
		`S[c FETCH] "c OK FETCH completed\r\n"`, `S[d NOOP] "d OK NOOP completed\r\n"`, `C "c FETCH 1 (BODY.PEEK[] UID)\r\n"`,
		`S[e LOGOUT] "* BYE `,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
}

// TLS ends at the proxy, on both sides.
func TestTLS(t *testing.T) {
	config, trusting := certificate(t)
	for name, security := range map[string]proxy.Security{"plain": proxy.Plain, "TLS": proxy.TLS, "STARTTLS": proxy.StartTLS} {
		t.Run(name, func(t *testing.T) {
			srv := servertest.New(t, servertest.With(func(o *server.Options) {
				o.TLS, o.TLSAddr, o.RequireTLS = config, "127.0.0.1:0", security != proxy.Plain
			}))
			upstream := srv.Addr()
			if security == proxy.TLS {
				upstream = srv.TLSAddr()
			}
			c := dial(t, start(t, proxy.Options{Upstream: upstream, UpstreamSecurity: security, UpstreamTLS: trusting, TLS: config}))
			greeting := c.until("* OK")
			if n := strings.Count(greeting, "STARTTLS"); n != 1 || strings.Contains(greeting, "LOGINDISABLED") || strings.Contains(greeting, "-PLUS") {
				t.Errorf("greeting %s", greeting)
			}
			c.do("a NOOP\r\nb STARTTLS\r\n", "b OK")
			c.Conn = tls.Client(c.Conn, trusting)
			c.r.Reset(c.Conn)
			if got := c.do("c CAPABILITY\r\n", "c OK"); strings.Contains(got, "STARTTLS") || !strings.Contains(got, "AUTH=PLAIN") {
				t.Errorf("over TLS: %s", got)
			}
			c.do("d STARTTLS\r\n", "d BAD")
			c.do("e LOGIN user pass\r\n", "e OK")
			if got := c.do("f COMPRESS DEFLATE\r\ng LOGOUT\r\n", "end"); !strings.HasPrefix(got, "f BAD COMPRESS is not available\r\n* BYE") {
				t.Errorf("at the end: %s", got)
			}
		})
	}
}

func TestUntrusted(t *testing.T) {
	config, _ := certificate(t)
	srv := servertest.New(t, servertest.With(func(o *server.Options) { o.TLS, o.TLSAddr = config, "127.0.0.1:0" }))
	c := dial(t, start(t, proxy.Options{Upstream: srv.TLSAddr(), UpstreamSecurity: proxy.TLS}))
	if got := c.until("end"); got != "* BYE [UNAVAILABLE] The server behind the proxy cannot be reached\r\n" {
		t.Errorf("heard %q", got)
	}
}

func TestCapabilities(t *testing.T) {
	srv := servertest.New(t)
	c := dial(t, start(t, proxy.Options{Upstream: srv.Addr(), Hide: []string{"idle"}, Claim: []string{"X-FOO"}}))
	c.until("* OK")
	for _, got := range []string{c.do("a LOGIN user pass\r\n", "a OK"), c.do("b CAPABILITY\r\n", "b OK")} {
		if strings.Contains(got, " IDLE") || strings.Contains(got, "COMPRESS") || !strings.Contains(got, " X-FOO") {
			t.Errorf("told %s", got)
		}
	}
}

// A server that dies gives BYE.
func TestUpstreamDies(t *testing.T) {
	srv := servertest.New(t)
	c := dial(t, start(t, proxy.Options{Upstream: srv.Addr()}))
	c.until("* OK")
	c.do("a LOGIN user pass\r\n", "a OK")
	fmt.Fprint(c, "b IDLE\r\n")
	c.until("+")
	srv.Disconnect(1)
	if got := c.until("end"); got != "* BYE [UNAVAILABLE] The server behind the proxy has ended the connection\r\n" {
		t.Errorf("heard %q", got)
	}
}

// fake is a server that says what a test has it say.
func fake(t *testing.T, serve func(net.Conn)) string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan struct{})
	go func() {
		defer close(served)
		if conn, err := ln.Accept(); err == nil {
			serve(conn)
			conn.Close()
		}
	}()
	t.Cleanup(func() { ln.Close(); <-served })
	return ln.Addr().String()
}

// What a client has asked for before it hung up, the server hears, and the end
// too.
func TestHalfClose(t *testing.T) {
	heard := make(chan string, 1)
	addr := fake(t, func(conn net.Conn) {
		fmt.Fprint(conn, "* OK hello\r\n")
		all, _ := io.ReadAll(conn)
		heard <- string(all)
		fmt.Fprint(conn, "* 1 EXISTS\r\na OK done\r\n")
	})
	c := dial(t, start(t, proxy.Options{Upstream: addr}))
	c.until("* OK")
	fmt.Fprint(c, "a NOOP\r\n")
	c.Conn.(*net.TCPConn).CloseWrite()
	if got := c.until("end"); got != "* 1 EXISTS\r\na OK done\r\n" {
		t.Errorf("the client heard %q", got)
	}
	if got := <-heard; got != "a NOOP\r\n" {
		t.Errorf("the server heard %q", got)
	}
}

// A client that sends more and more while the server waits for it to take
// responses blocks neither, and takes no memory of the proxy's.
func TestBackpressure(t *testing.T) {
	const lines, size = 64, 1 << 18
	addr := fake(t, func(conn net.Conn) {
		fmt.Fprint(conn, "* OK hello\r\n")
		literal := strings.Repeat("x", size)
		for n := range lines { // without reading a word meanwhile
			fmt.Fprintf(conn, "* %d FETCH (BODY[] {%d}\r\n%s)\r\n", n+1, size, literal)
		}
		r := bufio.NewReader(conn)
		for range 2 * lines {
			if _, err := r.ReadString('\n'); err != nil {
				t.Error(err)
			}
		}
		fmt.Fprint(conn, "* BYE enough\r\n")
	})
	c := dial(t, start(t, proxy.Options{Upstream: addr}))
	c.until("* OK")
	long := strings.Repeat("y", 32<<10)
	sent := make(chan error, 1)
	go func() {
		for n := range 2 * lines {
			if _, err := fmt.Fprintf(c, "a%d X %s\r\n", n, long); err != nil {
				sent <- err
				return
			}
		}
		sent <- nil
	}()
	if got := c.until("* BYE"); len(got) < lines*size {
		t.Errorf("%d octets came", len(got))
	}
	if err := <-sent; err != nil {
		t.Error(err)
	}
}

// Too much is refused on either side.
func TestLimits(t *testing.T) {
	srv := servertest.New(t)
	limits := front.Limits{Line: 1000, Literal: 5000}
	for _, say := range []string{"a " + strings.Repeat("x", 2000) + "\r\n", "a LOGIN {6000+}\r\n"} {
		c := dial(t, start(t, proxy.Options{Upstream: srv.Addr(), Limits: limits}))
		c.until("* OK")
		if got := c.do(say, "* BYE"); !strings.HasSuffix(got, "too long\r\n") && !strings.HasSuffix(got, "too large\r\n") {
			t.Errorf("heard %q", got)
		}
	}
	addr := fake(t, func(conn net.Conn) {
		fmt.Fprint(conn, "* OK hello\r\n* 1 FETCH (BODY[] {6000}\r\n")
		io.Copy(io.Discard, conn)
	})
	c := dial(t, start(t, proxy.Options{Upstream: addr, Limits: limits}))
	c.until("* OK")
	if got := c.until("* BYE"); !strings.Contains(got, "has ended the connection") {
		t.Errorf("heard %q", got)
	}
}

// Close ends all, in whatever state.
func TestClose(t *testing.T) {
	srv := servertest.New(t)
	for _, say := range []string{"", "a LOGIN {4}\r\n", "a AUTHENTICATE PLAIN\r\n", "a LOGIN user pass\r\nb IDLE\r\n", "a LOG"} {
		ln, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		p := proxy.New(proxy.Options{Upstream: srv.Addr()})
		ended := make(chan error, 1)
		go func() { ended <- p.Serve(ln) }()
		c := dial(t, ln.Addr().String())
		c.do(say, "* OK")
		if err := p.Close(); err != nil {
			t.Error(err)
		}
		if err := <-ended; err != nil {
			t.Error(err)
		}
		io.Copy(io.Discard, c)
	}
}
