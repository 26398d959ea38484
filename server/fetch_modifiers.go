package server

import (
	"slices"

	"imaporacle/server/front"
)

// fetchModifiers are what may follow the items of a FETCH (RFC 4466 §2.4).
type fetchModifiers struct {
	changed  bool          // CHANGEDSINCE (RFC 7162 §3.1.4.1)
	since    uint64        // its mod-sequence
	vanished bool          // VANISHED (RFC 7162 §3.2.6)
	partial  *partialRange // PARTIAL (RFC 9394 §3.3)
}

func readFetchModifiers(a *front.Args) (m fetchModifiers, err error) {
	if a.Peek() != ' ' {
		return m, nil
	}
	a.Accept(' ')
	err = a.List("a list of FETCH modifiers", false, func() error {
		name, err := a.Keyword("a FETCH modifier")
		switch {
		case err != nil:
			return err
		case name == "CHANGEDSINCE" && !m.changed:
			m.changed = true
			m.since, err = readModSeq(a)
			return err
		case name == "VANISHED" && !m.vanished:
			m.vanished = true
			return nil
		case name == "PARTIAL" && m.partial == nil:
			m.partial, err = readPartialRange(a)
			return err
		case name == "CHANGEDSINCE", name == "VANISHED", name == "PARTIAL":
			return front.Bad("%s is given twice", name)
		}
		return front.Bad("Unknown FETCH modifier %.40s", name)
	})
	return m, err
}

// check refuses VANISHED where it makes no sense (RFC 7162 §3.2.6), and PARTIAL
// where it is not defined (RFC 9394 §3.3).
func (m fetchModifiers) check(s *session, uid bool) error {
	switch {
	case m.partial != nil && !uid:
		return front.Bad("PARTIAL is for UID FETCH only")
	case !m.vanished:
	case !uid:
		return front.Bad("VANISHED is for UID FETCH only")
	case !m.changed:
		return front.Bad("VANISHED needs CHANGEDSINCE")
	case !s.qresync:
		return front.Bad("VANISHED needs ENABLE QRESYNC first")
	}
	return nil
}

// withItem adds an item to those that a FETCH asks for, unless it is there.
func withItem(items []fetchItem, item fetchItem) []fetchItem {
	if hasItem(items, item.kind) {
		return items
	}
	return append(slices.Clip(items), item)
}

func hasItem(items []fetchItem, kind itemKind) bool {
	return slices.ContainsFunc(items, func(i fetchItem) bool { return i.kind == kind })
}

// resolveChanged returns the indexes of the messages in the set that have
// changed since a mod-sequence, ascending.
func (s *session) resolveChanged(set front.NumSet, uid bool, since uint64) ([]int, error) {
	msgs := s.view.Messages()
	if set.Saved {
		return slices.DeleteFunc(s.view.ChangedSince(since), func(i int) bool { return !contains(s.saved, msgs[i].UID) }), nil
	}
	spans, err := s.spans(set, uid)
	if err != nil {
		return nil, err
	}
	sortSpans(spans)
	next, end := 0, 0 // of the spans, and of those before it
	return slices.DeleteFunc(s.view.ChangedSince(since), func(i int) bool {
		for ; next < len(spans) && spans[next].start <= i; next++ {
			end = max(end, spans[next].end)
		}
		return i >= end
	}), nil
}
