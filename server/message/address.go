package message

import "strings"

// missingHost stands for the domain of an address that has none. It cannot be
// NIL, which would make the address a group (RFC 9051 §7.5.2); the word is the
// one that UW IMAP made known, and no domain name.
const missingHost = ".MISSING-HOST-NAME."

// addressReader reads the address lists of RFC 5322 §3.4 with the obsolete
// forms of §4.4, and makes something of everything else.
type addressReader struct {
	lexer
	text  []byte // what has been read of the current address, name and route first
	group bool   // inside of a group
	angle bool   // between < and >
	first *firstOf
}

// firstOf takes down the first address of a list, as ENVELOPE would have it.
type firstOf struct {
	found             bool
	name, local, host []byte // host is nil for the name of a group
}

// firstAddress returns the first address of the list in value; ok is false if
// there is none. It reads no further.
func firstAddress(value []byte) (first firstOf, ok bool) {
	r := addressReader{lexer: lexer{in: value}, first: &first}
	for !first.found {
		r.text, r.comment, r.angle = nil, nil, false
		r.skipCFWS()
		switch {
		case r.end():
			return first, false
		case r.peek() == ',', r.peek() == ';':
			r.pos++
		default:
			r.appendAddress(nil)
		}
	}
	return first, true
}

// appendAddresses appends the address structures (RFC 9051 §7.5.2) of the list
// in value, without parentheses around them. It uses the capacity of scratch.
func appendAddresses(dst, scratch, value []byte) []byte {
	r := addressReader{lexer: lexer{in: value}, text: scratch}
	for {
		r.text, r.comment, r.angle = r.text[:0], nil, false
		r.skipCFWS()
		switch {
		case r.end():
			return r.appendGroupEnd(dst)
		case r.peek() == ',':
			r.pos++
		case r.peek() == ';':
			r.pos++
			dst = r.appendGroupEnd(dst)
		default:
			dst = r.appendAddress(dst)
		}
	}
}

func (r *addressReader) appendGroupEnd(dst []byte) []byte {
	if r.group {
		r.group = false
		dst = append(dst, "(NIL NIL NIL NIL)"...)
	}
	return dst
}

// appendAddress reads one mailbox, or the name that starts a group.
func (r *addressReader) appendAddress(dst []byte) []byte {
	start := r.pos
	hasName := r.words(false)
	switch r.peek() {
	case ':':
		r.pos++
		if r.group { // groups do not nest: RFC 5322 §3.4
			return dst
		}
		r.group = true
		if r.first != nil {
			*r.first = firstOf{found: true, local: r.text}
		}
		dst = append(dst, "(NIL NIL "...)
		dst = appendString(dst, r.text)
		return append(dst, " NIL)"...)
	case '<':
		return r.appendAngle(dst, hasName)
	case '@':
		// What looked like a phrase was a local part, in which white space
		// around the dots means nothing: RFC 5322 §4.4.
		r.pos, r.text = start, r.text[:0]
		r.words(true)
	}
	local := len(r.text)
	if r.peek() != '@' {
		r.skipTail()
		return r.appendStructure(dst, r.nameOrComment(nil), nil, r.text, nil)
	}
	r.pos++
	r.text = append(r.text, '@')
	r.domain()
	r.skipCFWS()
	if r.peek() == '<' { // an address as the display name, without quotes
		return r.appendAngle(dst, true)
	}
	r.skipTail()
	return r.appendStructure(dst, r.nameOrComment(nil), nil, r.text[:local], r.text[local+1:])
}

// appendAngle reads an angle-addr; what is in text is the display name.
func (r *addressReader) appendAngle(dst []byte, hasName bool) []byte {
	name := len(r.text)
	r.pos++
	r.angle = true
	r.route()
	route := len(r.text)
	r.words(true)
	local := len(r.text)
	if r.peek() == '@' {
		r.pos++
		r.domain()
	}
	r.skipTail()
	display := r.text[:name]
	if !hasName {
		display = nil
	}
	return r.appendStructure(dst, r.nameOrComment(display), r.text[name:route], r.text[route:local], r.text[local:])
}

// nameOrComment returns the display name, or the comment that did the duty of
// one before RFC 2822 (RFC 5322 §3.4).
func (r *addressReader) nameOrComment(name []byte) []byte {
	if name == nil && len(r.comment) > 0 {
		return unfold(nil, appendUnescaped(nil, r.comment))
	}
	return name
}

func (r *addressReader) appendStructure(dst, name, route, local, host []byte) []byte {
	dst = append(dst, '(')
	dst = appendNString(dst, name)
	dst = append(dst, ' ')
	if len(route) == 0 {
		route = nil
	}
	dst = appendNString(dst, route)
	dst = append(dst, ' ')
	dst = appendString(dst, local)
	dst = append(dst, ' ')
	if len(host) == 0 {
		host = []byte(missingHost)
	}
	if r.first != nil {
		*r.first = firstOf{true, name, local, host}
	}
	dst = appendString(dst, host)
	return append(dst, ')')
}

// words appends atoms, dots and quoted strings to text up to the next special,
// with one space where there was white space; not around the dots of a local
// part. It reports whether there were any.
func (r *addressReader) words(local bool) (found bool) {
	for {
		before := r.pos
		r.skipCFWS()
		c := r.peek()
		if r.end() || strings.IndexByte("<@:,;", c) >= 0 || c == '>' && r.angle {
			return found
		}
		if found && r.pos > before {
			dotted := len(r.text) > 0 && r.text[len(r.text)-1] == '.' || c == '.'
			if !local || !dotted {
				r.text = append(r.text, ' ')
			}
		}
		found = true
		r.word()
	}
}

// word appends the quoted string, encoded word or run of other octets at pos.
func (r *addressReader) word() {
	if r.peek() == '"' {
		r.text = append(r.text, r.quoted(nil)...)
		return
	}
	n := encodedWord(r.in[r.pos:])
	if n == 0 {
		n = 1 // a special out of place stands for itself
		for r.pos+n < len(r.in) && !endsAtom(r.in[r.pos+n]) {
			n++
		}
	}
	r.text = append(r.text, r.in[r.pos:r.pos+n]...)
	r.pos += n
}

func endsAtom(c byte) bool {
	return isSpace(c) || strings.IndexByte(`("<>@:,;`, c) >= 0
}

// route appends the source route "@a,@b" if one with its colon stands at pos
// (obs-route, RFC 5322 §4.4).
func (r *addressReader) route() {
	start, before := r.pos, len(r.text)
	for {
		r.skipCFWS()
		switch {
		case r.peek() == '@':
			r.pos++
			if len(r.text) > before {
				r.text = append(r.text, ',')
			}
			r.text = append(r.text, '@')
			r.domain()
		case r.peek() == ',' && len(r.text) > before:
			r.pos++
		case r.peek() == ':' && len(r.text) > before:
			r.pos++
			return
		default:
			r.pos, r.text = start, r.text[:before]
			return
		}
	}
}

// domain appends a domain or domain literal without white space and comments.
func (r *addressReader) domain() {
	r.skipCFWS()
	if r.peek() == '[' {
		for !r.end() && r.peek() != ']' {
			if !isSpace(r.peek()) {
				r.text = append(r.text, r.peek())
			}
			r.pos++
		}
		if !r.end() {
			r.text = append(r.text, ']')
			r.pos++
		}
		return
	}
	for {
		label := r.pos
		for !r.end() && !endsAtom(r.peek()) {
			r.pos++
		}
		r.text = append(r.text, r.in[label:r.pos]...)
		dotted := r.pos > label && r.in[r.pos-1] == '.'
		r.skipCFWS()
		if r.end() || r.peek() != '.' && (!dotted || endsAtom(r.peek())) {
			return
		}
	}
}

// skipTail moves behind the angle bracket that is open, and to the comma or
// semicolon after the address.
func (r *addressReader) skipTail() {
	for {
		r.skipCFWS()
		switch {
		case r.end() || r.peek() == ',' || r.peek() == ';':
			return
		case r.peek() == '"':
			r.quoted(nil)
		default:
			r.pos++
		}
	}
}
