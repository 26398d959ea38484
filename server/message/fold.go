package message

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// Key is the string of a SEARCH key, prepared to be looked for in many texts.
// It may be used by many goroutines.
type Key struct {
	folded []byte // by Casemap
	rare   int    // index of its rarest octet, -1 if the key is not ASCII
}

// NewKey prepares s, which is UTF-8.
func NewKey(s string) Key {
	k := Key{folded: []byte(Casemap(s)), rare: -1}
	if isASCII(k.folded) {
		k.rare = rarest(k.folded)
	}
	return k
}

// In reports whether text, which is UTF-8, contains the key whatever the case
// of both: it is what Casemap says, but does not allocate for ASCII text.
func (k Key) In(text []byte) bool {
	switch {
	case len(k.folded) == 0:
		return true
	case k.rare >= 0 && k.inASCII(text):
		return true
	case isASCII(text):
		return false
	}
	return bytes.Contains([]byte(Casemap(string(text))), k.folded)
}

// inASCII looks for an ASCII key without folding the text. It goes from one
// occurrence of the key's rarest octet, in either case, to the next.
func (k Key) inASCII(text []byte) bool {
	c := k.folded[k.rare]
	nextLower, nextUpper := occurrences(text, lower(c)), occurrences(text, c)
	for {
		at := min(nextLower.at, nextUpper.at)
		if at == len(text) {
			return false
		}
		if start := at - k.rare; start >= 0 && start+len(k.folded) <= len(text) &&
			k.equal(text[start:start+len(k.folded)]) {
			return true
		}
		if nextLower.at == at {
			nextLower.advance()
		}
		if nextUpper.at == at {
			nextUpper.advance()
		}
	}
}

// equal compares part of a text with the key.
func (k Key) equal(part []byte) bool {
	for i, c := range part {
		if upper(c) != k.folded[i] {
			return false
		}
	}
	return true
}

// occurrence is a place of an octet in a text; its length if there is no more.
type occurrence struct {
	text []byte
	c    byte
	at   int
}

func occurrences(text []byte, c byte) occurrence {
	o := occurrence{text, c, -1}
	o.advance()
	return o
}

func (o *occurrence) advance() {
	i := bytes.IndexByte(o.text[o.at+1:], o.c)
	if i < 0 {
		o.at = len(o.text)
		return
	}
	o.at += 1 + i
}

// byFrequency holds what is frequent in mail, the most frequent first.
const byFrequency = " etaoinsrhldcumfpgwybvk.0123456789jxqz"

// rarest returns the index of the octet that occurs least in ordinary text.
func rarest(key []byte) int {
	best, rank := 0, -1
	for i, c := range key {
		r := strings.IndexByte(byFrequency, lower(c))
		if r < 0 {
			r = len(byFrequency)
		}
		if r > rank {
			best, rank = i, r
		}
	}
	return best
}

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
