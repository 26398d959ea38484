package front

import "strings"

// Pattern is a mailbox pattern of LIST, in which * stands for anything and %
// for anything without the delimiter (RFC 9051 §6.3.9).
type Pattern struct {
	text      string
	delimiter byte
}

// CompilePattern prepares pattern. A first level INBOX matches in any case.
func CompilePattern(pattern string, delimiter byte) Pattern {
	first, _, _ := strings.Cut(pattern, string(delimiter))
	if strings.EqualFold(first, "INBOX") {
		pattern = "INBOX" + pattern[len(first):]
	}
	return Pattern{text: pattern, delimiter: delimiter}
}

// Match reports whether name matches. It takes time in the product of both
// lengths at most, whatever the wildcards: reached holds the lengths of the
// prefixes of the pattern that match the part of name read so far.
func (p Pattern) Match(name string) bool {
	reached := make([]bool, len(p.text)+1)
	next := make([]bool, len(p.text)+1)
	reached[0] = true
	p.skipWildcards(reached)
	for i := 0; i < len(name); i++ {
		clear(next)
		for j := 0; j < len(p.text); j++ {
			if !reached[j] {
				continue
			}
			switch c := p.text[j]; {
			case c == '*', c == '%' && name[i] != p.delimiter:
				next[j] = true
			case c == name[i]:
				next[j+1] = true
			}
		}
		p.skipWildcards(next)
		reached, next = next, reached
	}
	return reached[len(p.text)]
}

// skipWildcards lets wildcards match nothing.
func (p Pattern) skipWildcards(reached []bool) {
	for j := 0; j < len(p.text); j++ {
		if reached[j] && (p.text[j] == '*' || p.text[j] == '%') {
			reached[j+1] = true
		}
	}
}
