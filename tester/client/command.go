package client

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"imaporacle/internal/wire"
)

var (
	errLineEnd = errors.New("command is empty or holds CR, LF or NUL: use DoParts with a Literal")
	errIdling  = errors.New("IDLE is in progress")
	errStatus  = errors.New("tagged response without OK, NO or BAD")
)

// Do sends a command, without tag and line end, and waits for its answer. NO
// and BAD are no errors: see Reply.Err.
func (c *Client) Do(ctx context.Context, cmd string) (*Reply, error) {
	return c.DoParts(ctx, Text(cmd))
}

// DoParts is Do for a command with literals. For a synchronizing literal it
// waits for the continuation; the server may answer the command instead.
func (c *Client) DoParts(ctx context.Context, parts ...Part) (*Reply, error) {
	p, err := c.StartParts(ctx, parts...)
	if err != nil {
		return nil, err
	}
	return c.Wait(ctx, p)
}

// Start sends a command and does not wait. Several may be in flight; Wait may be
// called in any order.
func (c *Client) Start(ctx context.Context, cmd string) (*Pending, error) {
	return c.StartParts(ctx, Text(cmd))
}

// Pipeline sends commands together, in one write.
func (c *Client) Pipeline(ctx context.Context, cmds ...string) ([]*Pending, error) {
	var out []byte
	others := len(c.inflight) > 0
	list := make([]*Pending, 0, len(cmds))
	for _, cmd := range cmds {
		if err := c.mayStart(cmd); err != nil {
			return nil, err
		}
	}
	for _, cmd := range cmds {
		p := c.begin(cmd)
		line := []byte(p.Tag + " " + cmd + "\r\n")
		p.reply.From = c.rec.add(c.name, ClientSide, redactLine(line))
		out = append(out, line...)
		list = append(list, p)
	}
	if len(list) == 0 {
		return nil, nil
	}
	return list, c.write(ctx, out, list[0].waiting(), others)
}

// Wait waits for the answer to a command. A time-out leaves the command in
// flight: Wait may be called again.
func (c *Client) Wait(ctx context.Context, p *Pending) (*Reply, error) {
	if !p.done {
		if err := c.await(ctx, p.waiting(), nil, func() bool { return p.done }); err != nil {
			return nil, err
		}
		if len(c.inflight) == 0 && p.verb != "STARTTLS" { // behind which TLS begins
			c.takeRest()
		}
	}
	switch p.reply.Tagged.Status {
	case wire.OK, wire.NO, wire.BAD:
		return p.reply, nil
	}
	return nil, &ProtocolError{p.waiting(), p.reply.Tagged, errStatus}
}

func (c *Client) mayStart(cmd string) error {
	if cmd == "" || strings.ContainsAny(cmd, "\r\n\x00") {
		return fmt.Errorf("%.40q: %w", redactText(cmd), errLineEnd)
	}
	if c.idle != nil && !c.idle.done {
		return errIdling
	}
	return c.dead
}

// begin makes a command known as in flight.
func (c *Client) begin(cmd string) *Pending {
	c.tags++
	p := &Pending{Tag: c.tagPrefix + strconv.Itoa(c.tags)}
	verb, rest, _ := strings.Cut(cmd, " ")
	p.verb = strings.ToUpper(verb)
	if p.verb == "UID" {
		verb, rest, _ = strings.Cut(rest, " ")
		p.verb, p.uid = strings.ToUpper(verb), true
	}
	if p.selects() {
		p.mailbox = rest
	}
	p.reply = &Reply{Command: redactText(cmd), Tag: p.Tag, Sent: time.Now()}
	c.inflight = append(c.inflight, p)
	return p
}
