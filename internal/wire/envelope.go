package wire

// checkEnvelope: envelope (RFC 9051 §9): date, subject, six address lists,
// in-reply-to and message-id. It returns false after the first violation.
func (p *parser) checkEnvelope(v Value) bool {
	if v.Kind != List || len(v.List) != 10 {
		p.failAt(EnvelopeShape, v)
		return false
	}
	for i := range v.List {
		f := v.List[i]
		switch {
		case f.glued:
			p.failAt(MissingSpace, f)
			return false
		case i >= 2 && i < 8:
			if !p.addressList(f) {
				return false
			}
		case !f.isNString():
			p.failAt(EnvelopeShape, f)
			return false
		}
	}
	return true
}

// addressList: "(" 1*address ")" / nil. There is no SP between addresses.
func (p *parser) addressList(v Value) bool {
	if v.IsNil() {
		return true
	}
	if v.Kind != List || len(v.List) == 0 {
		p.failAt(EnvelopeShape, v)
		return false
	}
	for i, a := range v.List {
		if a.Kind != List || len(a.List) != 4 || !allOf(a.List, Value.isNString) {
			p.failAt(EnvelopeShape, a)
			return false
		}
		if i > 0 && !a.glued {
			p.failAt(ExtraSpace, a)
			return false
		}
	}
	return true
}
