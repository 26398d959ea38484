// Package client is the raw IMAP client of the tester. It hides nothing: what
// the server said is kept in the order in which it came, and every wait ends.
package client

import (
	"context"
	"fmt"
	"net"
	"strings"
	"time"

	"imaporacle/internal/wire"
)

// Mode is how TLS is used.
type Mode int

// The ways to use TLS.
const (
	None     Mode = iota
	StartTLS      // RFC 9051 §6.2.1
	Implicit      // TLS from the first octet, RFC 8314 §3
)

// Config says how to reach a server. Zero limits mean their defaults.
type Config struct {
	Addr     string // host:port
	TLS      Mode
	Insecure bool // do not check the certificate
	User     string
	Pass     string

	// Timeout limits each wait as a whole, however much comes meanwhile; 15 s.
	Timeout time.Duration
	// MaxResponses and MaxBytes limit what is kept for one command; 1,048,576
	// responses and 256 MiB.
	MaxResponses int
	MaxBytes     int
	// Wire limits a single response.
	Wire wire.Limits
}

func (cfg Config) withDefaults() Config {
	if cfg.Timeout <= 0 {
		cfg.Timeout = 15 * time.Second
	}
	if cfg.MaxResponses <= 0 {
		cfg.MaxResponses = 1 << 20
	}
	if cfg.MaxBytes <= 0 {
		cfg.MaxBytes = 256 << 20
	}
	return cfg
}

// Client is one connection. It reads only while something is awaited, so that a
// server feels backpressure. It is for one goroutine at a time; only Close may
// be called from another.
type Client struct {
	// Heard, if set, is told of each untagged response after the View has
	// taken it, with its number in the Recorder.
	Heard func(r *wire.Response, event int)

	cfg  Config
	name string
	rec  *Recorder
	conn net.Conn
	rd   *wire.Reader

	greeting *wire.Response
	greeted  time.Duration // how long it took
	authed   bool

	caps      map[string]bool // in upper case; nil: not known
	capsFresh bool            // told since the last change of state

	tagPrefix string
	tags      int
	inflight  []*Pending // in the order sent
	idle      *Pending
	proceed   bool // a continuation is awaited
	proceeds  int  // continuations that came and were not used yet

	stray     quota            // what came while no command was in flight
	unclaimed []*wire.Response // the same, kept
	bye       *wire.Response
	view      View
	ended     bool  // the end of the connection is recorded
	dead      error // why the connection is of no use any more
}

func newClient(cfg Config, name string, rec *Recorder, conn net.Conn) *Client {
	c := &Client{cfg: cfg, name: name, rec: rec, tagPrefix: tagPrefix(name)}
	c.use(conn)
	return c
}

// use makes conn the connection; it follows STARTTLS, too.
func (c *Client) use(conn net.Conn) {
	c.conn = conn
	c.rd = wire.NewReader(conn, c.cfg.Wire)
}

// tagPrefix makes letters of a tag from the name of a connection.
func tagPrefix(name string) string {
	p := strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z':
			return r
		case 'A' <= r && r <= 'Z':
			return r - 'A' + 'a'
		}
		return -1
	}, name)
	if p == "" {
		return "t"
	}
	return p[:min(len(p), 8)]
}

// Name returns the name given to Dial.
func (c *Client) Name() string { return c.name }

// Greeting returns the greeting of the server.
func (c *Client) Greeting() *wire.Response { return c.greeting }

// Greeted returns how long the greeting took, from when the connection was made.
func (c *Client) Greeted() time.Duration { return c.greeted }

// View returns what the server has told of the selected mailbox.
func (c *Client) View() *View { return &c.view }

// Unclaimed returns the untagged responses that were read while no command was
// in flight, the oldest first, and forgets them.
func (c *Client) Unclaimed() []*wire.Response {
	u := c.unclaimed
	c.unclaimed, c.stray = nil, quota{}
	return u
}

// SetUTF8 tells the reader that the server may send UTF-8 from now on (RFC 6855
// §3, RFC 9051 §6.3.1).
func (c *Client) SetUTF8(on bool) { c.rd.UTF8 = on }

// Capabilities returns what the server last advertised, in upper case; it asks
// if that is not known.
func (c *Client) Capabilities(ctx context.Context) ([]string, error) {
	if c.caps == nil {
		if err := c.askCapabilities(ctx); err != nil {
			return nil, err
		}
	}
	list := make([]string, 0, len(c.caps))
	for name := range c.caps {
		list = append(list, name)
	}
	return list, nil
}

// Has says whether a capability was last advertised, named in any case.
func (c *Client) Has(capability string) bool { return c.caps[strings.ToUpper(capability)] }

func (c *Client) askCapabilities(ctx context.Context) error {
	reply, err := c.Do(ctx, "CAPABILITY")
	if err != nil {
		return err
	}
	if err := reply.Err(); err != nil {
		return err
	}
	if c.caps == nil {
		return &ProtocolError{"CAPABILITY", reply.Tagged, fmt.Errorf("OK without an untagged CAPABILITY")}
	}
	return nil
}

func (c *Client) setCapabilities(list []string) {
	c.caps = make(map[string]bool, len(list))
	for _, name := range list {
		c.caps[strings.ToUpper(name)] = true
	}
	c.capsFresh = true
}

// Logout sends LOGOUT, waits for its answer and closes.
func (c *Client) Logout(ctx context.Context) error {
	reply, err := c.Do(ctx, "LOGOUT")
	closing := c.Close()
	if err != nil {
		return err
	}
	if err := reply.Err(); err != nil {
		return err
	}
	return closing
}

// Close closes the connection and ends any wait.
func (c *Client) Close() error {
	if !c.ended {
		c.ended = true
		c.rec.change(c.name, Closed, "closed")
	}
	return c.conn.Close()
}
