package mailbox

import (
	"time"

	"imaporacle/server/store"
)

// NewMessage is a message to be appended.
type NewMessage struct {
	Flags []string
	Date  time.Time
	Body  []byte // kept, not copied
}

// Append adds msgs, all or none, and returns when they are durable: their
// UIDs, and the UIDVALIDITY under which these hold (RFC 9051 §6.3.12, §7.1).
func (mb *Mailbox) Append(msgs ...NewMessage) (validity uint32, uids []uint32, err error) {
	mb.mu.Lock()
	if err := mb.writable(); err != nil {
		mb.mu.Unlock()
		return 0, nil, err
	}
	for _, n := range msgs {
		if err := mb.addKeywords(n.Flags); err != nil {
			mb.mu.Unlock()
			return 0, nil, err
		}
	}
	ops := make([]store.Op, 0, len(msgs)+1)
	modSeq := mb.nextModSeq()
	for _, n := range msgs {
		m := mb.deliver(store.Message{
			ModSeq: modSeq, InternalDate: n.Date, Size: int64(len(n.Body)),
			Content: mb.registry.store.NextContent(),
		}, NewFlagSet(n.Flags...))
		uids = append(uids, m.UID)
		ops = append(ops, store.AddMessage{Box: mb.id, Message: m.record(), Body: n.Body})
	}
	validity = mb.rec.UIDValidity
	ops = append(ops, store.PutMailbox{Mailbox: mb.rec})
	p := commit(mb.registry.store, ops, mb)
	mb.trim()
	mb.mu.Unlock()
	return validity, uids, p.wait()
}

// deliver gives the message its UID and puts it at the end; a copy is saved
// now like any other (RFC 8514 §3). mu is held.
func (mb *Mailbox) deliver(s store.Message, flags *FlagSet) *Message {
	s.UID, s.Saved = mb.rec.UIDNext, time.Now()
	mb.rec.UIDNext++
	m := newMessage(s, flags)
	mb.insert(m)
	mb.log.add(Change{Kind: Appended, Message: m, ModSeq: s.ModSeq})
	return m
}

// writable reports why nothing can be added. mu is held.
func (mb *Mailbox) writable() error {
	if mb.removed.Load() {
		return refuse("NONEXISTENT", "The mailbox has been deleted")
	}
	if mb.rec.UIDNext == 0 {
		return refuse("LIMIT", "The mailbox has used up its UIDs")
	}
	return mb.usable()
}
