package server

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"imaporacle/server/front"
)

// search answers SEARCH and UID SEARCH (RFC 9051 §6.4.4).
func search(s *session, c *front.Command) error { return s.find(c, readSearch) }

// find answers SEARCH and SORT, whose arguments read reads.
func (s *session) find(c *front.Command, read func(*front.Args) (query, error)) error {
	uid := strings.HasPrefix(c.Name, "UID ")
	q, err := read(c.Args())
	if err == nil {
		err = s.tagInUse(q, c.Tag)
	}
	var found []int
	if err == nil && q.numbered && s.uidOnly {
		err = errUIDRequired
	}
	if err == nil && q.charset && s.utf8 {
		err = front.Bad("CHARSET is not allowed after ENABLE UTF8=ACCEPT") // RFC 6855 §3
	}
	if err == nil {
		found, err = q.run(s)
	}
	if err == nil && q.sort != nil {
		err = q.order(s, found)
	}
	if err != nil {
		// RFC 5182 §2.1: with SAVE, a NO empties "$", and a BAD leaves it.
		var status *front.Status
		if q.returns.save && errors.As(err, &status) && status.Type == "NO" {
			s.saved = nil
		}
		return err
	}
	if q.modSeq {
		s.becomeAware() // RFC 7162 §3.1
	}
	s.numbered = q.numbered // RFC 7162 §3.2.10.2
	if q.returns.save {
		s.save(found, q.returns)
	}
	modSeq := q.highest(s, found)
	numbers := make([]uint32, len(found))
	for k, i := range found {
		numbers[k] = uint32(i) + 1
		if uid {
			numbers[k] = s.view.Messages()[i].UID
		}
	}
	switch {
	case !q.extended && q.sort != nil:
		s.sendNumbers("* SORT", numbers, modSeq)
	case !q.extended && !s.rev2:
		s.sendNumbers("* SEARCH", numbers, modSeq)
	case q.returns.any():
		s.sendESearch(c.Tag, uid, numbers, q.returns, q.scoresOf(found), modSeq)
	}
	if q.returns.update {
		s.keepUpdated(c.Tag, uid, q, found)
	}
	if q.tellExpunges {
		s.tell(true)
	}
	return nil
}

// save keeps the result for "$": what was found, or of it what MIN, MAX and
// PARTIAL return if only these were asked for (RFC 5182 §2.4, RFC 9394 §3.2).
func (s *session) save(found []int, r returns) {
	s.saved = nil
	msgs := s.view.Messages()
	for k, i := range found {
		if !r.keeps(k, len(found)) {
			continue
		}
		s.saved = append(s.saved, msgs[i].UID)
	}
	slices.Sort(s.saved) // SORT finds them in another order
}

func (s *session) sendNumbers(name string, numbers []uint32, modSeq uint64) {
	b := append(s.conn.Begin(), name...)
	for _, n := range numbers {
		b = append(b, ' ')
		b = strconv.AppendUint(b, uint64(n), 10)
	}
	if modSeq > 0 {
		b = append(strconv.AppendUint(append(b, " (MODSEQ "...), modSeq, 10), ')')
	}
	s.conn.End(append(b, "\r\n"...))
}

// sendESearch sends ESEARCH (RFC 9051 §7.3.4). Without a result MIN, MAX and
// ALL are left out. numbers are in the order asked for, of which MIN is the
// first and MAX the last (RFC 5267 §3.1); scores are their relevancies.
func (s *session) sendESearch(tag string, uid bool, numbers []uint32, r returns, scores []int, modSeq uint64) {
	b := appendCorrelator(s.conn.Begin(), tag, uid)
	if n := len(numbers); n > 0 {
		if r.min {
			b = strconv.AppendUint(append(b, " MIN "...), uint64(numbers[0]), 10)
		}
		if r.max {
			b = strconv.AppendUint(append(b, " MAX "...), uint64(numbers[n-1]), 10)
		}
		if r.all {
			b = front.AppendNumSet(append(b, " ALL "...), numbers)
		}
	}
	if r.partial != nil {
		b = r.partial.appendResult(b, numbers)
	}
	if r.relevancy {
		b = r.appendScores(b, scores)
	}
	if r.count {
		b = strconv.AppendInt(append(b, " COUNT "...), int64(len(numbers)), 10)
	}
	if modSeq > 0 {
		b = strconv.AppendUint(append(b, " MODSEQ "...), modSeq, 10)
	}
	s.conn.End(append(b, "\r\n"...))
}

// appendCorrelator begins an ESEARCH response to the command with a tag.
func appendCorrelator(b []byte, tag string, uid bool) []byte {
	b = append(b, `* ESEARCH (TAG "`...)
	b = append(append(b, tag...), `")`...) // a tag holds neither quote nor backslash
	if uid {
		b = append(b, " UID"...)
	}
	return b
}
