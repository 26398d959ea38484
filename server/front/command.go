package front

import (
	"bytes"
	"strings"
)

// Command is one command as it was framed: its arguments are still to be read.
type Command struct {
	Tag  string
	Name string // in upper case; "UID FETCH" for the UID forms

	// Announced is the size, in octets, of a literal that is still to come
	// when a LiteralLimit is asked, and Literals how many came before it.
	Announced int64
	Literals  int

	// args holds what follows the name, with literals in their place as
	// {n}CRLF and n octets.
	args []byte
}

// Args returns a reader of the arguments.
func (c *Command) Args() *Args { return &Args{raw: c.args} }

// SetArgs gives the command other arguments: what follows the name, from the
// space on.
func (c *Command) SetArgs(args []byte) { c.args = args }

// maxTag bounds the tag, which every response repeats.
const maxTag = 128

// parseHead splits the start of a command line into tag, name and arguments.
// The Command is returned also with an error, with the tag if there is one.
func parseHead(line []byte) (*Command, error) {
	c := new(Command)
	tag, rest, _ := bytes.Cut(line, []byte(" "))
	if len(tag) == 0 || len(tag) > maxTag || !isTag(tag) {
		return c, Bad("Expected a tag, a space and a command")
	}
	c.Tag = string(tag)
	name, rest := cutName(rest)
	if name == "" {
		return c, Bad("Expected a command name after the tag")
	}
	c.Name = name
	if name == "UID" {
		if len(rest) == 0 || rest[0] != ' ' {
			return c, Bad("Expected a command name after UID")
		}
		if name, rest = cutName(rest[1:]); name == "" {
			return c, Bad("Expected a command name after UID")
		}
		c.Name = "UID " + name
	}
	if len(rest) > 0 && rest[0] != ' ' {
		return c, Bad("Expected a space after %s", c.Name)
	}
	c.args = rest
	return c, nil
}

// cutName takes a command name, which consists of letters and a few others,
// off the front.
func cutName(b []byte) (string, []byte) {
	n := 0
	for n < len(b) && (isLetter(b[n]) || isDigit(b[n]) || b[n] == '-' || b[n] == '.') {
		n++
	}
	if n > 32 {
		return "", b
	}
	return strings.ToUpper(string(b[:n])), b[n:]
}

func isTag(b []byte) bool {
	for _, c := range b {
		if c == '+' || !isAstringChar(c) {
			return false
		}
	}
	return true
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
func isDigit(c byte) bool  { return c >= '0' && c <= '9' }

// isAtomChar is ATOM-CHAR of RFC 9051 §9.
func isAtomChar(c byte) bool {
	switch c {
	case '(', ')', '{', ' ', '%', '*', '"', '\\', ']':
		return false
	}
	return c > 0x1f && c < 0x7f
}

func isAstringChar(c byte) bool { return isAtomChar(c) || c == ']' }
