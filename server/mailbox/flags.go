package mailbox

import (
	"slices"
	"strings"
)

// The system flags that a client can set (RFC 9051 §2.3.2). \Recent is not
// among them: it belongs to a View, not to a message.
const (
	Seen     = `\Seen`
	Answered = `\Answered`
	Flagged  = `\Flagged`
	Deleted  = `\Deleted`
	Draft    = `\Draft`
)

// SystemFlags lists the flags that every mailbox has, in the order in which
// they are shown.
var SystemFlags = []string{Answered, Flagged, Deleted, Seen, Draft}

type flagMask uint8

const (
	maskSeen flagMask = 1 << iota
	maskDeleted
)

// FlagSet is an immutable set of flags and keywords, ready to be sent. Sets
// are shared between messages; a change makes a new one. Labels are kept in
// such sets too.
type FlagSet struct {
	names []string
	text  string
	mask  flagMask
}

// NoFlags is the empty set.
var NoFlags = &FlagSet{}

// NewFlagSet returns the set of names. Names are compared without regard to
// case (RFC 9051 §2.3.2); of two spellings the first stays.
func NewFlagSet(names ...string) *FlagSet {
	if len(names) == 0 {
		return NoFlags
	}
	var kept []string
	for _, name := range names {
		name = canonicalFlag(name)
		if !containsFold(kept, name) {
			kept = append(kept, name)
		}
	}
	slices.SortFunc(kept, compareFlags)
	set := &FlagSet{names: kept, text: strings.Join(kept, " ")}
	if set.Has(Seen) {
		set.mask |= maskSeen
	}
	if set.Has(Deleted) {
		set.mask |= maskDeleted
	}
	return set
}

// Names returns the flags in the order in which they are shown. The caller
// must not change the slice.
func (f *FlagSet) Names() []string { return f.names }

// String returns the flags separated by spaces, as they stand between the
// parentheses of FLAGS.
func (f *FlagSet) String() string { return f.text }

// Has reports whether the set holds name, in any case.
func (f *FlagSet) Has(name string) bool { return containsFold(f.names, name) }

// Equal reports whether both sets hold the same flags.
func (f *FlagSet) Equal(g *FlagSet) bool {
	return f == g || slices.EqualFunc(f.names, g.names, strings.EqualFold)
}

// With returns the set with names added.
func (f *FlagSet) With(names []string) *FlagSet {
	missing := false
	for _, name := range names {
		missing = missing || !f.Has(name)
	}
	if !missing {
		return f
	}
	return NewFlagSet(append(slices.Clone(f.names), names...)...)
}

// Without returns the set with names removed.
func (f *FlagSet) Without(names []string) *FlagSet {
	var kept []string
	for _, name := range f.names {
		if !containsFold(names, name) {
			kept = append(kept, name)
		}
	}
	if len(kept) == len(f.names) {
		return f
	}
	return NewFlagSet(kept...)
}

func (f *FlagSet) seen() bool    { return f.mask&maskSeen != 0 }
func (f *FlagSet) deleted() bool { return f.mask&maskDeleted != 0 }

func containsFold(names []string, name string) bool {
	for _, n := range names {
		if strings.EqualFold(n, name) {
			return true
		}
	}
	return false
}

func canonicalFlag(name string) string {
	if i := systemIndex(name); i >= 0 {
		return SystemFlags[i]
	}
	return name
}

func systemIndex(name string) int {
	return slices.IndexFunc(SystemFlags, func(s string) bool { return strings.EqualFold(s, name) })
}

// compareFlags puts system flags first, in their own order, then keywords by
// name without regard to case.
func compareFlags(a, b string) int {
	i, j := systemIndex(a), systemIndex(b)
	switch {
	case i >= 0 && j >= 0:
		return i - j
	case i >= 0:
		return -1
	case j >= 0:
		return 1
	}
	return strings.Compare(strings.ToLower(a), strings.ToLower(b))
}

// FlagOp is what a STORE does with its flags (RFC 9051 §6.4.6).
type FlagOp int

// The three forms of STORE: FLAGS, +FLAGS and -FLAGS.
const (
	ReplaceFlags FlagOp = iota
	AddFlags
	RemoveFlags
)

// flagChange is a STORE: what it does with which flags, by which rights. names
// are flags that the rights allow to change.
type flagChange struct {
	op     FlagOp
	names  []string
	rights Rights
}

// apply returns what the change makes of old. What may not be changed stays.
func (c flagChange) apply(old *FlagSet) *FlagSet {
	switch c.op {
	case AddFlags:
		return old.With(c.names)
	case RemoveFlags:
		return old.Without(c.names)
	}
	fixed := old.Without(c.rights.Flags(old.Names()))
	set := NewFlagSet(append(slices.Clone(fixed.Names()), c.names...)...)
	if set.Equal(old) {
		return old
	}
	return set
}
