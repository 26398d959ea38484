package front

import (
	"cmp"
	"slices"
	"strconv"
)

// Star stands for * in a NumSet: the largest number in use. No number of a set
// is 0, and 4294967295 may be one.
const Star = 0

// NumRange is a range of sequence numbers or UIDs, Low <= High unless High is
// Star.
type NumRange struct{ Low, High uint32 }

// RangeOf is the range between two ends in either order.
func RangeOf(a, b uint32) NumRange {
	if a == Star || b != Star && a > b {
		a, b = b, a
	}
	return NumRange{a, b}
}

// NumSet is a sequence-set (RFC 9051 §9), or the saved result of a SEARCH.
type NumSet struct {
	Ranges []NumRange
	Saved  bool // $ (RFC 9051 §6.4.4.1)
}

// maxRanges bounds a set: each range costs a look-up.
const maxRanges = 20_000

// NumSet reads a sequence-set.
func (a *Args) NumSet() (NumSet, error) {
	if a.Accept('$') {
		return NumSet{Saved: true}, nil
	}
	var set NumSet
	for {
		low, err := a.setNumber()
		if err != nil {
			return set, err
		}
		high := low
		if a.Accept(':') {
			if high, err = a.setNumber(); err != nil {
				return set, err
			}
		}
		if len(set.Ranges) == maxRanges {
			return set, Bad("The set has more than %d ranges", maxRanges)
		}
		set.Ranges = append(set.Ranges, RangeOf(low, high))
		if !a.Accept(',') {
			return set, nil
		}
	}
}

// SeqNumber reads one number or * (RFC 9051 §9, seq-number), as a set.
func (a *Args) SeqNumber() (NumSet, error) {
	n, err := a.setNumber()
	return NumSet{Ranges: []NumRange{{n, n}}}, err
}

// setNumber reads a nz-number or *.
func (a *Args) setNumber() (uint32, error) {
	if a.Accept('*') {
		return Star, nil
	}
	start := a.pos
	n, err := a.Number("a message number or *")
	if err == nil && n == 0 {
		a.pos = start
		err = a.expected("a message number, which is at least 1,")
	}
	return n, err
}

// AppendNumSet appends the shortest set of ascending numbers, "1:3,5".
func AppendNumSet(dst []byte, nums []uint32) []byte {
	for i := 0; i < len(nums); {
		j := i
		for j+1 < len(nums) && nums[j+1] == nums[j]+1 {
			j++
		}
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = strconv.AppendUint(dst, uint64(nums[i]), 10)
		if j > i {
			dst = append(dst, ':')
			dst = strconv.AppendUint(dst, uint64(nums[j]), 10)
		}
		i = j + 1
	}
	return dst
}

// Resolve returns the numbers of the set as ranges, ascending and apart, given
// the largest number in use, for which "*" stands.
func (s NumSet) Resolve(largest uint32) Ranges {
	resolved := make(Ranges, 0, len(s.Ranges))
	for _, r := range s.Ranges {
		if r.Low == Star {
			r.Low = largest
		}
		if r.High == Star {
			r.High = largest
		}
		resolved = append(resolved, NumRange{min(r.Low, r.High), max(r.Low, r.High)})
	}
	slices.SortFunc(resolved, func(a, b NumRange) int { return cmp.Compare(a.Low, b.Low) })
	merged := resolved[:0]
	for _, r := range resolved {
		if n := len(merged); n > 0 && r.Low <= merged[n-1].High {
			merged[n-1].High = max(merged[n-1].High, r.High)
			continue
		}
		merged = append(merged, r)
	}
	return merged
}

// Ranges are ascending and do not overlap.
type Ranges []NumRange

// Contains reports whether n is in one of the ranges.
func (r Ranges) Contains(n uint32) bool {
	_, ok := slices.BinarySearchFunc(r, n, func(r NumRange, n uint32) int {
		switch {
		case r.High < n:
			return -1
		case r.Low > n:
			return 1
		}
		return 0
	})
	return ok
}
