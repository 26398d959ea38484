package told

import (
	"iter"
	"sort"
)

// placeOf returns the place behind a sequence number. Before the gap at index i
// are its place - 1 - i messages.
func (m *Mailbox) placeOf(seq int) uint64 {
	before := sort.Search(m.gaps.Len(), func(i int) bool {
		gap, _ := m.gaps.GetAt(i)
		return gap-uint64(i) > uint64(seq)
	})
	return uint64(seq + before)
}

// numberOf returns the sequence number of a place that is no gap.
func (m *Mailbox) numberOf(place uint64) int {
	before := sort.Search(m.gaps.Len(), func(i int) bool {
		gap, _ := m.gaps.GetAt(i)
		return gap > place
	})
	return int(place) - before
}

// Range goes through the messages from one sequence number to another, both
// included. Of those of which nothing was told the Row is zero.
func (m *Mailbox) Range(from, to int) iter.Seq2[int, Row] {
	return func(yield func(int, Row) bool) {
		if from, to = max(from, 1), min(to, m.Exists); from > to {
			return
		}
		place := m.placeOf(from)
		known := m.between(place, m.placeOf(to))
		gap := int(place) - from // index of the next one
		for seq := from; seq <= to; seq, place = seq+1, place+1 {
			for at, ok := m.gaps.GetAt(gap); ok && at == place; at, ok = m.gaps.GetAt(gap) {
				place, gap = place+1, gap+1
			}
			row := Row{place: place}
			if len(known) > 0 && known[0].place == place {
				row, known = *known[0], known[1:]
			}
			if !yield(seq, row) {
				return
			}
		}
	}
}

// between returns what is known from one place to another.
func (m *Mailbox) between(from, to uint64) (known []*Row) {
	m.rows.Ascend(&Row{place: from}, func(r *Row) bool {
		if r.place <= to {
			known = append(known, r)
		}
		return r.place < to
	})
	return known
}

// Known goes through the messages of which something was told, by sequence
// number. It costs what they are.
func (m *Mailbox) Known() iter.Seq2[int, Row] {
	return func(yield func(int, Row) bool) {
		gaps := 0 // before the row
		m.rows.Scan(func(r *Row) bool {
			for gap, ok := m.gaps.GetAt(gaps); ok && gap < r.place; gap, ok = m.gaps.GetAt(gaps) {
				gaps++
			}
			return yield(int(r.place)-gaps, *r)
		})
	}
}
