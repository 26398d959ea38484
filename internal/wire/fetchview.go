package wire

import (
	"bytes"
	"iter"
	"time"
)

// Fetch is a view of a FETCH response (RFC 9051 §7.5.2). It copies nothing.
type Fetch struct {
	Seq   uint32
	items []Value // name, value, name, value ...
}

// AsFetch returns the view; false for any other response, or if it has no list.
func AsFetch(r *Response) (Fetch, bool) {
	if r.Name != "FETCH" || len(r.Args) == 0 || r.Args[0].Kind != List {
		return Fetch{}, false
	}
	return Fetch{r.Number, r.Args[0].List}, true
}

// AsUIDFetch returns the view of a UIDFETCH response (RFC 9586 §3), with the UID
// in the place of Seq; false for any other response, or if it has no list.
func AsUIDFetch(r *Response) (Fetch, bool) {
	if r.Name != "UIDFETCH" || len(r.Args) == 0 || r.Args[0].Kind != List {
		return Fetch{}, false
	}
	return Fetch{r.Number, r.Args[0].List}, true
}

// Items goes through the items in the order sent. Names are as sent.
func (f Fetch) Items() iter.Seq2[string, Value] {
	return func(yield func(string, Value) bool) {
		for i := 0; i+1 < len(f.items); i += 2 {
			if !yield(string(f.items[i].Bytes), f.items[i+1]) {
				return
			}
		}
	}
}

// Len returns the number of items.
func (f Fetch) Len() int { return len(f.items) / 2 }

// Get returns the first value of an item, named in any case. Header field names
// of a section match whether they are sent as atoms or as strings.
func (f Fetch) Get(item string) (Value, bool) {
	var want string
	for i := 0; i+1 < len(f.items); i += 2 {
		name := f.items[i].Bytes
		if foldIs(name, item) {
			return f.items[i+1], true
		}
		if bytes.IndexByte(name, '(') < 0 {
			continue
		}
		if want == "" {
			want = CanonicalItem([]byte(item))
		}
		if CanonicalItem(name) == want {
			return f.items[i+1], true
		}
	}
	return Value{}, false
}

// UID returns the UID.
func (f Fetch) UID() (uint32, bool) {
	v, _ := f.plain("UID")
	return v.Uint32()
}

// Size returns RFC822.SIZE.
func (f Fetch) Size() (uint64, bool) {
	v, _ := f.plain("RFC822.SIZE")
	return v.Uint64()
}

// ModSeq returns the mod-sequence (RFC 7162 §3.1.4).
func (f Fetch) ModSeq() (uint64, bool) {
	v, _ := f.plain("MODSEQ")
	if len(v.List) != 1 {
		return 0, false
	}
	return v.List[0].Uint64()
}

// FlagValues returns the flags as values.
func (f Fetch) FlagValues() ([]Value, bool) {
	v, ok := f.plain("FLAGS")
	return v.List, ok && v.Kind == List
}

// Flags returns the flags as sent.
func (f Fetch) Flags() ([]string, bool) {
	l, ok := f.FlagValues()
	if !ok {
		return nil, false
	}
	return texts(l), true
}

// InternalDate returns INTERNALDATE; false if it is not there or no date.
func (f Fetch) InternalDate() (time.Time, bool) {
	v, _ := f.plain("INTERNALDATE")
	t, err := ParseDate(v.Bytes)
	return t, err == nil
}

func (f Fetch) plain(item string) (Value, bool) { return pairValue(f.items, item) }

// CanonicalItem writes the name of a FETCH item in one form: upper case, header
// field names as atoms: BODY[HEADER.FIELDS ("From" {2}..To)] becomes
// BODY[HEADER.FIELDS (FROM TO)]. A name that it cannot read it only puts in
// upper case.
func CanonicalItem(name []byte) string {
	open := bytes.IndexByte(name, '(')
	if open < 0 {
		return string(bytes.ToUpper(name))
	}
	p := parser{lim: Limits{}.withDefaults(), b: name, pos: open, end: len(name)}
	fields := p.value(0)
	if p.err != nil || p.limit != nil {
		return string(bytes.ToUpper(name))
	}
	out := bytes.ToUpper(name[:open+1])
	for i, v := range fields.List {
		if i > 0 {
			out = append(out, ' ')
		}
		out = append(out, bytes.ToUpper(v.Bytes)...)
	}
	out = append(out, ')')
	return string(append(out, bytes.ToUpper(name[p.pos:])...))
}
