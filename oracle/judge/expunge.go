package judge

import (
	"fmt"
	"slices"

	"imaporacle/internal/wire"
)

// expunge takes EXPUNGE.
func (s *session) expunge(b *box, r *wire.Response) {
	if at := max(s.enabled["QRESYNC"], s.enabled["UIDONLY"]); at != 0 {
		s.blame("vanished/replaces-expunge", "EXPUNGE although QRESYNC or UIDONLY is enabled", at)
	}
	s.mayExpunge("EXPUNGE")
	if r.Number == 0 || r.Number > b.exists {
		if !b.opening && r.Number != 0 {
			s.blame("expunge/beyond-exists", fmt.Sprintf("EXPUNGE of %d of %d messages", r.Number, b.exists), b.existsAt)
		}
		return
	}
	s.remove(b, r.Number)
}

// mayExpunge: an EXPUNGE must not come when no command is in progress, nor while
// only FETCH, STORE or SEARCH are. With several in progress it is wrong only if
// each of them forbids it.
func (s *session) mayExpunge(what string) {
	if s.box != nil && s.box.opening || s.isEnabled("NOTIFY") {
		return
	}
	var forbidding *command
	sending := false // not in progress until it is received whole
	for _, c := range s.inflight {
		if !c.complete {
			sending = true
			continue
		}
		if forbiddenBy(c) == "" {
			return
		}
		forbidding = c
	}
	switch {
	case forbidding != nil:
		s.blame(forbiddenBy(forbidding), what+" during "+forbidding.tag+" "+forbidding.name(), forbidding.first)
	case s.spoke && !(sending && s.gap):
		s.blame("expunge/needs-command", what+" while no command is in progress", s.lastDone())
	}
}

// forbiddenBy returns the rule that forbids EXPUNGE during a command, or "".
// UIDONLY changes nothing: such commands have UID.
func forbiddenBy(c *command) string {
	if c.uid || c.bad {
		return ""
	}
	switch c.verb {
	case "FETCH":
		return "expunge/not-during-fetch"
	case "STORE":
		return "expunge/not-during-store"
	case "SEARCH", "SORT", "THREAD":
		return "expunge/not-during-search"
	}
	return ""
}

// lastDone is the event that completed the last command.
func (s *session) lastDone() int {
	if len(s.doneAt) == 0 {
		return 0
	}
	return s.doneAt[len(s.doneAt)-1]
}

// vanished takes VANISHED.
func (s *session) vanished(b *box, r *wire.Response) {
	uids, earlier, ok := wire.AsVanished(r)
	if !ok {
		return
	}
	if earlier {
		if !slices.ContainsFunc(s.inflight, asksVanished) {
			s.blame("vanished/earlier-asked", "VANISHED (EARLIER) that no command asked for")
		}
		return
	}
	if s.whole && !s.isEnabled("QRESYNC", "UIDONLY") {
		s.blame("vanished/needs-qresync", "VANISHED although QRESYNC is not enabled")
	}
	s.mayExpunge("VANISHED")
	if b.opening {
		return
	}
	if n := uids.Count(); n > uint64(b.exists) {
		s.blame("vanished/known", fmt.Sprintf("%d UIDs of %d messages", n, b.exists), b.existsAt)
		return
	}
	s.removeUIDs(b, uids)
}

// asksVanished says whether a command asks for VANISHED (EARLIER).
func asksVanished(c *command) bool {
	if c.bad || c.selects() {
		return true
	}
	return c.uid && c.verb == "FETCH"
}

// removeUIDs takes the messages of a VANISHED out of the numbers. One whose UID
// was not told is one of those not known between its neighbours; which, nobody
// can say, so that what is known of these is forgotten.
func (s *session) removeUIDs(b *box, uids wire.NumSet) {
	all, err := uids.Expand(maxSlots)
	if err != nil {
		b.slots = nil
		return
	}
	slices.Sort(all)
	for _, uid := range slices.Backward(all) {
		s.removeUID(b, uid)
	}
}

func (s *session) removeUID(b *box, uid uint32) {
	next := len(b.slots) // the first known UID that is not below
	for i := range b.slots {
		if u := b.slots[i].uid; u >= uid {
			next = i
			break
		}
	}
	if next < len(b.slots) && b.slots[next].uid == uid {
		s.remove(b, uint32(next+1))
		return
	}
	if at := b.gone[uid]; at != 0 { // no UID comes twice
		s.blame("vanished/known", fmt.Sprintf("UID %d is gone already", uid), at)
		return
	}
	first := next
	for first > 0 && b.slots[first-1].uid == 0 {
		b.slots[first-1] = slot{news: b.slots[first-1].news}
		first--
	}
	switch {
	case first < next:
		s.remove(b, uint32(next))
	case next == len(b.slots) && b.exists > uint32(len(b.slots)):
		s.remove(b, b.exists)
	default:
		s.blame("vanished/known", fmt.Sprintf("UID %d is that of none of the %d messages", uid, b.exists))
		return
	}
	if len(b.gone) < maxMessages {
		b.gone[uid] = s.event
	}
}

// expungeDone: with QRESYNC, an EXPUNGE that removed something tells how far the
// mod-sequences have risen.
func (s *session) expungeDone(c *command, r *wire.Response) {
	if s.box == nil || !c.expunged || s.enabled["QRESYNC"] == 0 || s.box.noModSeq || r.CodeIs("HIGHESTMODSEQ") || !s.alone() {
		return
	}
	s.blame("qresync/expunge-highest", "no HIGHESTMODSEQ in the tagged OK", c.first)
}
