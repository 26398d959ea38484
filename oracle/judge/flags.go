package judge

import (
	"fmt"
	"strings"

	"imaporacle/internal/wire"
)

// flagsSay takes FLAGS.
func (s *session) flagsSay(b *box, r *wire.Response) {
	if len(r.Args) == 0 || r.Args[0].Kind != wire.List {
		return
	}
	set := s.j.flags.ofValues(r.Args[0].List)
	if !b.opening && set&overflow == 0 {
		s.dropped(b, set)
	}
	b.flags, b.flagsAt = set, s.event
	b.told["FLAGS"] = s.event
}

// dropped looks for messages with a flag that FLAGS no longer has.
func (s *session) dropped(b *box, set flagSet) {
	lost := b.flags &^ set
	if lost == 0 {
		return
	}
	for i := range b.slots {
		if used := b.slots[i].flags & lost; used != 0 {
			s.blame("flags/not-dropped", fmt.Sprintf("FLAGS no longer has %s, which message %d has", s.j.flags.text(used), i+1), b.slots[i].flagAt)
			return
		}
	}
}

// fetchFlags takes FLAGS and MODSEQ of a FETCH response; spoilt says that not all
// of it could be read.
func (s *session) fetchFlags(b *box, m *slot, f wire.Fetch, spoilt bool) {
	values, ok := f.FlagValues()
	modSeq, hasModSeq := f.ModSeq()
	if !ok && !hasModSeq {
		return
	}
	if hasModSeq {
		s.modSeqMay(b)
		s.messageModSeq(b, m, modSeq)
	}
	if !ok {
		return
	}
	set := s.j.flags.ofValues(values)
	s.readOnlyKept(b, m, f.Seq, set)
	s.flagsChanged(b, m, f.Seq, set, modSeq)
	m.flags, m.flagAt = set, s.event
	if m.flagSeq = modSeq; !hasModSeq {
		s.modSeqTold(b)
	}
	if unknown := set &^ (b.flags | recent | overflow); unknown != 0 && b.flagsAt != 0 && !b.opening && !spoilt {
		s.blame("flags/announced", fmt.Sprintf("message %d has %s, which FLAGS has not", f.Seq, s.j.flags.text(unknown)), b.flagsAt)
		b.flags |= unknown
	}
	if set&recent != 0 {
		s.claimed(b, m)
	}
}

// flagsChanged looks at flags that are not what was told before.
func (s *session) flagsChanged(b *box, m *slot, seq uint32, set flagSet, modSeq uint64) {
	if m.flagAt == 0 || (set|m.flags)&overflow != 0 {
		return
	}
	changed := (set ^ m.flags) &^ recent
	if changed == 0 {
		return
	}
	if modSeq != 0 && m.flagSeq == modSeq {
		s.blame("modseq/changes-raise", fmt.Sprintf("message %d: other flags under the mod-sequence %d", seq, modSeq), m.flagAt)
	}
	if changed&set&seen != 0 && s.onlyPeeks() && s.alone() {
		s.blame("fetch/peek-keeps-unseen", fmt.Sprintf("message %d has become \\Seen", seq), m.flagAt, s.inflight[0].first)
	}
	s.readOnlyStored(b, m, set, changed)
}

// onlyPeeks says whether one FETCH is in progress, and it changes nothing.
func (s *session) onlyPeeks() bool {
	return len(s.inflight) == 1 && s.inflight[0].verb == "FETCH" && s.inflight[0].wanted.peeks && !s.inflight[0].wanted.reads
}

// store is what a STORE asks for.
type store struct {
	change byte // '+', '-' or '='
	silent bool
	flags  flagSet
	guard  bool // UNCHANGEDSINCE
}

func (w *wanted) askStore(s *session, c *command) {
	set, ok := s.readSet(c)
	if !ok || len(c.args) < 3 {
		return
	}
	args := c.args[1:]
	st := &store{change: '='}
	if args[0].isList { // UNCHANGEDSINCE
		st.guard, args = true, args[1:]
	}
	item := upper(args[0].text)
	if strings.HasPrefix(item, "+") || strings.HasPrefix(item, "-") {
		st.change, item = item[0], item[1:]
	}
	switch item {
	case "FLAGS":
	case "FLAGS.SILENT":
		st.silent = true
	default:
		return // X-GM-LABELS and the like
	}
	list := args[1:]
	if len(list) == 1 && list[0].isList {
		list = list[0].list
	}
	st.flags = s.j.flags.ofArgs(list)
	w.set, w.store = set, st
	w.addItem("FLAGS")
	w.addItem("UID")
}

// holdsTo says whether flags are what the STORE leaves, as far as the mailbox
// keeps them.
func (st *store) holdsTo(set, kept flagSet) bool {
	want := st.flags & kept
	switch st.change {
	case '+':
		return want&^set == 0
	case '-':
		return want&set == 0
	}
	return (set^want)&kept&^recent == 0
}

// storeDone looks whether a STORE has done and told what it was to do. What it
// has not told is no longer known.
func (s *session) storeDone(c *command, r *wire.Response) {
	b, st := s.box, c.wanted.store
	s.modified(c, r)
	if b == nil || b.opening || s.isEnabled("UIDONLY") {
		return
	}
	if st == nil { // it is not known what was changed
		for i := range b.slots {
			b.slots[i].flagAt, b.slots[i].flags = 0, 0
		}
		return
	}
	certain := s.alone() && len(s.inflight) == 0 && !c.crowded && !c.expunged && !b.readOnly && !st.guard &&
		b.permanentAt != 0 && st.flags&overflow == 0
	told := false
	for i := range b.slots {
		m, seq := &b.slots[i], uint32(i+1)
		if !b.holds(c.wanted.set, seq, c.uid) {
			continue
		}
		if got := c.wanted.got[seq]; c.uid && s.alone() && !c.crowded && !st.silent && !st.guard && got != 0 && got != c.wanted.all && !told {
			told = true
			s.blame("uid/in-response", fmt.Sprintf("message %d: no UID", seq), c.first)
		}
		if certain {
			certain = s.stored(b, c, m, seq)
		}
		if m.flagAt < c.first || c.crowded { // told before the STORE was done, or perhaps so
			m.flagAt, m.flags = 0, 0
		}
	}
}

// stored looks at one message of a STORE; false if it was told of one.
func (s *session) stored(b *box, c *command, m *slot, seq uint32) bool {
	st := c.wanted.store
	switch {
	case m.flagAt > c.first && m.flags&overflow == 0 && !st.holdsTo(m.flags, b.permanent&b.flags):
		s.blame("flags/store-obeyed", fmt.Sprintf("message %d has the flags %s", seq, s.j.flags.text(m.flags)), c.first, m.flagAt)
		return false
	case !st.silent && m.flagAt < c.first && m.uid != 0:
		s.blame("flags/store-told", fmt.Sprintf("no flags of message %d are told", seq), c.first)
		return false
	}
	return true
}
