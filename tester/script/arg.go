package script

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
)

// argKind is the form of an argument.
type argKind uint8

const (
	atomArg argKind = iota
	quotedArg
	literalArg
	nilArg
	listArg
)

// arg is one argument of a response, or the pattern of one. Atoms, quoted
// strings and literals of the same text are equal, so that a server may choose.
type arg struct {
	kind argKind
	text string
	list []arg
}

// parseArgs divides a line into arguments at its spaces. Literals stand in it
// as on the wire: {n}, CRLF, n octets. What is divided is no grammar: an atom
// ends at a space, and in a list at ")", so that scripts and responses are
// divided alike whatever they hold.
func parseArgs(line []byte) ([]arg, error) {
	p := argParser{rest: line}
	return p.sequence(0)
}

type argParser struct{ rest []byte }

// maxDepth bounds the nesting of lists, which costs stack.
const maxDepth = 200

// sequence reads up to the end, or to the ")" that closes a list.
func (p *argParser) sequence(depth int) ([]arg, error) {
	args := []arg{}
	for {
		p.rest = bytes.TrimLeft(p.rest, " ")
		if len(p.rest) == 0 || p.rest[0] == ')' && depth > 0 {
			return args, nil
		}
		a, err := p.next(depth)
		if err != nil {
			return args, err
		}
		args = append(args, a)
	}
}

func (p *argParser) next(depth int) (arg, error) {
	switch p.rest[0] {
	case '(':
		return p.listOf(depth)
	case '"':
		return p.quoted()
	case '{', '~':
		if a, ok, err := p.literal(); ok || err != nil {
			return a, err
		}
	}
	end := bytes.IndexByte(p.rest, ' ')
	if end < 0 {
		end = len(p.rest)
	}
	if depth > 0 {
		if i := bytes.IndexByte(p.rest[:end], ')'); i >= 0 {
			end = i
		}
	}
	text := string(p.rest[:end])
	p.rest = p.rest[end:]
	if strings.EqualFold(text, "NIL") {
		return arg{kind: nilArg, text: text}, nil
	}
	return arg{text: text}, nil
}

func (p *argParser) listOf(depth int) (arg, error) {
	if depth == maxDepth {
		return arg{}, fmt.Errorf("lists nest more than %d deep", maxDepth)
	}
	p.rest = p.rest[1:]
	list, err := p.sequence(depth + 1)
	if err != nil {
		return arg{}, err
	}
	if len(p.rest) == 0 {
		return arg{}, fmt.Errorf("( without )")
	}
	p.rest = p.rest[1:]
	return arg{kind: listArg, list: list}, nil
}

func (p *argParser) quoted() (arg, error) {
	var text []byte
	for i := 1; i < len(p.rest); i++ {
		switch c := p.rest[i]; {
		case c == '"':
			p.rest = p.rest[i+1:]
			return arg{kind: quotedArg, text: string(text)}, nil
		case c == '\\' && i+1 < len(p.rest):
			i++
			text = append(text, p.rest[i])
		default:
			text = append(text, c)
		}
	}
	return arg{}, fmt.Errorf(`" without its end`)
}

// literal reads {n} or ~{n} and what follows. ok is false if it is none.
func (p *argParser) literal() (a arg, ok bool, err error) {
	body := bytes.TrimPrefix(p.rest, []byte("~"))
	head, data, found := bytes.Cut(body, []byte("}\r\n"))
	if !found || len(head) < 2 || head[0] != '{' {
		return a, false, nil
	}
	n, err := strconv.ParseUint(strings.TrimSuffix(string(head[1:]), "+"), 10, 63)
	if err != nil {
		return a, false, nil
	}
	if n > uint64(len(data)) {
		return a, false, fmt.Errorf("a literal of %d octets has %d", n, len(data))
	}
	p.rest = data[n:]
	return arg{kind: literalArg, text: string(data[:n])}, true, nil
}

// parseStatus divides a status response: the condition, the response code as
// arguments, and the text after it by its words alone, as nothing in that is
// syntax.
func parseStatus(line []byte) []arg {
	condition, rest, _ := bytes.Cut(line, []byte(" "))
	args := []arg{{text: string(condition)}}
	if code, text, ok := cutCode(rest); ok {
		if inner, err := parseArgs(code); err == nil {
			args, rest = append(args, inner...), text
		}
	}
	for word := range bytes.FieldsSeq(rest) {
		args = append(args, arg{text: string(word)})
	}
	return args
}

// cutCode divides "[code] text" behind the bracket that closes the code. One in
// a quoted string does not.
func cutCode(b []byte) (code, text []byte, ok bool) {
	if len(b) == 0 || b[0] != '[' {
		return nil, b, false
	}
	quoted := false
	for i := 0; i < len(b); i++ {
		switch {
		case b[i] == '"':
			quoted = !quoted
		case b[i] == '\\' && quoted:
			i++
		case b[i] == ']' && !quoted:
			return b[:i+1], b[i+1:], true
		}
	}
	return nil, b, false
}

// isStatus says whether a word is the condition of a status response.
func isStatus(word string) bool {
	switch strings.ToUpper(word) {
	case "OK", "NO", "BAD", "BYE", "PREAUTH":
		return true
	}
	return false
}

// responseArgs divides a response without its tag or "*", and without CRLF.
func responseArgs(line []byte) ([]arg, error) {
	word, _, _ := bytes.Cut(line, []byte(" "))
	if isStatus(string(word)) {
		return parseStatus(line), nil
	}
	return parseArgs(line)
}

// String is the argument as one would write it.
func (a arg) String() string {
	switch a.kind {
	case listArg:
		return "(" + joinArgs(a.list) + ")"
	case quotedArg:
		return strconv.Quote(a.text)
	case literalArg:
		return fmt.Sprintf("{%d}%.200q", len(a.text), a.text)
	}
	return a.text
}

func joinArgs(args []arg) string {
	var b strings.Builder
	for i, a := range args {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(a.String())
	}
	return b.String()
}
