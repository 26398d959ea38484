package client

import (
	"context"
	"errors"
	"net"
	"time"

	"imaporacle/internal/wire"
)

// Dial connects and reads the greeting; name stands for the connection in rec,
// which may be nil. It returns a *DialError if there is no session to be had,
// and closes what it opened.
func Dial(ctx context.Context, cfg Config, name string, rec *Recorder) (*Client, error) {
	cfg = cfg.withDefaults()
	dctx, cancel := context.WithTimeout(ctx, cfg.Timeout)
	defer cancel()
	var d net.Dialer
	conn, err := d.DialContext(dctx, "tcp", cfg.Addr)
	if err != nil {
		if ctx.Err() == nil && dctx.Err() != nil {
			err = &TimeoutError{Waiting: "the connection", After: cfg.Timeout}
		}
		return nil, &DialError{cfg.Addr, "connect", err}
	}
	if cfg.TLS == Implicit {
		if conn, err = handshake(ctx, cfg, conn); err != nil {
			return nil, &DialError{cfg.Addr, "TLS", err}
		}
	}
	c := newClient(cfg, name, rec, conn)
	rec.change(name, Opened, "connected to "+cfg.Addr)
	step := "greeting"
	err = c.readGreeting(ctx)
	if err == nil && cfg.TLS == StartTLS {
		step = "STARTTLS"
		err = c.startTLS(ctx)
	}
	if err != nil {
		c.Close()
		return nil, &DialError{cfg.Addr, step, err}
	}
	return c, nil
}

// readGreeting: greeting = "*" SP (resp-cond-auth / resp-cond-bye) CRLF
// (RFC 9051 §9).
func (c *Client) readGreeting(ctx context.Context) error {
	const what = "the greeting"
	since := time.Now()
	if err := c.await(ctx, what, nil, func() bool { return c.greeting != nil }); err != nil {
		return err
	}
	c.greeted = time.Since(since)
	g := c.greeting
	switch {
	case g.Kind != wire.Untagged:
	case g.Status == wire.OK:
		return nil
	case g.Status == wire.PREAUTH:
		c.authed = true
		return nil
	case g.Status == wire.BYE:
		return &ClosedError{Waiting: what, HasBye: true, Bye: statusText(g), Err: errByeGreeting}
	}
	return &ProtocolError{what, g, errNoGreeting}
}

var (
	errByeGreeting = errors.New("the server refuses the connection")
	errNoGreeting  = errors.New("not a greeting")
)

// statusText returns code and text of a status response.
func statusText(r *wire.Response) string {
	if r.Code != nil {
		return "[" + r.Code.Raw + "] " + r.Text
	}
	return r.Text
}
