package judge

import (
	"fmt"
	"slices"

	"imaporacle/internal/wire"
)

// extended looks at ESEARCH.
func (s *session) extended(c *command, e wire.ESearch) {
	q := c.wanted.search
	if !q.extended && !s.isEnabled("IMAP4REV2") && s.whole {
		s.blame("esearch/asked", "ESEARCH without RETURN", c.first)
	}
	if e.UID != c.uid {
		s.blame("esearch/uid-indicator", fmt.Sprintf("%s is answered with UID: %t", c.name(), e.UID), c.first)
	}
	count, counted := e.Number("COUNT")
	all, err := e.All()
	if err != nil {
		return
	}
	_, q.told = e.Get("MODSEQ")
	q.hit = counted && count > 0 || hasAny(e, "MIN", "MAX", "ALL")
	s.returnItems(c, e)
	s.consistent(c, e, all)
	if s.box == nil || s.box.opening {
		return
	}
	s.withinExists(c, e, all)
	if _, ok := e.Get("ALL"); ok || counted && count == 0 {
		if numbers, err := all.Expand(maxSlots); err == nil {
			slices.Sort(numbers)
			s.matches(c, numbers)
		}
	}
}

// returnItems looks for what RETURN has asked for: ALL, if for nothing. Where
// nothing matches only COUNT is due (RFC 4731 §3.1).
func (s *session) returnItems(c *command, e wire.ESearch) {
	q := c.wanted.search
	asked := slices.DeleteFunc(slices.Clone(q.returns), func(item string) bool {
		return item != "MIN" && item != "MAX" && item != "ALL" && item != "COUNT"
	})
	if len(q.returns) == 0 {
		asked = []string{"ALL"}
	}
	for _, item := range asked {
		if _, ok := e.Get(item); ok || item != "COUNT" && !s.surelyFinds(c, e) {
			continue
		}
		s.blame("esearch/items", "no "+item, c.first)
		return
	}
}

// surelyFinds says whether the search is known to find something.
func (s *session) surelyFinds(c *command, e wire.ESearch) bool {
	if n, ok := e.Number("COUNT"); ok {
		return n > 0
	}
	if hasAny(e, "MIN", "MAX", "ALL") {
		return true
	}
	keys := c.wanted.search.keys
	return len(keys) == 1 && keys[0].is("ALL") && s.alone() && s.box.exists > 0
}

// consistent holds the items of one ESEARCH against each other.
func (s *session) consistent(c *command, e wire.ESearch, all wire.NumSet) {
	minimum, hasMin := e.Number("MIN")
	maximum, hasMax := e.Number("MAX")
	count, hasCount := e.Number("COUNT")
	wrong := ""
	switch {
	case hasMin && minimum == 0 || hasMax && maximum == 0:
		wrong = "MIN or MAX is 0"
	case hasMin && hasMax && minimum > maximum:
		wrong = fmt.Sprintf("MIN is %d, MAX is %d", minimum, maximum)
	case hasCount && count == 0 && (hasMin || hasMax || len(all) > 0):
		wrong = "COUNT is 0, and something is found"
	case hasCount && hasMin && hasMax && count > maximum-minimum+1:
		wrong = fmt.Sprintf("COUNT is %d between MIN %d and MAX %d", count, minimum, maximum)
	case hasCount && len(all) > 0 && all.Count() != count:
		wrong = fmt.Sprintf("COUNT is %d, ALL has %d", count, all.Count())
	case len(all) > 0 && (hasMin && uint64(lowest(all)) != minimum || hasMax && uint64(highest(all)) != maximum):
		wrong = "MIN or MAX is not that of ALL"
	}
	if wrong != "" {
		s.blame("esearch/consistent", wrong, c.first)
	}
}

// withinExists looks for numbers that are those of no message.
func (s *session) withinExists(c *command, e wire.ESearch, all wire.NumSet) {
	if count, ok := e.Number("COUNT"); ok && count > uint64(s.box.exists) {
		s.blame("search/beyond-exists", fmt.Sprintf("COUNT is %d of %d messages", count, s.box.exists), s.box.existsAt, c.first)
		return
	}
	if c.uid || e.UID {
		return
	}
	top := uint64(highest(all))
	if n, ok := e.Number("MAX"); ok {
		top = max(top, n)
	}
	if top > uint64(s.box.exists) {
		s.blame("search/beyond-exists", fmt.Sprintf("%s finds %d of %d messages", c.verb, top, s.box.exists), s.box.existsAt, c.first)
	}
}

func hasAny(e wire.ESearch, items ...string) bool {
	return slices.ContainsFunc(items, func(item string) bool {
		_, ok := e.Get(item)
		return ok
	})
}

func lowest(set wire.NumSet) uint32 {
	n := ^uint32(0)
	for _, r := range set {
		n = min(n, r.Start)
	}
	return n
}

func highest(set wire.NumSet) uint32 {
	n := uint32(0)
	for _, r := range set {
		n = max(n, r.Stop)
	}
	return n
}
