package judge

import (
	"net/mail"
	"regexp"
	"strings"
)

// links are how a message names itself and those before it, as its header has
// it. Of a header that could be read in several ways nothing is known.
type links struct {
	id    string   // "" if it has none
	chain []string // its ancestors, the parent last
}

// plainIDs is a field of nothing but message IDs that are read but in one way.
var plainIDs = regexp.MustCompile(`^\s*(<[A-Za-z0-9._+-]+@[A-Za-z0-9._-]+>\s*)*$`)

// maxChain is how many ancestors of a message are kept.
const maxChain = 100

// linksOf reads a header; nil if it is not certain. Without
// References In-Reply-To names the parent (RFC 5256 §3, REFERENCES, step 1).
func linksOf(header mail.Header) *links {
	field := func(name string) (ids []string, ok bool) {
		values := header[name]
		if len(values) > 1 || len(values) == 1 && !plainIDs.MatchString(values[0]) {
			return nil, false
		}
		return strings.Fields(strings.ReplaceAll(strings.Join(values, ""), ">", "> ")), true
	}
	own, okOwn := field("Message-Id")
	references, okReferences := field("References")
	replied, okReplied := field("In-Reply-To")
	if !okOwn || !okReferences || !okReplied || len(own) > 1 || len(references) > maxChain || len(replied) > maxChain {
		return nil
	}
	l := &links{chain: references}
	if len(own) == 1 {
		l.id = own[0]
	}
	if len(references) == 0 && len(replied) > 0 {
		l.chain = replied[:1]
	}
	return l
}

// family is who is whose parent, by message IDs.
type family map[string]string

// familyOf puts messages into their relations; false if these are not certain: a
// message ID that several have or that has several parents, or a circle.
func familyOf(messages []*links) (family, bool) {
	f := make(family)
	own := make(map[string]bool)
	for _, l := range messages {
		if own[l.id] && l.id != "" {
			return nil, false
		}
		own[l.id] = true
		chain := l.chain
		if l.id != "" {
			chain = append(chain[:len(chain):len(chain)], l.id)
		}
		for i := 1; i < len(chain); i++ {
			if parent, ok := f[chain[i]]; ok && parent != chain[i-1] {
				return nil, false
			}
			f[chain[i]] = chain[i-1]
		}
	}
	return f, !f.circles()
}

// circles says whether somebody is his own ancestor.
func (f family) circles() bool {
	free := make(map[string]bool) // of circles above
	for id := range f {
		steps := 0
		for at := id; at != "" && !free[at]; at = f[at] {
			if steps++; steps > len(f)+1 {
				return true
			}
		}
		for at := id; at != "" && !free[at]; at = f[at] {
			free[at] = true
		}
	}
	return false
}
