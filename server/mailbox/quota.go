package mailbox

import (
	"slices"
	"sync"
	"sync/atomic"

	"imaporacle/server/store"
)

// The resources of a quota root, by name (RFC 9208 §5).
const (
	Storage  = "STORAGE" // in units of 1024 octets, rounded up
	Messages = "MESSAGE"
	Boxes    = "MAILBOX"
)

// Resources are all resources, in the order in which they are told.
var Resources = []string{Storage, Messages, Boxes}

// Usage is how much of a resource is used, of how much (RFC 9208 §4.2.1).
type Usage struct {
	Resource    string
	Used, Limit int64 // in the resource's unit
}

// amount is what mailboxes, or some of their messages, take. What a session
// still shows of expunged messages takes nothing.
type amount struct{ octets, messages, boxes int64 }

func (a amount) plus(b amount) amount {
	return amount{a.octets + b.octets, a.messages + b.messages, a.boxes + b.boxes}
}

func (a amount) negative() amount { return amount{-a.octets, -a.messages, -a.boxes} }

// of returns the part of a that is of a resource, in its unit.
func (a amount) of(resource string) int64 {
	switch resource {
	case Storage:
		// Rounded up, so that what is used is never above a limit unless
		// its octets are.
		return (a.octets + 1023) / 1024
	case Messages:
		return a.messages
	}
	return a.boxes
}

// amountOf is what messages take.
func amountOf(msgs []*Message) amount {
	a := amount{messages: int64(len(msgs))}
	for _, m := range msgs {
		a.octets += m.Size
	}
	return a
}

// quota is the quota root of an account: it governs all its mailboxes. Its
// lock is the innermost: whoever has it takes no other.
type quota struct {
	mu     sync.Mutex
	used   amount
	limits store.Limits // replaced, never changed

	soft     bool          // the limits stop nothing
	exceeded atomic.Uint64 // how often messages came although there was no room
}

// take adds a to what is used, or refuses and changes nothing. A limit that is
// exceeded already stops only what needs more of its resource.
func (q *quota) take(a amount) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	switch err := q.admits(a); {
	case err != nil && !q.soft:
		return err
	case err != nil && a.boxes == 0:
		q.exceeded.Add(1)
	}
	q.used = q.used.plus(a)
	return nil
}

// admits says why there is no room for a. mu is held.
func (q *quota) admits(a amount) error {
	after := q.used.plus(a)
	for _, more := range []struct {
		resource string
		n        int64
	}{{Storage, a.octets}, {Messages, a.messages}, {Boxes, a.boxes}} {
		limit, limited := q.limits[more.resource]
		if limited && more.n > 0 && after.of(more.resource) > limit {
			return refuse("OVERQUOTA", "This would exceed the %s quota", more.resource)
		}
	}
	return nil
}

// add adds a, which is there already, or, negative, has gone.
func (q *quota) add(a amount) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.used = q.used.plus(a)
}

// give takes a away from what is used.
func (q *quota) give(a amount) { q.add(a.negative()) }

// leaving is what goes from a mailbox in one step with what comes to another,
// and so makes room for it (RFC 6851 §3.3, RFC 8508 §3.4). The zero value is
// nothing.
type leaving struct {
	from *quota
	amount
}

// exchange lets a come and what is leaving go, or refuses both.
func (q *quota) exchange(a amount, l leaving) error {
	if l.from == q {
		return q.take(a.plus(l.negative()))
	}
	if err := q.take(a); err != nil {
		return err
	}
	if l.from != nil {
		l.from.give(l.amount)
	}
	return nil
}

// foresee refuses what take would.
func (q *quota) foresee(a amount) error {
	if q.soft {
		return nil
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.admits(a)
}

// Foresee refuses n messages of so many octets if Append would, as things are
// now (RFC 9208 §4.3.1).
func (mb *Mailbox) Foresee(n int, octets int64) error {
	return mb.quota.foresee(amount{octets: octets, messages: int64(n)})
}

// ForeseeReplace is Foresee for Replace.
func (v *View) ForeseeReplace(index int, dest *Mailbox, octets int64) error {
	a := amount{octets: octets, messages: 1}
	if v.mb.quota == dest.quota {
		a = a.plus(amountOf([]*Message{v.msgs[index]}).negative())
	}
	return dest.quota.foresee(a)
}

// Exceeded counts how often messages have come that exceeded a soft limit.
func (a *Account) Exceeded() uint64 { return a.quota.exceeded.Load() }

// Quota returns the usage of each resource that is limited (RFC 9208 §4.2.1).
func (a *Account) Quota() []Usage {
	a.quota.mu.Lock()
	defer a.quota.mu.Unlock()
	var all []Usage
	for _, resource := range Resources {
		if limit, limited := a.quota.limits[resource]; limited {
			all = append(all, Usage{resource, a.quota.used.of(resource), limit})
		}
	}
	return all
}

// SetQuota replaces all limits and returns when that is durable
// (RFC 9208 §4.1.3). They may be below what is used: then nothing is lost, and
// nothing can be added. A limit for any other than Resources is refused. The
// caller must not change limits afterwards.
func (a *Account) SetQuota(limits store.Limits) error {
	for resource := range limits {
		if !slices.Contains(Resources, resource) {
			return refuse("", "There is no resource %.40s", resource)
		}
	}
	a.mu.Lock()
	if err := a.failure; err != nil {
		a.mu.Unlock()
		return err
	}
	p := commit(a.registry.store, []store.Op{store.SetQuota{User: a.user, Limits: limits}})
	a.quota.mu.Lock()
	a.quota.limits = limits
	a.quota.mu.Unlock()
	a.mu.Unlock()
	return a.settle(p)
}

// limitsOf returns the limits of a user: those that were set, else those of
// the registry.
func (r *Registry) limitsOf(user string) (store.Limits, error) {
	limits, err := r.store.Quota(user)
	if err == nil && limits == nil {
		limits = r.limits
	}
	return limits, err
}
