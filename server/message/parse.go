package message

import "bytes"

// Limits on what one message can make the parser build. A multipart or message
// nested deeper is application/octet-stream; a part after the last counted one
// belongs to the body of that one.
const (
	maxDepth = 50
	maxParts = 10_000
)

type span struct{ start, end int }

func (s span) of(raw []byte) []byte { return raw[s.start:s.end] }

// present tells a field that is there from one that is not: a value stands
// after its name, never at offset 0.
func (s span) present() bool { return s.end > 0 }

// kind says what the body of a Part consists of.
type kind uint8

const (
	leaf      kind = iota
	multipart      // children are its parts
	embedded       // message/rfc822 or message/global; the one child is the message
)

// Part is one entity of a MIME message: the message itself, a body part, or a
// message inside another. It holds offsets into the raw bytes that it was
// parsed from; its methods want those bytes again. A Part does not change after
// Parse and may be used by many goroutines.
type Part struct {
	header   span // with the blank line, if there is one
	body     span
	content  [contentFields]span // the values of the Content- fields
	kind     kind
	media    media
	children []*Part
}

// Parse finds the MIME structure of raw. It never fails: what is not well-formed
// is text/plain or application/octet-stream (RFC 2045 §5.2, RFC 2046 §5.1).
func Parse(raw []byte) *Part {
	p := parser{raw: raw, stopped: none}
	return p.entity(0, textPlain)
}

// Where the parser stopped, apart from the index of an open boundary.
const (
	none    = -1 // it did not
	atInput = -2 // at the end of the input
)

// parser reads a message in one pass. Each entity is read from pos up to a
// delimiter line of any multipart around it, which then stands at pos.
type parser struct {
	raw        []byte
	pos        int
	boundaries [][]byte // of the open multiparts, outermost first
	parts      int

	stopped int  // which boundary's delimiter is at pos
	resume  int  // offset of the line after that delimiter
	closing bool // it is a close-delimiter
}

// entity reads a header and its body. fallback is the media type of an entity
// without Content-Type.
func (p *parser) entity(depth int, fallback media) *Part {
	p.parts++
	part := &Part{header: span{p.pos, p.pos}}
	p.readHeader(part)
	part.header.end = p.pos
	part.body.start = p.pos
	part.media = mediaOf(p.raw, part.content[contentType], fallback)
	part.kind = part.media.kind()
	if part.kind == embedded && part.encoded(p.raw) {
		// Its content cannot be read as a message without decoding, and the
		// grammar has no MESSAGE/RFC822 without envelope: RFC 2045 §6.4.
		part.kind, part.media = leaf, octetStream
	}
	if part.kind != leaf && (depth >= maxDepth || p.parts >= maxParts) {
		part.kind, part.media = leaf, octetStream
	}
	switch part.kind {
	case multipart:
		p.readParts(part, depth)
	case embedded:
		part.children = []*Part{p.entity(depth+1, textPlain)}
	default:
		p.skip()
	}
	part.body.end = p.bodyEnd(part.body.start)
	if n := len(part.children); n > 0 {
		part.body.end = max(part.body.end, part.children[n-1].body.end)
	}
	return part
}

// readHeader reads the fields up to and with the blank line, or to a delimiter
// line that comes before it.
func (p *parser) readHeader(part *Part) {
	for !p.atDelimiter() {
		rest := p.raw[p.pos:]
		f := nextField(rest)
		if len(f.all) == 0 {
			p.pos += blankLine(rest)
			return
		}
		if which, ok := contentFieldOf(f.name); ok && !part.content[which].present() {
			start := p.pos + f.colon + 1
			part.content[which] = span{start, start + len(f.value)}
		}
		p.pos += len(f.all)
	}
}

// readParts reads the body of a multipart: preamble, parts and epilogue (RFC
// 2046 §5.1.1). One without usable boundary or without a single part is text.
func (p *parser) readParts(part *Part, depth int) {
	boundary := part.media.boundary(p.raw)
	if len(boundary) == 0 {
		part.kind, part.media = leaf, textPlain
		p.skip()
		return
	}
	fallback := textPlain
	if part.media.subtype == "DIGEST" { // RFC 2046 §5.1.5
		fallback = messageRFC822
	}
	self := len(p.boundaries)
	p.boundaries = append(p.boundaries, boundary)
	p.skip()
	for p.stopped == self && !p.closing {
		p.pos, p.stopped = p.resume, none
		part.children = append(part.children, p.entity(depth+1, fallback))
	}
	p.boundaries = p.boundaries[:self]
	if p.stopped == self {
		p.pos, p.stopped = p.resume, none
		p.skip()
	}
	if len(part.children) == 0 {
		part.kind, part.media = leaf, textPlain
	}
}

// skip moves from the start of a line to the next delimiter line of an open
// multipart, or to the end of the input.
func (p *parser) skip() {
	for len(p.boundaries) > 0 && !p.atDelimiter() {
		i := bytes.Index(p.raw[p.pos:], []byte("\n--"))
		if i < 0 {
			break
		}
		p.pos += i + 1
	}
	if p.stopped == none {
		p.pos, p.stopped = len(p.raw), atInput
	}
}

// atDelimiter reports whether the parser has stopped, or a delimiter line of an
// open multipart starts at pos. RFC 2046 §5.1.1 asks to compare the boundary
// with the beginning of the line only, so the longest boundary that fits wins,
// of equal ones the innermost.
func (p *parser) atDelimiter() bool {
	if p.stopped != none {
		return true
	}
	rest, ok := bytes.CutPrefix(p.raw[p.pos:], []byte("--"))
	if !ok || len(p.boundaries) == 0 || p.parts >= maxParts {
		return false
	}
	best := 0
	for i, b := range p.boundaries {
		if len(b) >= best && bytes.HasPrefix(rest, b) {
			p.stopped, best = i, len(b)
		}
	}
	if p.stopped == none {
		return false
	}
	p.closing = bytes.HasPrefix(rest[best:], []byte("--"))
	p.resume = len(p.raw)
	if i := bytes.IndexByte(rest, '\n'); i >= 0 {
		p.resume = p.pos + len("--") + i + 1
	}
	return true
}

// bodyEnd returns where the body that starts at start ends: the line end before
// a delimiter line belongs to the delimiter (RFC 2046 §5.1.1), unless it is also
// the blank line of a header: that one stays, with the parts around it.
func (p *parser) bodyEnd(start int) int {
	end := p.pos
	if p.stopped == atInput {
		return end
	}
	if end > start && p.raw[end-1] == '\n' {
		end--
		if end > start && p.raw[end-1] == '\r' {
			end--
		}
	}
	return end
}
