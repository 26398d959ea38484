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
	By    *Actor // the session that brings it; nil for a delivery
}

// Append adds msgs, all or none, and returns when they are durable: their
// UIDs, and the UIDVALIDITY under which these hold (RFC 9051 §6.3.12, §7.1).
func (mb *Mailbox) Append(msgs ...NewMessage) (validity uint32, uids []uint32, err error) {
	mb.mu.Lock()
	uids, ops, err := mb.add(msgs, leaving{})
	if err != nil {
		mb.mu.Unlock()
		return 0, nil, err
	}
	validity = mb.rec.UIDValidity
	p := commit(mb.registry.store, ops, mb)
	mb.trim()
	mb.mu.Unlock()
	return validity, uids, p.wait()
}

// add delivers msgs, or nothing, and returns what the store must do. mu is
// held. The quota lets go of what is leaving.
func (mb *Mailbox) add(msgs []NewMessage, l leaving) (uids []uint32, ops []store.Op, err error) {
	if err := mb.writable(len(msgs)); err != nil {
		return nil, nil, err
	}
	known := len(mb.rec.Keywords)
	come := amount{messages: int64(len(msgs))}
	for _, n := range msgs {
		come.octets += int64(len(n.Body))
		if err == nil {
			err = mb.addKeywords(n.Flags)
		}
	}
	if err == nil {
		err = mb.quota.exchange(come, l)
	}
	if err != nil {
		mb.keepKeywords(mb.rec.Keywords[:known]) // RFC 3502 §6.3.11: as it was before
		return nil, nil, err
	}
	ops = make([]store.Op, 0, len(msgs)+1)
	uids = make([]uint32, 0, len(msgs))
	modSeq := mb.nextModSeq()
	for _, n := range msgs {
		m := mb.deliver(store.Message{
			ModSeq: modSeq, InternalDate: n.Date, Size: int64(len(n.Body)),
			Content: mb.registry.store.NextContent(),
		}, NewFlagSet(n.Flags...), n.By)
		uids = append(uids, m.UID)
		ops = append(ops, store.AddMessage{Box: mb.id, Message: m.record(), Body: n.Body})
	}
	return uids, append(ops, store.PutMailbox{Mailbox: mb.rec}), nil
}

// deliver gives the message its UID and puts it at the end; a copy is saved
// now like any other (RFC 8514 §3). mu is held.
func (mb *Mailbox) deliver(s store.Message, flags *FlagSet, by *Actor) *Message {
	s.UID, s.Saved = mb.rec.UIDNext, time.Now()
	mb.rec.UIDNext++
	m := newMessage(s, flags)
	mb.insert(m)
	mb.log.add(Change{Kind: Appended, Message: m, ModSeq: s.ModSeq, By: by})
	return m
}

// writable reports why n messages cannot be added. mu is held.
func (mb *Mailbox) writable(n int) error {
	// UIDNext is 0 when the last UID is taken.
	if left := int64(-mb.rec.UIDNext); mb.rec.UIDNext == 0 || int64(n) > left {
		return refuse("LIMIT", "The mailbox has used up its UIDs")
	}
	return mb.usable()
}
