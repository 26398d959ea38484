package message

// Kind is what of a part a section names: the last part specifier of RFC 9051
// §6.4.5.1.
type Kind int

const (
	Whole           Kind = iota // no specifier: the message, or the body of a part
	Header                      // HEADER
	HeaderFields                // HEADER.FIELDS
	HeaderFieldsNot             // HEADER.FIELDS.NOT
	Text                        // TEXT
	MIME                        // MIME
)

// Section is a section specification (RFC 9051 §6.4.5.1).
type Section struct {
	Path   []int // part numbers; empty for the whole message
	Kind   Kind
	Fields []string // field names of HeaderFields and HeaderFieldsNot
}

// Section returns the bytes of BODY[s] and whether the message p has such a
// section. They are a part of raw, except that HeaderFields and HeaderFieldsNot
// are built on buf, which may be nil.
func (p *Part) Section(buf, raw []byte, s Section) ([]byte, bool) {
	if len(s.Path) == 0 {
		return p.messageSection(buf, raw, s)
	}
	part := p.find(s.Path)
	switch {
	case part == nil:
		return nil, false
	case s.Kind == Whole:
		return part.body.of(raw), true
	case s.Kind == MIME:
		return part.header.of(raw), true
	case part.kind == embedded:
		return part.children[0].messageSection(buf, raw, s)
	}
	return nil, false
}

// messageSection returns a section of a message itself, disregarding the path.
func (p *Part) messageSection(buf, raw []byte, s Section) ([]byte, bool) {
	switch s.Kind {
	case Whole:
		return raw[p.header.start:p.body.end], true
	case Header:
		return p.header.of(raw), true
	case HeaderFields, HeaderFieldsNot:
		return appendHeaderSubset(buf, p.header.of(raw), s.Fields, s.Kind == HeaderFieldsNot), true
	case Text:
		return p.body.of(raw), true
	}
	return nil, false
}

// TopSection is Section for a section without part numbers; it needs no Parse,
// and reads no more than the header.
func TopSection(buf, raw []byte, s Section) ([]byte, bool) {
	if len(s.Path) > 0 {
		return nil, false
	}
	end := headerLength(raw)
	top := Part{header: span{0, end}, body: span{end, len(raw)}}
	return top.messageSection(buf, raw, s)
}

// find returns the part of the message p with this path, nil if there is none.
func (p *Part) find(path []int) *Part {
	part := p.numbered(path[0])
	for _, n := range path[1:] {
		switch {
		case part == nil:
			return nil
		case part.kind == multipart:
			part = part.child(n)
		case part.kind == embedded:
			part = part.children[0].numbered(n)
		default:
			return nil
		}
	}
	return part
}

// At returns the part of the message p with this path, p itself for an empty
// one, nil if there is none.
func (p *Part) At(path []int) *Part {
	if len(path) == 0 {
		return p
	}
	return p.find(path)
}

// numbered returns part n of the message p. A message that is no multipart is
// its own part 1.
func (p *Part) numbered(n int) *Part {
	if p.kind == multipart {
		return p.child(n)
	}
	if n == 1 {
		return p
	}
	return nil
}

func (p *Part) child(n int) *Part {
	if n < 1 || n > len(p.children) {
		return nil
	}
	return p.children[n-1]
}
