package wire

import "math"

// What stands between "* " and the name of a response.
const (
	noNumber  = iota
	anyNumber // number
	nzNumber  // nz-number
)

type responseSpec struct {
	name   string
	number int
	check  func(p *parser, args []Value)
}

// responses are the data responses whose grammar is known. All others are read
// as generic values.
var responses = func() map[string]responseSpec {
	m := make(map[string]responseSpec)
	for _, s := range []responseSpec{
		{"EXISTS", anyNumber, (*parser).noArgs},
		{"RECENT", anyNumber, (*parser).noArgs},
		{"EXPUNGE", nzNumber, (*parser).noArgs},
		{"FETCH", nzNumber, nil}, // fetch.go
		{"FLAGS", noNumber, (*parser).checkFlags},
		{"LIST", noNumber, (*parser).checkList},
		{"LSUB", noNumber, (*parser).checkList},
		{"STATUS", noNumber, (*parser).checkStatus},
		{"SEARCH", noNumber, (*parser).checkSearch},
		{"SORT", noNumber, (*parser).checkSearch},
		{"ESEARCH", noNumber, (*parser).checkESearch},
		{"THREAD", noNumber, (*parser).checkThread},
		{"CAPABILITY", noNumber, (*parser).checkCapability},
		{"ENABLED", noNumber, (*parser).checkAtoms},
		{"VANISHED", noNumber, (*parser).checkVanished},
		{"NAMESPACE", noNumber, (*parser).checkNamespace},
		{"ID", noNumber, (*parser).checkID},
		{"QUOTA", noNumber, (*parser).checkQuota},
		{"QUOTAROOT", noNumber, (*parser).checkAStrings},
		{"ACL", noNumber, (*parser).checkACL},
		{"LISTRIGHTS", noNumber, (*parser).checkListRights},
		{"MYRIGHTS", noNumber, (*parser).checkMyRights},
		{"METADATA", noNumber, (*parser).checkMetadata},
	} {
		m[s.name] = s
	}
	return m
}()

// failAt tells a violation at a value.
func (p *parser) failAt(what string, v Value) { p.fail(what, v.Offset) }

// arity checks the number of arguments; most < 0 means any.
func (p *parser) arity(what string, args []Value, least, most int) bool {
	if len(args) < least {
		p.fail(what, p.end)
		return false
	}
	if most >= 0 && len(args) > most {
		p.failAt(TrailingData, args[most])
		return false
	}
	// ")(" is for the few productions that look at it themselves.
	return p.spaced(args)
}

// spaced checks that no element stands against the one before it.
func (p *parser) spaced(list []Value) bool {
	for i := range list {
		if list[i].glued {
			p.failAt(MissingSpace, list[i])
			return false
		}
	}
	return true
}

// needNumber checks a number up to limit; nz demands nz-number.
func (p *parser) needNumber(v Value, limit uint64, nz bool) bool {
	n, ok := v.number(limit)
	switch {
	case !ok:
		p.failAt(BadNumber, v)
	case nz && (n == 0 || v.Bytes[0] == '0'):
		p.failAt(ZeroNumber, v)
	default:
		return true
	}
	return false
}

func (p *parser) noArgs(args []Value) { p.arity(ResponseShape, args, 0, 0) }

func (p *parser) checkFlags(args []Value) {
	if p.arity(ResponseShape, args, 1, 1) {
		p.flagList(args[0], flagsResponse)
	}
}

// Where a flag list stands decides which flags it may hold (RFC 9051 §9: flag,
// flag-fetch, flag-perm).
const (
	flagsResponse = iota // flag
	flagsFetch           // flag or \Recent
	flagsPerm            // flag or \*
)

func (p *parser) flagList(v Value, where int) bool {
	if v.Kind != List {
		p.failAt(BadFlag, v)
		return false
	}
	for i := range v.List {
		f := &v.List[i]
		if f.glued {
			p.failAt(MissingSpace, *f)
			return false
		}
		if !f.isFlag(where) {
			p.failAt(BadFlag, *f)
			return false
		}
	}
	return true
}

func (v *Value) isFlag(where int) bool {
	if v.Kind != Atom || v.Bytes[0] != '\\' {
		return v.isAtom()
	}
	if len(v.Bytes) == 2 && v.Bytes[1] == '*' {
		return where == flagsPerm
	}
	return where == flagsFetch || !foldIs(v.Bytes, `\Recent`)
}

// checkCapability: capability-data (RFC 3501 §9, RFC 9051 §9).
func (p *parser) checkCapability(args []Value) {
	p.checkAtoms(args)
	for _, v := range args {
		if v.Is("IMAP4rev1") || v.Is("IMAP4rev2") {
			return
		}
	}
	p.fail(MissingRevision, p.pos)
}

func (p *parser) checkAtoms(args []Value) {
	for _, v := range args {
		if !v.isAtom() || v.glued {
			p.failAt(ResponseShape, v)
		}
	}
}

// checkVanished: expunged-resp (RFC 7162 §7).
func (p *parser) checkVanished(args []Value) {
	if len(args) > 0 && args[0].Kind == List {
		if l := args[0].List; len(l) != 1 || !l[0].Is("EARLIER") {
			p.failAt(ResponseShape, args[0])
		}
		args = args[1:]
	}
	if p.arity(ResponseShape, args, 1, 1) {
		p.needSet(args[0], false)
	}
}

// checkNamespace: namespace-response (RFC 9051 §9, RFC 2342 §6).
func (p *parser) checkNamespace(args []Value) {
	if !p.arity(NamespaceShape, args, 3, 3) {
		return
	}
	for _, ns := range args {
		if ns.IsNil() {
			continue
		}
		if ns.Kind != List || len(ns.List) == 0 {
			p.failAt(NamespaceShape, ns)
			return
		}
		for i, d := range ns.List {
			if i > 0 && !d.glued {
				p.failAt(ExtraSpace, d)
			}
			p.namespaceDescr(d)
		}
	}
}

func (p *parser) namespaceDescr(d Value) {
	if d.Kind != List || len(d.List) < 2 || len(d.List)%2 != 0 ||
		!d.List[0].isString() || !isDelimiter(d.List[1]) {
		p.failAt(NamespaceShape, d)
		return
	}
	for i := 2; i < len(d.List); i += 2 {
		val := d.List[i+1]
		if !d.List[i].isString() || val.Kind != List || len(val.List) == 0 || !allOf(val.List, Value.isString) {
			p.failAt(NamespaceShape, d.List[i])
			return
		}
	}
}

// isDelimiter: DQUOTE QUOTED-CHAR DQUOTE / nil.
func isDelimiter(v Value) bool {
	return v.Kind == Nil || v.Kind == Quoted && oneChar(v.Bytes)
}

func allOf(list []Value, is func(Value) bool) bool {
	for _, v := range list {
		if !is(v) {
			return false
		}
	}
	return true
}

// checkID: id-response (RFC 2971 §4).
func (p *parser) checkID(args []Value) {
	if !p.arity(ResponseShape, args, 1, 1) || args[0].IsNil() {
		return
	}
	l := args[0].List
	if args[0].Kind != List || len(l)%2 != 0 || !p.spaced(l) {
		p.failAt(ResponseShape, args[0])
		return
	}
	for i := 0; i < len(l); i += 2 {
		if !l[i].isString() {
			p.failAt(BadString, l[i])
		}
		if !l[i+1].isNString() {
			p.failAt(BadString, l[i+1])
		}
	}
}

// checkQuota: quota-response (RFC 9208 §7); RFC 2087 allows an empty list.
func (p *parser) checkQuota(args []Value) {
	if !p.arity(ResponseShape, args, 2, 2) {
		return
	}
	l := args[1].List
	if !args[0].isAString() || args[1].Kind != List || len(l)%3 != 0 {
		p.failAt(ResponseShape, args[0])
		return
	}
	for i := 0; i < len(l); i += 3 {
		if !l[i].isAtom() {
			p.failAt(ResponseShape, l[i])
		}
		p.needNumber(l[i+1], math.MaxInt64, false)
		p.needNumber(l[i+2], math.MaxInt64, false)
	}
}

func (p *parser) checkAStrings(args []Value) {
	if p.arity(ResponseShape, args, 1, -1) && !allOf(args, Value.isAString) {
		p.failAt(BadString, args[0])
	}
}

// checkACL: acl-data (RFC 4314 §7).
func (p *parser) checkACL(args []Value) {
	p.checkAStrings(args)
	if len(args) > 0 && len(args)%2 != 1 {
		p.failAt(ResponseShape, args[len(args)-1])
	}
}

// checkListRights: listrights-data (RFC 4314 §7).
func (p *parser) checkListRights(args []Value) {
	if p.arity(ResponseShape, args, 3, -1) {
		p.checkAStrings(args)
	}
}

// checkMyRights: myrights-data (RFC 4314 §7).
func (p *parser) checkMyRights(args []Value) {
	if p.arity(ResponseShape, args, 2, 2) {
		p.checkAStrings(args)
	}
}

// checkMetadata: metadata-resp (RFC 5464 §5).
func (p *parser) checkMetadata(args []Value) {
	if !p.arity(ResponseShape, args, 2, -1) {
		return
	}
	if args[1].Kind != List {
		p.checkAStrings(args)
		return
	}
	l := args[1].List
	if len(args) > 2 || !args[0].isAString() || len(l) == 0 || len(l)%2 != 0 {
		p.failAt(ResponseShape, args[1])
		return
	}
	for i := 0; i < len(l); i += 2 {
		if !l[i].isAString() || !l[i+1].isNString() && l[i+1].Kind != Literal8 {
			p.failAt(BadString, l[i])
		}
	}
}
