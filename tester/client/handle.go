package client

import (
	"errors"
	"slices"
	"time"

	"imaporacle/internal/wire"
)

// quota counts what a server sends for one command.
type quota struct{ responses, bytes int }

// handle takes notice of a response, in the order in which they come.
func (c *Client) handle(r *wire.Response) {
	event := c.rec.hear(c.name, r)
	if !c.count(r) {
		return
	}
	if r.Err != nil && r.Err.What == wire.ShortLiteral {
		// What was taken for text may have held the answer: to wait is no use.
		c.kill(&ProtocolError{c.waiting(), r, errOutOfStep})
		return
	}
	if list, ok := wire.AsCapability(r); ok {
		c.setCapabilities(list)
	}
	if c.greeting == nil {
		c.greeting = r
		return
	}
	switch r.Kind {
	case wire.Continuation:
		c.continuation(r)
	case wire.Tagged:
		c.tagged(r, event)
	case wire.Untagged:
		if r.Status == wire.BYE {
			c.bye = r
		}
		c.view.apply(r, c.oldest())
		if c.Heard != nil {
			c.Heard(r, event)
		}
		c.deliver(r)
	}
}

// count keeps the limits; it returns false, and ends the connection, beyond.
func (c *Client) count(r *wire.Response) bool {
	q := &c.stray
	if len(c.inflight) > 0 {
		q = &c.inflight[0].quota
	}
	q.responses++
	q.bytes += len(r.Raw)
	if q.responses <= c.cfg.MaxResponses && q.bytes <= c.cfg.MaxBytes {
		return true
	}
	c.kill(&FloodError{c.waiting(), q.responses, q.bytes})
	return false
}

// waiting says what the server is to send next.
func (c *Client) waiting() string {
	if len(c.inflight) > 0 {
		return c.inflight[0].waiting()
	}
	return "the greeting"
}

// errOutOfStep is why a connection is of no use on which a literal was shorter
// than announced.
var errOutOfStep = errors.New("a literal has fewer octets than it announces, so that nobody knows where responses begin")

// oldest is the oldest command in flight, nil if there is none.
func (c *Client) oldest() *Pending {
	if len(c.inflight) == 0 {
		return nil
	}
	return c.inflight[0]
}

// deliver gives a response to the oldest command in flight: servers answer in
// order unless they have reason not to (RFC 9051 §5.5).
func (c *Client) deliver(r *wire.Response) {
	p := c.oldest()
	if p == nil {
		c.unclaimed = append(c.unclaimed, r)
		return
	}
	reply := p.reply
	reply.Untagged = append(reply.Untagged, r)
}

func (c *Client) continuation(r *wire.Response) {
	if !c.proceed {
		c.deliver(r)
		return
	}
	c.proceeds++
}

func (c *Client) tagged(r *wire.Response, event int) {
	i := slices.IndexFunc(c.inflight, func(p *Pending) bool { return p.Tag == r.Tag })
	if i < 0 {
		return
	}
	p := c.inflight[i]
	p.reply.Tagged, p.reply.Done, p.reply.To = r, time.Now(), event
	p.done = true
	c.view.finish(p, r)
	c.inflight = slices.Delete(c.inflight, i, i+1)
}
