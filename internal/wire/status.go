package wire

import "math"

// MailboxStatus is a STATUS response (RFC 9051 §7.3.4).
type MailboxStatus struct {
	Mailbox string
	Items   []Value // name, value, name, value ...
}

// AsStatus returns the contents of a STATUS data response; false for any other
// response, or if it has not its two parts.
func AsStatus(r *Response) (MailboxStatus, bool) {
	if r.Name != "STATUS" || len(r.Args) < 2 || !r.Args[0].isAString() || r.Args[1].Kind != List {
		return MailboxStatus{}, false
	}
	return MailboxStatus{string(r.Args[0].Bytes), r.Args[1].List}, true
}

// Get returns the value of an item, named in any case.
func (s MailboxStatus) Get(item string) (Value, bool) { return pairValue(s.Items, item) }

// Number returns the value of an item that is a number.
func (s MailboxStatus) Number(item string) (uint64, bool) {
	v, _ := s.Get(item)
	return v.Uint64()
}

// pairValue looks a name up in name, value, name, value ...
func pairValue(list []Value, name string) (Value, bool) {
	for i := 0; i+1 < len(list); i += 2 {
		if foldIs(list[i].Bytes, name) {
			return list[i+1], true
		}
	}
	return Value{}, false
}

// checkStatus: "STATUS" SP mailbox SP "(" [status-att-list] ")".
func (p *parser) checkStatus(args []Value) {
	if !p.arity(StatusShape, args, 2, 2) {
		return
	}
	if !args[0].isAString() {
		p.failAt(BadString, args[0])
		return
	}
	l := args[1].List
	if args[1].Kind != List || !p.spaced(l) {
		p.failAt(StatusShape, args[1])
		return
	}
	if len(l)%2 != 0 {
		p.failAt(MissingValue, l[len(l)-1])
		return
	}
	for i := 0; i < len(l); i += 2 {
		if !l[i].isAtom() {
			p.failAt(StatusShape, l[i])
			return
		}
		p.statusValue(l[i], l[i+1])
	}
}

func (p *parser) statusValue(name, v Value) {
	switch {
	case name.Is("MESSAGES"), name.Is("UNSEEN"), name.Is("RECENT"), name.Is("DELETED"):
		p.needNumber(v, math.MaxUint32, false)
	case name.Is("UIDNEXT"), name.Is("UIDVALIDITY"):
		p.needNumber(v, math.MaxUint32, true)
	case name.Is("SIZE"), name.Is("HIGHESTMODSEQ"), name.Is("DELETED-STORAGE"):
		p.needNumber(v, math.MaxInt64, false)
	case name.Is("APPENDLIMIT"): // RFC 7889 §3
		if !v.IsNil() {
			p.needNumber(v, math.MaxUint32, false)
		}
	case name.Is("MAILBOXID"):
		p.objectID(v)
	default:
		p.taggedExtVal(v)
	}
}

// objectID: "(" objectid ")" (RFC 8474 §7).
func (p *parser) objectID(v Value) {
	if v.Kind != List || len(v.List) != 1 || !isObjectID(v.List[0]) {
		p.failAt(BadString, v)
	}
}

func isObjectID(v Value) bool {
	if v.Kind != Atom && v.Kind != Nil || len(v.Bytes) > 255 {
		return false
	}
	for _, c := range v.Bytes {
		if u := upper(c); !isDigit(c) && (u < 'A' || u > 'Z') && c != '_' && c != '-' {
			return false
		}
	}
	return true
}
