package faults

import "strings"

// part is a BODY or BODYSTRUCTURE taken apart, as far as multiparts go
// (RFC 9051 §7.5.2).
type part struct {
	children []*part  // of a multipart
	fields   [][]byte // what follows them, or all of a single part
}

func parsePart(list []byte) *part {
	p := new(part)
	for k, e := range elements(list) {
		if isList(e) && k == len(p.children) {
			p.children = append(p.children, parsePart(e))
			continue
		}
		p.fields = append(p.fields, e)
	}
	return p
}

func (p *part) multipart() bool { return len(p.children) > 0 }

func (p *part) append(b []byte) []byte {
	b = append(b, '(')
	for _, c := range p.children {
		b = c.append(b)
	}
	for k, f := range p.fields {
		if k > 0 || p.multipart() {
			b = append(b, ' ')
		}
		b = append(b, f...)
	}
	return append(b, ')')
}

// each calls visit for the part and those below it, until it returns true.
func (p *part) each(visit func(*part) bool) bool {
	if visit(p) {
		return true
	}
	for _, c := range p.children {
		if c.each(visit) {
			return true
		}
	}
	return false
}

// field returns the field at an index, nil if there are fewer.
func (p *part) field(i int) *[]byte {
	if i >= len(p.fields) {
		return nil
	}
	return &p.fields[i]
}

// disposition returns the field of the disposition, nil if it is not told.
func (p *part) disposition() *[]byte {
	if p.multipart() {
		return p.field(2)
	}
	if len(p.fields) < 2 {
		return nil
	}
	switch kind := strings.ToUpper(content(p.fields[0])); {
	case kind == "TEXT":
		return p.field(9)
	case kind == "MESSAGE" && strings.EqualFold(content(p.fields[1]), "RFC822"):
		return p.field(11)
	}
	return p.field(8)
}
