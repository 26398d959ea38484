package server

import (
	"strconv"

	"imaporacle/server/front"
)

// vanishedAtOnce bounds the ranges in one VANISHED (EARLIER) response.
const vanishedAtOnce = 1000

// sendVanished tells what EXPUNGE would without QRESYNC (RFC 7162 §3.2.10.2).
func (s *session) sendVanished(uids []uint32) {
	if len(uids) == 0 {
		return
	}
	b := front.AppendNumSet(append(s.conn.Begin(), "* VANISHED "...), uids)
	s.conn.End(append(b, "\r\n"...))
}

// sendEarlier tells which of the known UIDs above a floor have vanished since a
// mod-sequence (RFC 7162 §3.2.10.1). Those that the session still shows are not
// among them: VANISHED without EARLIER will tell of these.
func (s *session) sendEarlier(known front.Ranges, since uint64, floor uint32) {
	var gone front.Ranges
	if uids, all := s.view.Vanished(since); all {
		for _, uid := range uids {
			if uid > floor && known.Contains(uid) {
				gone = appendRange(gone, uid, uid)
			}
		}
	} else {
		gone = s.absent(known, floor)
	}
	for len(gone) > 0 {
		n := min(len(gone), vanishedAtOnce)
		s.sendEarlierRanges(gone[:n])
		gone = gone[n:]
	}
}

// vanishable returns the UIDs of a set of UID FETCH of which VANISHED is told.
// "*" is the greatest UID that there ever was: it may have vanished itself.
func (s *session) vanishable(set front.NumSet) front.Ranges {
	if !set.Saved {
		return set.Resolve(s.view.UIDNext() - 1)
	}
	var known front.Ranges
	for _, uid := range s.saved {
		known = appendRange(known, uid, uid)
	}
	return known
}

func (s *session) sendEarlierRanges(gone front.Ranges) {
	b := append(s.conn.Begin(), "* VANISHED (EARLIER) "...)
	for i, r := range gone {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendUint(b, uint64(r.Low), 10)
		if r.High > r.Low {
			b = strconv.AppendUint(append(b, ':'), uint64(r.High), 10)
		}
	}
	s.conn.End(append(b, "\r\n"...))
}

// absent returns the known UIDs above a floor of which there is no message:
// the answer where expunges have been forgotten (RFC 7162 §3.2.6).
func (s *session) absent(known front.Ranges, floor uint32) (gone front.Ranges) {
	msgs := s.view.Messages()
	last := s.view.UIDNext() - 1
	for _, r := range known {
		// In 64 bits, as the next UID after the greatest has 33.
		next, high := max(uint64(r.Low), uint64(floor)+1), uint64(min(r.High, last))
		if next > high {
			continue
		}
		for i := s.view.Find(uint32(next)); i < len(msgs) && uint64(msgs[i].UID) <= high; i++ {
			if uid := msgs[i].UID; uint64(uid) > next {
				gone = appendRange(gone, uint32(next), uid-1)
			}
			next = uint64(msgs[i].UID) + 1
		}
		if next <= high {
			gone = appendRange(gone, uint32(next), uint32(high))
		}
	}
	return gone
}

// appendRange appends a range above all others, joined to the last if it can be.
func appendRange(to front.Ranges, low, high uint32) front.Ranges {
	if n := len(to); n > 0 && to[n-1].High+1 == low {
		to[n-1].High = high
		return to
	}
	return append(to, front.NumRange{Low: low, High: high})
}
