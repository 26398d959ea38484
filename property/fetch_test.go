package property

import (
	"strings"

	"pgregory.net/rapid"

	"imaporacle/internal/wire"
	"imaporacle/tester/client"
)

// item is what FETCH can be asked for, and what it must tell of a message.
type item struct {
	ask, answer string
	value       func(*message) string
	seen        bool // \Seen is set (RFC 9051 §6.4.5)
}

var items = []item{
	{ask: "RFC822.SIZE"},
	{ask: "FLAGS"},
	{ask: "UID"},
	{ask: "INTERNALDATE"},
	{ask: "MODSEQ"},
	{ask: "BODY.PEEK[]", answer: "BODY[]", value: func(m *message) string { return m.letter.raw }},
	{ask: "BODY.PEEK[HEADER]", answer: "BODY[HEADER]", value: func(m *message) string { return m.letter.header + "\r\n" }},
	{ask: "BODY.PEEK[TEXT]", answer: "BODY[TEXT]", value: func(m *message) string { return m.letter.text + "\r\n" }},
	{ask: "BODY.PEEK[]<4.9>", answer: "BODY[]<4>", value: func(m *message) string { return m.letter.raw[4:13] }},
	{ask: "BODY.PEEK[HEADER.FIELDS (X-COLOUR)]", answer: "BODY[HEADER.FIELDS (X-COLOUR)]", value: colourField},
	{ask: "BODY[TEXT]", answer: "BODY[TEXT]", value: func(m *message) string { return m.letter.text + "\r\n" }, seen: true},
	{ask: "RFC822", answer: "RFC822", value: func(m *message) string { return m.letter.raw }, seen: true},
}

func colourField(m *message) string {
	if m.letter.colour == "" {
		return "\r\n"
	}
	return "X-Colour: " + m.letter.colour + "\r\n\r\n"
}

// fetch is FETCH and UID FETCH (RFC 9051 §6.4.5): of each message all that was
// asked for, also of one that is gone and not told to be.
func (s *session) fetch(t *rapid.T) {
	uid, set, named := s.numbered(t)
	wish := rapid.SliceOfNDistinct(rapid.SampledFrom(items), 1, 4, func(i item) string { return i.ask }).Draw(t, "items")
	var asks []string
	for _, i := range wish {
		asks = append(asks, i.ask)
		if i.seen && !s.readOnly {
			for _, m := range named {
				m.see()
			}
		}
	}
	numbers := s.numbers(named, false)
	r := s.do("%sFETCH %s (%s)", uid, set, strings.Join(asks, " "))
	for k, m := range named {
		for _, i := range wish {
			s.mustTell(r, numbers[k], m, i)
		}
	}
}

// see sets \Seen, unless the message is gone and nobody may set anything.
func (m *message) see() {
	if !m.gone {
		m.store("+", []string{`\Seen`})
	}
}

func (s *session) mustTell(r *client.Reply, seq uint32, m *message, i item) {
	name := i.answer
	if name == "" {
		name = i.ask
	}
	for _, u := range r.Find("FETCH") {
		f, _ := wire.AsFetch(u)
		v, ok := f.Get(name)
		if f.Seq != seq || !ok {
			continue
		}
		if i.value != nil && v.Text() != i.value(m) {
			s.fatalf("%s: %s of UID %d is %q, not %q", s.name, name, m.uid, v.Text(), i.value(m))
		}
		return
	}
	s.fatalf("%s: %s of message %d (UID %d) was not told", s.name, name, seq, m.uid)
}

// fetchChanges is FETCH with CHANGEDSINCE, and with VANISHED (RFC 7162 §3.1.4,
// §3.2.6).
func (s *session) fetchChanges(t *rapid.T) {
	if !s.complete() || len(s.shown) == 0 {
		t.Skip("there is something to tell first")
	}
	set, named := s.set(t, true)
	since := max(1, s.lately(t))
	modifier := ""
	if s.qresync {
		modifier = " VANISHED"
	}
	r := s.do("UID FETCH %s (FLAGS) (CHANGEDSINCE %d%s)", set, since, modifier)
	told := make(map[uint32]bool)
	for _, u := range r.Find("FETCH") {
		f, _ := wire.AsFetch(u)
		uid, _ := f.UID()
		told[uid] = true
	}
	for _, m := range named {
		if told[m.uid] != (m.modSeq > since) {
			s.fatalf("%s: UID %d has the mod-sequence %d; told since %d: %v", s.name, m.uid, m.modSeq, since, told[m.uid])
		}
	}
}
