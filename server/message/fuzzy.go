package message

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// BestScore is the highest relevancy, that of an exact match (RFC 6203 §4).
const BestScore = 100

// Relevancies of weaker matches.
const (
	plainScore    = 90 // the phrase, but for diacritics and punctuation
	wordScore     = 80 // a word of the key, wherever it stands
	partScore     = 60 // a word of the key as part of a longer word
	likenessScore = 30 // a word that differs by one letter
)

// FuzzyKey is the string of a FUZZY search key (RFC 6203 §3). It matches a
// text that has all its words, in any order and without regard to case,
// diacritics and punctuation, as words or as parts of words; a word of four
// letters or more may also have one letter missing, added or another.
type FuzzyKey struct {
	exact Key
	words []string
}

// maxFuzzyWords bounds the words that are looked for; each is compared with
// each word of a text.
const maxFuzzyWords = 32

// NewFuzzyKey prepares s, which is UTF-8.
func NewFuzzyKey(s string) FuzzyKey {
	words := plainWords(s)
	return FuzzyKey{exact: NewKey(s), words: words[:min(len(words), maxFuzzyWords)]}
}

// Score returns the relevancy of text, 1 to BestScore, or 0 if it does not
// match. The worse a word matches, the less relevant is the text.
func (k FuzzyKey) Score(text []byte) int {
	if k.exact.In(text) {
		return BestScore
	}
	if len(k.words) == 0 {
		return 0
	}
	words := plainWords(string(text))
	if hasRun(words, k.words) {
		return plainScore
	}
	sum := 0
	for _, wanted := range k.words {
		best := 0
		for _, word := range words {
			if best = max(best, likeness(word, wanted)); best == wordScore {
				break
			}
		}
		if best == 0 {
			return 0
		}
		sum += best
	}
	return sum / len(k.words)
}

// likeness returns how well a word of the text matches a word of the key.
func likeness(word, wanted string) int {
	switch {
	case word == wanted:
		return wordScore
	case strings.Contains(word, wanted):
		return partScore
	case oneApart(word, wanted):
		return likenessScore
	}
	return 0
}

// plainWords returns the words of s by Casemap, without diacritics.
func plainWords(s string) []string {
	mapped := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r) || unicode.IsNumber(r):
			return r
		case unicode.Is(unicode.Mn, r):
			return -1
		}
		return ' '
	}, Casemap(s))
	return strings.Fields(mapped)
}

// hasRun reports whether run stands in words, one after the other.
func hasRun(words, run []string) bool {
	for i := 0; i+len(run) <= len(words); i++ {
		n := 0
		for n < len(run) && words[i+n] == run[n] {
			n++
		}
		if n == len(run) {
			return true
		}
	}
	return false
}

// oneApart reports whether a long enough word becomes the other when one
// letter is changed, added or removed.
func oneApart(a, b string) bool {
	const enough = 4
	if diff := len(a) - len(b); diff > utf8.UTFMax || diff < -utf8.UTFMax || utf8.RuneCountInString(b) < enough {
		return false
	}
	for a != "" && b != "" {
		ra, na := utf8.DecodeRuneInString(a)
		rb, nb := utf8.DecodeRuneInString(b)
		if ra != rb {
			return a[na:] == b[nb:] || a[na:] == b || a == b[nb:]
		}
		a, b = a[na:], b[nb:]
	}
	return utf8.RuneCountInString(a)+utf8.RuneCountInString(b) <= 1
}
