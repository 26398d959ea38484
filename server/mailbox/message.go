package mailbox

import (
	"sync/atomic"
	"time"

	"imaporacle/server/message"
	"imaporacle/server/store"
)

// Message is one message in one mailbox. What identifies it never changes;
// its flags do.
type Message struct {
	UID     uint32
	Date    time.Time // INTERNALDATE, with the zone it was given in
	Saved   time.Time // when it came into the mailbox (RFC 8514 §3); zero if not known
	Size    int64     // octets
	Content uint64    // the same for every copy of the same bytes

	marks    atomic.Pointer[marks]
	expunged atomic.Bool
	derived  atomic.Pointer[Derived]
	preview  atomic.Pointer[string]
	order    atomic.Pointer[message.Order]
	labels   atomic.Pointer[FlagSet] // without those that are flags
	thread   atomic.Uint64           // 0 until it is asked for
}

// marks are the flags of a message and the mod-sequence of its last change.
// They are kept as one, so that nobody is told the one without the other.
type marks struct {
	flags  *FlagSet
	modSeq uint64
}

// Derived is what FETCH answers from a message's bytes, computed at the first
// use and then kept ready to send.
type Derived struct {
	Envelope      []byte
	Body          []byte
	BodyStructure []byte
}

// Flags returns the flags as they are now, which may differ from what a
// session has been told.
func (m *Message) Flags() *FlagSet { return m.marks.Load().flags }

// ModSeq returns the mod-sequence of the last change of flags, or of the
// delivery (RFC 7162 §3.1).
func (m *Message) ModSeq() uint64 { return m.marks.Load().modSeq }

// Marks returns both as they are at one moment: other flags have another
// mod-sequence.
func (m *Message) Marks() (flags *FlagSet, modSeq uint64) {
	now := m.marks.Load()
	return now.flags, now.modSeq
}

// Expunged reports whether the message is gone from the mailbox, so that only
// sessions that have not been told still show it.
func (m *Message) Expunged() bool { return m.expunged.Load() }

// Derived returns what FETCH shows of the message's structure. body supplies
// the bytes; it is called only when nothing is kept yet.
func (m *Message) Derived(body func() ([]byte, error)) (*Derived, error) {
	if d := m.derived.Load(); d != nil {
		return d, nil
	}
	raw, err := body()
	if err != nil {
		return nil, err
	}
	part := message.Parse(raw)
	d := &Derived{
		Envelope:      part.AppendEnvelope(nil, raw),
		Body:          part.AppendBody(nil, raw),
		BodyStructure: part.AppendBodyStructure(nil, raw),
	}
	m.derived.Store(d)
	return d, nil
}

func newMessage(s store.Message, flags *FlagSet) *Message {
	m := &Message{UID: s.UID, Date: s.InternalDate, Saved: s.Saved, Size: s.Size, Content: s.Content}
	m.labels.Store(NewFlagSet(s.Labels...))
	m.marks.Store(&marks{flags, s.ModSeq})
	return m
}

// record is the form in which the store keeps the message.
func (m *Message) record() store.Message {
	flags, modSeq := m.Marks()
	return store.Message{
		UID: m.UID, ModSeq: modSeq, InternalDate: m.Date, Saved: m.Saved,
		Size: m.Size, Flags: flags.Names(), Labels: m.labels.Load().Names(), Content: m.Content,
	}
}
