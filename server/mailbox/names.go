package mailbox

import (
	"strings"
	"unicode/utf8"
)

// Inbox is the one name that every account has (RFC 9051 §5.1).
const Inbox = "INBOX"

// Delimiter separates the levels of mailbox names.
const Delimiter = "/"

const (
	maxNameLength = 1000 // octets of UTF-8
	maxNameDepth  = 50
)

// CanonicalName returns the form in which a name is kept: INBOX, in any case,
// in upper case, also as the first level (RFC 9051 §5.1), of another user's
// mailboxes too.
func CanonicalName(name string) string {
	first, rest, more := strings.Cut(name, Delimiter)
	if first == OtherUsers && more {
		user, inner, deeper := strings.Cut(rest, Delimiter)
		if deeper {
			return OtherUsers + Delimiter + user + Delimiter + canonicalInbox(inner)
		}
		return name
	}
	return canonicalInbox(name)
}

func canonicalInbox(name string) string {
	first, rest, more := strings.Cut(name, Delimiter)
	if !strings.EqualFold(first, Inbox) {
		return name
	}
	if more {
		return Inbox + Delimiter + rest
	}
	return Inbox
}

// checkName says what is wrong with a name for a new mailbox.
func checkName(name string) error {
	switch {
	case name == "":
		return refuse("CANNOT", "A mailbox name may not be empty")
	case !utf8.ValidString(name):
		return refuse("CANNOT", "The mailbox name is not valid UTF-8")
	case len(name) > maxNameLength:
		return refuse("CANNOT", "The mailbox name is longer than %d octets", maxNameLength)
	case strings.HasPrefix(name, Delimiter), strings.HasSuffix(name, Delimiter),
		strings.Contains(name, Delimiter+Delimiter):
		return refuse("CANNOT", "The mailbox name has an empty level")
	case strings.Count(name, Delimiter) >= maxNameDepth:
		return refuse("CANNOT", "The mailbox name has more than %d levels", maxNameDepth)
	}
	for _, c := range name {
		// RFC 9051 §5.1: the C0 and C1 controls, LINE and PARAGRAPH SEPARATOR.
		if c < 0x20 || c >= 0x7f && c < 0xa0 || c == '\u2028' || c == '\u2029' {
			return refuse("CANNOT", "The mailbox name holds the control character %U", c)
		}
		// The wildcards of LIST could never be matched exactly.
		if c == '*' || c == '%' {
			return refuse("CANNOT", "The mailbox name holds the wildcard %q", c)
		}
	}
	return nil
}

// parent returns the name directly above name, "" if there is none.
func parent(name string) string { return name[:max(strings.LastIndex(name, Delimiter), 0)] }

// parents returns the names above name, from the top.
func parents(name string) []string {
	var up []string
	for i, c := range name {
		if string(c) == Delimiter {
			up = append(up, name[:i])
		}
	}
	return up
}
