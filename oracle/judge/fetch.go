package judge

import (
	"fmt"

	"imaporacle/internal/wire"
)

// fetch takes a FETCH response.
func (s *session) fetch(b *box, r *wire.Response) {
	f, ok := wire.AsFetch(r)
	if !ok || f.Seq == 0 {
		return
	}
	if at := s.enabled["UIDONLY"]; at != 0 {
		s.blame("uidonly/uidfetch", "FETCH although UIDONLY is enabled", at)
		return // of which message it is, is not known
	}
	if f.Seq > b.exists {
		if !b.opening {
			s.blame("response/sequence", fmt.Sprintf("FETCH of %d of %d messages", f.Seq, b.exists), b.existsAt)
		}
		return
	}
	s.inOrder(f.Seq)
	m := b.slot(f.Seq)
	if m == nil {
		return
	}
	uid, hasUID := f.UID()
	if hasUID && uid != 0 {
		s.slotUID(b, f.Seq, m, uid)
	}
	s.fetchFlags(b, m, f, r.Err != nil)
	var known *message
	if b.facts != nil && m.uid != 0 {
		known = b.facts.message(key{m.uid, s.utf8})
	}
	s.items(known, r.Args[0].List)
}

// inOrder tells of a server that answers a FETCH in another order.
func (s *session) inOrder(seq uint32) {
	if len(s.inflight) != 1 || s.inflight[0].verb != "FETCH" || s.inflight[0].crowded {
		return
	}
	w := &s.inflight[0].wanted
	if seq == w.last && w.last < w.lastBefore && !w.disorder {
		w.disorder = true
		s.blame("fetch/out-of-order", fmt.Sprintf("FETCH of %d after that of %d", seq, w.lastBefore), s.inflight[0].first)
	}
}

// fetchDone looks whether a FETCH has returned all that it asked for.
func (s *session) fetchDone(c *command) {
	b := s.box
	if b == nil || b.opening || c.expunged || c.crowded || c.wanted.items == nil || c.wanted.spoilt {
		return
	}
	if s.isEnabled("UIDONLY") {
		s.uidFetchDone(c)
		return
	}
	s.countRecent(b)
	w := &c.wanted
	for seq, got := range w.got {
		missing := w.all &^ got
		if missing == 0 || !b.holds(w.set, seq, c.uid) {
			continue
		}
		if got&w.any == 0 && (w.filtered || c.uid && !s.alone()) {
			continue // told by itself; the message was not to come, or others have removed it
		}
		rule := "fetch/complete"
		if c.uid && w.names(missing) == "UID" {
			rule = "uid/in-response"
		}
		s.blame(rule, fmt.Sprintf("message %d: no %s", seq, w.names(missing)), c.first)
		return
	}
	if w.filtered {
		return
	}
	if seq := s.unanswered(b, c); seq != 0 {
		s.blame("fetch/complete", fmt.Sprintf("nothing of message %d", seq), c.first, b.existsAt)
		return
	}
	s.seenTold(b, c)
}

// unanswered returns the number of a message that was asked for and of which
// nothing has come; 0 if there is none. A UID that is not there is ignored
// (RFC 9051 §6.4.9), and others may have removed it.
func (s *session) unanswered(b *box, c *command) uint32 {
	w := &c.wanted
	answered := func(seq uint32) bool {
		_, ok := w.got[seq]
		return ok
	}
	if !c.uid {
		for _, r := range w.set {
			if r.Stop > c.exists || r.Stop > b.exists {
				return 0
			}
			for seq := r.Start; seq <= r.Stop; seq++ {
				if !answered(seq) {
					return seq
				}
				if seq == r.Stop {
					break
				}
			}
		}
		return 0
	}
	if !s.alone() {
		return 0
	}
	for i := range b.slots {
		if uid := b.slots[i].uid; uid != 0 && w.set.Contains(uid) && !answered(uint32(i+1)) {
			return uint32(i + 1)
		}
	}
	return 0
}

// holds says whether a message is one of a set; one whose UID is not known is in
// no set of UIDs.
func (b *box) holds(set wire.NumSet, seq uint32, uid bool) bool {
	if !uid {
		return set.Contains(seq)
	}
	m := b.bySeq(seq)
	return m != nil && m.uid != 0 && set.Contains(m.uid)
}

// alone says whether nobody else can have changed the selected mailbox since it
// was selected. Which sessions share one without UIDVALIDITY is not known.
func (s *session) alone() bool {
	if !s.j.opts.Alone || s.box == nil || s.box.facts == nil || s.user == "" {
		return false
	}
	f := s.box.facts
	return f.validity != 0 && f.selecting == 1 && f.sharedAt < s.box.sent
}

// seenTold: a FETCH of BODY[] sets \Seen, and should tell the flags if that
// changes them. If it does not they are no longer known; a message that others
// have removed has none to change.
func (s *session) seenTold(b *box, c *command) {
	w := &c.wanted
	if b.readOnly || !w.reads {
		return
	}
	for seq := range w.got {
		m := b.bySeq(seq)
		if m == nil || m.flagAt == 0 || m.flagAt >= c.first && !c.crowded || m.flags&(seen|overflow) != 0 {
			continue
		}
		if b.permanent&seen != 0 && s.alone() && !c.crowded {
			s.blame("fetch/seen-told", fmt.Sprintf("message %d was unseen, and no flags are told", seq), m.flagAt, c.first)
		}
		m.flagAt, m.flags = 0, 0
	}
}
