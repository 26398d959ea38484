package selftest

import (
	"bufio"
	"io"
	"net"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"imaporacle/oracle"
	"imaporacle/server"
	"imaporacle/server/servertest"
	"imaporacle/tester"
	"imaporacle/tester/client"
)

// proxy stands before a clean server and spoils what is said.
type proxy struct {
	server *server.Server
	// onCommand, if set, is asked for each command, with its number over all
	// connections, its tag, and what follows the tag.
	onCommand func(n int, tag, command string) verdict
	// onLine, if set, changes each line that comes from the server, with its
	// CRLF; it may return several, or none.
	onLine func(line string) string

	mu       sync.Mutex
	commands [][2]string // tags and what follows them, in order
}

// verdict is what becomes of a command: the zero value lets it pass.
type verdict struct {
	answer string // given in place of the server, without tag and CRLF
	hang   bool   // the command is swallowed
	cut    bool   // the connection is closed
}

// startProxy starts proxy and server, and returns how to test them.
func startProxy(t *testing.T, p *proxy) tester.Config {
	t.Helper()
	p.server = servertest.New(t)
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
			wg.Go(func() { p.serve(conn) })
		}
	})
	t.Cleanup(func() { ln.Close(); wg.Wait() })
	return tester.Config{
		Config: client.Config{Addr: ln.Addr().String(), User: "user", Pass: "pass", Timeout: 5 * time.Second},
		Settle: 10 * time.Millisecond, Rounds: 2,
	}
}

func (p *proxy) serve(conn net.Conn) {
	defer conn.Close()
	behind, err := net.Dial("tcp", p.server.Addr())
	if err != nil {
		return
	}
	defer behind.Close()
	var wg sync.WaitGroup
	defer wg.Wait()
	defer behind.Close()
	wg.Go(func() {
		defer conn.Close()
		in := bufio.NewReader(behind)
		for {
			line, err := in.ReadString('\n')
			if err != nil {
				return
			}
			if p.onLine != nil {
				line = p.onLine(line)
			}
			if _, err := io.WriteString(conn, line); err != nil {
				return
			}
		}
	})
	p.forward(conn, behind)
}

// literal ends a line after which octets follow.
var literal = regexp.MustCompile(`\{([0-9]+)\+?\}\r\n$`)

// forward passes commands on until the connection ends.
func (p *proxy) forward(conn io.ReadWriter, behind io.Writer) {
	in := bufio.NewReader(conn)
	rest := false // the line goes on with a command, after a literal
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		if !rest {
			tag, command, _ := strings.Cut(strings.TrimSuffix(line, "\r\n"), " ")
			switch v := p.judge(tag, command); {
			case v.cut:
				return
			case v.hang:
				io.Copy(io.Discard, in)
				return
			case v.answer != "":
				io.WriteString(conn, tag+" "+v.answer+"\r\n")
				continue
			}
		}
		if _, err := io.WriteString(behind, line); err != nil {
			return
		}
		m := literal.FindStringSubmatch(line)
		if rest = m != nil; rest {
			n, _ := strconv.ParseInt(m[1], 10, 64)
			if _, err := io.CopyN(behind, in, n); err != nil {
				return
			}
		}
	}
}

func (p *proxy) judge(tag, command string) verdict {
	p.mu.Lock()
	p.commands = append(p.commands, [2]string{tag, command})
	n := len(p.commands)
	p.mu.Unlock()
	if p.onCommand == nil {
		return verdict{}
	}
	return p.onCommand(n, tag, command)
}

// command returns tag and text of the nth command, if there was one.
func (p *proxy) command(n int) (tag, command string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if n > len(p.commands) {
		return "", ""
	}
	return p.commands[n-1][0], p.commands[n-1][1]
}

// count returns how many commands there were.
func (p *proxy) count() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.commands)
}

// leftovers lists the mailboxes of the user but for INBOX.
func (p *proxy) leftovers(t *testing.T) []string {
	t.Helper()
	account, err := p.server.Account("user")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range account.Entries() {
		if e.Name != "INBOX" {
			names = append(names, e.Name)
		}
	}
	return names
}

// test runs the tester.
func test(t *testing.T, cfg tester.Config, only ...oracle.Column) *tester.Result {
	t.Helper()
	cfg.Only = only
	r, err := tester.Run(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	return r
}
