package judge

import (
	"fmt"
	"slices"
)

// exists takes EXISTS.
func (s *session) exists(b *box, n uint32) {
	if n < b.exists && !b.opening {
		s.blame("exists/not-shrinks", fmt.Sprintf("from %d to %d", b.exists, n), b.existsAt)
	}
	if n > b.exists && !b.opening {
		b.arrived += n - b.exists
	}
	if b.opening && b.told["EXISTS"] == 0 {
		b.settled = n
	}
	b.exists, b.existsAt = n, s.event
	b.told["EXISTS"] = s.event
	if n < uint32(len(b.slots)) {
		b.slots = b.slots[:n]
	}
	b.settled = min(b.settled, n)
}

// recentCount takes RECENT.
func (s *session) recentCount(b *box, n uint32) {
	// In the answer to SELECT it may come before EXISTS.
	if n > b.exists && (!b.opening || b.told["EXISTS"] != 0) {
		s.blame("recent/beyond-exists", fmt.Sprintf("%d RECENT of %d messages", n, b.exists), b.existsAt)
	}
	b.recent, b.recentAt, b.recentKnown = n, s.event, true
}

// remove takes a message out of the numbers.
func (s *session) remove(b *box, seq uint32) {
	b.exists--
	b.recentKnown = false
	if seq <= b.settled {
		b.settled--
	}
	if seq <= uint32(len(b.slots)) {
		if uid := b.slots[seq-1].uid; uid != 0 && len(b.gone) < maxMessages {
			b.gone[uid] = s.event
		}
		b.slots = slices.Delete(b.slots, int(seq)-1, int(seq))
	}
	for _, c := range s.inflight {
		c.expunged = true
	}
}

// arrival is a message that another session was told to have added.
type arrival struct {
	from, at int    // the command that added it, and its end
	reported uint32 // arrivals that the session had been told then
	polls    int    // commands since then that may tell
}

const (
	// lostAfter is after how many commands that may tell an arrival it is overdue.
	lostAfter = 3
	// maxAwaited is how many arrivals are waited for.
	maxAwaited = 64
)

// polled looks whether an arrival is still untold.
func (s *session) polled(c *command) {
	b := s.box
	if b == nil || b.facts == nil {
		return
	}
	b.awaited = slices.DeleteFunc(b.awaited, func(a arrival) bool {
		return b.arrived > a.reported || b.facts.expungeAt > a.from
	})
	for i := range b.awaited {
		a := &b.awaited[i]
		if a.at >= c.first {
			continue
		}
		if a.polls++; a.polls == lostAfter {
			s.blame("exists/announced", fmt.Sprintf("a message that was added is untold after %d commands", lostAfter), a.from, a.at)
		}
	}
}

// added notes that a command has added a message, for the sessions that look.
func (s *session) added(f *facts, c *command) {
	if !s.j.opts.Alone {
		return
	}
	for _, o := range s.j.sessions {
		b := o.box
		if b == nil || b.opening || b.facts != f || b.sent > c.first || b.existsAt > c.first || len(b.awaited) == maxAwaited {
			continue
		}
		b.awaited = append(b.awaited, arrival{from: c.first, at: s.event, reported: b.arrived})
	}
}
