package server

import (
	"errors"
	"strconv"

	"imaporacle/server/front"
)

// search answers SEARCH and UID SEARCH (RFC 9051 §6.4.4).
func search(s *session, c *front.Command) error {
	uid := c.Name == "UID SEARCH"
	q, err := readSearch(c.Args())
	var found []int
	if err == nil && q.charset && s.utf8 {
		err = front.Bad("CHARSET is not allowed after ENABLE UTF8=ACCEPT") // RFC 6855 §3
	}
	if err == nil {
		found, err = q.run(s)
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
	case !q.extended && !s.rev2:
		s.sendSearch(numbers, modSeq)
	case q.returns.any():
		s.sendESearch(c.Tag, uid, numbers, q.returns, modSeq)
	}
	return nil
}

// save keeps the result for "$": what was found, or of it the least and the
// greatest if only these were asked for (RFC 5182 §2.4).
func (s *session) save(found []int, r returns) {
	s.saved = nil
	msgs := s.view.Messages()
	for k, i := range found {
		if r.onlyEnds() && !(r.min && k == 0) && !(r.max && k == len(found)-1) {
			continue
		}
		s.saved = append(s.saved, msgs[i].UID)
	}
}

func (s *session) sendSearch(numbers []uint32, modSeq uint64) {
	b := append(s.conn.Begin(), "* SEARCH"...)
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
// ALL are left out.
func (s *session) sendESearch(tag string, uid bool, numbers []uint32, r returns, modSeq uint64) {
	b := append(s.conn.Begin(), `* ESEARCH (TAG "`...)
	b = append(append(b, tag...), `")`...) // a tag holds neither quote nor backslash
	if uid {
		b = append(b, " UID"...)
	}
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
	if r.count {
		b = strconv.AppendInt(append(b, " COUNT "...), int64(len(numbers)), 10)
	}
	if modSeq > 0 {
		b = strconv.AppendUint(append(b, " MODSEQ "...), modSeq, 10)
	}
	s.conn.End(append(b, "\r\n"...))
}
