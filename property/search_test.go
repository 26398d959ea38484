package property

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"imaporacle/internal/wire"
	"imaporacle/tester/client"
)

// key is a search key, and whom it matches.
type key struct {
	text  string
	match func(*message) bool
}

// fold makes texts comparable as i;unicode-casemap does, for the letters here
// (RFC 5051 §2).
func fold(s string) string { return norm.NFKD.String(strings.ToUpper(s)) }

func holds(text, part string) bool { return strings.Contains(fold(text), fold(part)) }

// stringKeys match a text that is in what a message says, decoded, in any case
// (RFC 9051 §6.4.4).
var stringKeys = map[string]func(*letter) []string{
	"SUBJECT":         func(l *letter) []string { return []string{l.subject} },
	"FROM":            func(l *letter) []string { return []string{l.from + "@example.org"} },
	"TO":              func(l *letter) []string { return []string{l.to + "@example.net"} },
	"BODY":            func(l *letter) []string { return []string{l.text} },
	"TEXT":            func(l *letter) []string { return []string{l.text, l.header, l.subject} },
	"HEADER X-COLOUR": func(l *letter) []string { return []string{l.colour} },
}

var words = []string{"apple", "ÄPFEL", "anna", "BOB", "red", "zebra", "example", "pear", "a"}

// drawKey draws a key of RFC 9051 §6.4.4.
func (s *session) drawKey(t *rapid.T, depth int) key {
	kinds := []string{"ALL", "flag", "keyword", "string", "date", "sent", "size", "uid", "seq", "modseq", "saved"}
	if depth > 0 {
		kinds = append(kinds, "NOT", "OR", "and", "NOT", "OR")
	}
	switch kind := rapid.SampledFrom(kinds).Draw(t, "key"); kind {
	case "flag":
		return flagKey(rapid.SampledFrom([]string{`\Seen`, `\Deleted`, `\Flagged`, `\Answered`}).Draw(t, "flag"), rapid.Bool().Draw(t, "un"))
	case "keyword":
		word := rapid.SampledFrom([]string{"word", "$junk", "Never"}).Draw(t, "keyword")
		un := rapid.SampledFrom([]string{"", "UN"}).Draw(t, "un")
		return key{un + "KEYWORD " + word, func(m *message) bool { return m.has(word) == (un == "") }}
	case "string":
		return drawStringKey(t)
	case "date", "sent":
		return drawDateKey(t, kind == "sent")
	case "size":
		n := rapid.SampledFrom([]int{0, 150, 170, 180, 5000}).Draw(t, "size")
		if rapid.Bool().Draw(t, "larger") {
			return key{fmt.Sprint("LARGER ", n), func(m *message) bool { return len(m.letter.raw) > n }}
		}
		return key{fmt.Sprint("SMALLER ", n), func(m *message) bool { return len(m.letter.raw) < n }}
	case "uid":
		set, named := s.set(t, true)
		return key{"UID " + set, func(m *message) bool { return slices.Contains(named, m) }}
	case "seq":
		set, named := s.set(t, false)
		return key{set, func(m *message) bool { return slices.Contains(named, m) }}
	case "modseq":
		n := s.lately(t)
		return key{fmt.Sprint("MODSEQ ", n), func(m *message) bool { return m.modSeq >= n }}
	case "saved":
		saved := s.saved
		return key{"$", func(m *message) bool { return slices.Contains(saved, m) }}
	case "NOT":
		k := s.drawKey(t, depth-1)
		return key{"NOT " + k.text, func(m *message) bool { return !k.match(m) }}
	case "OR":
		a, b := s.drawKey(t, depth-1), s.drawKey(t, depth-1)
		return key{"OR " + a.text + " " + b.text, func(m *message) bool { return a.match(m) || b.match(m) }}
	case "and":
		a, b := s.drawKey(t, depth-1), s.drawKey(t, depth-1)
		return key{"(" + a.text + " " + b.text + ")", func(m *message) bool { return a.match(m) && b.match(m) }}
	}
	return key{"ALL", func(*message) bool { return true }}
}

func (m *message) has(flag string) bool {
	for f := range m.flags {
		if strings.EqualFold(f, flag) {
			return true
		}
	}
	return false
}

func flagKey(flag string, un bool) key {
	name := strings.ToUpper(flag[1:])
	if un {
		name = "UN" + name
	}
	return key{name, func(m *message) bool { return m.flags[flag] != un }}
}

func drawStringKey(t *rapid.T) key {
	names := make([]string, 0, len(stringKeys))
	for name := range stringKeys {
		names = append(names, name)
	}
	slices.Sort(names)
	name := rapid.SampledFrom(names).Draw(t, "field")
	word := rapid.SampledFrom(words).Draw(t, "word")
	texts := stringKeys[name]
	return key{name + " " + quoted(word), func(m *message) bool {
		return slices.ContainsFunc(texts(m.letter), func(text string) bool { return holds(text, word) })
	}}
}

// drawDateKey: dates count without time and zone (RFC 9051 §6.4.4).
func drawDateKey(t *rapid.T, sent bool) key {
	date := rapid.SampledFrom([]string{"2-Feb-2026", "03-Feb-2026", "1-Jan-2026", "31-Dec-2025", "30-Jan-2026"}).Draw(t, "date")
	want := map[string]string{
		"2-Feb-2026": "20260202", "03-Feb-2026": "20260203", "1-Jan-2026": "20260101", "31-Dec-2025": "20251231", "30-Jan-2026": "20260130",
	}[date]
	name := rapid.SampledFrom([]string{"BEFORE", "ON", "SINCE"}).Draw(t, "relation")
	prefix := ""
	if sent {
		prefix = "SENT"
	}
	return key{prefix + name + " " + date, func(m *message) bool {
		of := day(m.date)
		if sent {
			of = day(m.letter.sent)
		}
		switch name {
		case "BEFORE":
			return of < want
		case "ON":
			return of == want
		}
		return of >= want
	}}
}

// search is SEARCH and UID SEARCH with all result options (RFC 9051 §6.4.4,
// RFC 9394). Messages that are gone may be found or not.
func (s *session) search(t *rapid.T) {
	if len(s.shown) == 0 {
		t.Skip("no messages")
	}
	k := s.drawKey(t, 3)
	uid := rapid.SampledFrom([]string{"", "UID "}).Draw(t, "uid")
	options := rapid.SampledFrom([]string{
		"", "RETURN () ", "RETURN (MIN) ", "RETURN (MAX COUNT) ", "RETURN (MIN MAX ALL COUNT) ", "RETURN (SAVE) ", "RETURN (SAVE ALL) ", "RETURN (PARTIAL 2:3) ", "RETURN (PARTIAL -1:-2) ",
	}).Draw(t, "options")
	var found []*message
	for _, m := range s.shown {
		if k.match(m) {
			found = append(found, m)
		}
	}
	exact, numbers := s.exact(), s.numbers(found, uid != "")
	if strings.Contains(options, "SAVE") {
		if !exact {
			t.Skip("some are gone")
		}
		s.saved = found
	}
	r := s.do("%sSEARCH %sCHARSET UTF-8 %s", uid, options, k.text)
	if exact {
		s.checkFound(r, options, numbers)
	}
}

// checkFound compares results with what a SEARCH, ESEARCH or none must tell.
func (s *session) checkFound(r *client.Reply, options string, numbers []uint32) {
	want := ""
	set := compact(numbers)
	switch {
	case options == "":
		want = "SEARCH"
		for _, n := range numbers {
			want += fmt.Sprint(" ", n)
		}
	case options == "RETURN (SAVE) ":
	case strings.Contains(options, "PARTIAL 2:3"):
		want = "PARTIAL (2:3 " + part(numbers, 1, 3) + ")"
	case strings.Contains(options, "PARTIAL -1"):
		want = "PARTIAL (-1:-2 " + part(numbers, len(numbers)-2, len(numbers)) + ")"
	default:
		if len(numbers) > 0 {
			if strings.Contains(options, "MIN") {
				want += fmt.Sprint(" MIN ", numbers[0])
			}
			if strings.Contains(options, "MAX") {
				want += fmt.Sprint(" MAX ", numbers[len(numbers)-1])
			}
			if strings.Contains(options, "ALL") || options == "RETURN () " {
				want += " ALL " + set
			}
		}
		if strings.Contains(options, "COUNT") {
			want += fmt.Sprint(" COUNT ", len(numbers))
		}
	}
	if got := results(r); got != strings.TrimSpace(want) {
		s.fatalf("%s: found %q, not %q", s.name, got, strings.TrimSpace(want))
	}
}

// results are those of SEARCH as sent, and those of ESEARCH without correlator,
// UID and MODSEQ.
func results(r *client.Reply) string {
	if found := r.Find("SEARCH"); len(found) == 1 {
		text, _, _ := strings.Cut(string(found[0].Raw), " (MODSEQ")
		return strings.TrimSpace(strings.TrimPrefix(text, "* "))
	}
	found := r.Find("ESEARCH")
	if len(found) != 1 {
		return ""
	}
	e, _ := wire.AsESearch(found[0])
	text := ""
	for _, name := range []string{"MIN", "MAX", "ALL", "COUNT"} {
		if v, ok := e.Get(name); ok {
			text += " " + name + " " + v.Text()
		}
	}
	if v, ok := e.Get("PARTIAL"); ok && len(v.List) == 2 {
		text += fmt.Sprintf(" PARTIAL (%s %s)", v.List[0].Bytes, v.List[1].Bytes)
	}
	return strings.TrimSpace(text)
}

func part(numbers []uint32, from, to int) string {
	from, to = max(0, min(from, len(numbers))), max(0, min(to, len(numbers)))
	if from >= to {
		return "NIL"
	}
	return compact(numbers[from:to])
}

// compact writes numbers in the shortest form, without changing their order.
func compact(numbers []uint32) string {
	var b strings.Builder
	for i := 0; i < len(numbers); {
		k := i
		for k+1 < len(numbers) && numbers[k+1] == numbers[k]+1 {
			k++
		}
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprint(&b, numbers[i])
		if k > i {
			fmt.Fprint(&b, ":", numbers[k])
		}
		i = k + 1
	}
	return b.String()
}

func bySent(a, b *message) int { return a.letter.sent.Compare(b.letter.sent) }

// criteria are those of RFC 5256 §3.
var criteria = map[string]func(a, b *message) int{
	"ARRIVAL": func(a, b *message) int { return a.date.Compare(b.date) },
	"DATE":    bySent,
	"FROM":    func(a, b *message) int { return cmp.Compare(fold(a.letter.from), fold(b.letter.from)) },
	"TO":      func(a, b *message) int { return cmp.Compare(fold(a.letter.to), fold(b.letter.to)) },
	"SIZE":    func(a, b *message) int { return cmp.Compare(len(a.letter.raw), len(b.letter.raw)) },
	"SUBJECT": func(a, b *message) int { return cmp.Compare(fold(a.letter.base), fold(b.letter.base)) },
}

// sort is SORT and UID SORT (RFC 5256 §3).
func (s *session) sort(t *rapid.T) {
	if !s.exact() {
		t.Skip("some are gone")
	}
	var names []string
	list := slices.Clone(s.shown)
	order := func(a, b *message) int { return 0 }
	for _, name := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"ARRIVAL", "DATE", "FROM", "TO", "SIZE", "SUBJECT"}), 1, 3, rapid.ID).Draw(t, "criteria") {
		by, before := criteria[name], order
		if rapid.Bool().Draw(t, "reverse") {
			names = append(names, "REVERSE")
			forward := by
			by = func(a, b *message) int { return forward(b, a) }
		}
		names = append(names, name)
		order = func(a, b *message) int { return cmp.Or(before(a, b), by(a, b)) }
	}
	slices.SortStableFunc(list, order)
	uid := rapid.SampledFrom([]string{"", "UID "}).Draw(t, "uid")
	want := "SORT"
	for _, n := range s.numbers(list, uid != "") {
		want += fmt.Sprint(" ", n)
	}
	r := s.do("%sSORT (%s) UTF-8 ALL", uid, strings.Join(names, " "))
	got := r.Find("SORT")
	if len(got) != 1 || strings.TrimSpace(string(got[0].Raw)) != "* "+want {
		s.fatalf("%s: * %s expected", s.name, want)
	}
}
