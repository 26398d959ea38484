package server

import (
	"iter"
	"slices"
	"time"

	"imaporacle/server/front"
	"imaporacle/server/mailbox"
	"imaporacle/server/message"
)

// candidate is a message that SEARCH looks at.
type candidate struct {
	s    *session
	m    *mailbox.Message
	buf  []byte
	raw  []byte // nil until a key needs the bytes
	tree *message.Part
	err  error
	// score is the relevancy by the FUZZY keys that matched so far.
	score int
	began time.Time // when the search began; see now
}

// run returns the indexes of the messages that match, ascending.
func (q *query) run(s *session) ([]int, error) {
	if err := q.refuseGmail(s); err != nil {
		return nil, err
	}
	for _, set := range q.sets {
		set.freeze(s)
	}
	c := candidate{s: s}
	var found []int
	p := s.progress("Searched", len(s.view.Messages()))
	for i, m := range q.candidates(s) {
		p.at(i)
		c.look(m)
		how := s.view.Searching(m)
		q.tellExpunges = q.tellExpunges || how == mailbox.SearchExpunge
		if how != mailbox.SearchOmits && q.key.match(&c) {
			found = append(found, i)
			q.score(i, c.score)
		}
		if c.err != nil {
			return nil, c.err
		}
	}
	return found, nil
}

// candidates yields the messages that can match, by index: with MODSEQ only
// those that have changed.
func (q *query) candidates(s *session) iter.Seq2[int, *mailbox.Message] {
	msgs := s.view.Messages()
	if q.since == 0 {
		return slices.All(msgs)
	}
	return func(yield func(int, *mailbox.Message) bool) {
		for _, i := range s.view.ChangedSince(q.since - 1) {
			if !yield(i, msgs[i]) {
				return
			}
		}
	}
}

// look turns to another message.
func (c *candidate) look(m *mailbox.Message) {
	c.m, c.raw, c.tree, c.score = m, nil, nil, message.BestScore
}

// bytes returns the message's bytes; after an error none, and the search ends.
func (c *candidate) bytes() []byte {
	if c.raw != nil || c.err != nil {
		return c.raw
	}
	raw, err := c.s.view.Mailbox().Body(c.m, c.buf)
	if err != nil {
		c.err = front.No("SERVERBUG", "A message cannot be read: %v", err)
		return nil
	}
	c.raw, c.buf = raw, raw
	return raw
}

func (c *candidate) parts() *message.Part {
	if c.tree == nil {
		c.tree = message.Parse(c.bytes())
	}
	return c.tree
}

// allOf matches what all keys match; those that need no bytes are asked first.
func allOf(keys []key) key {
	if len(keys) == 1 {
		return keys[0]
	}
	ordered := make([]key, 0, len(keys))
	for _, costly := range []bool{false, true} {
		for _, k := range keys {
			if k.costly == costly {
				ordered = append(ordered, k)
			}
		}
	}
	return key{costly: ordered[len(ordered)-1].costly, match: func(c *candidate) bool {
		for _, k := range ordered {
			if !k.match(c) {
				return false
			}
		}
		return true
	}}
}

func anyOf(a, b key) key {
	if a.costly && !b.costly {
		a, b = b, a
	}
	return key{costly: b.costly, match: func(c *candidate) bool { return a.match(c) || b.match(c) }}
}

func not(k key) key {
	return key{costly: k.costly, match: func(c *candidate) bool { return !k.match(c) }}
}

func flagKey(flag string, want bool) key {
	return key{match: func(c *candidate) bool { return c.s.view.Flags(c.m).Has(flag) == want }}
}

func recentKey(want bool) key {
	return key{match: func(c *candidate) bool { return c.s.view.Recent(c.m) == want }}
}

func sizeKey(larger bool, n int64) key {
	return key{match: func(c *candidate) bool {
		if larger {
			return c.m.Size > n
		}
		return c.m.Size < n
	}}
}

// frozenSet matches sequence numbers or "$": the messages that these stood for
// when the command was given (RFC 5267 §4.3). A number that does not exist
// matches nothing.
type frozenSet struct {
	set   front.NumSet
	saved []uint32
	uids  front.Ranges // of the sequence numbers
}

// freeze finds the messages, before the first is looked at.
func (f *frozenSet) freeze(s *session) {
	if f.set.Saved {
		f.saved = s.saved
		return
	}
	msgs := s.view.Messages()
	for _, r := range f.set.Resolve(uint32(len(msgs))) {
		low, high := max(int(r.Low), 1), min(int(r.High), len(msgs))
		if low <= high {
			f.uids = append(f.uids, front.NumRange{Low: msgs[low-1].UID, High: msgs[high-1].UID})
		}
	}
}

func (f *frozenSet) match(c *candidate) bool {
	if f.set.Saved {
		return contains(f.saved, c.m.UID)
	}
	return f.uids.Contains(c.m.UID)
}

// uidKey matches UIDs. One that does not exist matches nothing.
func uidKey(set front.NumSet) key {
	var ranges front.Ranges // once it is known what "*" is
	var resolved uint32
	return key{match: func(c *candidate) bool {
		if largest := c.s.largestUID(); ranges == nil || largest != resolved {
			ranges, resolved = set.Resolve(largest), largest
		}
		return ranges.Contains(c.m.UID)
	}}
}

func dateKey(sent bool, compare string, day time.Time) key {
	return key{costly: sent, match: func(c *candidate) bool {
		date := c.m.Date
		if sent {
			var ok bool
			if date, ok = message.SentDate(c.bytes()); !ok {
				return false
			}
		}
		return dayMatches(compare, date, day)
	}}
}

func dayMatches(compare string, date, day time.Time) bool {
	switch compare {
	case "BEFORE":
		return dayOf(date).Before(day)
	case "SINCE":
		return !dayOf(date).Before(day)
	}
	return dayOf(date).Equal(day)
}

// textKey matches where the matcher finds its string in the decoded text.
func textKey(word, field string, in matcher) key {
	return key{costly: true, match: func(c *candidate) bool {
		var texts iter.Seq[[]byte]
		switch {
		case field != "":
			texts = message.HeaderValues(c.bytes(), field)
		case word == "BODY":
			texts = c.parts().BodyText(c.bytes())
		default:
			texts = c.parts().Text(c.bytes())
		}
		return in(c, texts)
	}}
}
