package clients

import (
	"context"
	"crypto/tls"
	"encoding/pem"
	"net"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"imaporacle/interop/asked"
	"imaporacle/server"
	"imaporacle/server/front"
	"imaporacle/server/servertest"
)

// The name and password of the one user.
const (
	user = "user"
	pass = "pass"
)

// limit is how long a client may take for one step.
const limit = 60 * time.Second

// needs skips the test unless interop tests are asked for, and fails it if one
// of the programs is missing.
func needs(t *testing.T, programs ...string) {
	t.Helper()
	asked.OrSkip(t)
	if err := have(programs...); err != nil {
		t.Fatalf("%v; interop/install.sh installs it", err)
	}
}

// target is a server under test, and what has been said to it.
type target struct {
	host, port string // without TLS, or with STARTTLS
	tlsPort    string // with TLS from the first octet
	cert       string // PEM file of the certificate to trust
	heard      *conversation
}

func (s *target) addr() string { return net.JoinHostPort(s.host, s.port) }

// start starts a server in this process, which keeps mail in memory and offers
// STARTTLS and TLS.
func start(t *testing.T) *target {
	t.Helper()
	s := &target{heard: newConversation()}
	config, cert := certificate(t)
	s.cert = cert
	srv := servertest.New(t, servertest.With(func(o *server.Options) {
		o.TLS, o.TLSAddr = config, "127.0.0.1:0"
		o.Filters = func(int, net.Addr) []front.Filter { return []front.Filter{s.heard} }
	}))
	s.host, s.port = split(t, srv.Addr())
	_, s.tlsPort = split(t, srv.TLSAddr())
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("the end of the conversation:\n%s", s.heard.tail())
		}
	})
	return s
}

func split(t *testing.T, addr string) (host, port string) {
	t.Helper()
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		t.Fatal(err)
	}
	return host, port
}

// certificate returns one for 127.0.0.1, and the file that has it: that of
// httptest, which is made for this.
func certificate(t *testing.T) (*tls.Config, string) {
	t.Helper()
	lender := httptest.NewTLSServer(nil)
	defer lender.Close()
	file := filepath.Join(t.TempDir(), "cert.pem")
	write(t, file, string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: lender.Certificate().Raw})))
	return &tls.Config{Certificates: lender.TLS.Certificates}, file
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// conversation is a filter that remembers what all connections say, as lines
// that begin with "C: " and "S: ". What a foreign program is at can often be
// told from nothing else.
type conversation struct {
	mu    sync.Mutex
	text  strings.Builder
	grown chan struct{} // closed when there is more text
}

var _ front.Listener = (*conversation)(nil)

func newConversation() *conversation { return &conversation{grown: make(chan struct{})} }

func (c *conversation) Received(data []byte) { c.add("C: ", data) }

func (c *conversation) Response(_ *front.Command, resp []byte) []byte {
	c.add("S: ", resp)
	return resp
}

// add keeps the beginning of a line, response or literal.
func (c *conversation) add(who string, data []byte) {
	line, _, _ := strings.Cut(string(data[:min(len(data), 300)]), "\r\n")
	c.mu.Lock()
	defer c.mu.Unlock()
	c.text.WriteString(who + line + "\n")
	close(c.grown)
	c.grown = make(chan struct{})
}

// since returns what was said after the mark, and the mark of now. The first
// mark is 0.
func (c *conversation) since(mark int) (text string, now int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.text.String()[mark:], c.text.Len()
}

func (c *conversation) mark() int {
	_, now := c.since(0)
	return now
}

// await waits until a line after the mark matches pattern.
func (c *conversation) await(t *testing.T, mark int, pattern string) {
	t.Helper()
	re := regexp.MustCompile("(?m)" + pattern)
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	for {
		c.mu.Lock()
		grown, text := c.grown, c.text.String()[mark:]
		c.mu.Unlock()
		if re.MatchString(text) {
			return
		}
		select {
		case <-grown:
		case <-ctx.Done():
			t.Fatalf("nobody said %q", pattern)
		}
	}
}

// mustSay fails the test unless a line after the mark matches each pattern.
func (c *conversation) mustSay(t *testing.T, mark int, patterns ...string) {
	t.Helper()
	text, _ := c.since(mark)
	for _, pattern := range patterns {
		if !regexp.MustCompile("(?m)" + pattern).MatchString(text) {
			t.Errorf("nobody said %q", pattern)
		}
	}
}

// mustNotSay fails the test if a line after the mark matches pattern.
func (c *conversation) mustNotSay(t *testing.T, mark int, pattern string) {
	t.Helper()
	text, _ := c.since(mark)
	if found := regexp.MustCompile("(?m)" + pattern + ".*").FindString(text); found != "" {
		t.Errorf("%q was said", found)
	}
}

func (c *conversation) tail() string {
	text, _ := c.since(0)
	const most = 6000
	return text[max(0, len(text)-most):]
}
