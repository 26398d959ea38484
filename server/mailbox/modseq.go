package mailbox

import (
	"cmp"
	"maps"
	"slices"

	"imaporacle/server/store"
)

// history lists messages in the order of their last change, so that what has
// changed since a mod-sequence is found without a look at what has not. It is
// made when it is first asked for: a mailbox whose clients never ask has none.
type history struct {
	made    bool
	entries []touch // ascending mod-sequence
}

// touch is one change of a message; it is stale if the message has another
// mod-sequence by now.
type touch struct {
	modSeq  uint64
	message *Message
}

func (t touch) stale() bool { return t.message.ModSeq() != t.modSeq }

// make fills the history from all messages that a View can show. mu is held.
func (mb *Mailbox) makeHistory() {
	if mb.history.made {
		return
	}
	mb.history.made = true
	mb.history.entries = make([]touch, 0, len(mb.msgs)+len(mb.ghosts))
	for _, m := range mb.msgs {
		mb.history.entries = append(mb.history.entries, touch{m.ModSeq(), m})
	}
	for m := range maps.Keys(mb.ghosts) {
		mb.history.entries = append(mb.history.entries, touch{m.ModSeq(), m})
	}
	slices.SortFunc(mb.history.entries, func(a, b touch) int { return cmp.Compare(a.modSeq, b.modSeq) })
}

// touched puts m at the end of the history. When most of it is stale or gone
// it is thinned, which costs each change a constant share. mu is held.
func (mb *Mailbox) touched(m *Message) {
	h := &mb.history
	if !h.made {
		return
	}
	h.entries = append(h.entries, touch{m.ModSeq(), m})
	if len(h.entries) > 2*(len(mb.msgs)+len(mb.ghosts))+64 {
		h.entries = slices.DeleteFunc(h.entries, func(t touch) bool {
			_, ghost := mb.ghosts[t.message]
			return t.stale() || t.message.Expunged() && !ghost
		})
	}
}

// ChangedSince returns the indexes (sequence number less one), ascending, of
// the messages with a mod-sequence greater than n (RFC 7162 §3.1.4.1). It takes
// time in the number of changes since n, not in that of messages.
func (v *View) ChangedSince(n uint64) []int {
	v.mb.mu.Lock()
	defer v.mb.mu.Unlock()
	v.mb.makeHistory()
	var indexes []int
	for _, t := range slices.Backward(v.mb.history.entries) {
		if t.modSeq <= n {
			break
		}
		if i := v.Find(t.message.UID); !t.stale() && i < len(v.msgs) && v.msgs[i] == t.message {
			indexes = append(indexes, i)
		}
	}
	slices.Sort(indexes)
	return indexes
}

// ToldModSeq returns the greatest mod-sequence up to which the session has been
// told everything. It is the HIGHESTMODSEQ that a client may keep: with an
// expunge outstanding it lies below that (RFC 7162 §3.2).
func (v *View) ToldModSeq() uint64 {
	v.mb.mu.Lock()
	defer v.mb.mu.Unlock()
	told := v.mb.rec.HighestModSeq
	switch {
	case len(v.owed) > 0:
		told = v.owedSince - 1
	case v.cursor < v.mb.log.end():
		told = v.mb.log.slice(v.cursor, v.cursor+1)[0].ModSeq - 1
	}
	if len(v.missed.messages) > 0 {
		told = min(told, v.missed.since-1)
	}
	return told
}

// UIDNext returns the UIDNEXT of which the session has been told: no message
// that it knows has a greater UID or the same.
func (v *View) UIDNext() uint32 { return v.uidNext }

// remembered is how many expunges of a mailbox are remembered at least. They
// are forgotten when there are twice as many, a STORE's worth of mod-sequences
// at a time: an EXPUNGE of more messages than that is remembered whole.
const remembered = 10_000

// remember notes that m went with modSeq. mu is held.
func (mb *Mailbox) remember(m *Message, modSeq uint64) {
	mb.gone = append(mb.gone, store.Expunged{ModSeq: modSeq, UID: m.UID})
}

// forget drops the oldest expunges if there are too many, and returns what the
// store must do. mu is held.
func (mb *Mailbox) forget() []store.Op {
	keep := mb.registry.remembered
	if len(mb.gone) <= 2*keep {
		return nil
	}
	last := mb.gone[len(mb.gone)-keep].ModSeq
	first := mb.goneAfter(last - 1)
	if first == 0 {
		return nil
	}
	mb.rec.ForgottenModSeq = mb.gone[first-1].ModSeq
	mb.gone = slices.Clone(mb.gone[first:])
	return []store.Op{store.Forget{Box: mb.id, ModSeq: mb.rec.ForgottenModSeq}}
}

// goneAfter returns where in gone the expunges after a mod-sequence begin.
func (mb *Mailbox) goneAfter(n uint64) int {
	i, _ := slices.BinarySearchFunc(mb.gone, n, func(e store.Expunged, n uint64) int {
		if e.ModSeq <= n {
			return -1
		}
		return 1
	})
	return i
}

// Vanished returns the UIDs, ascending, of the messages that were expunged
// after the mod-sequence n. Those that the session still shows are left out:
// Advance will tell of them. all is false if some have been forgotten; then
// every UID that is not there must be taken for one of them (RFC 7162 §3.2.6).
func (v *View) Vanished(n uint64) (uids []uint32, all bool) {
	v.mb.mu.Lock()
	defer v.mb.mu.Unlock()
	if n < v.mb.rec.ForgottenModSeq {
		return nil, false
	}
	for _, e := range v.mb.gone[v.mb.goneAfter(n):] {
		if i := v.Find(e.UID); i == len(v.msgs) || v.msgs[i].UID != e.UID {
			uids = append(uids, e.UID)
		}
	}
	slices.Sort(uids)
	return uids, true
}
