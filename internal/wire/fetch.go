package wire

import (
	"bytes"
	"math"
)

// fetch reads a FETCH response: "FETCH" SP msg-att (RFC 9051 §9). Its Args are
// one list: name, value, name, value ... A name like BODY[HEADER.FIELDS (To)]<0>
// is one atom. A value that is missing has the kind None.
func (p *parser) fetch(r *Response) {
	if _, more := p.gap(0, true, false); !more {
		p.fail(FetchShape, p.end)
		return
	}
	if p.b[p.pos] != '(' {
		p.fail(FetchShape, p.pos)
		p.seq(0, false, 0)
		r.Args = p.pop(0)
		return
	}
	att := Value{Kind: List, Offset: p.pos}
	p.pos++
	p.count++
	p.items()
	att.List = p.pop(0)
	if len(att.List) == 0 {
		p.failAt(FetchShape, att)
	}
	p.stack = append(p.stack, att)
	if p.pos < p.end {
		p.fail(p.trailing(), p.pos)
		p.seq(0, true, 0)
	}
	r.Args = p.pop(0)
}

// trailing names what is wrong with octets after the end of a FETCH list.
func (p *parser) trailing() string {
	switch {
	case p.b[p.pos] == ')':
		return Unbalanced
	case len(bytes.Trim(p.b[p.pos:p.end], " ")) == 0:
		return TrailingSpace
	}
	return TrailingData
}

// items reads name SP value, and so on, up to ")".
func (p *parser) items() {
	for sep := false; ; sep = true {
		if _, more := p.gap(')', sep, false); !more {
			return
		}
		name := p.item()
		p.stack = append(p.stack, name)
		v := Value{Offset: p.pos}
		if rest := bytes.TrimLeft(p.b[p.pos:p.end], " "); len(rest) > 0 && rest[0] == ')' {
			p.fail(MissingValue, name.Offset)
			p.skipSpaces()
		} else if _, more := p.gap(')', true, false); more {
			v = p.value(1)
		} else {
			p.fail(MissingValue, name.Offset)
			p.stack = append(p.stack, v)
			return
		}
		if p.err == nil && p.limit == nil {
			p.checkItem(name, v)
		}
		p.stack = append(p.stack, v)
	}
}

// item reads the name of an item, with its section and origin octet.
func (p *parser) item() Value {
	start := p.pos
	if class[p.b[start]]&atomChar == 0 {
		p.fail(BadItem, start)
		return p.value(1)
	}
	p.count++
	for p.pos < p.end && class[p.b[p.pos]]&atomChar != 0 {
		if p.b[p.pos] == '[' {
			p.section(start)
			break
		}
		p.pos++
	}
	return Value{Kind: Atom, Bytes: p.b[start:p.pos], Offset: start}
}

// section reads "[" [section-spec] "]" ["<" number ">"]; pos is at "[".
func (p *parser) section(start int) {
	binary := bytes.HasPrefix(bytes.ToUpper(p.b[start:p.pos]), []byte("BINARY"))
	open := p.pos
	p.pos++
	for p.pos < p.end && class[p.b[p.pos]]&atomChar != 0 {
		p.pos++
	}
	spec := p.b[open+1 : p.pos]
	fields := false
	if p.pos < p.end && p.b[p.pos] == ' ' {
		if _, more := p.gap(']', true, false); more {
			l := p.value(1)
			fields = l.Kind == List && len(l.List) > 0 && allOf(l.List, Value.isAString)
		}
		if !fields {
			p.fail(BadSection, open)
		}
	}
	if p.pos >= p.end || p.b[p.pos] != ']' {
		p.fail(BadSection, open)
		return
	}
	p.pos++
	if !isSection(spec, fields, binary) {
		p.fail(BadSection, open)
	}
	if p.pos < p.end && p.b[p.pos] == '<' {
		p.origin()
	}
}

// origin reads "<" number ">".
func (p *parser) origin() {
	start := p.pos + 1
	for p.pos++; p.pos < p.end && isDigit(p.b[p.pos]); {
		p.pos++
	}
	_, ok := parseNumber(p.b[start:p.pos], math.MaxInt64)
	if !ok || p.pos >= p.end || p.b[p.pos] != '>' {
		p.fail(BadSection, start-1)
		return
	}
	p.pos++
}

// isSection: section-spec, or section-binary, which is only a part.
func isSection(spec []byte, fields, binary bool) bool {
	part := false
	for len(spec) > 0 && isDigit(spec[0]) {
		n, rest, more := bytes.Cut(spec, []byte{'.'})
		if _, ok := setNumber(n, false); !ok || more && len(rest) == 0 {
			return false
		}
		spec, part = rest, true
	}
	if len(spec) == 0 {
		return !fields
	}
	if binary {
		return false
	}
	if foldIs(spec, "HEADER.FIELDS") || foldIs(spec, "HEADER.FIELDS.NOT") {
		return fields
	}
	return !fields && (foldIs(spec, "HEADER") || foldIs(spec, "TEXT") || part && foldIs(spec, "MIME"))
}

// fetchItems are the checks of the items whose grammar is known, by the name up
// to "[".
var fetchItems = map[string]func(p *parser, v Value){
	"FLAGS":         func(p *parser, v Value) { p.flagList(v, flagsFetch) },
	"UID":           func(p *parser, v Value) { p.needNumber(v, math.MaxUint32, true) },
	"RFC822.SIZE":   func(p *parser, v Value) { p.needNumber(v, math.MaxInt64, false) },
	"INTERNALDATE":  (*parser).checkDate,
	"ENVELOPE":      func(p *parser, v Value) { p.checkEnvelope(v) },
	"BODY":          func(p *parser, v Value) { p.checkBody(v, false) },
	"BODYSTRUCTURE": func(p *parser, v Value) { p.checkBody(v, true) },
	"RFC822":        (*parser).checkNString,
	"RFC822.HEADER": (*parser).checkNString,
	"RFC822.TEXT":   (*parser).checkNString,
	"PREVIEW":       (*parser).checkNString, // RFC 8970 §6
	"BODY[":         (*parser).checkNString,
	"BINARY[":       (*parser).checkBinary,
	"BINARY.SIZE[":  func(p *parser, v Value) { p.needNumber(v, math.MaxUint32, false) },
	"EMAILID":       (*parser).objectID, // RFC 8474 §7
	"THREADID": func(p *parser, v Value) {
		if !v.IsNil() {
			p.objectID(v)
		}
	},
	"SAVEDATE": func(p *parser, v Value) { // RFC 8514 §6
		if !v.IsNil() {
			p.checkDate(v)
		}
	},
	"MODSEQ": func(p *parser, v Value) { // RFC 7162 §7
		if v.Kind != List || len(v.List) != 1 {
			p.failAt(BadNumber, v)
			return
		}
		p.needNumber(v.List[0], math.MaxInt64, true)
	},
}

func (p *parser) checkItem(name, v Value) {
	if check := itemCheck(name.Bytes); check != nil {
		check(p, v)
	}
}

// itemCheck returns the check of an item, nil if its grammar is not known.
func itemCheck(name []byte) func(*parser, Value) {
	if i := bytes.IndexByte(name, '['); i >= 0 {
		name = name[:i+1]
	}
	var up [24]byte
	return fetchItems[string(upperInto(up[:0], name))]
}

// IsItem says whether FETCH responses have an item of that name, with its section
// and origin octet if it has any (RFC 9051 §9, msg-att).
func IsItem(name []byte) bool {
	if len(name) == 0 || itemCheck(name) == nil {
		return false
	}
	p := parser{lim: Limits{}.withDefaults(), b: name, end: len(name)}
	p.item()
	return p.err == nil && p.limit == nil && p.pos == p.end
}

func (p *parser) checkNString(v Value) {
	switch {
	case v.isNString():
	case v.Kind == Literal8:
		p.failAt(Literal8Used, v)
	default:
		p.failAt(BadString, v)
	}
}

// checkBinary: nstring / literal8 (RFC 3516 §7).
func (p *parser) checkBinary(v Value) {
	if v.Kind != Literal8 {
		p.checkNString(v)
	}
}
