package judge

import (
	"fmt"
	"slices"

	"imaporacle/internal/wire"
)

// threaded is what THREAD has returned.
type threaded struct {
	list   []uint32          // all numbers, as they stand there
	parent map[uint32]uint32 // of each number, 0 if it has none
	top    map[uint32]int    // in which thread a number is
}

// readThreads takes a THREAD response apart (RFC 5256 §4).
func readThreads(r *wire.Response) threaded {
	t := threaded{parent: make(map[uint32]uint32), top: make(map[uint32]int)}
	for i, v := range r.Args {
		t.walk(v, 0, i)
	}
	return t
}

func (t *threaded) walk(v wire.Value, parent uint32, top int) {
	for _, m := range v.List {
		if m.Kind == wire.List {
			t.walk(m, parent, top)
		} else if n, ok := m.Uint32(); ok {
			t.list = append(t.list, n)
			t.parent[n], t.top[n] = parent, top
			parent = n
		}
	}
}

// threads looks at THREAD.
func (s *session) threads(c *command, r *wire.Response) {
	t := readThreads(r)
	s.numbers(c, t.list)
	if r.Err != nil {
		return
	}
	s.matches(c, t.list)
	if s.box == nil || s.box.opening || len(s.inflight) != 1 || len(t.list) > maxMatched {
		return
	}
	found, ok := s.known(c, t.list)
	switch {
	case !ok:
	case c.args[0].is("REFERENCES"):
		s.parents(c, t, found)
	case c.args[0].is("ORDEREDSUBJECT"):
		s.subjects(c, t, found)
	}
}

// known returns what is known of all messages of a result; false if of one
// nothing is.
func (s *session) known(c *command, list []uint32) ([]*message, bool) {
	b := s.box
	if b.facts == nil {
		return nil, false
	}
	var found []*message
	for _, n := range list {
		uid := n
		if !c.uid {
			m := b.bySeq(n)
			if m == nil {
				return nil, false
			}
			uid = m.uid
		}
		m := b.facts.messages[key{uid, s.utf8}]
		if m == nil {
			return nil, false
		}
		found = append(found, m)
	}
	return found, true
}

// parents holds the threads of REFERENCES against the headers. Those by the
// subject alone, and whose parent was not found, are not looked at.
func (s *session) parents(c *command, t threaded, found []*message) {
	number := make(map[string]uint32)
	var all []*links
	for i, m := range found {
		if m.links == nil {
			return
		}
		all = append(all, m.links)
		if m.links.id != "" {
			number[m.links.id] = t.list[i]
		}
	}
	if _, ok := familyOf(all); !ok {
		return
	}
	for i, m := range found {
		if len(m.links.chain) == 0 {
			continue
		}
		n := t.list[i]
		if parent := number[m.links.chain[len(m.links.chain)-1]]; parent != 0 && t.parent[n] != parent {
			s.blame("thread/parents", fmt.Sprintf("%d replies to %d and does not stand below it", n, parent), c.first, m.wholeAt)
			return
		}
	}
}

// subjects holds the threads of ORDEREDSUBJECT against the base subjects.
func (s *session) subjects(c *command, t threaded, found []*message) {
	if slices.ContainsFunc(found, func(m *message) bool { return m.keys == nil || !m.keys.subject.known }) {
		return
	}
	threadOf := make(map[string]int)
	subjectOf := make(map[int]string)
	for i, m := range found {
		n, subject := t.list[i], m.keys.subject.text
		thread, ok := threadOf[subject]
		other, taken := subjectOf[t.top[n]]
		if ok && thread != t.top[n] || taken && other != subject {
			s.blame("thread/subjects", fmt.Sprintf("%d has the subject %q, and stands beside another or apart", n, subject), c.first, m.envelopeAt)
			return
		}
		threadOf[subject], subjectOf[t.top[n]] = t.top[n], subject
	}
}
