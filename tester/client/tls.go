package client

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
)

// handshake turns conn into a TLS connection; on an error it closes it.
func handshake(ctx context.Context, cfg Config, conn net.Conn) (net.Conn, error) {
	host, _, err := net.SplitHostPort(cfg.Addr)
	if err != nil {
		host = cfg.Addr
	}
	t := tls.Client(conn, &tls.Config{
		ServerName: host,
		// Only if the user asks for it: test servers have certificates of their own.
		InsecureSkipVerify: cfg.Insecure,
		MinVersion:         tls.VersionTLS12,
	})
	tctx, cancel := context.WithTimeout(ctx, cfg.Timeout)
	defer cancel()
	if err := t.HandshakeContext(tctx); err != nil {
		conn.Close()
		if ctx.Err() == nil && tctx.Err() != nil {
			return nil, &TimeoutError{Waiting: "the TLS handshake", After: cfg.Timeout}
		}
		return nil, &HandshakeError{err}
	}
	return t, nil
}

// errInjected: RFC 9051 §6.2.1, what comes in plain text after the tagged OK
// must not be taken for a part of the TLS session.
var errInjected = errors.New("plain text after the OK to STARTTLS")

// startTLS sends STARTTLS and negotiates TLS; what was known of the server's
// capabilities is forgotten (RFC 9051 §6.2.1).
func (c *Client) startTLS(ctx context.Context) error {
	if c.authed {
		return &RefusedError{Command: "STARTTLS", Text: "not possible after a PREAUTH greeting"}
	}
	reply, err := c.Do(ctx, "STARTTLS")
	if err != nil {
		return err
	}
	if err := reply.Err(); err != nil {
		return err
	}
	if c.rd.Buffered() > 0 {
		return &ProtocolError{"TLS", reply.Tagged, errInjected}
	}
	conn, err := handshake(ctx, c.cfg, c.conn)
	if err != nil {
		return fmt.Errorf("TLS: %w", err)
	}
	c.use(conn)
	c.caps, c.capsFresh = nil, false
	return nil
}
