package server

import (
	"slices"
	"strconv"

	"imaporacle/server/front"
	"imaporacle/server/mailbox"
)

// searchContext is a SEARCH or SORT whose result the client wants to be kept
// up to date (RFC 5267 §4.3).
type searchContext struct {
	tag     string
	uid     bool
	q       query
	results []uint32            // UIDs, in the order asked for
	in      map[uint32]struct{} // the same, for SORT
}

// maxContexts bounds the contexts of a session: each looks at every change.
// maxKept bounds the results of all together, but for those of the first: one
// context must be had (RFC 5267 §4.3.1).
const (
	maxContexts = 16
	maxKept     = 1_000_000
)

// has reports whether a message is among the results.
func (x *searchContext) has(uid uint32) bool {
	if x.q.sort == nil {
		return contains(x.results, uid)
	}
	_, ok := x.in[uid]
	return ok
}

// context returns the context that the command with a tag began.
func (s *session) context(tag string) *searchContext {
	i := slices.IndexFunc(s.contexts, func(x *searchContext) bool { return x.tag == tag })
	if i < 0 {
		return nil
	}
	return s.contexts[i]
}

// keepUpdated begins a context with what was found, or says why not
// (RFC 5267 §4.3.1).
func (s *session) keepUpdated(tag string, uid bool, q query, found []int) {
	byRelevancy := slices.ContainsFunc(q.sort, func(c criterion) bool { return c.key == sortRelevancy })
	switch {
	case byRelevancy: // its order would be that of scores which are not kept
		s.conn.Line(`* NO [NOUPDATE "`, tag, `"] Results by relevancy are not kept up to date`)
		return
	case len(s.contexts) == maxContexts || len(s.contexts) > 0 && s.kept()+len(found) > maxKept:
		s.conn.Line(`* NO [NOUPDATE "`, tag, `"] Too many contexts`)
		return
	}
	x := &searchContext{tag: tag, uid: uid, q: q}
	if q.sort != nil {
		x.in = make(map[uint32]struct{}, len(found))
	}
	for _, i := range found {
		x.insert(len(x.results), s.view.Messages()[i].UID)
	}
	s.contexts = append(s.contexts, x)
	s.view.TrackTouched(true)
}

// kept counts the results of all contexts.
func (s *session) kept() (n int) {
	for _, x := range s.contexts {
		n += len(x.results)
	}
	return n
}

func (x *searchContext) insert(place int, uid uint32) {
	x.results = slices.Insert(x.results, place, uid)
	if x.in != nil {
		x.in[uid] = struct{}{}
	}
}

// cancelUpdate answers CANCELUPDATE (RFC 5267 §4.3.5).
func cancelUpdate(s *session, c *front.Command) error {
	a := c.Args()
	var tags []string
	for first := true; first || a.Peek() != 0; first = false {
		if err := a.SP(); err != nil {
			return err
		}
		tag, err := a.String("a tag in quotes")
		if err != nil {
			return err
		}
		if s.context(string(tag)) == nil {
			return front.Bad("No command with the tag %.40q has asked for updates", tag)
		}
		tags = append(tags, string(tag))
	}
	s.contexts = slices.DeleteFunc(s.contexts, func(x *searchContext) bool { return slices.Contains(tags, x.tag) })
	s.view.TrackTouched(len(s.contexts) > 0)
	return nil
}

// tellGone takes what is about to be told as expunged out of the results. It
// comes before the EXPUNGE responses, while the sequence numbers still hold
// (RFC 5267 §4.3.4).
func (s *session) tellGone(u mailbox.Updates) {
	if len(s.contexts) == 0 || len(u.Vanished) == 0 {
		return
	}
	number := func(uid uint32) uint32 {
		k, _ := slices.BinarySearch(u.Vanished, uid)
		return u.Expunged[k] + uint32(k) // told after k others
	}
	for _, x := range s.contexts {
		x.tell(s, x.remove(u.Vanished), number, nil)
	}
}

// review is how the results of a context have changed.
type review struct {
	*searchContext
	removed, added []placed
}

// adds reports whether a message has become a result.
func (r review) adds(uid uint32) bool {
	return slices.ContainsFunc(r.added, func(run placed) bool { return slices.Contains(run.uids, uid) })
}

// review has each context look again at what has arrived or changed.
func (s *session) review(u mailbox.Updates) (reviews []review) {
	if len(u.Touched) == 0 {
		return nil
	}
	for _, x := range s.contexts {
		removed, added, err := x.review(s, u.Touched)
		if err != nil {
			s.server.options.Log.Printf("connection %d: update of %s: %v", s.actor.Conn, x.tag, err)
			continue
		}
		reviews = append(reviews, review{x, removed, added})
	}
	return reviews
}

// tellReviews comes after EXISTS and FETCH (RFC 5267 §4.3.3, RFC 5465 §7).
func (s *session) tellReviews(reviews []review) {
	number := func(uid uint32) uint32 { return uint32(s.view.Find(uid)) + 1 }
	for _, r := range reviews {
		r.tell(s, r.removed, number, r.added)
	}
}

// review finds out which of the messages match now and changes the results.
func (x *searchContext) review(s *session, touched []*mailbox.Message) (removed, added []placed, err error) {
	var gone []uint32
	var found []int
	c := candidate{s: s}
	msgs := s.view.Messages()
	for _, m := range touched {
		i := s.view.Find(m.UID)
		if i == len(msgs) || msgs[i] != m {
			continue // it came and went
		}
		c.look(m)
		matches := x.q.key.match(&c)
		if c.err != nil {
			return nil, nil, c.err
		}
		switch was := x.has(m.UID); {
		case matches && !was:
			found = append(found, i)
		case !matches && was:
			gone = append(gone, m.UID)
		}
	}
	removed = x.remove(gone)
	added, err = x.add(s, found)
	return removed, added, err
}

// placed are results that are next to each other, from a place on. Places
// count from 1; in mailbox order, which the client can keep for itself, 0
// stands for all (RFC 5267 §4.3.3).
type placed struct {
	at   int
	uids []uint32
}

// remove takes uids, ascending, out of the results. Each place is as of the
// removals before it.
func (x *searchContext) remove(uids []uint32) (runs []placed) {
	if !slices.ContainsFunc(uids, x.has) {
		return nil
	}
	kept := x.results[:0]
	for _, uid := range x.results {
		if !contains(uids, uid) {
			kept = append(kept, uid)
			continue
		}
		delete(x.in, uid)
		at := 0
		if x.q.sort != nil {
			at = len(kept) + 1
		}
		if n := len(runs); n == 0 || runs[n-1].at != at {
			runs = append(runs, placed{at: at})
		}
		last := &runs[len(runs)-1]
		last.uids = append(last.uids, uid)
	}
	x.results = kept
	return runs
}

// add puts the messages at these indexes, ascending, into the results. Each
// place is as of the additions before it.
func (x *searchContext) add(s *session, found []int) (runs []placed, err error) {
	if len(found) == 0 {
		return nil, nil
	}
	if err := x.q.order(s, found); err != nil {
		return nil, err
	}
	for _, i := range found {
		uid := s.view.Messages()[i].UID
		place, err := x.place(s, i)
		if err != nil {
			return nil, err
		}
		x.insert(place, uid)
		at := 0
		if x.q.sort != nil {
			at = place + 1
		}
		if n := len(runs); n == 0 || at != 0 && runs[n-1].at+len(runs[n-1].uids) != at {
			runs = append(runs, placed{at: at})
		}
		last := &runs[len(runs)-1]
		last.uids = append(last.uids, uid)
	}
	return runs, nil
}

// place finds where in the results the message at index i belongs.
func (x *searchContext) place(s *session, i int) (int, error) {
	var failure error
	n, _ := slices.BinarySearchFunc(x.results, i, func(uid uint32, i int) int {
		pair, err := x.q.items(s, []int{s.view.Find(uid), i})
		if err != nil {
			failure = err
			return 0
		}
		return x.q.compare(&pair[0], &pair[1])
	})
	return n, failure
}

// tell sends what has changed, if anything has.
func (x *searchContext) tell(s *session, removed []placed, number func(uint32) uint32, added []placed) {
	if len(removed) == 0 && len(added) == 0 {
		return
	}
	if x.uid {
		number = func(uid uint32) uint32 { return uid }
	}
	b := appendCorrelator(s.conn.Begin(), x.tag, x.uid)
	b = appendPlaced(b, " REMOVEFROM (", removed, number)
	b = appendPlaced(b, " ADDTO (", added, number)
	s.conn.End(append(b, "\r\n"...))
}

func appendPlaced(b []byte, name string, runs []placed, number func(uint32) uint32) []byte {
	if len(runs) == 0 {
		return b
	}
	b = append(b, name...)
	for k, run := range runs {
		if k > 0 {
			b = append(b, ' ')
		}
		b = append(strconv.AppendInt(b, int64(run.at), 10), ' ')
		numbers := make([]uint32, len(run.uids))
		for i, uid := range run.uids {
			numbers[i] = number(uid)
		}
		b = front.AppendNumSet(b, numbers)
	}
	return append(b, ')')
}

// tagInUse refuses a second context with one tag (RFC 5267 §4.3).
func (s *session) tagInUse(q query, tag string) error {
	if q.returns.update && s.context(tag) != nil {
		return front.Bad("The tag %s is in use by a command that asked for updates", tag)
	}
	return nil
}
