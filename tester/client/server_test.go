package client

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"math/big"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// peer is the server side of one connection, driven by a script.
type peer struct {
	t    testing.TB
	conn net.Conn
	in   *bufio.Reader
}

// send writes lines, each with its CRLF.
func (p *peer) send(lines ...string) {
	io.WriteString(p.conn, strings.Join(lines, "\r\n")+"\r\n")
}

// raw writes octets.
func (p *peer) raw(s string) { io.WriteString(p.conn, s) }

// line reads a line without its CRLF; "" at the end of the stream.
func (p *peer) line() string {
	s, _ := p.in.ReadString('\n')
	return strings.TrimSuffix(s, "\r\n")
}

// expect reads a command line, compares it after its tag, and returns the tag.
func (p *peer) expect(want string) string {
	tag, cmd, _ := strings.Cut(p.line(), " ")
	if cmd != want {
		p.t.Errorf("server got %q, want %q", cmd, want)
	}
	return tag
}

// octets reads n octets.
func (p *peer) octets(n int) string {
	b := make([]byte, n)
	io.ReadFull(p.in, b)
	return string(b)
}

// toEnd reads until the client hangs up.
func (p *peer) toEnd() { io.Copy(io.Discard, p.in) }

// serve starts a server of one script and returns how to reach it. The script
// runs for each connection, which is closed after it.
func serve(t testing.TB, wrap func(net.Conn) net.Conn, script func(p *peer)) Config {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			wg.Add(1)
			go func() {
				defer wg.Done()
				if wrap != nil {
					conn = wrap(conn)
				}
				defer conn.Close()
				script(&peer{t, conn, bufio.NewReader(conn)})
			}()
		}
	}()
	t.Cleanup(func() { l.Close(); wg.Wait() })
	return Config{Addr: l.Addr().String(), User: "user", Pass: "s3cret"}
}

// dial connects to a script that begins with an OK greeting.
func dial(t *testing.T, cfg Config, rec *Recorder) *Client {
	t.Helper()
	c, err := Dial(context.Background(), cfg, "A", rec)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// after returns a script that greets, advertising caps, and goes on.
func after(caps string, script func(p *peer)) func(*peer) {
	return func(p *peer) {
		p.send("* OK [CAPABILITY IMAP4rev1 " + caps + "] ready")
		script(p)
	}
}

// selected returns a script that also answers SELECT with n messages.
func selected(n int, script func(p *peer)) func(*peer) {
	return after("X", func(p *peer) {
		tag := p.expect("SELECT INBOX")
		p.send(`* FLAGS (\Seen \Deleted)`, fmt.Sprintf("* %d EXISTS", n), "* 1 RECENT", "* OK [UIDVALIDITY 7] v", "* OK [UIDNEXT 100] n",
			`* OK [PERMANENTFLAGS (\Seen \*)] p`, "* OK [HIGHESTMODSEQ 12] m", tag+" OK [READ-WRITE] done")
		script(p)
	})
}

func do(t *testing.T, c *Client, cmd string) *Reply {
	t.Helper()
	r, err := c.Do(context.Background(), cmd)
	if err != nil {
		t.Fatalf("%s: %v", cmd, err)
	}
	return r
}

func testCertificate(t *testing.T) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	tmpl := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}
