package front

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Args reads the arguments of a command by the productions of RFC 9051 §9.
// Each method either consumes what it names or returns a BAD that says what
// was expected, and where.
type Args struct {
	raw []byte
	pos int
}

// NewArgs returns a reader of text that does not come from a command of its
// own, such as the section in a URL.
func NewArgs(text []byte) *Args { return &Args{raw: text} }

// Rest returns what has not been read yet.
func (a *Args) Rest() []byte { return a.raw[a.pos:] }

// expected is the error for anything that does not fit.
func (a *Args) expected(what string) error {
	got := "the end of the command"
	if a.pos < len(a.raw) {
		got = fmt.Sprintf("%+.20q", a.raw[a.pos:])
	}
	return Bad("Expected %s at octet %d of the arguments, found %s", what, a.pos, got)
}

// Peek returns the next octet, 0 at the end.
func (a *Args) Peek() byte {
	if a.pos < len(a.raw) {
		return a.raw[a.pos]
	}
	return 0
}

// Accept consumes c if it comes next.
func (a *Args) Accept(c byte) bool {
	if a.Peek() != c || a.pos == len(a.raw) {
		return false
	}
	a.pos++
	return true
}

// Expect consumes c.
func (a *Args) Expect(c byte) error {
	if !a.Accept(c) {
		return a.expected(fmt.Sprintf("%q", c))
	}
	return nil
}

// SP consumes one space.
func (a *Args) SP() error {
	if !a.Accept(' ') {
		return a.expected("a space")
	}
	return nil
}

// End checks that nothing follows.
func (a *Args) End() error {
	if a.pos < len(a.raw) {
		return a.expected("the end of the command")
	}
	return nil
}

func (a *Args) while(ok func(byte) bool) []byte {
	start := a.pos
	for a.pos < len(a.raw) && ok(a.raw[a.pos]) {
		a.pos++
	}
	return a.raw[start:a.pos]
}

// Atom reads an atom.
func (a *Args) Atom(what string) (string, error) {
	b := a.while(isAtomChar)
	if len(b) == 0 {
		return "", a.expected(what)
	}
	return string(b), nil
}

// Keyword reads an atom in any case, returned in upper case, which ends at a
// bracket: the name of a FETCH item, say.
func (a *Args) Keyword(what string) (string, error) {
	b := a.while(func(c byte) bool { return isAtomChar(c) && c != '[' && c != '<' })
	if len(b) == 0 {
		return "", a.expected(what)
	}
	return strings.ToUpper(string(b)), nil
}

// Astring reads an atom or a string.
func (a *Args) Astring(what string) (string, error) {
	if b := a.while(isAstringChar); len(b) > 0 {
		return string(b), nil
	}
	b, err := a.String(what)
	return string(b), err
}

// String reads a quoted string or a literal. The result may be part of the
// command's buffer.
func (a *Args) String(what string) ([]byte, error) {
	switch a.Peek() {
	case '"':
		return a.quoted()
	case '{':
		return a.Literal(what)
	}
	return nil, a.expected(what)
}

func (a *Args) quoted() ([]byte, error) {
	start := a.pos
	var out []byte
	for i := a.pos + 1; i < len(a.raw); i++ {
		switch c := a.raw[i]; c {
		case '"':
			if !utf8.Valid(out) {
				return nil, a.expected("valid UTF-8 in the quoted string") // RFC 6855 §3
			}
			a.pos = i + 1
			return out, nil
		case '\\':
			i++
			if i == len(a.raw) || a.raw[i] != '"' && a.raw[i] != '\\' {
				a.pos = i
				return nil, a.expected(`\" or \\ in a quoted string`)
			}
			out = append(out, a.raw[i])
		case 0, '\r', '\n':
			a.pos = i
			return nil, a.expected("a character that may stand in a quoted string")
		default:
			out = append(out, c)
		}
	}
	a.pos = start
	return nil, a.expected("a closed quoted string")
}

// Literal reads a literal. Its octets are part of the command's buffer.
func (a *Args) Literal(what string) ([]byte, error) {
	start := a.pos
	if !a.Accept('{') {
		return nil, a.expected(what)
	}
	digits := a.while(isDigit)
	a.Accept('+')
	n, err := strconv.Atoi(string(digits))
	if err != nil || !bytes.HasPrefix(a.Rest(), []byte("}\r\n")) || len(a.Rest())-3 < n {
		a.pos = start
		return nil, a.expected(what)
	}
	a.pos += 3 + n
	return a.raw[a.pos-n : a.pos : a.pos], nil
}

// Number reads a number of at most 32 bits.
func (a *Args) Number(what string) (uint32, error) {
	n, err := a.number(what, 32)
	return uint32(n), err
}

// Number64 reads a number of at most 63 bits.
func (a *Args) Number64(what string) (int64, error) {
	n, err := a.number(what, 63)
	return int64(n), err
}

// Uint64 reads a number of at most 64 bits.
func (a *Args) Uint64(what string) (uint64, error) { return a.number(what, 64) }

func (a *Args) number(what string, bits int) (uint64, error) {
	start := a.pos
	n, err := strconv.ParseUint(string(a.while(isDigit)), 10, bits)
	if err != nil {
		a.pos = start
		return 0, a.expected(what)
	}
	return n, nil
}

// List reads a parenthesised list, calling item for each element; empty lists
// are allowed if empty is.
func (a *Args) List(what string, empty bool, item func() error) error {
	if !a.Accept('(') {
		return a.expected(what)
	}
	if empty && a.Accept(')') {
		return nil
	}
	for {
		if err := item(); err != nil {
			return err
		}
		if a.Accept(')') {
			return nil
		}
		if err := a.SP(); err != nil {
			return err
		}
	}
}

// Mailbox reads a mailbox name and returns it in UTF-8. A name that is not
// modified UTF-7 (RFC 3501 §5.1.3) is taken as UTF-8 if it is that.
func (a *Args) Mailbox() (string, error) {
	start := a.pos
	raw, err := a.Astring("a mailbox name")
	if err != nil {
		return "", err
	}
	name, err := DecodeUTF7(raw)
	if err != nil {
		a.pos = start
		return "", Bad("The mailbox name %+.60q is neither modified UTF-7 nor UTF-8", raw)
	}
	return name, nil
}

// Flag reads a flag or keyword that a client may set.
func (a *Args) Flag() (string, error) {
	start := a.pos
	system := a.Accept('\\')
	name := a.while(isAtomChar)
	if len(name) == 0 {
		a.pos = start
		return "", a.expected("a flag")
	}
	flag := string(a.raw[start:a.pos])
	if !system {
		return flag, nil
	}
	switch strings.ToLower(flag) {
	case `\answered`, `\flagged`, `\deleted`, `\seen`, `\draft`:
		return flag, nil
	case `\recent`:
		// RFC 3501 §2.3.2: not an argument of STORE or APPEND.
		return "", Bad(`\Recent cannot be set by a client`)
	}
	return "", Bad("There is no system flag %.40s", flag)
}

// Flags reads a parenthesised list of flags.
func (a *Args) Flags() ([]string, error) {
	var flags []string
	err := a.List("a list of flags", true, func() error {
		f, err := a.Flag()
		flags = append(flags, f)
		return err
	})
	return flags, err
}

// Pattern reads a name with the wildcards of LIST, in UTF-8.
func (a *Args) Pattern() (string, error) {
	start := a.pos
	raw := string(a.while(func(c byte) bool { return isAstringChar(c) || c == '%' || c == '*' }))
	if raw == "" {
		b, err := a.String("a mailbox pattern")
		if err != nil {
			return "", err
		}
		raw = string(b)
	}
	pattern, err := DecodeUTF7(raw)
	if err != nil {
		a.pos = start
		return "", Bad("The pattern %+.60q is neither modified UTF-7 nor UTF-8", raw)
	}
	return pattern, nil
}
