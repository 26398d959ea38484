package script

import (
	"slices"
	"strings"
)

// matcher compares what came with what was expected. Variables without a value
// take that which they find; if the whole does not match, they lose it again.
type matcher struct {
	vars *variables
	set  []variable // to be unset again

	matched, best int // arguments alike so far, and at most
	miss          miss
}

// miss is the first difference behind the most that was alike.
type miss struct{ expected, seen string }

// response compares an untagged response, without "*". Status responses have
// text for people at their end, which counts as far as it is expected.
func (m *matcher) response(patterns, args []arg) bool {
	prefix := len(patterns) > 0 && isStatus(patterns[0].text)
	if m.sequence(patterns, args, listsOf(patterns), prefix) {
		return true
	}
	m.undo()
	return false
}

// reply compares the arguments of a tagged response with how it must begin.
func (m *matcher) reply(patterns, args []arg) bool {
	if m.sequence(patterns, args, noLists, true) {
		return true
	}
	m.undo()
	return false
}

func (m *matcher) undo() {
	for _, v := range m.set {
		m.vars.unset(v)
	}
	m.set = nil
}

// listRule says how the list at an index is compared.
type listRule func(index int, patterns []arg) directives

func noLists(int, []arg) directives { return plainList }

// listsOf returns the rule of a response.
func listsOf(patterns []arg) listRule {
	word := func(i int) string {
		if i < len(patterns) {
			return strings.ToUpper(patterns[i].text)
		}
		return ""
	}
	at, d := -1, plainList
	switch {
	case word(0) == "LIST", word(0) == "LSUB":
		at, d = 1, anyOrder
	case word(0) == "STATUS":
		at, d = 2, pairs
	case isFetch(patterns):
		at, d = 2, pairs
	default:
		return noLists
	}
	return func(i int, _ []arg) directives {
		if i == at {
			return d
		}
		return plainList
	}
}

// isFetch says whether a response is FETCH, or UIDFETCH (RFC 9586).
func isFetch(patterns []arg) bool {
	return len(patterns) > 1 && (strings.EqualFold(patterns[1].text, "FETCH") || strings.EqualFold(patterns[1].text, "UIDFETCH"))
}

// insideFetch is the rule for the list of FETCH: that of FLAGS has its own.
func insideFetch(i int, patterns []arg) directives {
	if i > 0 && strings.EqualFold(patterns[i-1].text, "FLAGS") {
		return flagsList
	}
	return plainList
}

// sequence compares arguments one by one.
func (m *matcher) sequence(patterns, args []arg, lists listRule, prefix bool) bool {
	k := 0
	for i, p := range patterns {
		if p.kind == atomArg && p.text == "$]" {
			end := slices.IndexFunc(args[k:], func(a arg) bool { return a.kind == atomArg && strings.HasSuffix(a.text, "]") })
			if end < 0 {
				return m.missed("$]", "no ]")
			}
			k += end + 1
			continue
		}
		if k == len(args) {
			return m.missed(p.String(), "the end")
		}
		inner := noLists
		if i == 2 && isFetch(patterns) {
			inner = insideFetch
		}
		if !m.argument(p, args[k], lists(i, patterns), inner) {
			return false
		}
		k++
	}
	if !prefix && k < len(args) {
		return m.missed("the end", args[k].String())
	}
	return true
}

func (m *matcher) missed(expected, seen string) bool {
	if m.matched > m.best || m.miss == (miss{}) {
		m.best, m.miss = m.matched, miss{expected, seen}
	}
	return false
}

// argument compares one. d is how it is compared if it is a list, inner how
// the lists in it are.
func (m *matcher) argument(p, a arg, d directives, inner listRule) bool {
	ok := false
	switch {
	case p.kind == atomArg && p.text == "$":
		ok = true
	case p.kind == listArg && a.kind == listArg:
		return m.list(p.list, a.list, d, inner)
	case p.kind == listArg:
	case a.kind == listArg, a.kind == nilArg && p.kind != nilArg:
		ok = m.whole(p, a)
	case p.kind == nilArg:
		ok = a.kind == nilArg
	default:
		ok = m.text(pieces(p.text), a.text)
	}
	if !ok {
		return m.missed(m.vars.show(p.String()), a.String())
	}
	m.matched++
	return true
}

// whole compares a list or NIL with a variable.
func (m *matcher) whole(p, a arg) bool {
	list := pieces(p.text)
	if len(list) != 1 || list[0].of == nil || p.kind != atomArg {
		return false
	}
	if value, ok := m.vars.get(*list[0].of); ok {
		return strings.EqualFold(value, a.String())
	}
	return m.capture(*list[0].of, a.String())
}

// text compares a string with a pattern in pieces. A variable without a value
// takes as little as the rest allows.
func (m *matcher) text(list []piece, s string) bool {
	if len(list) == 0 {
		return s == ""
	}
	first, rest := list[0], list[1:]
	if first.of == nil {
		return hasPrefixFold(s, first.text) && m.text(rest, s[len(first.text):])
	}
	if first.of.kind == caseVar {
		after, ok := strings.CutPrefix(s, first.of.name)
		return ok && m.text(rest, after)
	}
	if first.of.kind != anyVar {
		if value, ok := m.vars.get(*first.of); ok {
			return hasPrefixFold(s, value) && m.text(rest, s[len(value):])
		}
	}
	least := len(s)
	if len(rest) > 0 {
		least = 0
	}
	for n := least; n <= len(s); n++ {
		before := len(m.set)
		if (first.of.kind == anyVar || m.capture(*first.of, s[:n])) && m.text(rest, s[n:]) {
			return true
		}
		for _, v := range m.set[before:] {
			m.vars.unset(v)
		}
		m.set = m.set[:before]
	}
	return false
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

func (m *matcher) capture(v variable, value string) bool {
	if !m.vars.set(v, value) {
		return false
	}
	m.set = append(m.set, v)
	return true
}

// list compares two lists, as the directives in the pattern say, or else d.
func (m *matcher) list(patterns, args []arg, d directives, inner listRule) bool {
	if hasDirectives(patterns) {
		d, patterns, _ = parseDirectives(patterns) // Parse has found the mistakes
	}
	for _, a := range args {
		if m.among(d.banned, a) {
			return m.missed("no "+a.String(), a.String())
		}
	}
	if d.chunk == 0 {
		return m.ordered(patterns, args, d, inner)
	}
	return m.unordered(patterns, args, d, inner)
}

func (m *matcher) ordered(patterns, args []arg, d directives, inner listRule) bool {
	k := 0
	for i, p := range patterns {
		for {
			if k == len(args) {
				return m.missed(m.vars.show(p.String()), "the end of the list")
			}
			if m.argument(p, args[k], inner(i, patterns), noLists) {
				k++
				break
			}
			if !d.extra && !m.among(d.ignored, args[k]) {
				return false
			}
			k++
		}
	}
	for _, a := range args[k:] {
		if !d.extra && !m.among(d.ignored, a) {
			return m.missed("the end of the list", a.String())
		}
	}
	return true
}

func (m *matcher) unordered(patterns, args []arg, d directives, inner listRule) bool {
	unused := slices.Collect(slices.Chunk(args, d.chunk))
	at := 0
	for want := range slices.Chunk(patterns, d.chunk) {
		i := slices.IndexFunc(unused, func(have []arg) bool { return m.chunk(want, have, at, patterns, inner) })
		if i < 0 {
			return m.missed(m.vars.show(joinArgs(want)), "("+joinArgs(args)+")")
		}
		unused = slices.Delete(unused, i, i+1)
		at += d.chunk
	}
	if d.extra {
		return true
	}
	for _, have := range unused {
		if !m.among(d.ignored, have[0]) {
			return m.missed("no more", joinArgs(have))
		}
	}
	return true
}

// chunk compares one group of an unordered list.
func (m *matcher) chunk(want, have []arg, at int, patterns []arg, inner listRule) bool {
	if len(want) != len(have) {
		return false
	}
	before := len(m.set)
	for i := range want {
		if !m.argument(want[i], have[i], inner(at+i, patterns), noLists) {
			for _, v := range m.set[before:] {
				m.vars.unset(v)
			}
			m.set = m.set[:before]
			return false
		}
	}
	return true
}

// among says whether an argument is one of the words, which may be variables.
func (m *matcher) among(words []string, a arg) bool {
	return a.kind != listArg && slices.ContainsFunc(words, func(w string) bool {
		if strings.EqualFold(w, a.text) {
			return true
		}
		value, err := m.vars.expand(w)
		return err == nil && strings.EqualFold(value, a.text)
	})
}
