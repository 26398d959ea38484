package front

import (
	"bytes"
	"strconv"
)

// AppendInline appends args with every literal turned into a quoted string, so
// that they form one line. What follows a mistake in such a line can never be
// taken for another command by a reader that is less careful with literals.
func AppendInline(dst, args []byte) ([]byte, error) {
	a := Args{raw: args}
	for a.pos < len(a.raw) {
		start := a.pos
		switch a.Peek() {
		case '"':
			if _, err := a.quoted(); err != nil {
				return dst, err
			}
			dst = append(dst, a.raw[start:a.pos]...)
		case '{':
			lit, err := a.Literal("a literal")
			if err != nil {
				return dst, err
			}
			if bytes.ContainsAny(lit, "\x00\r\n") {
				return dst, Bad("The argument may not contain NUL, CR or LF")
			}
			dst = appendQuoted(dst, lit)
		default:
			dst = append(dst, a.Peek())
			a.pos++
		}
	}
	return dst, nil
}

// Quote returns s as an atom if it is one, else as a quoted string. s holds no
// NUL, CR or LF.
func Quote(s string) string {
	for i := 0; i < len(s); i++ {
		if !isAtomChar(s[i]) {
			return string(appendQuoted(nil, []byte(s)))
		}
	}
	if s == "" {
		return `""`
	}
	return s
}

// AppendAstring appends s as a quoted string, or as a literal if it is not
// ASCII or holds NUL, CR or LF.
func AppendAstring(dst []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= 0x80 || c == 0 || c == '\r' || c == '\n' {
			dst = append(dst, '{')
			dst = strconv.AppendInt(dst, int64(len(s)), 10)
			return append(append(dst, "}\r\n"...), s...)
		}
	}
	return appendQuoted(dst, []byte(s))
}

// AppendQuoted appends s as a quoted string. s holds no NUL, CR or LF.
func AppendQuoted(dst []byte, s string) []byte { return appendQuoted(dst, []byte(s)) }

func appendQuoted(dst, s []byte) []byte {
	dst = append(dst, '"')
	for _, c := range s {
		if c == '"' || c == '\\' {
			dst = append(dst, '\\')
		}
		dst = append(dst, c)
	}
	return append(dst, '"')
}
