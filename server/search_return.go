package server

import (
	"fmt"
	"strconv"
	"strings"

	"imaporacle/server/front"
)

// extendedReturn reads the result options that are not those of RFC 9051.
func (r *searchReader) extendedReturn(option string, ret *returns) error {
	switch option {
	case "PARTIAL":
		if ret.partial != nil {
			return front.Bad("PARTIAL may be given once") // RFC 9394 §3.1
		}
		p, err := readPartialRange(r.Args)
		ret.partial = p
		return err
	case "CONTEXT": // a hint that needs no action (RFC 5267 §4.2)
		return nil
	case "UPDATE":
		ret.update = true
		return r.readUpdateItems(ret)
	case "RELEVANCY":
		ret.relevancy = true
		return nil
	}
	return front.Bad("Unknown SEARCH result option %.40s", option)
}

// readUpdateItems reads what is to be told of new results, if it is there. The
// grammar of RFC 5465 §8 has no space before it, the example in §7 has one.
func (r *searchReader) readUpdateItems(ret *returns) (err error) {
	if strings.HasPrefix(string(r.Rest()), " (") {
		r.Accept(' ')
	}
	if r.Peek() == '(' {
		ret.items, err = readItems(r.Args)
	}
	return err
}

// partialRange is the argument of PARTIAL (RFC 9394 §4): places in a list from
// 1, counted from its end if last is set; low <= high.
type partialRange struct {
	low, high uint32
	last      bool
	text      string // as it was asked for, which the answer repeats
}

// readPartialRange reads a space and a partial-range.
func readPartialRange(a *front.Args) (*partialRange, error) {
	if err := a.SP(); err != nil {
		return nil, err
	}
	p := &partialRange{last: a.Peek() == '-'}
	first, err := p.number(a)
	if err != nil {
		return nil, err
	}
	if err := a.Expect(':'); err != nil {
		return nil, err
	}
	second, err := p.number(a)
	if err != nil {
		return nil, err
	}
	sign := ""
	if p.last {
		sign = "-"
	}
	p.text = fmt.Sprintf("%s%d:%s%d", sign, first, sign, second)
	p.low, p.high = min(first, second), max(first, second)
	return p, nil
}

// number reads one end of the range; both have the same sign.
func (p *partialRange) number(a *front.Args) (uint32, error) {
	if p.last {
		if err := a.Expect('-'); err != nil {
			return 0, err
		}
	}
	n, err := a.Number("a place in the result")
	if err == nil && n == 0 {
		err = front.Bad("The places of PARTIAL count from 1")
	}
	return n, err
}

// slice returns which of n results the range names, without the end. A nil
// range names none.
func (p *partialRange) slice(n int) (start, end int) {
	switch {
	case p == nil || int64(p.low) > int64(n):
		return 0, 0
	case p.last:
		return int(max(0, int64(n)-int64(p.high))), n - int(p.low) + 1
	}
	return int(p.low) - 1, int(min(int64(p.high), int64(n)))
}

// appendResult appends the PARTIAL data item (RFC 9394 §4, ret-data-partial).
func (p *partialRange) appendResult(b []byte, numbers []uint32) []byte {
	b = append(append(append(b, " PARTIAL ("...), p.text...), ' ')
	start, end := p.slice(len(numbers))
	if start == end {
		return append(b, "NIL)"...)
	}
	return append(front.AppendNumSet(b, numbers[start:end]), ')')
}

// needsFuzzy reports whether a FUZZY key is required.
func (q *query) needsFuzzy() bool {
	for _, c := range q.sort {
		if c.key == sortRelevancy {
			return true
		}
	}
	return q.returns.relevancy
}

// score notes the relevancy of the message at an index, if anybody may ask.
func (q *query) score(i, score int) {
	if !q.needsFuzzy() {
		return
	}
	if q.scores == nil {
		q.scores = make(map[int]int)
	}
	q.scores[i] = score
}

// scoresOf returns the relevancies of found, in its order.
func (q *query) scoresOf(found []int) []int {
	if !q.returns.relevancy {
		return nil
	}
	scores := make([]int, len(found))
	for k, i := range found {
		scores[k] = q.scores[i]
	}
	return scores
}

// appendScores appends the RELEVANCY data item (RFC 6203 §4), for the results
// that PARTIAL returns if it was given.
func (r returns) appendScores(b []byte, scores []int) []byte {
	if r.partial != nil {
		start, end := r.partial.slice(len(scores))
		scores = scores[start:end]
	}
	b = append(b, " RELEVANCY ("...)
	for k, score := range scores {
		if k > 0 {
			b = append(b, ' ')
		}
		b = strconv.AppendInt(b, int64(score), 10)
	}
	return append(b, ')')
}
