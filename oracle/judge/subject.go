package judge

import (
	"strings"

	"imaporacle/internal/wire"
)

// sortText is a text as SORT compares it: in upper case, which is the same to
// all collations as long as it is ASCII. Of any other it is not known how it
// compares, nor of a very long one.
type sortText struct {
	text  string
	known bool
}

// maxSortText is up to how many octets texts are kept to be compared.
const maxSortText = 200

func newSortText(text string) sortText {
	if len(text) > maxSortText || strings.Contains(text, "=?") || strings.IndexFunc(text, notPlain) >= 0 {
		return sortText{}
	}
	return sortText{strings.ToUpper(text), true}
}

// notPlain: tabs and the like are for those who know how they are converted.
func notPlain(r rune) bool { return r < ' ' || r > '~' }

// subjectText returns the base subject of an ENVELOPE's subject.
func subjectText(v wire.Value) sortText {
	if v.Kind == wire.Nil {
		return sortText{known: true}
	}
	t := newSortText(v.Text())
	t.text = baseSubject(t.text)
	return t
}

// baseSubject extracts the base subject of a subject in upper case (RFC 5256
// §2.1, whose numbers of steps stand here).
func baseSubject(s string) string {
	s = strings.Join(strings.Fields(s), " ") // (1), and the white space of (2) and (3)
	for {
		for { // (2)
			cut := strings.TrimRight(strings.TrimSuffix(s, "(FWD)"), " ")
			if cut == s {
				break
			}
			s = cut
		}
		for { // (3) to (5)
			cut := withoutBlob(withoutLeader(s))
			if cut == s {
				break
			}
			s = cut
		}
		inner, ok := strings.CutPrefix(s, "[FWD:")
		if !ok || !strings.HasSuffix(inner, "]") {
			return s
		}
		s = strings.TrimSpace(strings.TrimSuffix(inner, "]")) // (6)
	}
}

// withoutLeader removes subj-leader: blobs, and "re", "fw" or "fwd" with a blob
// perhaps and a colon behind it.
func withoutLeader(s string) string {
	s = strings.TrimLeft(s, " ")
	rest := s
	for {
		cut, ok := cutBlob(rest)
		if !ok {
			break
		}
		rest = cut
	}
	for _, word := range []string{"RE", "FWD", "FW"} {
		after, ok := strings.CutPrefix(rest, word)
		if !ok {
			continue
		}
		after = strings.TrimLeft(after, " ")
		if cut, ok := cutBlob(after); ok {
			after = cut
		}
		if base, ok := strings.CutPrefix(after, ":"); ok {
			return strings.TrimLeft(base, " ")
		}
	}
	return s
}

// withoutBlob removes a blob in front, if something is left.
func withoutBlob(s string) string {
	if cut, ok := cutBlob(s); ok && cut != "" {
		return cut
	}
	return s
}

// cutBlob cuts off "[", anything but brackets, "]" and white space.
func cutBlob(s string) (rest string, ok bool) {
	if !strings.HasPrefix(s, "[") {
		return s, false
	}
	end := strings.IndexAny(s[1:], "[]")
	if end < 0 || s[1+end] != ']' {
		return s, false
	}
	return strings.TrimLeft(s[end+2:], " "), true
}
