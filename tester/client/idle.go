package client

import (
	"context"
	"fmt"

	"imaporacle/internal/wire"
)

// Idle is an IDLE in progress (RFC 9051 §6.3.13).
type Idle struct {
	c    *Client
	p    *Pending
	seen int // responses that WaitFor has looked at
}

// Idle sends IDLE and waits for the continuation. It returns a *RefusedError if
// the server answers NO or BAD.
func (c *Client) Idle(ctx context.Context) (*Idle, error) {
	p, done, err := c.beginIdle(ctx)
	if err != nil {
		return nil, err
	}
	if done {
		return nil, idleEnded(p)
	}
	c.idle = p
	return &Idle{c: c, p: p}, nil
}

// IdleBriefly sends IDLE and ends it as soon as it has begun: what there was to
// tell is told by then (RFC 9051 §6.3.13). NO and BAD are no errors: see
// Reply.Err.
func (c *Client) IdleBriefly(ctx context.Context) (*Reply, error) {
	p, done, err := c.beginIdle(ctx)
	if err != nil {
		return nil, err
	}
	i := &Idle{c: c, p: p}
	if !done {
		c.idle = p
	}
	return i.Done(ctx)
}

// beginIdle sends IDLE and waits for the continuation; done says that the
// tagged response came instead.
func (c *Client) beginIdle(ctx context.Context) (p *Pending, done bool, err error) {
	if err := c.mayStart("IDLE"); err != nil {
		return nil, false, err
	}
	others := len(c.inflight) > 0
	p = c.begin("IDLE")
	s := sender{c: c, p: p, others: others}
	s.text(p.Tag + " IDLE\r\n")
	done, err = s.ask(ctx)
	return p, done, err
}

func idleEnded(p *Pending) error {
	if err := p.reply.Err(); err != nil {
		return err
	}
	return &ProtocolError{"IDLE", p.reply.Tagged, fmt.Errorf("IDLE ended without DONE")}
}

// WaitFor returns the first response since IDLE was sent, and after the one it
// last returned, that satisfies match. It is subject to the limit of the client.
func (i *Idle) WaitFor(ctx context.Context, match func(*wire.Response) bool) (*wire.Response, error) {
	var found *wire.Response
	look := func() bool {
		for found == nil && i.seen < len(i.p.reply.Untagged) {
			r := i.p.reply.Untagged[i.seen]
			i.seen++
			if match(r) {
				found = r
			}
		}
		return found != nil || i.p.done
	}
	if look(); found != nil {
		return found, nil
	}
	if i.p.done {
		return nil, idleEnded(i.p)
	}
	if err := i.c.await(ctx, "a response during IDLE", nil, look); err != nil {
		return nil, err
	}
	if found == nil {
		return nil, idleEnded(i.p)
	}
	return found, nil
}

// Done ends the IDLE and returns all that came.
func (i *Idle) Done(ctx context.Context) (*Reply, error) {
	if !i.p.done && i.c.idle == i.p {
		i.c.idle = nil
		line := []byte("DONE\r\n")
		i.c.rec.add(i.c.name, ClientSide, line)
		if err := i.c.write(ctx, line, i.p.waiting(), len(i.c.inflight) > 1); err != nil {
			return nil, err
		}
	}
	return i.c.Wait(ctx, i.p)
}
