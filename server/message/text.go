package message

import (
	"bytes"
	"io"
	"iter"
	"strings"
	"unicode/utf8"

	"github.com/emersion/go-message/charset"
	"golang.org/x/text/encoding/charmap"
)

// HeaderValues yields the text of each field of that name in the header of raw:
// unfolded, as UTF-8, with encoded words (RFC 2047) decoded. SEARCH FROM,
// SUBJECT and HEADER look into it (RFC 9051 §6.4.4).
func HeaderValues(raw []byte, name string) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for rest := raw; ; {
			f := nextField(rest)
			if len(f.all) == 0 {
				return
			}
			if equalFold(f.name, name) && !yield(decodeValue(f.value)) {
				return
			}
			rest = rest[len(f.all):]
		}
	}
}

// HeaderText returns the text of all the header of raw, a line "name: value" for
// each field, decoded like HeaderValues.
func HeaderText(raw []byte) []byte {
	var text []byte
	for rest := raw; ; {
		f := nextField(rest)
		if len(f.all) == 0 {
			return text
		}
		if f.name != nil {
			text = append(text, f.name...)
			text = append(text, ": "...)
			text = append(text, decodeValue(f.value)...)
		} else {
			text = append(text, decodeValue(f.all)...)
		}
		text = append(text, '\n')
		rest = rest[len(f.all):]
	}
}

// BodyText yields the texts that SEARCH BODY looks into (RFC 9051 §6.4.4), as
// UTF-8: each text/* part, decoded, and the header of each embedded message.
// They may be parts of raw.
func (p *Part) BodyText(raw []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) { p.yieldText(raw, false, yield) }
}

// Text yields the texts that SEARCH TEXT looks into: the header, the MIME
// headers of the parts, and all that BodyText yields.
func (p *Part) Text(raw []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		if yield(HeaderText(p.header.of(raw))) {
			p.yieldText(raw, true, yield)
		}
	}
}

// yieldText yields the texts of the body of p, and with mimeHeaders the headers
// of its body parts.
func (p *Part) yieldText(raw []byte, mimeHeaders bool, yield func([]byte) bool) bool {
	if p.kind == leaf {
		return p.media.typ != "TEXT" || yield(p.decodedText(raw))
	}
	for _, child := range p.children {
		if (mimeHeaders || p.kind == embedded) && !yield(HeaderText(child.header.of(raw))) {
			return false
		}
		if !child.yieldText(raw, mimeHeaders, yield) {
			return false
		}
	}
	return true
}

// decodedText returns the body of a text part as UTF-8.
func (p *Part) decodedText(raw []byte) []byte {
	content, ok := p.decoded(raw)
	if !ok {
		content = p.body.of(raw)
	}
	return p.asUTF8(raw, content)
}

// asUTF8 converts decoded content of a text part from its charset.
func (p *Part) asUTF8(raw, content []byte) []byte {
	if isASCII(content) && !p.shifted(raw) {
		return content
	}
	return toUTF8(string(p.media.param(raw, "charset")), content)
}

// shifted reports whether the charset writes other letters in 7-bit octets, as
// ISO-2022 and UTF-7 do.
func (p *Part) shifted(raw []byte) bool {
	name := p.media.param(raw, "charset")
	for _, prefix := range []string{"iso-2022", "hz", "utf-7", "utf-16", "utf-32"} {
		if len(name) >= len(prefix) && equalFold(name[:len(prefix)], prefix) {
			return true
		}
	}
	return false
}

// decodeValue returns the text of a field value.
func decodeValue(value []byte) []byte {
	value = unfold(nil, value)
	value = decodeWords(value)
	if isASCII(value) || utf8.Valid(value) { // RFC 6532
		return value
	}
	return toUTF8("", value)
}

// toUTF8 converts s from the charset of that name. Without a known one it is
// UTF-8 if it can be, else Windows-1252, which is never wrong about ASCII.
func toUTF8(name string, s []byte) []byte {
	switch strings.ToLower(name) {
	case "", "us-ascii", "ascii", "utf-8", "utf8":
	default:
		if r, err := charset.Reader(name, bytes.NewReader(s)); err == nil {
			if text, err := io.ReadAll(r); err == nil {
				return text
			}
		}
	}
	if utf8.Valid(s) {
		return s
	}
	text, err := charmap.Windows1252.NewDecoder().Bytes(s)
	if err != nil {
		return s
	}
	return text
}
