package message

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Casemap prepares s for the i;unicode-casemap collation (RFC 5051 §2), which
// RFC 5255 §4.2 asks for in SEARCH, SORT and THREAD: strings are equal, ordered
// and parts of each other as the octets of what it returns are. Each character
// is titlecased by itself and then decomposed (NFKD); so "é" begins with "e",
// and "ß" is not "ss". What is no UTF-8 stays as it is.
func Casemap(s string) string {
	switch {
	case isASCII(s):
		return strings.ToUpper(s)
	case !utf8.ValidString(s):
		return s
	}
	return norm.NFKD.String(strings.Map(unicode.ToTitle, s))
}
