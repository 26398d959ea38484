package wire

import (
	"bytes"
	"math"
)

// ValueKind is the form in which a value was sent.
type ValueKind uint8

// The forms of a value. None is the zero Value: a value that is not there.
const (
	None     ValueKind = iota
	Atom               // atom, number, flag, sequence-set, FETCH item name
	Quoted             // "..."
	Literal            // {n}
	Literal8           // ~{n}
	List               // (...)
	Nil                // NIL
)

var kindNames = [...]string{"none", "atom", "quoted", "literal", "literal8", "list", "NIL"}

func (k ValueKind) String() string { return kindNames[k] }

// Value is one argument of a response.
type Value struct {
	Kind   ValueKind
	glued  bool    // no SP before it: ")("
	Bytes  []byte  // contents without quoting; read-only, often a part of Response.Raw
	List   []Value // elements, for a List
	Offset int     // octets from the start of Response.Raw
}

// Text returns the contents as a string; "" for NIL and for a list.
func (v Value) Text() string {
	if v.Kind == Nil {
		return ""
	}
	return string(v.Bytes)
}

// IsNil says whether the value is NIL.
func (v Value) IsNil() bool { return v.Kind == Nil }

// Is says whether the value is this atom, in any case.
func (v Value) Is(atom string) bool { return v.Kind == Atom && foldIs(v.Bytes, atom) }

// Uint32 returns the value of a number (RFC 9051 §9); false if it is none.
func (v Value) Uint32() (uint32, bool) {
	n, ok := v.number(math.MaxUint32)
	return uint32(n), ok
}

// Uint64 returns the value of a number64 (0 to 2^63-1); false if it is none.
func (v Value) Uint64() (uint64, bool) { return v.number(math.MaxInt64) }

func (v Value) number(limit uint64) (uint64, bool) {
	if v.Kind != Atom {
		return 0, false
	}
	return parseNumber(v.Bytes, limit)
}

// Equal compares meanings: atom, quoted and literal are equal if their octets
// are, lists if all their elements are, and NIL equals only NIL.
func (v Value) Equal(o Value) bool {
	if v.Kind == List || o.Kind == List {
		if v.Kind != o.Kind || len(v.List) != len(o.List) {
			return false
		}
		for i := range v.List {
			if !v.List[i].Equal(o.List[i]) {
				return false
			}
		}
		return true
	}
	if v.Kind == Nil || o.Kind == Nil || v.Kind == None || o.Kind == None {
		return v.Kind == o.Kind
	}
	return bytes.Equal(v.Bytes, o.Bytes)
}

// isString: string = quoted / literal.
func (v Value) isString() bool { return v.Kind == Quoted || v.Kind == Literal }

// isNString: nstring = string / nil.
func (v Value) isNString() bool { return v.isString() || v.Kind == Nil }

// isAString: astring = 1*ASTRING-CHAR / string. The atom NIL is one, too.
func (v Value) isAString() bool {
	switch v.Kind {
	case Quoted, Literal, Nil:
		return true
	case Atom:
		return v.isPlainAtom()
	}
	return false
}

// isPlainAtom leaves out flags and sets with a star.
func (v Value) isPlainAtom() bool {
	return v.Kind == Atom && v.Bytes[0] != '\\' && bytes.IndexByte(v.Bytes, '*') < 0
}

// isAtom: atom = 1*ATOM-CHAR, so without the "]" that an astring may hold.
func (v Value) isAtom() bool {
	return (v.isPlainAtom() || v.Kind == Nil) && bytes.IndexByte(v.Bytes, ']') < 0
}

func parseNumber(b []byte, limit uint64) (uint64, bool) {
	if len(b) == 0 {
		return 0, false
	}
	var n uint64
	for _, c := range b {
		if c < '0' || c > '9' {
			return 0, false
		}
		if n > (limit-uint64(c-'0'))/10 {
			return 0, false
		}
		n = n*10 + uint64(c-'0')
	}
	return n, true
}

// foldIs compares without regard to ASCII case; s is in upper or mixed case.
func foldIs(b []byte, s string) bool {
	if len(b) != len(s) {
		return false
	}
	for i := range b {
		if upper(b[i]) != upper(s[i]) {
			return false
		}
	}
	return true
}

func upper(c byte) byte {
	if 'a' <= c && c <= 'z' {
		return c - 'a' + 'A'
	}
	return c
}
