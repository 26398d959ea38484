package judge

import (
	"fmt"

	"imaporacle/internal/wire"
)

// enablesCondstore says whether a command is a CONDSTORE enabling one
// (RFC 7162 §3.1).
func (s *session) enablesCondstore(c *command) bool {
	switch c.verb {
	case "SELECT", "EXAMINE", "STATUS", "ENABLE", "FETCH", "SEARCH", "SORT", "STORE", "THREAD":
		return mentions(c.args, "CONDSTORE", "QRESYNC", "HIGHESTMODSEQ", "MODSEQ", "CHANGEDSINCE", "UNCHANGEDSINCE")
	}
	return false
}

func mentions(args []arg, words ...string) bool {
	for _, a := range args {
		if a.isList && mentions(a.list, words...) {
			return true
		}
		for _, w := range words {
			if a.is(w) {
				return true
			}
		}
	}
	return false
}

// modSeqMay: mod-sequences are for clients that know them, of servers that say
// that they have them.
func (s *session) modSeqMay(b *box) {
	switch {
	case s.lacks("CONDSTORE", "QRESYNC"):
		s.blame("modseq/advertised", "MODSEQ, and neither CONDSTORE nor QRESYNC is advertised", s.capsAt)
	case s.whole && !s.condstore:
		s.blame("modseq/needs-enable", "MODSEQ, and the client has not asked for CONDSTORE", b.sent)
	}
}

// modSeqTold: flags that nobody has asked for come with their mod-sequence.
func (s *session) modSeqTold(b *box) {
	if !s.aware || b.noModSeq || b.opening || b.told["HIGHESTMODSEQ"] == 0 || s.lacks("CONDSTORE", "QRESYNC") {
		return
	}
	for _, c := range s.inflight {
		// It may be asked for the flags alone; a STORE is answered.
		if c.verb == "FETCH" || c.bad || !c.complete {
			return
		}
	}
	s.blame("modseq/told", "flags without MODSEQ", b.told["HIGHESTMODSEQ"])
}

// messageModSeq takes the mod-sequence of a message.
func (s *session) messageModSeq(b *box, m *slot, n uint64) {
	if m.modAt != 0 && n < m.modSeq {
		s.blame("modseq/rises", fmt.Sprintf("MODSEQ was %d and is %d", m.modSeq, n), m.modAt)
	}
	if b.facts != nil {
		b.facts.raiseModSeq(n, s.event)
	}
	m.modSeq, m.modAt = n, s.event
}

// modified looks at MODIFIED in the answer to a STORE with UNCHANGEDSINCE.
func (s *session) modified(c *command, r *wire.Response) {
	if !r.CodeIs("MODIFIED") || len(r.Code.Args) != 1 || c.wanted.set == nil {
		return
	}
	set, err := wire.ParseNumSet(r.Code.Args[0].Bytes)
	if err != nil {
		return
	}
	for _, part := range set {
		if !within(part, c.wanted.set) {
			s.blame("modseq/modified-asked", "MODIFIED "+set.String()+", of "+c.wanted.set.String(), c.first)
			return
		}
	}
}

// within says whether a range lies in a set, whose ranges may touch.
func within(part wire.NumRange, set wire.NumSet) bool {
	for n := uint64(part.Start); n <= uint64(part.Stop); {
		next := n
		for _, r := range set {
			if uint64(r.Start) <= n && n <= uint64(r.Stop) {
				next = max(next, uint64(r.Stop)+1)
			}
		}
		if next == n {
			return false
		}
		n = next
	}
	return true
}

// selectModSeq looks at what SELECT has told of mod-sequences.
func (s *session) selectModSeq(c *command, b *box) {
	at, told := b.told["HIGHESTMODSEQ"]
	if !told {
		if s.aware && !b.noModSeq && s.advertises("CONDSTORE", "QRESYNC") {
			s.blame("modseq/highest-told", "neither HIGHESTMODSEQ nor NOMODSEQ", c.first)
		}
		return
	}
	f := c.before
	if f.f == b.facts && b.highest < f.modSeq {
		s.blame("modseq/highest-not-below", fmt.Sprintf("HIGHESTMODSEQ is %d, %d was told", b.highest, f.modSeq), f.modSeqAt, at)
	}
	b.facts.raiseModSeq(b.highest, at)
}
