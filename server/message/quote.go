package message

import (
	"bytes"
	"strconv"
)

// How an octet travels inside a quoted string, RFC 9051 §9 (QUOTED-CHAR).
const (
	plainOctet   = iota
	escapedOctet // quoted-specials: after a backslash
	literalOctet // CR, LF and 8-bit: the whole string needs a literal
	nulOctet     // in no string at all (CHAR8 is %x01-ff)
)

var octetClass = func() (class [256]uint8) {
	for c := 0x80; c < 0x100; c++ {
		class[c] = literalOctet
	}
	class['\r'], class['\n'] = literalOctet, literalOctet
	class['"'], class['\\'] = escapedOctet, escapedOctet
	class[0] = nulOctet
	return class
}()

// appendString appends s as an IMAP string (RFC 9051 §4.3): quoted if it is
// 7-bit text without line ends, else as a literal. NUL octets, which no IMAP
// string can carry, are dropped.
func appendString(dst, s []byte) []byte {
	worst := uint8(plainOctet)
	for _, c := range s {
		worst = max(worst, octetClass[c])
	}
	switch worst {
	case plainOctet:
		dst = append(dst, '"')
		dst = append(dst, s...)
		return append(dst, '"')
	case escapedOctet:
		dst = append(dst, '"')
		for _, c := range s {
			if octetClass[c] == escapedOctet {
				dst = append(dst, '\\')
			}
			dst = append(dst, c)
		}
		return append(dst, '"')
	case literalOctet:
		dst = append(dst, '{')
		dst = strconv.AppendInt(dst, int64(len(s)), 10)
		dst = append(dst, "}\r\n"...)
		return append(dst, s...)
	}
	return appendString(dst, bytes.ReplaceAll(s, []byte{0}, nil))
}

// appendNString appends s as a string, or NIL if s is nil (RFC 9051 §9,
// nstring). An empty s that is not nil is the empty string.
func appendNString(dst, s []byte) []byte {
	if s == nil {
		return append(dst, "NIL"...)
	}
	return appendString(dst, s)
}

// appendUnfolded appends the text of an unstructured field as a string: its
// original octets, unfolded (RFC 5322 §2.2.3), without the white space around.
func appendUnfolded(dst, value []byte) []byte {
	var scratch [512]byte
	return appendString(dst, unfold(scratch[:0], value))
}

// unfold trims a field value and removes the line ends of its folding, keeping
// the white space after them. It returns a part of value if that is enough, and
// builds on buf otherwise.
func unfold(buf, value []byte) []byte {
	value = trimSpace(value)
	if bytes.IndexByte(value, '\n') < 0 {
		return value
	}
	for {
		line, rest, folded := bytes.Cut(value, []byte{'\n'})
		if !folded {
			return append(buf, line...)
		}
		buf = append(buf, bytes.TrimSuffix(line, []byte{'\r'})...)
		value = rest
	}
}

// trimSpace removes folding white space at both ends. The result is never nil.
func trimSpace(s []byte) []byte {
	start, end := 0, len(s)
	for start < end && isSpace(s[start]) {
		start++
	}
	for start < end && isSpace(s[end-1]) {
		end--
	}
	if start == end {
		return []byte{}
	}
	return s[start:end]
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\t' || c == '\r' || c == '\n'
}
