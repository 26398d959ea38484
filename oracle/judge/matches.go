package judge

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"imaporacle/internal/wire"
)

// truth is what is known of whether a message matches.
type truth int8

const (
	no truth = iota - 1
	unknown
	yes
)

// candidate is a message that a search may find.
type candidate struct {
	seq   uint32
	slot  *slot
	known *message // nil if nothing is
	flags bool     // the flags that are known are those that it has
}

// predicate says whether a message matches a search key.
type predicate func(candidate) truth

// matches holds the result of a search against what is known of the messages.
// What never changes is always known; flags, and that a message was found by
// nobody else's doing, only if this session is alone.
func (s *session) matches(c *command, found []uint32) {
	b := s.box
	if b == nil || b.opening || b.exists > maxMatched || len(s.inflight) != 1 || c.wanted.search.bad {
		return
	}
	r := keyReader{s: s, rest: c.wanted.search.keys}
	match := r.all()
	if r.failed || len(r.rest) > 0 {
		return
	}
	alone := s.alone()
	sorted := slices.Sorted(slices.Values(found))
	for i := range b.slots {
		m := &b.slots[i]
		seq := uint32(i + 1)
		number := seq
		if c.uid {
			if number = m.uid; number == 0 {
				continue
			}
		}
		cand := candidate{seq: seq, slot: m, flags: alone && m.flagAt != 0 && m.flags&overflow == 0}
		if b.facts != nil && m.uid != 0 {
			cand.known = b.facts.messages[key{m.uid, s.utf8}]
		}
		_, hit := slices.BinarySearch(sorted, number)
		switch t := match(cand); {
		case t == no && hit:
			s.blame("search/matches", fmt.Sprintf("message %d does not match and is found", seq), c.first, m.flagAt)
			return
		case t == yes && !hit && alone:
			s.blame("search/matches", fmt.Sprintf("message %d matches and is not found", seq), c.first, m.flagAt)
			return
		}
	}
}

// maxMatched is up to which size of a mailbox results are looked at one by one.
const maxMatched = 10000

// keyReader makes one key of several.
type keyReader struct {
	s      *session
	rest   []arg
	failed bool
}

// all reads keys to the end: a message matches if it matches all.
func (r *keyReader) all() predicate {
	var keys []predicate
	for len(r.rest) > 0 && !r.failed {
		keys = append(keys, r.one(0))
	}
	return allOf(keys)
}

func allOf(keys []predicate) predicate {
	return func(c candidate) truth {
		t := yes
		for _, k := range keys {
			t = min(t, k(c))
		}
		return t
	}
}

func (r *keyReader) next() arg {
	if len(r.rest) == 0 {
		r.failed = true
		return arg{}
	}
	a := r.rest[0]
	r.rest = r.rest[1:]
	return a
}

func (r *keyReader) one(depth int) predicate {
	a := r.next()
	if depth > maxDepth {
		r.failed = true
	}
	if r.failed || a.quoted {
		r.failed = true
		return nil
	}
	if a.isList {
		inner := keyReader{s: r.s, rest: a.list}
		k := inner.all()
		r.failed = r.failed || inner.failed
		return k
	}
	word := upper(a.text)
	switch word {
	case "ALL":
		return func(candidate) truth { return yes }
	case "NOT":
		k := r.one(depth + 1)
		return func(c candidate) truth { return -k(c) }
	case "OR":
		k, l := r.one(depth+1), r.one(depth+1)
		return func(c candidate) truth { return max(k(c), l(c)) }
	case "UID":
		return r.set(r.next().text, true)
	case "LARGER", "SMALLER":
		return r.size(word)
	case "KEYWORD", "UNKEYWORD":
		return flagKey(r.s.j.flags.bit([]byte(r.next().text)), word == "KEYWORD")
	}
	if f, ok := flagKeys[strings.TrimPrefix(word, "UN")]; ok {
		return flagKey(f, !strings.HasPrefix(word, "UN"))
	}
	if n, ok := opaque[word]; ok {
		for range n {
			r.next()
		}
		return func(candidate) truth { return unknown }
	}
	return r.set(word, false)
}

var flagKeys = map[string]flagSet{
	"SEEN": seen, "ANSWERED": answered, "FLAGGED": flagged, "DELETED": deleted, "DRAFT": draft,
}

// opaque are the keys that are not judged, with the number of their arguments.
var opaque = map[string]int{
	"BCC": 1, "BEFORE": 1, "BODY": 1, "CC": 1, "FROM": 1, "HEADER": 2, "NEW": 0, "OLD": 0, "ON": 1, "RECENT": 0,
	"SENTBEFORE": 1, "SENTON": 1, "SENTSINCE": 1, "SINCE": 1, "SUBJECT": 1, "TEXT": 1, "TO": 1, "OLDER": 1, "YOUNGER": 1,
}

func flagKey(f flagSet, set bool) predicate {
	return func(c candidate) truth {
		switch {
		case !c.flags || f&(overflow|recent) != 0:
			return unknown
		case (c.slot.flags&f != 0) == set:
			return yes
		}
		return no
	}
}

func (r *keyReader) size(word string) predicate {
	n, err := strconv.ParseUint(r.next().text, 10, 63)
	r.failed = r.failed || err != nil
	return func(c candidate) truth {
		switch {
		case c.known == nil || c.known.sizeAt == 0:
			return unknown
		case word == "LARGER" && c.known.size > n || word == "SMALLER" && c.known.size < n:
			return yes
		}
		return no
	}
}

func (r *keyReader) set(text string, uid bool) predicate {
	set, err := wire.ParseNumSet([]byte(text))
	r.failed = r.failed || err != nil
	return func(c candidate) truth {
		n := c.seq
		if uid {
			n = c.slot.uid
		}
		switch {
		case n == 0:
			return unknown
		case set.Contains(n):
			return yes
		}
		return no
	}
}
