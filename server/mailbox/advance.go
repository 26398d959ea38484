package mailbox

import (
	"slices"

	"imaporacle/server/store"
)

// Updates is what a session is told at one point, in the order in which it
// must be sent: expunges, then the new counts, then flags.
type Updates struct {
	Expunged []uint32 // sequence numbers, each as of the expunges before it
	Vanished []uint32 // the UIDs of the same messages, ascending
	Exists   int      // the new count, -1 if it is not to be told
	Recent   int      // the same for RECENT
	Flags    []FlagUpdate
	Removed  bool // the mailbox is gone: the session must end
	// Arrived is what others have added, in ascending order of UID. Some of it
	// may be gone again.
	Arrived []*Message
	// Touched is what has arrived or changed, by whomever, in ascending order
	// of UID, if TrackTouched asked for it. Some of it may be gone again.
	Touched []*Message
}

// Advance moves the session's cursor and returns what it passed. Expunges are
// told only if allowed: never during FETCH, STORE and SEARCH by sequence
// number (RFC 9051 §7.5.1).
func (v *View) Advance(expunges bool) Updates {
	mb := v.mb
	if v.upToDate(expunges) {
		return Updates{Exists: -1, Recent: -1}
	}
	mb.mu.Lock()
	defer mb.mu.Unlock()
	step := &step{View: v, told: len(v.msgs), recents: v.recent.len()}
	end := v.horizon(expunges)
	for _, c := range mb.log.slice(v.cursor, end) {
		step.pass(c)
	}
	v.cursor = end
	if expunges {
		step.tellExpunges()
	}
	if step.claimed {
		mb.registry.store.Commit([]store.Op{store.PutMailbox{Mailbox: mb.rec}}, mb.failed)
	}
	mb.trim()
	return step.updates()
}

// upToDate is the quick answer for the commands between which nothing happens.
func (v *View) upToDate(expunges bool) bool {
	switch {
	case expunges && len(v.owed) > 0, v.mb.removed.Load():
		return false
	case v.news == AllNews && len(v.missed.messages) > 0:
		return false
	case v.news == NoNews:
		return v.mb.durable() <= v.searched
	}
	return v.mb.durable() <= v.cursor
}

// horizon returns how far the session may see now. mu is held.
func (v *View) horizon(expunges bool) Position {
	end := max(v.cursor, v.mb.durable())
	sight := Sight{Told: v.cursor, Own: v.cursor, Expunge: end, End: end, Expunges: expunges}
	for i, c := range v.mb.log.slice(v.cursor, end) {
		at := v.cursor + Position(i)
		switch {
		case c.Origin == v:
			sight.Own = at + 1
		case c.Kind == Expunged && sight.Expunge == end:
			sight.Expunge = at
		}
	}
	p := v.mb.registry.Behaviour().Horizon(v.moment(0), sight)
	p = min(max(p, v.cursor), end)
	if v.news == NoNews {
		return v.ownEnd(p)
	}
	return p
}

// step is one Advance under way.
type step struct {
	*View
	told    int // how many messages the session knew before
	recents int
	grown   bool
	claimed bool
	changed []*Message
	gone    []uint32
	uids    []uint32 // of what is gone
	touched []*Message
	arrived []*Message
}

func (s *step) pass(c Change) {
	switch c.Kind {
	case Appended:
		s.touch(c.Message)
		s.msgs = append(s.msgs, c.Message)
		s.uidNext = c.Message.UID + 1
		s.owned = true // the array was clipped: append has made a copy
		s.grown = true
		if c.By != s.actor {
			s.arrived = append(s.arrived, c.Message)
		}
		if s.mb.isUnclaimed(c.Message) {
			s.meet(c.Message)
			s.claimed = s.claimed || !s.readOnly
		}
	case FlagsChanged:
		s.touch(c.Message)
		switch {
		case c.Origin == s.View:
		case s.news == AllNews:
			s.changed = append(s.changed, c.Message)
		default:
			s.missed.add(c)
		}
	case Expunged:
		if len(s.owed) == 0 {
			s.owedSince = c.ModSeq
		}
		s.owed = append(s.owed, c.Message)
	}
}

func (s *step) touch(m *Message) {
	if s.tracks {
		s.touched = append(s.touched, m)
	}
}

// tellExpunges takes the owed messages out of the sequence numbers.
func (s *step) tellExpunges() {
	if len(s.owed) == 0 {
		return
	}
	slices.SortFunc(s.owed, byUID)
	if !s.owned {
		s.msgs, s.owned = slices.Clone(s.msgs), true
	}
	first := s.Find(s.owed[0].UID)
	kept := s.msgs[:first]
	next := 0
	for i, m := range s.msgs[first:] {
		if next == len(s.owed) || m != s.owed[next] {
			kept = append(kept, m)
			continue
		}
		next++
		// What arrived and went since the last time was never told.
		if first+i < s.told {
			s.gone = append(s.gone, uint32(len(kept))+1)
			s.uids = append(s.uids, m.UID)
		}
		s.recent.remove(m.UID)
		delete(s.private, m)
		delete(s.missed.messages, m)
	}
	s.mb.told(s.owed)
	clear(s.msgs[len(kept):])
	s.msgs = kept
	s.owed = nil
}

func (s *step) updates() Updates {
	u := Updates{
		Expunged: s.gone, Vanished: s.uids, Exists: -1, Recent: -1,
		Removed: s.mb.removed.Load(), Arrived: s.arrived,
	}
	if s.grown && len(s.msgs) != s.told-len(s.gone) {
		u.Exists = len(s.msgs)
	}
	if s.recent.len() != s.recents {
		u.Recent = s.recent.len()
	}
	slices.SortFunc(s.touched, byUID)
	u.Touched = slices.Compact(s.touched)
	if s.news == AllNews {
		s.changed = append(s.changed, s.missed.take()...)
	}
	slices.SortFunc(s.changed, byUID)
	for _, m := range slices.Compact(s.changed) {
		i := s.Find(m.UID)
		if i == len(s.msgs) || s.msgs[i] != m || s.private[m] != nil {
			continue
		}
		u.Flags = append(u.Flags, FlagUpdate{Seq: uint32(i) + 1, Message: m, ModSeq: m.ModSeq(), Flags: s.flagsAtCursor(m)})
	}
	return u
}

// flagsAtCursor returns the flags to be told; mu is held.
func (s *step) flagsAtCursor(m *Message) *FlagSet {
	if s.mb.registry.Behaviour().SeesFlagsByHorizon(s.moment(m.UID)) {
		return s.flagsAt(m, s.cursor)
	}
	return m.Flags()
}
