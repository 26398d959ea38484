package wire

import (
	"bytes"
	"math"
)

// codes are the response codes whose arguments are known. All others are an
// atom and free text: atom [SP 1*<any TEXT-CHAR except "]">].
var codes = map[string]func(p *parser, args []Value){
	"ALERT": (*parser).noArgs, "PARSE": (*parser).noArgs,
	"READ-ONLY": (*parser).noArgs, "READ-WRITE": (*parser).noArgs,
	"TRYCREATE": (*parser).noArgs, "UIDNOTSTICKY": (*parser).noArgs,
	"NOMODSEQ": (*parser).noArgs, "CLOSED": (*parser).noArgs,
	"BADCHARSET": (*parser).codeCharsets,
	"CAPABILITY": (*parser).checkCapability,
	"PERMANENTFLAGS": func(p *parser, args []Value) {
		if p.arity(BadCode, args, 1, 1) {
			p.flagList(args[0], flagsPerm)
		}
	},
	"UIDNEXT":     codeNumber(math.MaxUint32),
	"UIDVALIDITY": codeNumber(math.MaxUint32),
	"UNSEEN":      codeNumber(math.MaxUint32),
	// RFC 7162 §7: a positive mod-sequence; NOMODSEQ stands for none.
	"HIGHESTMODSEQ": codeNumber(math.MaxInt64),
	"MODIFIED":      codeSets(0),
	"APPENDUID":     codeSets(1),
	"COPYUID":       (*parser).codeCopyUID,
	"MAILBOXID": func(p *parser, args []Value) {
		if p.arity(BadCode, args, 1, 1) {
			p.objectID(args[0])
		}
	},
}

func codeNumber(limit uint64) func(*parser, []Value) {
	return func(p *parser, args []Value) {
		if p.arity(BadCode, args, 1, 1) {
			p.needNumber(args[0], limit, true)
		}
	}
}

// codeSets: numbers nz-numbers and then a set.
func codeSets(numbers int) func(*parser, []Value) {
	return func(p *parser, args []Value) {
		if !p.arity(BadCode, args, numbers+1, numbers+1) {
			return
		}
		for _, v := range args[:numbers] {
			p.needNumber(v, math.MaxUint32, true)
		}
		p.needSet(args[numbers], false)
	}
}

// codeCopyUID: resp-code-copy (RFC 9051 §9, RFC 4315 §4).
func (p *parser) codeCopyUID(args []Value) {
	if p.arity(BadCode, args, 3, 3) {
		p.needNumber(args[0], math.MaxUint32, true)
		p.needSet(args[1], false)
		p.needSet(args[2], false)
	}
}

// codeCharsets: ["(" charset *(SP charset) ")"], astring in RFC 3501 §9.
func (p *parser) codeCharsets(args []Value) {
	if len(args) == 0 {
		return
	}
	if p.arity(BadCode, args, 1, 1) &&
		(args[0].Kind != List || len(args[0].List) == 0 || !allOf(args[0].List, Value.isAString)) {
		p.failAt(BadCode, args[0])
	}
}

// respCode reads "[" resp-text-code "]"; pos is at "[". It returns nil, and
// leaves pos there, if the bracket is never closed.
func (p *parser) respCode() *Code {
	start := p.pos
	i := start + 1
	for i < p.end && class[p.b[i]]&atomChar != 0 {
		i++
	}
	if i == start+1 || i >= p.end || p.b[i] != ' ' && p.b[i] != ']' {
		p.fail(BadCode, start)
		return p.brokenCode(start)
	}
	name := p.b[start+1 : i]
	c := &Code{Name: string(bytes.ToUpper(name))}
	p.pos = i
	check, known := codes[c.Name]
	if !known {
		return p.freeCode(c, start)
	}
	base := len(p.stack)
	p.code = true
	p.seq(']', true, 0)
	p.code = false
	c.Args = p.pop(base)
	c.Raw = string(bytes.TrimSuffix(p.b[start+1:p.pos], []byte{']'}))
	if p.err == nil && p.limit == nil {
		check(p, c.Args)
	}
	return c
}

// freeCode reads the text of a code that is not known: up to "]".
func (p *parser) freeCode(c *Code, start int) *Code {
	end := bytes.IndexByte(p.b[p.pos:p.end], ']')
	if end < 0 {
		p.fail(BadCode, start)
		p.pos = start
		return nil
	}
	if end == 1 {
		p.fail(BadCode, p.pos)
	}
	c.Raw = string(p.b[start+1 : p.pos+end])
	p.pos += end + 1
	return c
}

// brokenCode keeps what stands between brackets without being a code.
func (p *parser) brokenCode(start int) *Code {
	end := bytes.IndexByte(p.b[start:p.end], ']')
	if end < 0 {
		return nil
	}
	p.pos = start + end + 1
	return &Code{Raw: string(p.b[start+1 : start+end])}
}

// Number returns the number of UIDNEXT, UIDVALIDITY, UNSEEN or HIGHESTMODSEQ;
// false if the code has not exactly one argument that is a number.
func (c *Code) Number() (uint64, bool) {
	if c == nil || len(c.Args) != 1 {
		return 0, false
	}
	return c.Args[0].Uint64()
}

// AppendUID is what APPENDUID tells (RFC 4315 §3); several UIDs after a
// MULTIAPPEND.
type AppendUID struct {
	UIDValidity uint32
	UIDs        NumSet
}

// AsAppendUID returns the contents of the code APPENDUID; false if the response
// has none that can be read.
func AsAppendUID(r *Response) (AppendUID, bool) {
	if !r.CodeIs("APPENDUID") || len(r.Code.Args) != 2 {
		return AppendUID{}, false
	}
	v, ok := r.Code.Args[0].Uint32()
	set, err := ParseNumSet(r.Code.Args[1].Bytes)
	return AppendUID{v, set}, ok && err == nil
}

// CopyUID is what COPYUID tells (RFC 4315 §3).
type CopyUID struct {
	UIDValidity uint32 // of the destination
	Source      NumSet
	Dest        NumSet
}

// AsCopyUID returns the contents of the code COPYUID; false if the response has
// none that can be read.
func AsCopyUID(r *Response) (CopyUID, bool) {
	if !r.CodeIs("COPYUID") || len(r.Code.Args) != 3 {
		return CopyUID{}, false
	}
	v, ok := r.Code.Args[0].Uint32()
	src, err1 := ParseNumSet(r.Code.Args[1].Bytes)
	dst, err2 := ParseNumSet(r.Code.Args[2].Bytes)
	return CopyUID{v, src, dst}, ok && err1 == nil && err2 == nil
}

// AsCapability returns the capabilities, as sent, of a CAPABILITY response or
// of the code CAPABILITY; false if there is neither.
func AsCapability(r *Response) ([]string, bool) {
	switch {
	case r.Name == "CAPABILITY":
		return texts(r.Args), true
	case r.CodeIs("CAPABILITY"):
		return texts(r.Code.Args), true
	}
	return nil, false
}

// AsFlags returns the flags of a FLAGS response or of the code PERMANENTFLAGS.
func AsFlags(r *Response) ([]string, bool) {
	var args []Value
	switch {
	case r.Name == "FLAGS":
		args = r.Args
	case r.CodeIs("PERMANENTFLAGS"):
		args = r.Code.Args
	}
	if len(args) == 0 || args[0].Kind != List {
		return nil, false
	}
	return texts(args[0].List), true
}

// AsVanished returns the UIDs of a VANISHED response (RFC 7162 §3.2.10).
func AsVanished(r *Response) (uids NumSet, earlier, ok bool) {
	if r.Name != "VANISHED" || len(r.Args) == 0 {
		return nil, false, false
	}
	uids, err := ParseNumSet(r.Args[len(r.Args)-1].Bytes)
	return uids, r.Args[0].Kind == List, err == nil
}
