package mailbox

import (
	"slices"

	"imaporacle/server/store"
)

// Expunge removes the messages with \Deleted for which keep, if given, is
// true, and returns when that is durable (RFC 9051 §6.4.3, §6.4.9). No session
// has been told yet, not even this one: that is Advance's work.
func (v *View) Expunge(wanted func(uid uint32) bool) error {
	if err := v.mayChange(); err != nil {
		return err
	}
	if err := v.need(RightExpunge); err != nil {
		return err
	}
	mb := v.mb
	mb.mu.Lock()
	var gone []*Message
	for m := range mb.deleted {
		if wanted == nil || wanted(m.UID) {
			gone = append(gone, m)
		}
	}
	if len(gone) == 0 {
		mb.mu.Unlock()
		return mb.usable()
	}
	if err := v.mayExpunge(); err != nil {
		mb.mu.Unlock()
		return err
	}
	ops := mb.expunge(gone, v)
	mb.quota.give(amountOf(gone))
	p := commit(mb.registry.store, ops, mb)
	mb.mu.Unlock()
	return p.wait()
}

// mayExpunge asks whether messages may go although others look. mu is held.
func (v *View) mayExpunge() error {
	if err := v.mb.usable(); err != nil {
		return err
	}
	if len(v.mb.views) > 1 && !v.mb.registry.Behaviour().MayExpunge(v.moment(0)) {
		return refuse("INUSE", "Other sessions have the mailbox selected")
	}
	return nil
}

// expunge takes gone out of the mailbox, in the order of their UIDs, and
// returns what the store must do. mu is held. Of the quota the caller takes
// care, for whom something may come in their place.
func (mb *Mailbox) expunge(gone []*Message, origin *View) []store.Op {
	slices.SortFunc(gone, byUID)
	first := find(mb.msgs, gone[0].UID)
	rest := slices.Clone(mb.msgs[:first]) // Views share the old array
	modSeq := mb.nextModSeq()
	ops := make([]store.Op, 0, len(gone)+1)
	next := 0
	for _, m := range mb.msgs[first:] {
		if next == len(gone) || m != gone[next] {
			rest = append(rest, m)
			continue
		}
		next++
		mb.size -= m.Size
		mb.count(m, m.Flags(), -1)
		m.expunged.Store(true)
		mb.remember(m, modSeq)
		mb.log.add(Change{Kind: Expunged, Message: m, ModSeq: modSeq, Origin: origin, By: origin.actor})
		ops = append(ops, store.Expunge{Box: mb.id, UID: m.UID, ModSeq: modSeq})
		if len(mb.views) == 0 {
			ops = append(ops, store.Release{Box: mb.id, UID: m.UID})
			continue
		}
		mb.ghosts[m] = len(mb.views)
	}
	mb.msgs = rest
	ops = append(ops, mb.forget()...)
	return append(ops, store.PutMailbox{Mailbox: mb.rec})
}

// told records that one more View knows that these messages are gone. With the
// last one their bytes go. mu is held.
func (mb *Mailbox) told(gone []*Message) {
	var ops []store.Op
	for _, m := range gone {
		mb.ghosts[m]--
		if mb.ghosts[m] == 0 {
			delete(mb.ghosts, m)
			ops = append(ops, store.Release{Box: mb.id, UID: m.UID})
		}
	}
	if len(ops) > 0 {
		mb.registry.store.Commit(ops, mb.failed)
	}
}
