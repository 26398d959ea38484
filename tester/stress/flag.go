package stress

import (
	"slices"
	"strings"
)

// flags is a set of those flags that sessions set, a bit for each of tracked.
type flags uint8

var tracked = [...]string{`\Seen`, `\Answered`, `\Flagged`, `\Draft`, "$Forwarded", "stress-one", "stress-two", `\Deleted`}

const (
	seenFlag    flags = 1 << 0
	deletedFlag flags = 1 << 7
	allFlags    flags = 1<<8 - 1
)

// flagsOf returns the tracked ones of a list, named in any case.
func flagsOf(names []string) flags {
	var set flags
	for _, name := range names {
		if i := slices.IndexFunc(tracked[:], func(t string) bool { return strings.EqualFold(t, name) }); i >= 0 {
			set |= 1 << i
		}
	}
	return set
}

// permanentFlags returns those that PERMANENTFLAGS keeps: without the response,
// all (RFC 9051 §7.1).
func permanentFlags(told []string) flags {
	if told == nil {
		return allFlags
	}
	set := flagsOf(told)
	if slices.Contains(told, `\*`) {
		for i, name := range tracked {
			if name[0] != '\\' {
				set |= 1 << i
			}
		}
	}
	return set
}

// each goes through the flags of a set.
func (f flags) each(yield func(flags) bool) {
	for bit := flags(1); bit != 0; bit <<= 1 {
		if f&bit != 0 && !yield(bit) {
			return
		}
	}
}

func (f flags) String() string {
	var names []string
	for i, name := range tracked {
		if f&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return strings.Join(names, " ")
}
