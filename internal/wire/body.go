package wire

import "math"

// bodyChecker walks BODY or BODYSTRUCTURE (RFC 9051 §9, body).
type bodyChecker struct {
	p        *parser
	extended bool // BODYSTRUCTURE
}

func (p *parser) checkBody(v Value, extended bool) bool {
	c := bodyChecker{p, extended}
	return c.body(v)
}

func (c bodyChecker) bad(v Value) bool {
	c.p.failAt(BodyShape, v)
	return false
}

// body = "(" (body-type-1part / body-type-mpart) ")"
func (c bodyChecker) body(v Value) bool {
	if v.Kind != List || len(v.List) == 0 {
		return c.bad(v)
	}
	if v.List[0].Kind == List {
		return c.multipart(v)
	}
	return c.onePart(v)
}

// multipart: 1*body SP media-subtype [SP body-ext-mpart]. There is no SP
// between the bodies.
func (c bodyChecker) multipart(v Value) bool {
	n := 0
	for ; n < len(v.List) && v.List[n].Kind == List; n++ {
		if n > 0 && !v.List[n].glued {
			c.p.failAt(ExtraSpace, v.List[n])
			return false
		}
		if !c.body(v.List[n]) {
			return false
		}
	}
	if n == len(v.List) || !v.List[n].isString() {
		return c.bad(v)
	}
	ext := v.List[n+1:]
	if len(ext) == 0 {
		return true
	}
	if !c.mayExtend(ext[0]) {
		return false
	}
	if !isParams(ext[0]) {
		return c.bad(ext[0])
	}
	return c.extension(ext[1:])
}

// onePart: body-type-basic, body-type-msg or body-type-text, and its extension.
func (c bodyChecker) onePart(v Value) bool {
	l := v.List
	if len(l) < 7 {
		return c.bad(v)
	}
	// body-fields: parameters, id, description, encoding, octets.
	switch {
	case !l[0].isString() || !l[1].isString():
		return c.bad(l[0])
	case !isParams(l[2]):
		return c.bad(l[2])
	case !l[3].isNString() || !l[4].isNString():
		return c.bad(l[3])
	case !l[5].isString():
		return c.bad(l[5])
	case !c.octets(l[6], math.MaxUint32):
		return false
	}
	rest := l[7:]
	message := foldIs(l[0].Bytes, "MESSAGE")
	switch {
	case message && foldIs(l[1].Bytes, "RFC822"),
		// RFC 3501 has no GLOBAL: there it is a basic type.
		message && foldIs(l[1].Bytes, "GLOBAL") && len(rest) > 0 && rest[0].Kind == List:
		if len(rest) < 3 {
			return c.bad(v)
		}
		if !c.p.checkEnvelope(rest[0]) || !c.body(rest[1]) || !c.octets(rest[2], math.MaxInt64) {
			return false
		}
		rest = rest[3:]
	case foldIs(l[0].Bytes, "TEXT"):
		if len(rest) == 0 {
			return c.bad(v)
		}
		if !c.octets(rest[0], math.MaxInt64) {
			return false
		}
		rest = rest[1:]
	}
	if len(rest) == 0 {
		return true
	}
	if !c.mayExtend(rest[0]) {
		return false
	}
	if !rest[0].isNString() {
		return c.bad(rest[0])
	}
	return c.extension(rest[1:])
}

func (c bodyChecker) octets(v Value, limit uint64) bool {
	if _, ok := v.number(limit); !ok {
		return c.bad(v)
	}
	return true
}

// mayExtend: extension data MUST NOT be returned on non-extensible BODY.
func (c bodyChecker) mayExtend(v Value) bool {
	if !c.extended {
		c.p.failAt(BodyExtension, v)
	}
	return c.extended
}

// extension: [SP body-fld-dsp [SP body-fld-lang [SP body-fld-loc
// *(SP body-extension)]]]
func (c bodyChecker) extension(l []Value) bool {
	for i, v := range l {
		ok := true
		switch i {
		case 0:
			ok = isDisposition(v)
		case 1:
			ok = v.isNString() || v.Kind == List && len(v.List) > 0 && allOf(v.List, Value.isString)
		case 2:
			ok = v.isNString()
		default:
			ok = isBodyExtension(v)
		}
		if !ok {
			return c.bad(v)
		}
	}
	return true
}

// isParams: body-fld-param.
func isParams(v Value) bool {
	return v.IsNil() || v.Kind == List && len(v.List) > 0 && len(v.List)%2 == 0 && allOf(v.List, Value.isString)
}

// isDisposition: body-fld-dsp = "(" string SP body-fld-param ")" / nil.
func isDisposition(v Value) bool {
	return v.IsNil() || v.Kind == List && len(v.List) == 2 && v.List[0].isString() && isParams(v.List[1])
}

// isBodyExtension: nstring / number / number64 / a list of them.
func isBodyExtension(v Value) bool {
	if v.Kind == List {
		return len(v.List) > 0 && allOf(v.List, isBodyExtension)
	}
	return v.isNString() || isNumber64(v)
}
