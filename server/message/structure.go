package message

import (
	"bytes"
	"strconv"
)

// AppendBody appends BODY, the body structure without extension data (RFC 9051
// §7.5.2). Media types and transfer encodings are in upper case; parameters are
// as in the source, those of RFC 2231 not decoded; text/plain without charset
// gets "CHARSET" "US-ASCII" (RFC 2046 §4.1.2). Lines are counted by their LF.
func (p *Part) AppendBody(dst, raw []byte) []byte {
	return p.appendStructure(dst, raw, false)
}

// AppendBodyStructure appends BODYSTRUCTURE: BODY with the extension data MD5 or
// parameters, disposition, language and location (RFC 9051 §7.5.2).
func (p *Part) AppendBodyStructure(dst, raw []byte) []byte {
	return p.appendStructure(dst, raw, true)
}

func (p *Part) appendStructure(dst, raw []byte, extended bool) []byte {
	dst = append(dst, '(')
	if p.kind == multipart {
		for _, child := range p.children {
			dst = child.appendStructure(dst, raw, extended)
		}
		dst = append(dst, ' ')
		dst = appendName(dst, p.media.subtype)
		if extended {
			dst = append(dst, ' ')
			dst = appendParams(dst, p.media.params.of(raw), nil)
			dst = p.appendExtension(dst, raw)
		}
		return append(dst, ')')
	}
	dst = p.appendBasic(dst, raw)
	switch {
	case p.kind == embedded:
		message := p.children[0]
		dst = append(dst, ' ')
		dst = message.AppendEnvelope(dst, raw)
		dst = append(dst, ' ')
		dst = message.appendStructure(dst, raw, extended)
		dst = p.appendLines(dst, raw)
	case p.media.typ == "TEXT":
		dst = p.appendLines(dst, raw)
	}
	if extended {
		dst = append(dst, ' ')
		dst = p.appendContent(dst, raw, contentMD5)
		dst = p.appendExtension(dst, raw)
	}
	return append(dst, ')')
}

// appendBasic appends the basic fields of a part that is no multipart.
func (p *Part) appendBasic(dst, raw []byte) []byte {
	dst = appendName(dst, p.media.typ)
	dst = append(dst, ' ')
	dst = appendName(dst, p.media.subtype)
	dst = append(dst, ' ')
	var charset []byte
	if p.media.typ == "TEXT" && p.media.subtype == "PLAIN" {
		charset = []byte("US-ASCII")
	}
	dst = appendParams(dst, p.media.params.of(raw), charset)
	dst = append(dst, ' ')
	dst = p.appendContent(dst, raw, contentID)
	dst = append(dst, ' ')
	dst = p.appendContent(dst, raw, contentDescription)
	dst = append(dst, ' ')
	dst = appendName(dst, p.encoding(raw))
	dst = append(dst, ' ')
	return strconv.AppendInt(dst, int64(p.body.end-p.body.start), 10)
}

func (p *Part) appendLines(dst, raw []byte) []byte {
	dst = append(dst, ' ')
	return strconv.AppendInt(dst, int64(bytes.Count(p.body.of(raw), []byte{'\n'})), 10)
}

// appendExtension appends disposition, language and location.
func (p *Part) appendExtension(dst, raw []byte) []byte {
	dst = append(dst, ' ')
	dst = appendDisposition(dst, p.content[contentDisposition].of(raw))
	dst = append(dst, ' ')
	dst = appendLanguages(dst, p.content[contentLanguage].of(raw))
	dst = append(dst, ' ')
	if location := p.content[contentLocation]; location.present() {
		// White space in a URI comes of folding only: RFC 2557 §4.4.2.
		return appendString(dst, bytes.Join(bytes.Fields(location.of(raw)), nil))
	}
	return append(dst, "NIL"...)
}

// appendContent appends an unstructured Content- field as an nstring.
func (p *Part) appendContent(dst, raw []byte, which int) []byte {
	if value := p.content[which]; value.present() {
		return appendUnfolded(dst, value.of(raw))
	}
	return append(dst, "NIL"...)
}

// appendParams appends the list of parameters in value, NIL if there are none.
// If charset is given it is the value of a charset parameter that is missing.
func appendParams(dst, value, charset []byte) []byte {
	var store [256]byte
	l := lexer{in: value}
	sep := byte('(')
	for {
		name, value, ok := l.param(store[:0])
		if !ok {
			break
		}
		if equalFold(name, "charset") {
			charset = nil
		}
		dst = append(dst, sep)
		dst = appendString(dst, name)
		dst = append(dst, ' ')
		dst = appendString(dst, value)
		sep = ' '
	}
	if charset != nil {
		dst = append(dst, sep)
		dst = append(dst, `"CHARSET" `...)
		dst = appendString(dst, charset)
		sep = ' '
	}
	if sep == '(' {
		return append(dst, "NIL"...)
	}
	return append(dst, ')')
}

// appendDisposition appends the type and parameters of a Content-Disposition
// (RFC 2183 §2).
func appendDisposition(dst, value []byte) []byte {
	l := lexer{in: value}
	l.skipCFWS()
	typ := l.token(";=\"")
	l.skipCFWS()
	if len(typ) == 0 || !l.end() && l.peek() != ';' {
		return append(dst, "NIL"...)
	}
	dst = append(dst, '(')
	dst = appendString(dst, typ)
	dst = append(dst, ' ')
	dst = appendParams(dst, value[l.pos:], nil)
	return append(dst, ')')
}

// appendLanguages appends the tags of a Content-Language (RFC 3282 §2): one as a
// string, several as a list.
func appendLanguages(dst, value []byte) []byte {
	l := lexer{in: value}
	start, count := len(dst), 0
	for {
		l.skipCFWS()
		if l.end() {
			break
		}
		tag := l.token(",")
		if len(tag) == 0 {
			l.pos++
			continue
		}
		sep := byte(' ')
		if count == 0 {
			sep = '('
		}
		dst = append(dst, sep)
		dst = appendString(dst, tag)
		count++
	}
	switch count {
	case 0:
		return append(dst, "NIL"...)
	case 1:
		return append(dst[:start], dst[start+1:]...)
	}
	return append(dst, ')')
}

// appendName appends a media type or encoding name as a string.
func appendName(dst []byte, name string) []byte {
	return appendString(dst, []byte(name))
}
