package server

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"imaporacle/server/front"
)

// threadMessages answers THREAD and UID THREAD (RFC 5256 §3).
func threadMessages(s *session, c *front.Command) error {
	q, threads, err := readThread(c.Args())
	if err != nil {
		return err
	}
	if q.numbered && s.uidOnly {
		return errUIDRequired
	}
	found, err := q.run(s)
	if err != nil {
		return err
	}
	items, err := s.items(found, true)
	if err != nil {
		return err
	}
	number := func(i *sortItem) uint32 { return uint32(i.index) + 1 }
	if c.Name == "UID THREAD" {
		number = func(i *sortItem) uint32 { return i.m.UID }
	}
	b := append(s.conn.Begin(), "* THREAD"...)
	if len(items) > 0 {
		b = appendThreads(append(b, ' '), threads(items), number)
	}
	s.conn.End(append(b, "\r\n"...))
	if q.tellExpunges {
		s.tell(true)
	}
	return nil
}

// threadAlgorithms are those of RFC 5256 §3, and Dovecot's REFS: REFERENCES
// without its fifth step, so that a subject alone makes no thread.
var threadAlgorithms = map[string]func([]sortItem) []*thread{
	"ORDEREDSUBJECT": orderedSubject,
	"REFERENCES":     func(items []sortItem) []*thread { return references(items, true) },
	"REFS":           func(items []sortItem) []*thread { return references(items, false) },
}

// readThread reads the arguments of THREAD (RFC 5256 §5).
func readThread(a *front.Args) (q query, threads func([]sortItem) []*thread, err error) {
	r := newSearchReader(a)
	if err := r.SP(); err != nil {
		return q, nil, err
	}
	name, err := r.Keyword("a threading algorithm")
	if err != nil {
		return q, nil, err
	}
	threads, ok := threadAlgorithms[name]
	if !ok {
		return q, nil, front.Bad("Unknown threading algorithm %.40s", name)
	}
	return q, threads, r.searchCriteria(&q)
}

// thread is a message, or a dummy that has none, and the messages below it.
type thread struct {
	item     *sortItem // nil for a dummy
	children []*thread
	parent   *thread // while links are made, with linked
	linked   int     // how many threads have this as parent
}

// shown is the message that a thread is sorted and named by: for a dummy, that
// of its first child (RFC 5256 §3). A dummy below the root always has one.
func (t *thread) shown() *sortItem {
	for t.item == nil {
		t = t.children[0]
	}
	return t.item
}

// sortSiblings sorts by sent date, then by sequence number (RFC 5256 §2.2).
func sortSiblings(siblings []*thread) {
	slices.SortFunc(siblings, func(a, b *thread) int {
		x, y := a.shown(), b.shown()
		return cmp.Or(cmp.Compare(x.sent(), y.sent()), cmp.Compare(x.index, y.index))
	})
}

// orderedSubject makes threads of the messages with the same base subject. The
// first is the parent of all others (RFC 5256 §3, ORDEREDSUBJECT).
func orderedSubject(items []sortItem) []*thread {
	nodes := make([]*thread, len(items))
	for i := range items {
		nodes[i] = &thread{item: &items[i]}
	}
	slices.SortFunc(nodes, func(a, b *thread) int {
		x, y := a.item, b.item
		return cmp.Or(strings.Compare(x.Subject, y.Subject), cmp.Compare(x.sent(), y.sent()), cmp.Compare(x.index, y.index))
	})
	var roots []*thread
	for _, n := range nodes {
		if last := len(roots) - 1; last >= 0 && roots[last].item.Subject == n.item.Subject {
			roots[last].children = append(roots[last].children, n)
			continue
		}
		roots = append(roots, n)
	}
	sortSiblings(roots)
	return roots
}

// appendThreads appends thread-lists (RFC 5256 §5). It does not recurse: how
// deep threads nest is up to whoever sends messages.
func appendThreads(b []byte, roots []*thread, number func(*sortItem) uint32) []byte {
	var todo []*thread // nil is a parenthesis to close
	later := func(siblings []*thread) {
		for _, t := range slices.Backward(siblings) {
			todo = append(todo, t)
		}
	}
	later(roots)
	for len(todo) > 0 {
		t := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if t == nil {
			b = append(b, ')')
			continue
		}
		b = append(b, '(')
		todo = append(todo, nil)
		for t.item != nil {
			b = strconv.AppendUint(b, uint64(number(t.item)), 10)
			if len(t.children) == 0 {
				break
			}
			b = append(b, ' ')
			if len(t.children) > 1 {
				break
			}
			t = t.children[0]
		}
		later(t.children)
	}
	return b
}
