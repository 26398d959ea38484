package client

import (
	"context"
	"encoding/base64"
	"errors"
)

var errNoMechanism = errors.New("the server forbids LOGIN (LOGINDISABLED) and does not offer AUTH=PLAIN")

// Login authenticates with LOGIN, or with AUTHENTICATE PLAIN if the server
// forbids LOGIN (RFC 9051 §6.2.3). It returns a *RefusedError if the server says
// NO or BAD. After a PREAUTH greeting there is nothing to do. The capabilities
// are known afterwards.
func (c *Client) Login(ctx context.Context) error {
	if c.caps == nil {
		if err := c.askCapabilities(ctx); err != nil {
			return err
		}
	}
	if c.authed {
		return nil
	}
	c.capsFresh = false
	var reply *Reply
	var err error
	switch {
	case !c.Has("LOGINDISABLED"):
		reply, err = c.TryLogin(ctx)
	case c.Has("AUTH=PLAIN"):
		reply, err = c.authenticatePlain(ctx)
	default:
		return &RefusedError{Command: "LOGIN", Text: errNoMechanism.Error()}
	}
	if err != nil {
		return err
	}
	if err := reply.Err(); err != nil {
		return err
	}
	c.authed = true
	if !c.capsFresh {
		return c.askCapabilities(ctx)
	}
	return nil
}

// TryLogin sends LOGIN with the right password, whatever the server advertises. NO
// and BAD are no errors: see Reply.Err. What is enabled by it is not looked at.
func (c *Client) TryLogin(ctx context.Context) (*Reply, error) {
	return c.DoParts(ctx, Text("LOGIN "), astring(c.cfg.User), Text(" "), astring(c.cfg.Pass))
}

// astring writes a string as quoted, or as a literal if it must be one.
func astring(s string) Part {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 || s[i] == '\r' || s[i] == '\n' || s[i] == 0 {
			return Literal{Data: []byte(s)}
		}
	}
	return Text(Quote(s))
}

// authenticatePlain: RFC 4616; the initial response if SASL-IR allows it
// (RFC 4959).
func (c *Client) authenticatePlain(ctx context.Context) (*Reply, error) {
	initial := base64.StdEncoding.EncodeToString([]byte("\x00" + c.cfg.User + "\x00" + c.cfg.Pass))
	if c.Has("SASL-IR") {
		return c.Do(ctx, "AUTHENTICATE PLAIN "+initial)
	}
	if err := c.mayStart("AUTHENTICATE"); err != nil {
		return nil, err
	}
	others := len(c.inflight) > 0
	p := c.begin("AUTHENTICATE PLAIN")
	s := sender{c: c, p: p, others: others, secret: true}
	s.text(p.Tag + " AUTHENTICATE PLAIN\r\n")
	done, err := s.ask(ctx)
	if err != nil {
		return nil, err
	}
	if !done {
		s.text(initial + "\r\n")
		if err := s.flush(ctx); err != nil {
			return nil, err
		}
	}
	return c.Wait(ctx, p)
}
