package mailbox

import (
	"imaporacle/server/store"
)

// Copied tells where messages went: the values of COPYUID (RFC 9051 §7.1).
type Copied struct {
	UIDValidity uint32
	From, To    []uint32 // UIDs, pairwise
}

// Copy copies the messages at these indexes to dest, all or none, and returns
// when that is durable (RFC 9051 §6.4.7).
func (v *View) Copy(indexes []int, dest *Mailbox) (Copied, error) {
	if v.anyExpunged(indexes) && v.mb.registry.Behaviour().CopyExpunged(v.moment(0)) == CopyRefused {
		return Copied{}, refuse("EXPUNGEISSUED", "Some of the messages have been expunged")
	}
	unlock := lockBoth(v.mb, dest)
	copied, ops, err := v.copyTo(indexes, dest, leaving{})
	if err != nil {
		unlock()
		return Copied{}, err
	}
	p := commit(v.mb.registry.store, ops, dest)
	dest.trim()
	unlock()
	return copied, p.wait()
}

// Move copies the messages and expunges them here, in one step
// (RFC 9051 §6.4.8). A message that is gone already is not moved again.
func (v *View) Move(indexes []int, dest *Mailbox) (Copied, error) {
	if err := v.mayChange(); err != nil {
		return Copied{}, err
	}
	if err := v.need(RightDeleted | RightExpunge); err != nil { // RFC 6851 §4.2
		return Copied{}, err
	}
	unlock := lockBoth(v.mb, dest)
	var live []int
	var gone []*Message
	for _, i := range indexes {
		if !v.msgs[i].Expunged() {
			live = append(live, i)
			gone = append(gone, v.msgs[i])
		}
	}
	if len(live) == 0 {
		unlock()
		return Copied{}, v.mb.usable()
	}
	if err := v.mayExpunge(); err != nil {
		unlock()
		return Copied{}, err
	}
	copied, ops, err := v.copyTo(live, dest, leaving{v.mb.quota, amountOf(gone)})
	if err != nil {
		unlock()
		return Copied{}, err
	}
	ops = append(ops, v.mb.expunge(gone, v)...)
	p := commit(v.mb.registry.store, ops, v.mb, dest)
	unlock()
	return copied, p.wait()
}

// copyTo delivers copies to dest. Both locks are held. The quota lets go of
// what is leaving.
func (v *View) copyTo(indexes []int, dest *Mailbox, l leaving) (Copied, []store.Op, error) {
	if err := v.mb.usable(); err != nil { // its messages may be gone from the store
		return Copied{}, nil, err
	}
	if err := dest.writable(len(indexes)); err != nil {
		return Copied{}, nil, err
	}
	known := len(dest.rec.Keywords)
	come := amount{messages: int64(len(indexes))}
	var err error
	flags := make(map[*FlagSet]*FlagSet) // here to there: most messages share a few
	for _, i := range indexes {
		here := v.baseFlags(v.msgs[i], BaseCurrent, nil)
		if flags[here] == nil {
			flags[here] = v.flagsIn(dest, here)
		}
		come.octets += v.msgs[i].Size
		if err == nil {
			err = dest.addKeywords(flags[here].Names())
		}
	}
	if err == nil {
		err = dest.quota.exchange(come, l)
	}
	if err != nil {
		dest.keepKeywords(dest.rec.Keywords[:known]) // RFC 9051 §6.4.7: as it was before
		return Copied{}, nil, err
	}
	copied := Copied{UIDValidity: dest.rec.UIDValidity}
	ops := make([]store.Op, 0, len(indexes)+1)
	modSeq := dest.nextModSeq()
	for _, i := range indexes {
		m := v.msgs[i]
		c := dest.deliver(store.Message{
			ModSeq: modSeq, InternalDate: m.Date, Size: m.Size, Content: m.Content,
			Labels: v.labelsIn(dest, m),
		}, flags[v.baseFlags(m, BaseCurrent, nil)], v.actor)
		c.derived.Store(m.derived.Load())
		c.preview.Store(m.preview.Load())
		c.order.Store(m.order.Load())
		c.thread.Store(m.thread.Load())
		copied.From = append(copied.From, m.UID)
		copied.To = append(copied.To, c.UID)
		ops = append(ops, store.CopyMessage{Box: dest.id, Message: c.record(), FromBox: v.mb.id, FromUID: m.UID})
	}
	return copied, append(ops, store.PutMailbox{Mailbox: dest.rec}), nil
}

// labelsIn returns the labels with which the session may put m into dest: it
// takes the right to change keywords.
func (v *View) labelsIn(dest *Mailbox, m *Message) []string {
	labels := m.labels.Load().Names()
	if len(labels) > 0 && !v.unbound && !dest.Rights(v.actor.User).Has(RightWrite) {
		return nil
	}
	return labels
}

// flagsIn returns those of the flags with which the session may put a message
// into dest (RFC 4314 §4).
func (v *View) flagsIn(dest *Mailbox, flags *FlagSet) *FlagSet {
	if v.unbound {
		return flags
	}
	names := flags.Names()
	if allowed := dest.Rights(v.actor.User).Flags(names); len(allowed) < len(names) {
		return NewFlagSet(allowed...)
	}
	return flags
}

// lockBoth locks two mailboxes in the order of their ids, so that two sessions
// that copy both ways do not wait for each other.
func lockBoth(a, b *Mailbox) (unlock func()) {
	if a == b {
		a.mu.Lock()
		return a.mu.Unlock
	}
	if a.id > b.id {
		a, b = b, a
	}
	a.mu.Lock()
	b.mu.Lock()
	return func() {
		b.mu.Unlock()
		a.mu.Unlock()
	}
}
