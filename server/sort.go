package server

import (
	"cmp"
	"slices"
	"strings"

	"imaporacle/server/front"
	"imaporacle/server/mailbox"
	"imaporacle/server/message"
)

// sortMessages answers SORT and UID SORT (RFC 5256 §3), also with RETURN
// (RFC 5267 §3.1).
func sortMessages(s *session, c *front.Command) error { return s.find(c, readSort) }

// criterion is one sort criterion.
type criterion struct {
	key     sortKey
	reverse bool
}

type sortKey int

const (
	sortArrival sortKey = iota
	sortSize
	sortRelevancy // RFC 6203 §6
	// The criteria from here on need the header.
	sortDate
	sortSubject
	sortFrom
	sortTo
	sortCc
	sortDisplayFrom // RFC 5957 §4
	sortDisplayTo
)

var sortKeys = map[string]sortKey{
	"ARRIVAL": sortArrival, "SIZE": sortSize, "RELEVANCY": sortRelevancy, "DATE": sortDate, "SUBJECT": sortSubject,
	"FROM": sortFrom, "TO": sortTo, "CC": sortCc, "DISPLAYFROM": sortDisplayFrom, "DISPLAYTO": sortDisplayTo,
}

// readSort reads the arguments of SORT (RFC 5256 §5, RFC 5267 §5).
func readSort(a *front.Args) (query, error) {
	r := newSearchReader(a)
	var q query
	if err := r.SP(); err != nil {
		return q, err
	}
	if r.Peek() != '(' {
		word, err := r.Keyword("RETURN or a list of sort criteria")
		if err != nil {
			return q, err
		}
		if word != "RETURN" {
			return q, front.Bad("Expected RETURN or a list of sort criteria, found %.40s", word)
		}
		q.extended = true
		if err := r.readReturns(&q.returns); err != nil {
			return q, err
		}
	}
	if !q.returns.any() && !q.returns.save {
		q.returns.all = true
	}
	if err := r.readCriteria(&q); err != nil {
		return q, err
	}
	return q, r.searchCriteria(&q)
}

// searchCriteria reads a charset, which SORT and THREAD require, and the keys
// (RFC 5256 §5, search-criteria).
func (r *searchReader) searchCriteria(q *query) error {
	if err := r.readCharset(); err != nil {
		return err
	}
	word, err := r.key("a search key")
	if err != nil {
		return err
	}
	return r.finish(q, word)
}

// readCriteria reads the list of sort criteria. One that stands there already
// decides nothing the second time, and is dropped.
func (r *searchReader) readCriteria(q *query) error {
	return r.List("a list of sort criteria", false, func() error {
		word, err := r.Keyword("a sort criterion")
		if err != nil {
			return err
		}
		var c criterion
		if c.reverse = word == "REVERSE"; c.reverse {
			if err := r.SP(); err != nil {
				return err
			}
			if word, err = r.Keyword("a sort criterion"); err != nil {
				return err
			}
		}
		key, ok := sortKeys[word]
		if !ok {
			return front.Bad("Unknown sort criterion %.40s", word)
		}
		c.key = key
		if !slices.ContainsFunc(q.sort, func(other criterion) bool { return other.key == key }) {
			q.sort = append(q.sort, c)
		}
		return nil
	})
}

// sortItem is a message to be sorted or threaded.
type sortItem struct {
	index int
	m     *mailbox.Message
	*message.Order
	score int
}

// sent returns the sent date in seconds (RFC 5256 §2.2).
func (i *sortItem) sent() int64 {
	if i.Dated {
		return i.Date.Unix()
	}
	return i.m.Date.Unix()
}

// items collects what the sort criteria compare.
func (q *query) items(s *session, found []int) ([]sortItem, error) {
	header := slices.ContainsFunc(q.sort, func(c criterion) bool { return c.key >= sortDate })
	items, err := s.items(found, header)
	for k := range items {
		items[k].score = q.scores[items[k].index]
	}
	return items, err
}

// items collects what is to be compared; without header the Orders are nil.
func (s *session) items(found []int, header bool) ([]sortItem, error) {
	items := make([]sortItem, len(found))
	c := candidate{s: s}
	body := func() ([]byte, error) { return c.bytes(), c.err }
	p := s.progress("Sorted", 0) // the search has counted already
	for k, i := range found {
		p.at(k)
		m := s.view.Messages()[i]
		items[k] = sortItem{index: i, m: m}
		if !header {
			continue
		}
		c.m, c.raw = m, nil
		order, err := m.Order(body)
		if err != nil {
			return nil, err
		}
		items[k].Order = order
	}
	return items, nil
}

// order sorts found.
func (q *query) order(s *session, found []int) error {
	items, err := q.items(s, found)
	if err != nil {
		return err
	}
	slices.SortFunc(items, func(a, b sortItem) int { return q.compare(&a, &b) })
	for k := range items {
		found[k] = items[k].index
	}
	return nil
}

// compare compares by all criteria. Between messages that are equal by them
// the order in the mailbox decides (RFC 5256 §3).
func (q *query) compare(a, b *sortItem) int {
	for _, c := range q.sort {
		if n := c.key.compare(a, b); n != 0 {
			if c.reverse {
				return -n
			}
			return n
		}
	}
	return cmp.Compare(a.index, b.index)
}

// compare compares by one criterion. Dates count to the second, as they do in
// what a client sees of them.
func (k sortKey) compare(a, b *sortItem) int {
	switch k {
	case sortArrival:
		return cmp.Compare(a.m.Date.Unix(), b.m.Date.Unix())
	case sortSize:
		return cmp.Compare(a.m.Size, b.m.Size)
	case sortRelevancy: // the highest first
		return cmp.Compare(b.score, a.score)
	case sortDate:
		return cmp.Compare(a.sent(), b.sent())
	case sortSubject:
		return strings.Compare(a.Subject, b.Subject)
	case sortFrom:
		return strings.Compare(a.From, b.From)
	case sortTo:
		return strings.Compare(a.To, b.To)
	case sortCc:
		return strings.Compare(a.Cc, b.Cc)
	case sortDisplayFrom:
		return strings.Compare(a.DisplayFrom, b.DisplayFrom)
	}
	return strings.Compare(a.DisplayTo, b.DisplayTo)
}
