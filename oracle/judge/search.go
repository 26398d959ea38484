package judge

import (
	"fmt"
	"slices"

	"imaporacle/internal/wire"
)

// search is what SEARCH, SORT or THREAD asks for.
type search struct {
	bad      bool // it could not be read
	extended bool // RETURN
	returns  []string
	saves    bool // RETURN (SAVE) alone, which has no result
	charset  string
	keys     []arg
	order    []criterion // of SORT
	done     bool        // its result has come
	modSeq   bool        // it asks for mod-sequences
	hit      bool        // it has found something
	told     bool        // and told the highest mod-sequence
}

// readSearch reads the arguments.
func readSearch(c *command) *search {
	q := &search{modSeq: mentions(c.args, "MODSEQ")}
	args := c.args
	if len(args) > 1 && args[0].is("RETURN") && args[1].isList {
		q.extended = true
		for _, a := range args[1].list {
			if !a.isList {
				q.returns = append(q.returns, upper(a.text))
			}
		}
		q.saves = slices.Equal(q.returns, []string{"SAVE"})
		args = args[2:]
	}
	switch {
	case c.verb != "SEARCH" && len(args) > 2:
		q.order = readCriteria(args[0].list)
		args = args[2:] // how to sort or thread, and the charset
	case c.verb != "SEARCH":
		q.bad = true
	case len(args) > 1 && args[0].is("CHARSET"):
		q.charset = upper(args[1].text)
		args = args[2:]
	}
	q.keys = args
	return q
}

// found takes SEARCH, SORT, ESEARCH or THREAD.
func (s *session) found(r *wire.Response) {
	e, isExtended := wire.AsESearch(r)
	if isExtended && s.strayESearch(e) {
		return
	}
	c := s.searching(e)
	if c == nil {
		return
	}
	q := c.wanted.search
	q.done = true
	switch r.Name {
	case "ESEARCH":
		s.extended(c, e)
		return
	case "THREAD":
		s.threads(c, r)
		return
	}
	if q.extended && !q.saves {
		s.blame("esearch/asked", r.Name+" instead of ESEARCH", c.first)
	}
	if n := len(r.Args); n > 0 && r.Args[n-1].Kind == wire.List {
		q.told = true
	}
	numbers, ok := wire.AsSearch(r)
	if !ok {
		return
	}
	q.hit = len(numbers) > 0
	s.numbers(c, numbers)
	if q.extended {
		return
	}
	s.matches(c, numbers)
	if r.Name == "SORT" {
		s.sorted(c, numbers)
	}
}

// searching returns the one search in progress; nil if it could be several.
func (s *session) searching(e wire.ESearch) *command {
	var one *command
	for _, c := range s.inflight {
		if c.wanted.search == nil || c.bad || c.wanted.search.bad || !c.complete {
			continue
		}
		if e.Tag != "" && c.tag == e.Tag {
			return c
		}
		if one != nil {
			return nil
		}
		one = c
	}
	return one
}

// strayESearch says whether an ESEARCH is none of a search in progress: that of
// a context (RFC 5267), or one that belongs to nothing.
func (s *session) strayESearch(e wire.ESearch) bool {
	if _, ok := e.Get("ADDTO"); ok {
		return true
	}
	if _, ok := e.Get("REMOVEFROM"); ok || e.Tag == "" {
		return ok
	}
	for _, c := range s.inflight {
		if c.tag == e.Tag {
			return c.wanted.search == nil
		}
	}
	if s.whole {
		s.blame("esearch/tag", fmt.Sprintf("the tag %q is that of no command in progress", e.Tag))
	}
	return true
}

// numbers looks at a plain result.
func (s *session) numbers(c *command, list []uint32) {
	if s.box == nil || s.box.opening {
		return
	}
	if !c.uid {
		for _, n := range list {
			if n > s.box.exists {
				s.blame("search/beyond-exists", fmt.Sprintf("%s finds %d of %d messages", c.verb, n, s.box.exists), s.box.existsAt, c.first)
				break
			}
		}
	}
	if twice := repeated(list); twice != 0 {
		rule := map[string]string{"SEARCH": "search/repeats", "SORT": "sort/once", "THREAD": "thread/once"}[c.verb]
		s.blame(rule, fmt.Sprintf("%d is there more than once", twice), c.first)
	}
}

// repeated returns a number that is there more than once, or 0.
func repeated(list []uint32) uint32 {
	rising := true
	for i := 1; i < len(list) && rising; i++ {
		rising = list[i-1] < list[i]
	}
	if rising {
		return 0
	}
	sorted := slices.Clone(list)
	slices.Sort(sorted)
	for i := 1; i < len(sorted); i++ {
		if sorted[i-1] == sorted[i] {
			return sorted[i]
		}
	}
	return 0
}

// searchDone looks at the end of a search.
func (s *session) searchDone(c *command) {
	q := c.wanted.search
	if q == nil || q.bad {
		return
	}
	if q.modSeq && q.hit && !q.told && c.verb != "THREAD" && c.verb == "SEARCH" {
		s.blame("modseq/search-told", "no MODSEQ in the result", c.first)
	}
}

// searchRefused: UTF-8 is a charset of every server that follows RFC 9051.
func (s *session) searchRefused(c *command, r *wire.Response) {
	q := c.wanted.search
	if q != nil && q.charset == "UTF-8" && (r.Status == wire.BAD && s.box != nil || r.CodeIs("BADCHARSET")) {
		s.blame("search/charset", r.Status.String()+" to CHARSET UTF-8", c.first)
	}
}
