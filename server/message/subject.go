package message

import "strings"

// BaseSubject returns the base subject of the value of a Subject field, by the
// procedure of RFC 5256 §2.1, and whether it removed what makes the message a
// reply or forward (RFC 5256 §3, THREAD REFERENCES). It takes time linear in
// the length of the value.
func BaseSubject(value []byte) (base string, reply bool) {
	s := oneLine(decodeValue(value)) // step 1
	for {
		var cut bool
		s, cut = cutTrailers(s) // step 2
		reply = reply || cut
		s, cut = cutLeaders(s) // steps 3 to 5
		reply = reply || cut
		if !hasPrefixFold(s, "[fwd:") || !strings.HasSuffix(s, "]") { // step 6
			return s, reply
		}
		s, reply = s[len("[fwd:"):len(s)-1], true
	}
}

// oneLine turns each run of white space into one space.
func oneLine(text []byte) string {
	var b strings.Builder
	space := false
	for _, c := range text {
		if isSpace(c) {
			space = true
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteByte(c)
	}
	if space {
		b.WriteByte(' ')
	}
	return b.String()
}

// cutTrailers removes all that is subj-trailer from the end.
func cutTrailers(s string) (rest string, forward bool) {
	const trailer = "(fwd)"
	for {
		s = strings.TrimRight(s, " ")
		if len(s) < len(trailer) || !strings.EqualFold(s[len(s)-len(trailer):], trailer) {
			return s, forward
		}
		s, forward = s[:len(s)-len(trailer)], true
	}
}

// cutLeaders removes all that is subj-leader, or a subj-blob with something
// after it, from the start.
func cutLeaders(s string) (rest string, reply bool) {
	for {
		s = strings.TrimLeft(s, " ")
		// The last blob stays if nothing comes after it: it is the subj-base.
		afterBlobs, last := s, s
		for {
			after, ok := cutBlob(afterBlobs)
			if !ok {
				break
			}
			last, afterBlobs = afterBlobs, after
		}
		after, ok := cutRefwd(afterBlobs)
		switch {
		case ok:
			s, reply = after, true
		case afterBlobs == "":
			return last, reply
		default:
			return afterBlobs, reply
		}
	}
}

// cutBlob removes a subj-blob, "[...]" and the spaces after it.
func cutBlob(s string) (rest string, ok bool) {
	if !strings.HasPrefix(s, "[") {
		return s, false
	}
	end := strings.IndexAny(s[1:], "[]")
	if end < 0 || s[1+end] != ']' {
		return s, false
	}
	return strings.TrimLeft(s[1+end+1:], " "), true
}

// cutRefwd removes a subj-refwd: "re", "fw" or "fwd", perhaps a blob, a colon.
func cutRefwd(s string) (rest string, ok bool) {
	switch {
	case hasPrefixFold(s, "fwd"):
		rest = s[3:]
	case hasPrefixFold(s, "re"), hasPrefixFold(s, "fw"):
		rest = s[2:]
	default:
		return s, false
	}
	rest, _ = cutBlob(strings.TrimLeft(rest, " "))
	return strings.CutPrefix(rest, ":")
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}
