package message

import (
	"bytes"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/cases"
)

// Fold maps s so that strings that differ in case only become equal, by full
// Unicode case folding; search both in what it returns for text and key.
func Fold(s string) string {
	if !isASCII(s) {
		return cases.Fold().String(s)
	}
	return strings.ToLower(s)
}

// Key is the string of a SEARCH key, prepared to be looked for in many texts.
// It may be used by many goroutines.
type Key struct{ folded []byte }

// NewKey prepares s, which is UTF-8.
func NewKey(s string) Key {
	return Key{folded: []byte(Fold(s))}
}

// In reports whether text, which is UTF-8, contains the key whatever the case
// of both: it is what Fold says, but does not allocate for ASCII text.
func (k Key) In(text []byte) bool {
	if len(k.folded) == 0 {
		return true
	}
	if !isASCII(text) {
		return bytes.Contains([]byte(Fold(string(text))), k.folded)
	}
	buf := foldBuffers.Get().(*[]byte)
	defer foldBuffers.Put(buf)
	low := slices.Grow((*buf)[:0], len(text))[:len(text)]
	for i, c := range text {
		low[i] = lowerCase[c]
	}
	*buf = low
	return bytes.Contains(low, k.folded)
}

var foldBuffers = sync.Pool{New: func() any { return new([]byte) }}

var lowerCase = func() (table [256]byte) {
	for i := range table {
		table[i] = lower(byte(i))
	}
	return table
}()

// isASCII reports whether s holds 7-bit octets only.
func isASCII[T string | []byte](s T) bool {
	for len(s) >= 8 { // eight at a time: this sees every text that is searched
		if (s[0]|s[1]|s[2]|s[3]|s[4]|s[5]|s[6]|s[7])&utf8.RuneSelf != 0 {
			return false
		}
		s = s[8:]
	}
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
