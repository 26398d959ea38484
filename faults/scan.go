package faults

import (
	"bytes"
	"strconv"
)

// The functions here know just enough of the form of responses to find their
// parts. What they cannot read they leave whole, so that a fault leaves it as
// it is: another fault may have been there before.

var crlf = []byte("\r\n")

// maxAnnouncement is the longest announcement of a literal, in octets.
const maxAnnouncement = len("{2147483647}\r\n")

// literal returns the length of the literal with which b begins, with its
// announcement.
func literal(b []byte) (int, bool) {
	head, _, ok := bytes.Cut(b[:min(len(b), maxAnnouncement)], []byte("}\r\n"))
	if !ok || len(head) < 2 || head[0] != '{' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(head[1:]), 10, 31)
	end := int(n) + len(head) + len("}\r\n")
	if err != nil || end > len(b) {
		return 0, false
	}
	return end, true
}

// element returns the length of the element with which b begins: a list, a
// string, or an atom with the section in brackets that belongs to it. It is 0
// if there is none.
func element(b []byte) int {
	if len(b) == 0 {
		return 0
	}
	switch b[0] {
	case '(':
		return listEnd(b)
	case '"':
		return quotedEnd(b)
	case '{':
		n, _ := literal(b)
		return n
	case '~':
		n, ok := literal(b[1:])
		if !ok {
			return 0
		}
		return n + 1
	}
	return atomEnd(b)
}

func listEnd(b []byte) int {
	at := 1
	for at < len(b) && b[at] != ')' {
		if b[at] == ' ' {
			at++
			continue
		}
		n := element(b[at:])
		if n == 0 {
			return 0
		}
		at += n
	}
	if at >= len(b) {
		return 0
	}
	return at + 1
}

func quotedEnd(b []byte) int {
	for at := 1; at < len(b); at++ {
		switch b[at] {
		case '\\':
			at++
		case '"':
			return at + 1
		case '\r', '\n':
			return 0
		}
	}
	return 0
}

func atomEnd(b []byte) int {
	inside := false // of a section
	for at := 0; at < len(b); at++ {
		switch c := b[at]; {
		case c == '[':
			inside = true
		case c == ']':
			inside = false
		case c == '"' && inside: // a header field
			at += max(0, quotedEnd(b[at:])-1)
		case c == '\r', !inside && (c == ' ' || c == '(' || c == ')' || c == '"'):
			return at
		}
	}
	return len(b)
}

// elements returns those of a list.
func elements(list []byte) [][]byte {
	var all [][]byte
	for at := 1; at < len(list)-1; {
		if list[at] == ' ' {
			at++
			continue
		}
		n := element(list[at:])
		if n == 0 {
			return nil
		}
		all = append(all, list[at:at+n:at+n])
		at += n
	}
	return all
}

// isList reports whether an element is one.
func isList(e []byte) bool { return len(e) > 1 && e[0] == '(' }

// content returns the text of a string or an atom.
func content(e []byte) string {
	switch {
	case len(e) == 0:
		return ""
	case e[0] == '"':
		s := bytes.ReplaceAll(e[1:len(e)-1], []byte(`\"`), []byte(`"`))
		return string(bytes.ReplaceAll(s, []byte(`\\`), []byte(`\`)))
	case e[0] == '{':
		_, text, _ := bytes.Cut(e, crlf)
		return string(text)
	}
	return string(e)
}

// numbered takes an untagged response "* n NAME" apart.
func numbered(resp []byte) (n int, name string, ok bool) {
	rest, ok := bytes.CutPrefix(resp, []byte("* "))
	if !ok {
		return 0, "", false
	}
	digits, rest, _ := bytes.Cut(rest, []byte(" "))
	n, err := strconv.Atoi(string(digits))
	if err != nil {
		return 0, "", false
	}
	return n, string(rest[:atomEnd(rest)]), true
}

// untagged reports whether resp is the untagged response of that name, and
// returns what follows the name and its space.
func untagged(resp []byte, name string) (rest []byte, ok bool) {
	rest, ok = bytes.CutPrefix(resp, []byte("* "+name))
	if !ok || len(rest) == 0 || rest[0] != ' ' && rest[0] != '\r' {
		return nil, false
	}
	return bytes.TrimPrefix(rest, []byte(" ")), true
}
