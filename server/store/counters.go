package store

import (
	"sync/atomic"
	"time"
)

// counters hand out ids. Each holds the last value handed out. Both stores
// embed it; Bolt writes their marks with every commit.
type counters struct {
	mailbox, content, validity atomic.Uint64
	now                        func() time.Time
}

// marks is the state of counters at one moment.
type marks struct{ mailbox, content, validity uint64 }

// NextID implements Store.
func (c *counters) NextID() MailboxID { return MailboxID(c.mailbox.Add(1)) }

// NextContent implements Store.
func (c *counters) NextContent() uint64 { return c.content.Add(1) }

// NextUIDValidity implements Store. The clock gives the value, as RFC 9051
// §2.3.1.1 suggests, so that it rises even if the file is lost and made anew;
// where the clock stands still or goes back, it is the last value plus one.
func (c *counters) NextUIDValidity() uint32 {
	for {
		last := c.validity.Load()
		next := last + 1
		if now := c.now().Unix(); now > int64(last) {
			next = uint64(now)
		}
		if c.validity.CompareAndSwap(last, next) {
			return uint32(next)
		}
	}
}

// raise makes sure that nothing up to m is handed out any more.
func (c *counters) raise(m marks) {
	raiseTo(&c.mailbox, m.mailbox)
	raiseTo(&c.content, m.content)
	raiseTo(&c.validity, m.validity)
}

func raiseTo(a *atomic.Uint64, v uint64) {
	for {
		last := a.Load()
		if last >= v || a.CompareAndSwap(last, v) {
			return
		}
	}
}

// raiseFor takes note of ids that ops bring along, in case they came from
// elsewhere, such as an import.
func (c *counters) raiseFor(ops []Op) {
	for _, op := range ops {
		switch op := op.(type) {
		case PutMailbox:
			c.raise(marks{mailbox: uint64(op.Mailbox.ID), validity: uint64(op.Mailbox.UIDValidity)})
		case AddMessage:
			c.raise(marks{content: op.Message.Content})
		}
	}
}

func (c *counters) marks() marks {
	return marks{c.mailbox.Load(), c.content.Load(), c.validity.Load()}
}
