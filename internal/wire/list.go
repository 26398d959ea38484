package wire

import (
	"bytes"
	"unicode/utf8"
)

// MailboxInfo is a LIST or LSUB response (RFC 9051 §7.3.1).
type MailboxInfo struct {
	Attrs     []string // as sent: \HasNoChildren
	Delimiter string   // "" for NIL: a flat name
	Mailbox   string   // as sent, not decoded
	Extended  []Value  // name, value, name, value ... (RFC 5258 §6)
}

// AsList returns the contents of a LIST or LSUB response; false for any other
// response, or if its three parts could not be read.
func AsList(r *Response) (MailboxInfo, bool) {
	var m MailboxInfo
	if r.Name != "LIST" && r.Name != "LSUB" || len(r.Args) < 3 ||
		r.Args[0].Kind != List || !r.Args[2].isAString() {
		return m, false
	}
	m.Attrs = texts(r.Args[0].List)
	m.Delimiter = r.Args[1].Text()
	m.Mailbox = string(r.Args[2].Bytes)
	if len(r.Args) > 3 {
		m.Extended = r.Args[3].List
	}
	return m, true
}

// HasAttr says whether the mailbox has an attribute, in any case.
func (m MailboxInfo) HasAttr(attr string) bool {
	for _, a := range m.Attrs {
		if foldIs([]byte(a), attr) {
			return true
		}
	}
	return false
}

func texts(list []Value) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v.Bytes)
	}
	return out
}

// checkList: mailbox-list (RFC 9051 §9, RFC 5258 §6).
func (p *parser) checkList(args []Value) {
	if !p.arity(ListShape, args, 3, 4) {
		return
	}
	switch {
	case args[0].Kind != List:
		p.failAt(ListShape, args[0])
	case !isDelimiter(args[1]):
		p.failAt(ListShape, args[1])
	case !args[2].isAString():
		p.failAt(BadString, args[2])
	default:
		p.mailboxFlags(args[0].List)
		if len(args) == 4 {
			p.extendedItems(args[3])
		}
	}
}

// mailboxFlags: mbx-list-flags. Each of them can appear only once, and of the
// selectability flags only one.
func (p *parser) mailboxFlags(flags []Value) {
	selectability := 0
	for i, f := range flags {
		if f.Kind != Atom || f.Bytes[0] != '\\' || f.Bytes[len(f.Bytes)-1] == '*' {
			p.failAt(BadFlag, f)
			return
		}
		if foldIs(f.Bytes, `\NonExistent`) || foldIs(f.Bytes, `\Noselect`) ||
			foldIs(f.Bytes, `\Marked`) || foldIs(f.Bytes, `\Unmarked`) {
			selectability++
		}
		// An attribute list is short; a long one is wrong after a few flags.
		for _, earlier := range flags[:min(i, 32)] {
			if bytes.EqualFold(f.Bytes, earlier.Bytes) {
				p.failAt(ListFlags, f)
				return
			}
		}
		if selectability > 1 {
			p.failAt(ListFlags, f)
			return
		}
	}
}

// extendedItems: mbox-list-extended.
func (p *parser) extendedItems(v Value) {
	if v.Kind != List || len(v.List)%2 != 0 || !p.spaced(v.List) {
		p.failAt(ListShape, v)
		return
	}
	for i := 0; i < len(v.List); i += 2 {
		if !v.List[i].isAString() {
			p.failAt(ListShape, v.List[i])
		}
		p.taggedExtVal(v.List[i+1])
	}
}

// taggedExtVal: tagged-ext-val = tagged-ext-simple / "(" [tagged-ext-comp] ")".
func (p *parser) taggedExtVal(v Value) {
	if v.Kind == List {
		return
	}
	if v.Kind != Atom || !eachRange(v.Bytes, true, nil) && !isNumber64(v) {
		p.failAt(BadNumberSet, v)
	}
}

func isNumber64(v Value) bool {
	_, ok := v.Uint64()
	return ok
}

// oneChar says whether b is one QUOTED-CHAR.
func oneChar(b []byte) bool {
	return len(b) == 1 || len(b) > 1 && utf8.RuneCount(b) == 1
}
