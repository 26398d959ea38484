package mailbox

import (
	"math"
	"slices"
)

// Picture is what one session has been told of its mailbox, and what waits to
// be told.
type Picture struct {
	Mailbox     string
	ReadOnly    bool
	UIDValidity uint32
	UIDNext     uint32 // as far as the session has been told
	Messages    []Told // behind the sequence numbers 1, 2, ...
	Waiting     []Waiting
	End         Position // of the log, up to where Waiting goes
}

// Told is a message as a session knows it.
type Told struct {
	UID    uint32
	Flags  []string // without \Recent
	Recent bool
	Gone   bool // expunged, of which the session has not been told
}

// Waiting is a change of which a session has not been told.
type Waiting struct {
	Kind   Kind
	UID    uint32
	ModSeq uint64
	Conn   int // the connection that made it, 0 if none did
}

// Picture returns what the session has been told. Unlike the other methods it
// may be called from anywhere at any time. It is nil once the View is closed.
func (v *View) Picture() *Picture { return v.PictureAfter(0) }

// PictureAfter is Picture with only those messages whose UID is above that one.
func (v *View) PictureAfter(uid uint32) *Picture {
	mb := v.mb
	mb.mu.Lock()
	defer mb.mu.Unlock()
	if _, open := mb.views[v]; !open {
		return nil // what it has not seen of the log may be forgotten
	}
	msgs := v.msgs[behind(v.msgs, uid):]
	p := &Picture{
		Mailbox: mb.Name(), ReadOnly: v.readOnly, UIDValidity: mb.rec.UIDValidity,
		UIDNext: v.uidNext, Messages: make([]Told, 0, len(msgs)), End: max(v.cursor, mb.durable()),
	}
	var changed map[*Message]*FlagSet
	if len(msgs) > 0 {
		changed = v.toldFlags()
	}
	for _, m := range msgs {
		flags := m.Flags()
		if before, ok := changed[m]; ok {
			flags = before
		}
		if private, ok := v.private[m]; ok {
			flags = private
		}
		p.Messages = append(p.Messages, Told{UID: m.UID, Flags: flags.Names(), Recent: v.recent.has(m.UID), Gone: m.Expunged()})
	}
	for _, m := range v.owed {
		p.Waiting = append(p.Waiting, Waiting{Kind: Expunged, UID: m.UID, ModSeq: v.owedSince})
	}
	for _, c := range mb.log.slice(v.cursor, p.End) {
		if c.Kind == FlagsChanged && (c.Origin == v || v.knowsEnd(c.Message)) {
			continue // it is known, or will never be told
		}
		p.Waiting = append(p.Waiting, waiting(c))
	}
	return p
}

// knowsEnd reports whether the session has been told that a message is gone. mu is
// held.
func (v *View) knowsEnd(m *Message) bool {
	i := find(v.msgs, m.UID)
	return m.UID < v.uidNext && (i == len(v.msgs) || v.msgs[i] != m)
}

func waiting(c Change) Waiting {
	w := Waiting{Kind: c.Kind, ModSeq: c.ModSeq}
	if c.Message != nil {
		w.UID = c.Message.UID
	}
	if c.By != nil {
		w.Conn = c.By.Conn
	}
	return w
}

// toldFlags returns the flags that messages had where the session stands, of
// those that have changed since, with its own later changes. mu is held.
func (v *View) toldFlags() map[*Message]*FlagSet {
	flags := make(map[*Message]*FlagSet)
	for _, c := range v.mb.log.slice(v.cursor, v.mb.log.end()) {
		if c.Kind == FlagsChanged {
			flags[c.Message] = v.withOwn(flags[c.Message], c)
		}
	}
	return flags
}

// MessagesAfter returns the messages that there are now with a UID above that
// one, in ascending order, at most n.
func (mb *Mailbox) MessagesAfter(uid uint32, n int) []*Message {
	mb.mu.Lock()
	defer mb.mu.Unlock()
	rest := mb.msgs[behind(mb.msgs, uid):]
	return slices.Clone(rest[:min(n, len(rest))])
}

// behind returns the index of the first message whose UID is above that one.
func behind(msgs []*Message, uid uint32) int {
	if uid == math.MaxUint32 {
		return len(msgs)
	}
	return find(msgs, uid+1)
}
