package judge

import (
	"bytes"
	"fmt"
	"hash/maphash"

	"imaporacle/internal/wire"
)

// message is what was told of a message and can never change. Of values only a
// hash is kept; events are 0 for what was not told.
type message struct {
	size                         uint64
	date                         uint64
	envelope, body, structure    uint64
	sizeAt, dateAt, envelopeAt   int
	bodyAt, structureAt, wholeAt int
	whole                        uint64 // length of BODY[]
	sections                     []section
	taken                        bool      // BODY[] has been read
	parts                        string    // its shape
	links                        *links    // nil if they are not certain
	keys                         *sortKeys // nil if they are not known
}

// section is the text of a section that was fetched in full.
type section struct {
	name, text uint64
	at         int
}

// dateOrigin makes dates before 1970 numbers above 0.
const dateOrigin = 1 << 40

// maxSections is how many sections of a message are kept.
const maxSections = 16

var seed = maphash.MakeSeed()

// hashOf is equal for values that mean the same: a string is the same as quoted
// string and as literal.
func hashOf(v wire.Value) uint64 {
	var h maphash.Hash
	h.SetSeed(seed)
	hashInto(&h, v)
	return h.Sum64()
}

func hashInto(h *maphash.Hash, v wire.Value) {
	switch v.Kind {
	case wire.List:
		h.WriteByte('(')
		for i := range v.List {
			hashInto(h, v.List[i])
		}
		h.WriteByte(')')
	case wire.Nil, wire.None:
		h.WriteByte('N')
	default:
		h.WriteByte('s')
		h.Write(v.Bytes)
		h.WriteByte(0)
	}
}

// immutable holds an item of a FETCH against what was told of the message.
func (s *session) immutable(m *message, name []byte, v wire.Value) {
	switch {
	case emptyData(v):
	case len(name) >= 5 && name[4] == '[' && v.Kind != wire.List:
		s.sectionText(m, name, v)
	case isItem(name, "RFC822.SIZE"):
		s.size(m, v)
	case isItem(name, "INTERNALDATE"):
		// The zone may be written otherwise; the zeros of RFC 2180 §4.1.3 are no date.
		if t, err := wire.ParseDate(v.Bytes); err == nil && t.Year() > 1970 {
			s.constant("fetch/date-constant", "INTERNALDATE", &m.date, &m.dateAt, uint64(t.Unix())+dateOrigin)
		}
	case v.Kind != wire.List:
	case isItem(name, "ENVELOPE"):
		s.constant("fetch/envelope-constant", "ENVELOPE", &m.envelope, &m.envelopeAt, hashOf(v))
		m.keys = sortKeysOf(v)
	case isItem(name, "BODY"):
		s.constant("fetch/structure-constant", "BODY", &m.body, &m.bodyAt, hashOf(v))
	case isItem(name, "BODYSTRUCTURE"):
		s.constant("fetch/structure-constant", "BODYSTRUCTURE", &m.structure, &m.structureAt, hashOf(v))
		s.structureTrue(m, v)
	}
}

// emptyData says whether a value is that of a "NIL FETCH response": so a server
// may show a message that is gone (RFC 2180 §4.1.3).
func emptyData(v wire.Value) bool {
	switch v.Kind {
	case wire.Nil, wire.None:
		return true
	case wire.Atom:
		return string(v.Bytes) == "0"
	case wire.List:
		for _, e := range v.List {
			switch e.Kind {
			case wire.Nil:
			case wire.Quoted:
				if !isItem(e.Bytes, "TEXT") && !isItem(e.Bytes, "PLAIN") && !isItem(e.Bytes, "7BIT") {
					return false
				}
			default:
				if !emptyData(e) {
					return false
				}
			}
		}
		return true
	}
	return len(v.Bytes) == 0
}

// constant holds a value against the one that was told before.
func (s *session) constant(rule, what string, known *uint64, at *int, now uint64) {
	if *at != 0 && *known != now {
		s.blame(rule, what+" is not what it was", *at)
	}
	*known, *at = now, s.event
}

func (s *session) size(m *message, v wire.Value) {
	n, ok := v.Uint64()
	if !ok {
		return
	}
	if m.sizeAt != 0 && m.size != n {
		s.blame("fetch/size-constant", fmt.Sprintf("RFC822.SIZE was %d and is %d", m.size, n), m.sizeAt)
	}
	m.size, m.sizeAt = n, s.event
	s.sizeExact(m)
}

func (s *session) sizeExact(m *message) {
	if m.sizeAt != 0 && m.wholeAt != 0 && m.size != m.whole {
		s.blame("fetch/size-exact", fmt.Sprintf("RFC822.SIZE is %d, BODY[] has %d octets", m.size, m.whole), m.sizeAt, m.wholeAt)
	}
}

// sectionText takes BODY[...] unless it is partial.
func (s *session) sectionText(m *message, name []byte, v wire.Value) {
	if name[len(name)-1] == '>' || !bytes.EqualFold(name[:5], []byte("BODY[")) {
		return
	}
	if isItem(name, "BODY[]") {
		m.whole, m.wholeAt = uint64(len(v.Bytes)), s.event
		s.sizeExact(m)
		m.read(v.Bytes)
	}
	id := maphash.String(seed, wire.CanonicalItem(name))
	text := maphash.Bytes(seed, v.Bytes)
	for i := range m.sections {
		if sec := &m.sections[i]; sec.name == id {
			s.constant("fetch/body-constant", string(name), &sec.text, &sec.at, text)
			return
		}
	}
	if len(m.sections) < maxSections {
		m.sections = append(m.sections, section{id, text, s.event})
	}
}

// isItem compares the name of a FETCH item, in any case.
func isItem(name []byte, item string) bool {
	if len(name) != len(item) {
		return false
	}
	for i := range name {
		c := name[i]
		if 'a' <= c && c <= 'z' {
			c -= 'a' - 'A'
		}
		if c != item[i] {
			return false
		}
	}
	return true
}
