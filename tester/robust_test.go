package tester

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"imaporacle/oracle"
	"imaporacle/tester/client"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// peer is the server's side of a connection.
type peer struct {
	conn net.Conn
	in   *bufio.Reader
}

func (p *peer) send(lines ...string) {
	io.WriteString(p.conn, strings.Join(lines, "\r\n")+"\r\n")
}

// literalEnd ends a line that announces a literal.
var literalEnd = regexp.MustCompile(`\{([0-9]+)(\+?)\}$`)

// command reads a command with its literals; false at the end of the stream.
func (p *peer) command() (tag, name string, ok bool) {
	line, err := p.in.ReadString('\n')
	if err != nil {
		return "", "", false
	}
	line = strings.TrimSuffix(line, "\r\n")
	fields := strings.SplitN(line, " ", 3)
	for m := literalEnd.FindStringSubmatch(line); m != nil; m = literalEnd.FindStringSubmatch(line) {
		if m[2] == "" {
			p.send("+ go on")
		}
		n, _ := strconv.Atoi(m[1])
		if _, err := io.CopyN(io.Discard, p.in, int64(n)); err != nil {
			return "", "", false
		}
		if line, err = p.in.ReadString('\n'); err != nil {
			return "", "", false
		}
		line = strings.TrimSuffix(line, "\r\n")
	}
	return fields[0], fields[1], true
}

// hold keeps the connection open and says nothing until the client leaves.
func (p *peer) hold() { io.Copy(io.Discard, p.in) }

// answers is a server that says OK to everything but what the script answers;
// the script ends the connection by saying false.
func answers(script func(p *peer, tag, name string) (done, goOn bool)) func(*peer) {
	return func(p *peer) {
		p.send("* OK [CAPABILITY IMAP4rev1] ready")
		for {
			tag, name, ok := p.command()
			if !ok {
				return
			}
			done, goOn := script(p, tag, name)
			switch {
			case !goOn:
				return
			case done:
			case name == "CAPABILITY":
				p.send("* CAPABILITY IMAP4rev1", tag+" OK done")
			case name == "LOGOUT":
				p.send("* BYE bye", tag+" OK done")
				return
			default:
				p.send(tag + " OK done")
			}
		}
	}
}

// at runs do when the named command comes.
func at(command string, do func(p *peer, tag string) (goOn bool)) func(*peer) {
	return answers(func(p *peer, tag, name string) (bool, bool) {
		if name != command {
			return false, true
		}
		return true, do(p, tag)
	})
}

// serve runs the script for each connection and returns the address.
func serve(t *testing.T, script func(*peer)) string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			conn, err := ln.Accept()
			if err != nil {
				return
			}
			wg.Go(func() {
				defer conn.Close()
				script(&peer{conn, bufio.NewReader(conn)})
			})
		}
	})
	t.Cleanup(func() { ln.Close(); wg.Wait() })
	return ln.Addr().String()
}

// hangs is the reason where a server does not answer. On a busy machine the
// short limit may be over sooner than at the place where it hangs, so the place
// is not asked for.
const hangs = "time-out after 50ms: waiting for"

// quick is a configuration under which little is done and kept.
func quick(addr string) Config {
	return Config{
		Config: client.Config{Addr: addr, User: "user", Pass: "pass", Timeout: time.Minute, MaxResponses: 200},
		Settle: 10 * time.Millisecond, Rounds: 2,
	}
}

// A server that cannot be tested is neither praised nor blamed: every column
// is unknown, and says why.
func TestBadServers(t *testing.T) {
	flood := func(p *peer, _ string) bool {
		for {
			if _, err := io.WriteString(p.conn, strings.Repeat("* OK still working\r\n", 100)); err != nil {
				return false
			}
		}
	}
	endless := func(p *peer, _ string) bool {
		for {
			if _, err := io.WriteString(p.conn, strings.Repeat("no line ends here ", 1000)); err != nil {
				return false
			}
		}
	}
	tests := map[string]struct {
		script func(*peer)
		why    string
	}{
		"BYE for a greeting":    {func(p *peer) { p.send("* BYE too busy") }, "greeting: connection closed while waiting for the greeting, after BYE too busy"},
		"no greeting":           {(*peer).hold, hangs},
		"closed at once":        {func(*peer) {}, "connection closed while waiting for the greeting"},
		"another protocol":      {func(p *peer) { p.send("220 mail.example.org ESMTP"); p.hold() }, "not a greeting"},
		"hang after greeting":   {func(p *peer) { p.send("* OK ready"); p.hold() }, hangs},
		"login refused":         {at("LOGIN", func(p *peer, tag string) bool { p.send(tag + " NO [AUTHENTICATIONFAILED] no"); return true }), "LOGIN \"user\" <redacted>: NO [AUTHENTICATIONFAILED] no"},
		"login is BAD":          {at("LOGIN", func(p *peer, tag string) bool { p.send(tag + " BAD what?"); return true }), "BAD what?"},
		"hang at login":         {at("LOGIN", func(p *peer, _ string) bool { p.hold(); return false }), hangs},
		"hang at CREATE":        {at("CREATE", func(p *peer, _ string) bool { p.hold(); return false }), hangs},
		"hang at SELECT":        {at("SELECT", func(p *peer, _ string) bool { p.hold(); return false }), hangs},
		"hang up at CREATE":     {at("CREATE", func(*peer, string) bool { return false }), "connection closed while waiting for the tagged response to"},
		"hang up at APPEND":     {at("APPEND", func(*peer, string) bool { return false }), "connection closed while waiting for the tagged response to"},
		"BYE at SELECT":         {at("SELECT", func(p *peer, _ string) bool { p.send("* BYE shutting down"); return false }), "after BYE shutting down"},
		"CREATE refused":        {at("CREATE", func(p *peer, tag string) bool { p.send(tag + " NO [NOPERM] no"); return true }), "NO [NOPERM] no"},
		"APPEND refused":        {at("APPEND", func(p *peer, tag string) bool { p.send(tag + " NO [OVERQUOTA] full"); return true }), "NO [OVERQUOTA] full"},
		"flood":                 {at("CREATE", flood), "201 responses"},
		"a line without end":    {at("CREATE", endless), hangs},
		"garbage for an answer": {at("CREATE", func(p *peer, tag string) bool { p.send(tag + " PERHAPS later"); return true }), "tagged response without OK, NO or BAD"},
		"OK to everything":      {answers(func(*peer, string, string) (bool, bool) { return false, true }), "the server does not allow the test: "},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			cfg := quick(serve(t, tc.script))
			if tc.why == hangs {
				cfg.Timeout = 50 * time.Millisecond
			}
			r, err := Run(t.Context(), cfg)
			if err != nil {
				t.Fatal(err)
			}
			if len(r.Inconclusive()) != len(oracle.Columns) {
				t.Errorf("only %q could not be told", r.Inconclusive())
			}
			for _, c := range oracle.Columns {
				v := r.Verdicts[c]
				if v.Cell != oracle.Unknown || len(v.Notes) == 0 || !strings.Contains(v.Notes[0], tc.why) {
					t.Errorf("%s is %q, because %q; want the reason %q", c, v.Cell, v.Notes, tc.why)
				}
				if v.Legal {
					t.Errorf("%s is called legal", c)
				}
			}
		})
	}
}

func TestNobodyListens(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ln.Close()
	r, err := Run(t.Context(), quick(ln.Addr().String()))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range oracle.Columns {
		if v := r.Verdicts[c]; v.Cell != oracle.Unknown || !strings.Contains(v.Notes[0], "connection refused") {
			t.Errorf("%s is %q, because %q", c, v.Cell, v.Notes)
		}
	}
}

// An interrupted run says so of each column, and is over at once although the
// server would be waited for.
func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	cause := errors.New("enough of it")
	cfg := quick(serve(t, at("LOGIN", func(p *peer, _ string) bool { cancel(cause); p.hold(); return false })))
	cfg.Timeout = time.Hour
	r, err := Run(ctx, cfg)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range oracle.Columns {
		if v := r.Verdicts[c]; v.Cell != oracle.Unknown || !strings.Contains(v.Notes[0], cause.Error()) {
			t.Errorf("%s is %q, because %q", c, v.Cell, v.Notes)
		}
	}
}

// What concerns no server is an error.
func TestConfigErrors(t *testing.T) {
	tests := map[string]struct {
		cfg  Config
		want string
	}{
		"unknown column": {Config{Only: []oracle.Column{"colour"}}, `there is no column "colour"`},
		"two deliveries": {Config{Deliver: "true", LMTP: "127.0.0.1:24"}, "exclude each other"},
	}
	for name, tc := range tests {
		if r, err := Run(t.Context(), tc.cfg); err == nil || r != nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: %v, %v", name, r, err)
		}
	}
}

// Only what was asked for is tested.
func TestOnly(t *testing.T) {
	cfg := quick(serve(t, func(p *peer) { p.send("* BYE") }))
	cfg.Only = []oracle.Column{oracle.Recent}
	r, err := Run(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Verdicts) != 1 || r.Verdicts[oracle.Recent].Cell != oracle.Unknown {
		t.Errorf("%+v", r.Verdicts)
	}
}
