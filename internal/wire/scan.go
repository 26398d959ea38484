package wire

import (
	"bytes"
	"math"
	"unicode/utf8"
)

// parser reads the tokens of one response. It is kept from response to
// response for its scratch memory.
type parser struct {
	lim   Limits
	b     []byte // the whole response
	end   int    // where its last line ends, before CRLF
	pos   int
	utf8  bool
	code  bool // inside a response code: "]" ends a token
	err   *SyntaxError
	limit *LimitError
	count int     // values so far
	stack []Value // elements of the lists that are open
	slab  []Value // room for finished lists, shared by several responses
}

// slabSize is small, so that a response that is kept pins little.
const slabSize = 64

// fail keeps the first violation. What comes after a limit is not one.
func (p *parser) fail(what string, off int) {
	if p.err == nil && p.limit == nil {
		p.err = newSyntaxError(what, p.b, off)
	}
}

// exceed keeps the first limit that was passed and ends the reading.
func (p *parser) exceed(what string, limit int) {
	if p.limit == nil {
		p.limit = &LimitError{what, limit}
	}
	p.pos = p.end
}

// pop takes the elements of a finished list from the stack.
func (p *parser) pop(base int) []Value {
	n := len(p.stack) - base
	if n == 0 {
		return nil
	}
	if cap(p.slab)-len(p.slab) < n {
		p.slab = make([]Value, 0, max(slabSize, n))
	}
	start := len(p.slab)
	p.slab = append(p.slab, p.stack[base:]...)
	clear(p.stack[base:])
	p.stack = p.stack[:base]
	return p.slab[start : start+n : start+n]
}

// seq reads elements onto the stack until the closer, which it consumes; 0
// stands for the end of the line. sep says that the first element needs an SP
// before it.
func (p *parser) seq(closer byte, sep bool, depth int) {
	prevList := false
	for {
		glued, more := p.gap(closer, sep, prevList)
		if !more {
			return
		}
		v := p.value(depth)
		v.glued = glued
		prevList = v.Kind == List
		sep = true
		p.stack = append(p.stack, v)
	}
}

// gap reads what stands before an element of a sequence: one SP, or nothing
// between two lists (RFC 9051 §9, envelope, body, namespace; RFC 5256 §5,
// thread-list). It returns more=false when the sequence has ended.
func (p *parser) gap(closer byte, sep, prevList bool) (glued, more bool) {
	for p.pos < p.end {
		c := p.b[p.pos]
		switch {
		case c == closer:
			p.pos++
			return false, false
		case c == ')':
			p.fail(Unbalanced, p.pos)
			p.pos++
		case c == ' ' && !sep:
			p.fail(ExtraSpace, p.pos)
			p.pos++
		case c == ' ':
			if p.space(closer) {
				return false, true
			}
		case !sep:
			return false, true
		default:
			if c != '(' || !prevList {
				p.fail(p.missing(), p.pos)
			}
			return true, true
		}
	}
	if closer != 0 {
		what := Unbalanced
		if closer == ']' {
			what = BadCode
		}
		p.fail(what, p.end)
	}
	return false, false
}

// missing names what is wrong where an element ends without an SP behind it: it
// may have ended in the wrong place.
func (p *parser) missing() string {
	before, rest := p.b[:p.pos], p.b[p.pos:p.end]
	word := rest
	if i := bytes.IndexAny(rest, " ()"); i >= 0 {
		word = rest[:i]
	}
	switch {
	case bytes.HasSuffix(before, []byte(")\r\n")) && beginsResponse(rest):
		return ShortLiteral // nothing else holds a line end
	case before[len(before)-1] == '"' && bytes.IndexByte(word, '"') > 0:
		return BadQuoted // the quote was one of the text (RFC 9051 §4.3)
	}
	return MissingSpace
}

// beginsResponse says whether octets are the beginning of an untagged or tagged
// response.
func beginsResponse(b []byte) bool {
	tag, rest, _ := bytes.Cut(b[:min(len(b), maxTag)], []byte(" "))
	if string(tag) == "*" {
		return true
	}
	status, _, _ := bytes.Cut(rest, []byte(" "))
	return foldIs(status, "OK") || foldIs(status, "NO") || foldIs(status, "BAD")
}

// maxTag is more than what tag and status of any client's command take.
const maxTag = 80

// space reads the SP between two elements; false if no element follows.
func (p *parser) space(closer byte) bool {
	p.pos++
	if p.pos < p.end && p.b[p.pos] == ' ' {
		p.fail(DoubleSpace, p.pos)
		p.skipSpaces()
	}
	if p.pos >= p.end {
		if closer == 0 {
			p.fail(TrailingSpace, p.pos-1)
		}
		return false
	}
	if c := p.b[p.pos]; c == closer || c == ')' {
		p.fail(ExtraSpace, p.pos-1)
		return false
	}
	return true
}

func (p *parser) skipSpaces() {
	for p.pos < p.end && p.b[p.pos] == ' ' {
		p.pos++
	}
}

// value reads one value; there is at least one octet. It always moves on.
func (p *parser) value(depth int) Value {
	if p.count++; p.count > p.lim.MaxValues {
		p.exceed("values", p.lim.MaxValues)
		return Value{Offset: p.pos}
	}
	switch c := p.b[p.pos]; {
	case c == '(':
		return p.list(depth + 1)
	case c == '"':
		return p.quoted()
	case c == '{':
		return p.literal(Literal, p.pos)
	case c == '~' && p.pos+1 < p.end && p.b[p.pos+1] == '{':
		p.pos++
		return p.literal(Literal8, p.pos-1)
	case c == '\\':
		return p.flag()
	}
	return p.atom()
}

func (p *parser) list(depth int) Value {
	v := Value{Kind: List, Offset: p.pos}
	if depth > p.lim.MaxNesting {
		p.exceed("nesting", p.lim.MaxNesting)
		return v
	}
	p.pos++
	base := len(p.stack)
	p.seq(')', false, depth)
	v.List = p.pop(base)
	return v
}

// Classes of octets (RFC 9051 §9): ATOM-CHAR, and "]" that ASTRING-CHAR adds.
const (
	atomChar = 1 << iota
	astringChar
	setChar // of a sequence-set: digits ":" "," "*"
)

var class = func() (t [256]uint8) {
	for c := 0x21; c < 0x7f; c++ {
		if bytes.IndexByte([]byte(`(){%*"\]`), byte(c)) < 0 {
			t[c] |= atomChar | astringChar
		}
	}
	t[']'] |= astringChar
	for _, c := range []byte("0123456789:,*") {
		t[c] |= setChar
	}
	return t
}()

// atom reads an atom, number, sequence-set or NIL. What an atom cannot hold is
// told and read as a part of it, up to the next delimiter.
func (p *parser) atom() Value {
	start := p.pos
	all, star := uint8(0xff), false
	for p.pos < p.end {
		c := p.b[p.pos]
		if p.delimits(c) && p.pos > start {
			break
		}
		all &= class[c]
		if class[c]&astringChar == 0 {
			if c == '*' {
				star = true
			} else {
				p.fail(p.badOctet(c), p.pos)
			}
		}
		p.pos++
	}
	tok := p.b[start:p.pos]
	if star && all&setChar == 0 {
		p.fail(BadAtom, start)
	}
	kind := Atom
	if len(tok) == 3 && foldIs(tok, "NIL") {
		kind = Nil
	}
	return Value{Kind: kind, Bytes: tok, Offset: start}
}

// delimits says whether an octet ends an atom whatever else is wrong.
func (p *parser) delimits(c byte) bool {
	return c == ' ' || c == ')' || c == '(' || c == '{' || c == ']' && p.code
}

func (p *parser) badOctet(c byte) string {
	switch {
	case c == 0:
		return NulByte
	case c == '\r' || c == '\n':
		return BareCR
	case c >= 0x80:
		return EightBit
	}
	return BadAtom
}

// flag reads "\" atom, or "\*" (RFC 9051 §9, flag-perm).
func (p *parser) flag() Value {
	start := p.pos
	p.pos++
	if p.pos < p.end && p.b[p.pos] == '*' {
		p.pos++
		return Value{Kind: Atom, Bytes: p.b[start:p.pos], Offset: start}
	}
	for p.pos < p.end && !p.delimits(p.b[p.pos]) {
		if c := p.b[p.pos]; class[c]&atomChar == 0 {
			p.fail(BadFlag, p.pos)
		}
		p.pos++
	}
	if p.pos == start+1 {
		p.fail(BadFlag, start)
	}
	return Value{Kind: Atom, Bytes: p.b[start:p.pos], Offset: start}
}

// quoted reads a quoted string (RFC 9051 §9, RFC 6855 §3 for UTF-8).
func (p *parser) quoted() Value {
	v := Value{Kind: Quoted, Offset: p.pos}
	start := p.pos + 1
	i, escaped, wide := start, false, false
scan:
	for ; i < p.end; i++ {
		switch c := p.b[i]; {
		case c == '"':
			break scan
		case c == '\\':
			escaped = true
			i++
			if i < p.end && p.b[i] != '"' && p.b[i] != '\\' {
				p.fail(BadEscape, i-1)
			}
		case c >= 0x80:
			wide = true
			if !p.utf8 {
				p.fail(EightBit, i)
			}
		case c == 0:
			p.fail(NulByte, i)
		case c == '\r' || c == '\n':
			p.fail(BadQuoted, i)
		}
	}
	i = min(i, p.end)
	v.Bytes = p.b[start:i]
	if wide && p.utf8 && !utf8.Valid(v.Bytes) {
		p.fail(BadUTF8, start)
	}
	if escaped {
		v.Bytes = unescape(v.Bytes)
	}
	if p.pos = i + 1; i >= p.end {
		p.fail(BadQuoted, v.Offset)
		p.pos = p.end
	}
	return v
}

func unescape(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		if b[i] == '\\' && i+1 < len(b) && (b[i+1] == '"' || b[i+1] == '\\') {
			i++
		}
		out = append(out, b[i])
	}
	return out
}

// literal reads "{n}" CRLF and its octets; pos is at "{".
func (p *parser) literal(kind ValueKind, start int) Value {
	i := p.pos + 1
	for i < p.end && isDigit(p.b[i]) {
		i++
	}
	n, ok := parseNumber(p.b[p.pos+1:i], math.MaxInt32)
	if ok && i < p.end && p.b[i] == '+' {
		p.fail(NonSyncLiteral, start)
		i++
	}
	if !ok || i+1 >= p.end || p.b[i] != '}' {
		return p.notLiteral(start)
	}
	i++
	if p.b[i] == '\r' {
		i++
	} else {
		p.fail(BareLF, i)
	}
	if i >= p.end || p.b[i] != '\n' || int(n) > p.end-i-1 {
		return p.notLiteral(start)
	}
	v := Value{Kind: kind, Bytes: p.b[i+1 : i+1+int(n)], Offset: start}
	p.pos = i + 1 + int(n)
	if kind == Literal {
		if z := bytes.IndexByte(v.Bytes, 0); z >= 0 {
			p.fail(NulByte, i+1+z)
		}
	}
	return v
}

func (p *parser) notLiteral(start int) Value {
	p.fail(BadLiteral, start)
	p.pos++
	for p.pos < p.end && !p.delimits(p.b[p.pos]) {
		p.pos++
	}
	return Value{Kind: Atom, Bytes: p.b[start:p.pos], Offset: start}
}
