package client

import (
	"slices"
	"time"

	"imaporacle/internal/wire"
)

// quota counts what a server sends for one command.
type quota struct{ responses, bytes int }

// handle takes notice of a response, in the order in which they come.
func (c *Client) handle(r *wire.Response) {
	event := c.rec.add(c.name, Server, r.Raw)
	if r.Err != nil {
		c.anomalies.add("syntax/"+r.Err.What, r.Err.Error(), event)
	}
	if !c.count(r) {
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
		c.continuation(r, event)
	case wire.Tagged:
		c.tagged(r, event)
	case wire.Untagged:
		if r.Status == wire.BYE {
			c.bye = r
		}
		c.view.apply(r, event, c.inflight)
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
	what := "the greeting"
	if len(c.inflight) > 0 {
		what = c.inflight[0].waiting()
	}
	c.kill(&FloodError{what, q.responses, q.bytes})
	return false
}

// deliver gives a response to the oldest command in flight: servers answer in
// order unless they have reason not to (RFC 9051 §5.5).
func (c *Client) deliver(r *wire.Response) {
	if len(c.inflight) == 0 {
		c.unclaimed = append(c.unclaimed, r)
		return
	}
	reply := c.inflight[0].reply
	reply.Untagged = append(reply.Untagged, r)
}

func (c *Client) continuation(r *wire.Response, event int) {
	if !c.proceed {
		c.anomalies.add(UnexpectedContinuation, "continuation request that nothing asked for", event)
		c.deliver(r)
		return
	}
	c.proceeds++
}

func (c *Client) tagged(r *wire.Response, event int) {
	i := slices.IndexFunc(c.inflight, func(p *Pending) bool { return p.Tag == r.Tag })
	if i < 0 {
		c.anomalies.add(UnknownTag, "tagged response to no command in flight: "+r.Tag, event)
		return
	}
	p := c.inflight[i]
	p.reply.Tagged, p.reply.Done, p.reply.To = r, time.Now(), event
	p.done = true
	c.view.finish(p, r, event)
	c.inflight = slices.Delete(c.inflight, i, i+1)
}
