package wire

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"strconv"
)

// NumRange is the numbers from Start to Stop, both included; Start <= Stop.
type NumRange struct{ Start, Stop uint32 }

// NumSet is a set of message numbers or UIDs, in the order in which it was
// written. It costs no more than its text, whatever it covers.
type NumSet []NumRange

// ErrNumSet says that a text is no set of numbers.
var ErrNumSet = errors.New("not a set of numbers")

// ParseNumSet reads a uid-set (RFC 9051 §9): non-zero numbers and ranges, in
// which 4:2 means 2:4. "*" and "$" are refused: they mean nothing in a response.
func ParseNumSet(b []byte) (NumSet, error) {
	set := make(NumSet, 0, 1+bytes.Count(b, []byte{','}))
	ok := eachRange(b, false, func(r NumRange) { set = append(set, r) })
	if !ok {
		return nil, fmt.Errorf("%w: %.40q", ErrNumSet, b)
	}
	return set, nil
}

// Count returns how many numbers the ranges have; overlaps count twice.
func (s NumSet) Count() uint64 {
	var n uint64
	for _, r := range s {
		n += uint64(r.Stop-r.Start) + 1
	}
	return n
}

// Contains says whether n is in the set.
func (s NumSet) Contains(n uint32) bool {
	for _, r := range s {
		if r.Start <= n && n <= r.Stop {
			return true
		}
	}
	return false
}

// Expand returns the numbers, range by range. It returns an error if they are
// more than limit, before it takes any memory for them.
func (s NumSet) Expand(limit int) ([]uint32, error) {
	n := s.Count()
	if limit < 0 || n > uint64(limit) {
		return nil, fmt.Errorf("set of %d numbers, more than %d", n, limit)
	}
	out := make([]uint32, 0, n)
	for _, r := range s {
		for i := uint64(r.Start); i <= uint64(r.Stop); i++ {
			out = append(out, uint32(i))
		}
	}
	return out, nil
}

// String writes the set as it is sent: "1,4:7".
func (s NumSet) String() string {
	var b []byte
	for i, r := range s {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendUint(b, uint64(r.Start), 10)
		if r.Stop != r.Start {
			b = append(b, ':')
			b = strconv.AppendUint(b, uint64(r.Stop), 10)
		}
	}
	return string(b)
}

// eachRange calls f (if not nil) with each range of a set; false if it is none.
// star allows "*" (sequence-set), which counts as the largest number.
func eachRange(b []byte, star bool, f func(NumRange)) bool {
	for len(b) > 0 {
		part, rest, more := bytes.Cut(b, []byte{','})
		lo, hi, ranged := bytes.Cut(part, []byte{':'})
		start, ok1 := setNumber(lo, star)
		stop, ok2 := start, ok1
		if ranged {
			stop, ok2 = setNumber(hi, star)
		}
		if !ok1 || !ok2 || more && len(rest) == 0 {
			return false
		}
		if f != nil {
			f(NumRange{min(start, stop), max(start, stop)})
		}
		if !more {
			return true
		}
		b = rest
	}
	return false
}

func setNumber(b []byte, star bool) (uint32, bool) {
	if star && len(b) == 1 && b[0] == '*' {
		return math.MaxUint32, true
	}
	n, ok := parseNumber(b, math.MaxUint32)
	return uint32(n), ok && n > 0 && b[0] != '0'
}

// needSet checks a sequence-set, or with star=false a uid-set.
func (p *parser) needSet(v Value, star bool) bool {
	if v.Kind != Atom || !eachRange(v.Bytes, star, nil) {
		p.failAt(BadNumberSet, v)
		return false
	}
	return true
}
