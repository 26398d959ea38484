package server

import (
	"slices"
	"sort"

	"imaporacle/server/front"
	"imaporacle/server/mailbox"
)

// resyncParams is what a client knows of a mailbox that it opens again
// (RFC 7162 §3.2.5).
type resyncParams struct {
	uidValidity uint32
	modSeq      uint64
	known       *front.NumSet // UIDs; nil for all
	// seqs and uids are sequence numbers and the UIDs behind them, pairwise
	// (RFC 7162 §3.2.5.2).
	seqs, uids []front.NumRange
}

// readResync reads what follows QRESYNC.
func readResync(a *front.Args) (*resyncParams, error) {
	var p resyncParams
	if err := a.SP(); err != nil {
		return nil, err
	}
	if err := a.Expect('('); err != nil {
		return nil, err
	}
	var err error
	if p.uidValidity, err = a.Number("a UIDVALIDITY"); err != nil {
		return nil, err
	}
	if p.uidValidity == 0 {
		return nil, front.Bad("A UIDVALIDITY is at least 1")
	}
	if p.modSeq, err = readModSeq(a); err != nil {
		return nil, err
	}
	if a.Accept(' ') {
		if err := p.readKnown(a); err != nil {
			return nil, err
		}
	}
	return &p, a.Expect(')')
}

// readKnown reads the known UIDs, the match data, or both.
func (p *resyncParams) readKnown(a *front.Args) error {
	if a.Peek() != '(' {
		known, err := plainSet(a)
		if err != nil {
			return err
		}
		p.known = &known
		if !a.Accept(' ') {
			return nil
		}
	}
	if err := a.Expect('('); err != nil {
		return err
	}
	seqs, err := plainSet(a)
	if err != nil {
		return err
	}
	if err := a.SP(); err != nil {
		return err
	}
	uids, err := plainSet(a)
	if err != nil {
		return err
	}
	p.seqs, p.uids = seqs.Ranges, uids.Ranges
	switch {
	case !ascending(p.seqs), !ascending(p.uids):
		return front.Bad("The sequence match data is not in ascending order")
	case size(p.seqs) != size(p.uids):
		return front.Bad("The sequence match data has %d numbers and %d UIDs", size(p.seqs), size(p.uids))
	}
	return a.Expect(')')
}

// plainSet reads a set in which "*" is not allowed (RFC 7162 §7).
func plainSet(a *front.Args) (front.NumSet, error) {
	set, err := a.NumSet()
	if err == nil && (set.Saved || slices.ContainsFunc(set.Ranges, func(r front.NumRange) bool { return r.High == front.Star })) {
		err = front.Bad(`"*" and "$" are not allowed in QRESYNC`)
	}
	return set, err
}

func ascending(ranges []front.NumRange) bool {
	for i := 1; i < len(ranges); i++ {
		if ranges[i].Low <= ranges[i-1].High {
			return false
		}
	}
	return true
}

func size(ranges []front.NumRange) (n uint64) {
	for _, r := range ranges {
		n += uint64(r.High-r.Low) + 1
	}
	return n
}

// resync tells what has happened to the known messages since the client was
// last here: first what vanished, then what changed (RFC 7162 §3.2.5.1).
func (s *session) resync(p *resyncParams) {
	if p.uidValidity != s.view.UIDValidity() {
		return // RFC 7162 §3.2.5: nothing that the client knows is of this mailbox
	}
	known := front.Ranges{{Low: 1, High: s.view.UIDNext() - 1}}
	if p.known != nil {
		known = p.known.Resolve(s.view.UIDNext() - 1)
	}
	s.sendEarlier(known, p.modSeq, s.matched(p.seqs, p.uids))
	for _, i := range s.view.ChangedSince(p.modSeq) {
		m := s.view.Messages()[i]
		if !known.Contains(m.UID) {
			continue
		}
		flags, modSeq := s.view.Marks(m)
		s.tellFlags(mailbox.FlagUpdate{Seq: uint32(i) + 1, Message: m, ModSeq: modSeq, Flags: flags}, true)
	}
}

// matched returns the greatest of the UIDs that are behind the sequence number
// that the client gave, 0 if none is: up to there the client has missed no
// expunge (RFC 7162 §3.2.5.2).
func (s *session) matched(seqs, uids []front.NumRange) (best uint32) {
	seqs, uids = slices.Clone(seqs), slices.Clone(uids)
	for len(seqs) > 0 {
		n := min(seqs[0].High-seqs[0].Low, uids[0].High-uids[0].Low) + 1
		best = max(best, s.lastMatch(int(seqs[0].Low)-1, uids[0].Low, int(n)))
		seqs, uids = skip(seqs, n), skip(uids, n)
	}
	return best
}

// skip leaves out the first n numbers, which lie in the first range.
func skip(ranges []front.NumRange, n uint32) []front.NumRange {
	if ranges[0].High-ranges[0].Low+1 == n {
		return ranges[1:]
	}
	ranges[0].Low += n
	return ranges
}

// lastMatch returns the last of the UIDs uid, uid+1, ... that is the message at
// the index beside it, of n from i on. As UIDs rise by at least one from each
// message to the next, those that match are side by side, found by bisection.
func (s *session) lastMatch(i int, uid uint32, n int) uint32 {
	msgs := s.view.Messages()
	if i >= len(msgs) {
		return 0
	}
	msgs = msgs[i:min(len(msgs), i+n)]
	above := sort.Search(len(msgs), func(k int) bool { return int64(msgs[k].UID) > int64(uid)+int64(k) })
	if above == 0 || int64(msgs[above-1].UID) != int64(uid)+int64(above-1) {
		return 0
	}
	return msgs[above-1].UID
}
