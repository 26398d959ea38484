package wire

import "math"

// AsSearch returns the numbers of a SEARCH or SORT response (RFC 3501 §7.2.5,
// RFC 5256 §4), in the order sent; false for any other response or if one of
// them is no number.
func AsSearch(r *Response) ([]uint32, bool) {
	if r.Name != "SEARCH" && r.Name != "SORT" {
		return nil, false
	}
	out := make([]uint32, 0, len(r.Args))
	for _, v := range r.Args {
		if v.Kind == List {
			continue // (MODSEQ n), RFC 7162 §3.1.5
		}
		n, ok := v.Uint32()
		if !ok {
			return nil, false
		}
		out = append(out, n)
	}
	return out, true
}

// ESearch is an ESEARCH response (RFC 9051 §7.3.4, RFC 4731).
type ESearch struct {
	Tag   string // of the search correlator, "" without one
	UID   bool
	Items []Value // name, value, name, value ...
}

// AsESearch returns the contents of an ESEARCH response; false for any other.
func AsESearch(r *Response) (ESearch, bool) {
	if r.Name != "ESEARCH" {
		return ESearch{}, false
	}
	var e ESearch
	args := r.Args
	if len(args) > 0 && args[0].Kind == List {
		if tag, ok := pairValue(args[0].List, "TAG"); ok {
			e.Tag = string(tag.Bytes)
		}
		args = args[1:]
	}
	if len(args) > 0 && args[0].Is("UID") {
		e.UID = true
		args = args[1:]
	}
	e.Items = args
	return e, true
}

// Get returns the value of a result item, named in any case.
func (e ESearch) Get(item string) (Value, bool) { return pairValue(e.Items, item) }

// Number returns MIN, MAX, COUNT or MODSEQ; false if it is not there.
func (e ESearch) Number(item string) (uint64, bool) {
	v, _ := e.Get(item)
	return v.Uint64()
}

// All returns the set of ALL. Without ALL it is nil; an error says that ALL is
// no set of numbers.
func (e ESearch) All() (NumSet, error) {
	v, ok := e.Get("ALL")
	if !ok {
		return nil, nil
	}
	return ParseNumSet(v.Bytes)
}

// checkSearch: "SEARCH" *(SP nz-number) [SP search-sort-mod-seq] (RFC 7162 §7).
func (p *parser) checkSearch(args []Value) {
	if n := len(args) - 1; n > 0 && args[n].Kind == List {
		l := args[n].List
		if len(l) != 2 || !l[0].Is("MODSEQ") {
			p.failAt(SearchShape, args[n])
			return
		}
		p.needNumber(l[1], math.MaxInt64, true)
		args = args[:n]
	}
	for i := range args {
		if args[i].Kind == List {
			p.failAt(SearchShape, args[i])
			return
		}
		if !p.needNumber(args[i], math.MaxUint32, true) {
			return
		}
	}
}

// checkESearch: esearch-response (RFC 9051 §9). The correlator may hold more
// than TAG (RFC 7377 §2.1).
func (p *parser) checkESearch(args []Value) {
	if !p.spaced(args) {
		return
	}
	if len(args) > 0 && args[0].Kind == List {
		l := args[0].List
		if len(l) < 2 || len(l)%2 != 0 || !l[0].Is("TAG") || !allOf(l, Value.isAString) {
			p.failAt(SearchShape, args[0])
			return
		}
		args = args[1:]
	}
	if len(args) > 0 && args[0].Is("UID") {
		args = args[1:]
	}
	for ; len(args) >= 2; args = args[2:] {
		if !args[0].isPlainAtom() || isDigit(args[0].Bytes[0]) {
			p.failAt(SearchShape, args[0])
			return
		}
		p.searchReturn(args[0], args[1])
	}
	if len(args) == 1 {
		p.failAt(MissingValue, args[0])
	}
}

func (p *parser) searchReturn(name, v Value) {
	switch {
	case name.Is("MIN"), name.Is("MAX"):
		p.needNumber(v, math.MaxUint32, true)
	case name.Is("COUNT"):
		p.needNumber(v, math.MaxUint32, false)
	case name.Is("ALL"):
		p.needSet(v, true)
	case name.Is("MODSEQ"):
		p.needNumber(v, math.MaxInt64, true)
	default:
		p.taggedExtVal(v)
	}
}

// checkThread: thread-data (RFC 5256 §5).
func (p *parser) checkThread(args []Value) {
	for i, v := range args {
		if v.Kind != List || len(v.List) == 0 {
			p.failAt(ThreadShape, v)
			return
		}
		if i > 0 && !v.glued {
			p.failAt(ExtraSpace, v)
		}
		p.thread(v)
	}
}

// thread: thread-list = "(" (thread-members / thread-nested) ")".
func (p *parser) thread(v Value) {
	nested := 0
	for i, m := range v.List {
		switch {
		case m.Kind == List && len(m.List) > 0:
			if nested++; nested > 1 && !m.glued {
				p.failAt(ExtraSpace, m)
			}
			p.thread(m)
		case m.Kind == List || nested > 0:
			p.failAt(ThreadShape, m)
		default:
			p.needNumber(v.List[i], math.MaxUint32, true)
		}
	}
	if nested == 1 || len(v.List) == 0 {
		p.failAt(ThreadShape, v)
	}
}
