package judge

import (
	"cmp"
	"fmt"
	"net/mail"
	"regexp"

	"imaporacle/internal/wire"
)

// sortKeys are what SORT compares messages by, as their ENVELOPE tells it.
type sortKeys struct {
	sent                  int64 // in seconds
	dated, undated        bool  // the Date can be read; there is none
	from, to, cc, subject sortText
}

// numericZone is at the end of dates that nobody reads otherwise.
var numericZone = regexp.MustCompile(`[+-][0-9]{4}$`)

// sortKeysOf reads an ENVELOPE (RFC 9051 §7.5.2); nil if it is none.
func sortKeysOf(envelope wire.Value) *sortKeys {
	v := envelope.List
	if len(v) != 10 {
		return nil
	}
	k := &sortKeys{undated: v[0].Kind == wire.Nil, subject: subjectText(v[1]), from: firstMailbox(v[2]), to: firstMailbox(v[5]), cc: firstMailbox(v[6])}
	if date, err := mail.ParseDate(v[0].Text()); err == nil && numericZone.MatchString(v[0].Text()) {
		k.sent, k.dated = date.Unix(), true
	}
	return k
}

// firstMailbox returns what stands before the @ of the first address; nothing
// if there is none. What a group is sorted by is not said.
func firstMailbox(addresses wire.Value) sortText {
	switch {
	case addresses.Kind == wire.Nil:
		return sortText{known: true}
	case len(addresses.List) == 0 || len(addresses.List[0].List) != 4 || addresses.List[0].List[3].Kind == wire.Nil:
		return sortText{}
	}
	return newSortText(addresses.List[0].List[2].Text())
}

// criterion is a sort criterion.
type criterion struct {
	key     string // in upper case
	reverse bool
}

func readCriteria(list []arg) (order []criterion) {
	reverse := false
	for _, a := range list {
		if a.is("REVERSE") {
			reverse = true
			continue
		}
		order = append(order, criterion{upper(a.text), reverse})
		reverse = false
	}
	return order
}

// sorted holds the order of a result against what is known of the messages
// (RFC 5256 §3), each with the one behind it.
func (s *session) sorted(c *command, found []uint32) {
	b := s.box
	if b == nil || b.opening || b.facts == nil || len(s.inflight) != 1 || repeated(found) != 0 || s.advertises("I18NLEVEL=2") {
		return // of other collations than the one there is
	}
	seqOf := func(n uint32) uint32 { return n }
	if c.uid {
		seqOf = b.byUID()
	}
	var before sortItem
	for _, n := range found {
		seq := seqOf(n)
		m := b.bySeq(seq)
		if m == nil || m.uid == 0 {
			before = sortItem{}
			continue
		}
		now := sortItem{seq: seq, message: b.facts.messages[key{m.uid, s.utf8}]}
		if before.message != nil && now.message != nil && c.wanted.search.compare(before, now) > 0 {
			s.blame("sort/ordered", fmt.Sprintf("message %d stands before message %d", before.seq, now.seq), c.first,
				before.message.sortedAt(), now.message.sortedAt())
			return
		}
		before = now
	}
}

// sortItem is a message in the result of a SORT.
type sortItem struct {
	seq     uint32
	message *message
}

// sortedAt is the last event that told what SORT compares.
func (m *message) sortedAt() int { return max(m.sizeAt, m.dateAt, m.envelopeAt) }

// compare is above 0 if a is known to belong behind b. Messages that are alike
// are in the order of their numbers, also with REVERSE.
func (q *search) compare(a, b sortItem) int {
	for _, by := range q.order {
		order, known := compareBy(by.key, a.message, b.message)
		if !known {
			return 0
		}
		if by.reverse {
			order = -order
		}
		if order != 0 {
			return order
		}
	}
	return cmp.Compare(a.seq, b.seq)
}

func compareBy(criterion string, a, b *message) (order int, known bool) {
	switch criterion {
	case "ARRIVAL":
		return cmp.Compare(a.date, b.date), a.dateAt != 0 && b.dateAt != 0
	case "SIZE":
		return cmp.Compare(a.size, b.size), a.sizeAt != 0 && b.sizeAt != 0
	}
	if a.keys == nil || b.keys == nil {
		return 0, false
	}
	switch criterion {
	case "DATE":
		x, knownA := a.sentDate()
		y, knownB := b.sentDate()
		return cmp.Compare(x, y), knownA && knownB
	case "SUBJECT":
		return compareTexts(a.keys.subject, b.keys.subject)
	case "FROM":
		return compareTexts(a.keys.from, b.keys.from)
	case "TO":
		return compareTexts(a.keys.to, b.keys.to)
	case "CC":
		return compareTexts(a.keys.cc, b.keys.cc)
	}
	return 0, false
}

func compareTexts(a, b sortText) (order int, known bool) {
	return cmp.Compare(a.text, b.text), a.known && b.known
}

// sentDate returns the sent date in seconds; INTERNALDATE where there is no Date
// (RFC 5256 §2.2).
func (m *message) sentDate() (sent int64, known bool) {
	if m.keys.undated {
		return int64(m.date - dateOrigin), m.dateAt != 0
	}
	return m.keys.sent, m.keys.dated
}

// byUID returns what gives the number of a UID, 0 if it is not known.
func (b *box) byUID() func(uid uint32) uint32 {
	seqs := make(map[uint32]uint32, len(b.slots))
	for i := range b.slots {
		seqs[b.slots[i].uid] = uint32(i + 1)
	}
	delete(seqs, 0)
	return func(uid uint32) uint32 { return seqs[uid] }
}
