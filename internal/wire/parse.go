package wire

import (
	"bytes"
	"math"
	"unicode/utf8"
)

// parse reads a complete response. It always returns one, and a *LimitError
// beside it if reading was cut short.
func (p *parser) parse(raw []byte, utf8 bool) (*Response, error) {
	p.b, p.pos, p.utf8, p.code = raw, 0, utf8, false
	p.err, p.limit, p.count = nil, nil, 0
	r := &Response{Raw: raw, UTF8: utf8}
	p.end = len(raw) - 1
	if p.end > 0 && raw[p.end-1] == '\r' {
		p.end--
	} else {
		p.fail(BareLF, p.end)
	}
	p.response(r)
	r.Err = p.err
	clear(p.stack)
	p.stack, p.b = p.stack[:0], nil
	if p.limit != nil {
		return r, p.limit
	}
	return r, nil
}

func (p *parser) response(r *Response) {
	word := p.word()
	switch {
	case len(word) > 0 && word[0] == '+':
		p.prefix(r, Continuation, word)
		p.continuation(r)
	case len(word) > 0 && word[0] == '*':
		p.prefix(r, Untagged, word)
		p.untagged(r)
	default:
		r.Kind, r.Tag = Tagged, string(word)
		for i, c := range word {
			if class[c]&astringChar == 0 || c == '+' {
				p.fail(BadTag, i)
			}
		}
		if len(word) == 0 {
			p.fail(BadTag, 0)
		}
		p.between()
		p.tagged(r)
	}
}

// prefix steps over "* " or "+ ".
func (p *parser) prefix(r *Response, k Kind, word []byte) {
	r.Kind = k
	if len(word) > 1 {
		p.fail(MissingSpace, 1)
		p.pos = 1
		return
	}
	p.between()
}

// word reads up to the next SP or the end, whatever it is.
func (p *parser) word() []byte {
	start := p.pos
	for p.pos < p.end && p.b[p.pos] != ' ' {
		p.pos++
	}
	return p.b[start:p.pos]
}

// between steps over the one SP between two words.
func (p *parser) between() {
	if p.pos >= p.end {
		p.fail(MissingSpace, p.pos)
		return
	}
	if p.b[p.pos] != ' ' {
		p.fail(MissingSpace, p.pos)
		return
	}
	if p.pos++; p.pos < p.end && p.b[p.pos] == ' ' {
		p.fail(DoubleSpace, p.pos)
		p.skipSpaces()
	}
}

// continuation: continue-req = "+" SP (resp-text / base64) CRLF. base64 may be
// empty, so that "+ " alone is well-formed.
func (p *parser) continuation(r *Response) {
	if p.pos < p.end && p.b[p.pos] == '[' {
		r.Code = p.respCode()
		if p.pos < p.end && p.b[p.pos] == ' ' {
			p.pos++
		}
	}
	r.Text = p.text()
}

// tagged: response-tagged = tag SP resp-cond-state CRLF.
func (p *parser) tagged(r *Response) {
	start := p.pos
	r.Status = statusOf(p.word())
	if r.Status == NoStatus || r.Status == BYE || r.Status == PREAUTH {
		p.fail(BadStatus, start)
	}
	if r.Status == NoStatus {
		p.pos = start
		r.Text = p.text()
		return
	}
	p.respText(r)
}

// respText: SP resp-text, after OK, NO, BAD, BYE or PREAUTH.
func (p *parser) respText(r *Response) {
	if p.pos >= p.end {
		p.fail(MissingSpace, p.pos)
		return
	}
	p.pos++
	if p.pos < p.end && p.b[p.pos] == '[' {
		r.Code = p.respCode()
		if p.pos < p.end {
			if p.b[p.pos] == ' ' {
				p.pos++
			} else {
				p.fail(MissingSpace, p.pos)
			}
		}
	}
	if p.pos >= p.end {
		p.fail(MissingText, p.end)
	}
	r.Text = p.text()
}

// text reads the rest of the line: TEXT-CHAR, and UTF-8 where it is allowed.
func (p *parser) text() string {
	b := p.b[p.pos:p.end]
	wide := -1
	for i, c := range b {
		switch {
		case c >= 0x80 && wide < 0:
			wide = i
		case c == 0:
			p.fail(NulByte, p.pos+i)
		case c == '\r' || c == '\n':
			p.fail(BareCR, p.pos+i)
		}
	}
	if wide >= 0 {
		if !p.utf8 {
			p.fail(EightBit, p.pos+wide)
		} else if !utf8.Valid(b) {
			p.fail(BadUTF8, p.pos+wide)
		}
	}
	p.pos = p.end
	return string(b)
}

// untagged reads a response after its "* ".
func (p *parser) untagged(r *Response) {
	if p.pos < p.end && p.b[p.pos] == '[' {
		p.fail(MissingStatus, p.pos)
		r.Code = p.respCode()
		p.skipSpaces()
		r.Text = p.text()
		return
	}
	start := p.pos
	word := p.word()
	if len(word) > 0 && isDigit(word[0]) {
		p.number(r, word, start)
		start = p.pos
		word = p.word()
	}
	if len(word) == 0 {
		p.fail(MissingName, start)
		return
	}
	if r.Status = statusOf(word); r.Status != NoStatus {
		if r.HasNumber {
			p.fail(ExtraNumber, start)
		}
		p.respText(r)
		return
	}
	p.data(r, word, start)
}

func (p *parser) number(r *Response, word []byte, start int) {
	n, ok := parseNumber(word, math.MaxUint32)
	if !ok {
		p.fail(BadNumber, start)
	}
	r.Number, r.HasNumber = uint32(n), ok
	p.between()
}

// data reads a data response of the given name.
func (p *parser) data(r *Response, name []byte, start int) {
	for i, c := range name {
		if class[c]&atomChar == 0 {
			// "LIST(" and the like: the name ends where its atom ends.
			p.fail(p.badName(c), start+i)
			if i > 0 {
				name, p.pos = name[:i], start+i
			}
			break
		}
	}
	var up [24]byte
	known, ok := responses[string(upperInto(up[:0], name))]
	if !ok {
		r.Name = string(bytes.ToUpper(name))
		p.seq(0, true, 0)
		r.Args = p.pop(0)
		return
	}
	r.Name = known.name
	switch {
	case known.number == noNumber && r.HasNumber:
		p.fail(ExtraNumber, start)
	case known.number != noNumber && !r.HasNumber:
		p.fail(MissingNumber, start)
	case known.number == nzNumber && (r.Number == 0 || p.b[2] == '0'):
		p.fail(ZeroNumber, 2)
	}
	if r.Name == "FETCH" {
		p.fetch(r)
		return
	}
	p.seq(0, true, 0)
	r.Args = p.pop(0)
	if known.name == "VANISHED" && p.err != nil && p.err.What == TrailingSpace && (len(r.Args) == 0 || r.Args[len(r.Args)-1].Kind == List) {
		p.err.What = BadNumberSet // the space is right, the set behind it is missing
	}
	if p.err == nil && p.limit == nil && known.check != nil {
		known.check(p, r.Args)
	}
}

func (p *parser) badName(c byte) string {
	if c == '(' || c == '"' || c == '{' {
		return MissingSpace
	}
	return p.badOctet(c)
}

// upperInto appends the name in upper case, as far as dst has room: a longer
// one is no name that this package knows.
func upperInto(dst, name []byte) []byte {
	if len(name) > cap(dst) {
		return dst
	}
	for _, c := range name {
		dst = append(dst, upper(c))
	}
	return dst
}
