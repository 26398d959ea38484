package message

// HasAttachment reports whether a part of the message is meant to be kept apart
// from its text (RFC 2183 §2.2): one with the disposition "attachment", one with
// a file name, or a message inside.
func (p *Part) HasAttachment(raw []byte) bool {
	for _, child := range p.children {
		if child.kind == embedded || child.HasAttachment(raw) {
			return true
		}
	}
	return p.kind == leaf && p.attached(raw)
}

// attached reports whether a leaf is an attachment.
func (p *Part) attached(raw []byte) bool {
	l := lexer{in: p.content[contentDisposition].of(raw)}
	l.skipCFWS()
	if equalFold(l.token(";=\""), "attachment") || len(p.media.param(raw, "name")) > 0 {
		return true
	}
	for {
		name, value, ok := l.param(nil)
		if !ok {
			return false
		}
		if (equalFold(name, "filename") || equalFold(name, "filename*")) && len(value) > 0 {
			return true
		}
	}
}
