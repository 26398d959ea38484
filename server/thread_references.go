package server

import (
	"cmp"
	"math"
	"slices"
)

// references is the algorithm REFERENCES (RFC 5256 §3), whose steps the
// comments name; without step 5, merging by subject, it is REFS.
func references(items []sortItem, bySubject bool) []*thread {
	root := &thread{children: link(items)} // steps 1 and 2
	prune(root)                            // step 3
	for _, t := range root.children {
		if t.item == nil {
			sortSiblings(t.children)
		}
	}
	sortSiblings(root.children) // step 4
	if bySubject {
		root.children = mergeSubjects(root.children) // step 5
	}
	for _, t := range eldestLast(root) { // step 6
		sortSiblings(t.children)
	}
	if !bySubject {
		sortByLatest(root)
	}
	return root.children
}

// sortByLatest sorts the threads of REFS by the sent date of the latest message
// in each, as Dovecot does: who reads threads wants the one with news last.
func sortByLatest(root *thread) {
	latest := make(map[*thread]int64)
	for _, t := range eldestLast(root) {
		date := int64(math.MinInt64)
		if t.item != nil {
			date = t.item.sent()
		}
		for _, c := range t.children {
			date = max(date, latest[c])
		}
		latest[t] = date
	}
	slices.SortStableFunc(root.children, func(a, b *thread) int { return cmp.Compare(latest[a], latest[b]) })
}

// linker makes the parent/child links of step 1. Until all are made threads
// know their parents only: a link may be broken again.
type linker struct {
	byID  map[string]*thread
	order []*thread // all threads, in the order in which they were met
	steps int       // walked upwards so far
}

// maxSteps bounds the walks that look for loops. Real mail needs next to none;
// beyond it links that would need one are not made.
const maxSteps = 20_000_000

// link makes a thread for each message and each Message ID that is referred to,
// and returns those without a parent (step 2).
func link(items []sortItem) []*thread {
	l := linker{byID: make(map[string]*thread, len(items))}
	for i := range items {
		// A message without a valid Message ID, or with that of an earlier
		// message, is referred to by nobody.
		n := &thread{item: &items[i]}
		l.order = append(l.order, n)
		if _, taken := l.byID[items[i].ID]; items[i].ID != "" && !taken {
			l.byID[items[i].ID] = n
		}
	}
	for _, n := range l.order[:len(items):len(items)] {
		l.ancestry(n)
	}
	var roots []*thread
	for _, t := range l.order {
		if t.parent == nil {
			roots = append(roots, t)
			continue
		}
		t.parent.children = append(t.parent.children, t)
	}
	return roots
}

// ancestry links the references of n to each other (step 1.A) and n to the last
// of them (step 1.B).
func (l *linker) ancestry(n *thread) {
	var last *thread
	for _, id := range n.item.References {
		t := l.byID[id]
		if t == nil {
			t = &thread{}
			l.byID[id] = t
			l.order = append(l.order, t)
		}
		if last != nil && t.parent == nil && !l.within(last, t) {
			last.adopt(t)
		}
		last = t
	}
	if n.parent != nil {
		n.parent.linked--
		n.parent = nil
	}
	if last != nil && !l.within(last, n) {
		last.adopt(n)
	}
}

func (t *thread) adopt(child *thread) {
	child.parent = t
	t.linked++
}

// within reports whether t is other or one of its descendants: other below t
// would make a loop.
func (l *linker) within(t, other *thread) bool {
	if t == other {
		return true
	}
	if other.linked == 0 { // the usual case costs no walk
		return false
	}
	for ; t != nil; t = t.parent {
		if l.steps++; t == other || l.steps > maxSteps {
			return true
		}
	}
	return false
}

// eldestLast lists root and all below it, each after its descendants. It does
// not recurse, like appendThreads.
func eldestLast(root *thread) []*thread {
	all := []*thread{root}
	for i := 0; i < len(all); i++ {
		all = append(all, all[i].children...)
	}
	for i, j := 0, len(all)-1; i < j; i, j = i+1, j-1 {
		all[i], all[j] = all[j], all[i]
	}
	return all
}

// prune removes the dummies (step 3): their children take their place, but
// under the root only an only child does.
func prune(root *thread) {
	for _, t := range eldestLast(root) {
		if !hasDummy(t.children) {
			continue
		}
		var kept []*thread
		for _, c := range t.children {
			switch {
			case c.item != nil:
				kept = append(kept, c)
			case t == root && len(c.children) > 1:
				kept = append(kept, c)
			default:
				kept = append(kept, c.children...)
			}
		}
		t.children = kept
	}
}

func hasDummy(siblings []*thread) bool {
	for _, t := range siblings {
		if t.item == nil {
			return true
		}
	}
	return false
}

// mergeSubjects merges the threads with the same base subject (step 5) and
// returns what is then under the root, not sorted.
func mergeSubjects(roots []*thread) []*thread {
	table := make(map[string]*thread, len(roots))
	for _, t := range roots { // step 5.B
		subject := t.shown().Subject
		if subject == "" {
			continue
		}
		old, known := table[subject]
		if !known || old.item != nil && (t.item == nil || old.reply() && !t.reply()) {
			table[subject] = t
		}
	}
	gone := make(map[*thread]bool) // no longer under the root
	var made []*thread
	for _, t := range roots { // step 5.C
		subject := t.shown().Subject
		into := table[subject]
		if subject == "" || into == t {
			continue
		}
		gone[t] = true
		switch {
		case into.item == nil && t.item == nil:
			into.children = append(into.children, t.children...)
		case into.item == nil, t.reply() && !into.reply():
			into.children = append(into.children, t)
		default:
			gone[into] = true
			dummy := &thread{children: []*thread{into, t}}
			table[subject] = dummy
			made = append(made, dummy)
		}
	}
	var kept []*thread
	for _, t := range append(roots[:len(roots):len(roots)], made...) {
		if !gone[t] {
			kept = append(kept, t)
		}
	}
	return kept
}

// reply reports whether t is a reply or forward by its own subject.
func (t *thread) reply() bool { return t.item != nil && t.item.Reply }
