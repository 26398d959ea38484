package script

import (
	"fmt"
	"strconv"
	"strings"
)

// directives say how a list is compared.
type directives struct {
	chunk   int // elements are compared in groups of so many, in any order; 0: in order
	extra   bool
	ignored []string // may be there beside what is listed
	banned  []string // must not be there
}

// The lists that are compared in a way of their own without directives.
var (
	plainList = directives{}
	pairs     = directives{chunk: 2, extra: true}
	anyOrder  = directives{chunk: 1, extra: true}
	flagsList = directives{chunk: 1, ignored: []string{`\recent`, "$HasAttachment", "$HasNoAttachment"}}
)

// parseDirectives reads those that begin a list, and returns the rest of it.
func parseDirectives(list []arg) (d directives, rest []arg, err error) {
	noExtra := false
	for i, a := range list {
		word, ok := strings.CutPrefix(a.text, "$!")
		if !ok || a.kind != atomArg {
			rest = list[i:]
			break
		}
		name, value, valued := strings.Cut(word, "=")
		name = strings.ToLower(name)
		switch {
		case (name == "ignore" || name == "ban") && value == "":
			return d, nil, fmt.Errorf("%s needs a value", a.text)
		case name == "ignore":
			d.ignored = append(d.ignored, value)
		case name == "ban":
			d.banned = append(d.banned, value)
		case name == "unordered":
			d.chunk, d.extra = 1, true
			if valued {
				d.chunk, err = strconv.Atoi(value)
			}
			if err != nil || d.chunk < 1 {
				return d, nil, fmt.Errorf("%s: the groups must be of 1 or more", a.text)
			}
		case valued:
			return d, nil, fmt.Errorf("%s has no value", a.text)
		case name == "ordered":
			d.chunk, d.extra = 0, false
		case name == "extra":
			d.extra = true
		case name == "noextra":
			noExtra = true
		default:
			return d, nil, fmt.Errorf("unknown directive %s", a.text)
		}
	}
	d.extra = d.extra && !noExtra
	return d, rest, nil
}

// hasDirectives says whether a list begins with one.
func hasDirectives(list []arg) bool {
	return len(list) > 0 && list[0].kind == atomArg && strings.HasPrefix(list[0].text, "$!")
}
