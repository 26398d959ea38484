package server

import (
	"math"
	"slices"

	"github.com/emersion/go-imap/v2"

	"imaporacle/server/front"
)

// resolve returns the indexes of the messages in the set, ascending, each
// once. An unknown UID is ignored (RFC 9051 §6.4.9); an unknown sequence
// number is the client's mistake (RFC 9051 §9, seq-number).
func (s *session) resolve(set front.NumSet, uid bool) ([]int, error) {
	if set.Saved {
		return s.savedIndexes(), nil
	}
	spans, err := s.spans(set, uid)
	return flatten(spans), err
}

// spans finds the messages of each range of the set.
func (s *session) spans(set front.NumSet, uid bool) ([]span, error) {
	msgs := s.view.Messages()
	var spans []span
	for _, r := range set.Ranges {
		if uid {
			spans = append(spans, s.uidSpan(r))
			continue
		}
		low, high := r.Low, r.High
		if high == front.Star {
			high = uint32(len(msgs))
			if low == front.Star {
				low = high
			}
			low, high = min(low, high), max(low, high)
		}
		if low == 0 || int(high) > len(msgs) {
			return nil, front.Bad("There is no message %d: the mailbox has %d", max(high, 1), len(msgs))
		}
		spans = append(spans, span{int(low) - 1, int(high)})
	}
	return spans, nil
}

// span is a range of indexes, without the end.
type span struct{ start, end int }

// uidSpan finds the messages of a range of UIDs. "*" is the largest UID in
// use, also where the range begins above it (RFC 9051 §9, seq-range).
func (s *session) uidSpan(r front.NumRange) span {
	msgs := s.view.Messages()
	if len(msgs) == 0 {
		return span{}
	}
	switch {
	case r.Low == front.Star:
		return span{len(msgs) - 1, len(msgs)}
	case r.High == front.Star:
		return span{min(s.view.Find(r.Low), len(msgs)-1), len(msgs)}
	case r.High == math.MaxUint32:
		return span{s.view.Find(r.Low), len(msgs)}
	}
	return span{s.view.Find(r.Low), s.view.Find(r.High + 1)}
}

// flatten lists the indexes of all spans in order, each once.
func flatten(spans []span) []int {
	sortSpans(spans)
	var indexes []int
	next := 0
	for _, sp := range spans {
		for i := max(sp.start, next); i < sp.end; i++ {
			indexes = append(indexes, i)
		}
		next = max(next, sp.end)
	}
	return indexes
}

func sortSpans(spans []span) {
	slices.SortFunc(spans, func(a, b span) int { return a.start - b.start })
}

// savedIndexes finds what "$" stands for, without what has gone since.
func (s *session) savedIndexes() []int {
	msgs := s.view.Messages()
	var indexes []int
	for _, uid := range s.saved {
		if i := s.view.Find(uid); i < len(msgs) && msgs[i].UID == uid {
			indexes = append(indexes, i)
		}
	}
	return indexes
}

func contains(sorted []uint32, n uint32) bool {
	_, ok := slices.BinarySearch(sorted, n)
	return ok
}

func (s *session) largestUID() uint32 {
	msgs := s.view.Messages()
	if len(msgs) == 0 {
		return 0
	}
	return msgs[len(msgs)-1].UID
}

// seqSet and uidSet turn the base's sets into ours: in both 0 stands for "*".
func seqSet(set imap.SeqSet) front.NumSet {
	if imap.IsSearchRes(set) {
		return front.NumSet{Saved: true}
	}
	var out front.NumSet
	for _, r := range set {
		out.Ranges = append(out.Ranges, front.RangeOf(r.Start, r.Stop))
	}
	return out
}

func uidSet(set imap.UIDSet) front.NumSet {
	if imap.IsSearchRes(set) {
		return front.NumSet{Saved: true}
	}
	var out front.NumSet
	for _, r := range set {
		out.Ranges = append(out.Ranges, front.RangeOf(uint32(r.Start), uint32(r.Stop)))
	}
	return out
}
