package server

import (
	"strings"

	"imaporacle/server/front"
	"imaporacle/server/mailbox"
)

const (
	privateScope = "/private"
	sharedScope  = "/shared"
)

// maxEntryName bounds the name of an entry, in octets.
const maxEntryName = 1000

// entryName returns the whole name of an entry, in lower case.
func entryName(a mailbox.Annotation) string {
	scope := sharedScope
	if a.Private {
		scope = privateScope
	}
	if a.Name == "" {
		return scope
	}
	return scope + "/" + a.Name
}

// readEntries reads one entry or a list of them (RFC 5464 §5, entries).
func readEntries(a *front.Args) (entries []mailbox.Annotation, err error) {
	read := func() error {
		entry, err := readEntry(a)
		entries = append(entries, entry)
		return err
	}
	if a.Peek() != '(' {
		err = read()
		return entries, err
	}
	err = a.List("a list of entries", false, read)
	return entries, err
}

// readEntry reads the name of an entry, which is BAD unless it keeps the rules
// of RFC 5464 §3.2. The scope alone is one too: DEPTH can ask for what is below.
func readEntry(a *front.Args) (mailbox.Annotation, error) {
	text, err := a.Astring("an entry")
	if err != nil {
		return mailbox.Annotation{}, err
	}
	name := strings.ToLower(text)
	scope, rest := name, ""
	if len(name) > 0 {
		if i := strings.IndexByte(name[1:], '/'); i >= 0 {
			scope, rest = name[:i+1], name[i+1:]
		}
	}
	if scope != privateScope && scope != sharedScope {
		return mailbox.Annotation{}, front.Bad("The entry %+.60q is neither in /private nor in /shared", text)
	}
	if why := entryFault(name); why != "" {
		return mailbox.Annotation{}, front.Bad("The entry %+.60q %s", text, why)
	}
	return mailbox.Annotation{Private: scope == privateScope, Name: strings.TrimPrefix(rest, "/")}, nil
}

// entryFault says what is wrong with the name of an entry.
func entryFault(name string) string {
	switch {
	case len(name) > maxEntryName:
		return "is too long"
	case strings.HasSuffix(name, "/"):
		return "ends with /"
	case strings.Contains(name, "//"):
		return "has an empty component"
	}
	for i := 0; i < len(name); i++ {
		switch c := name[i]; {
		case c == '*', c == '%':
			return "holds a wildcard"
		case c < 0x20, c >= 0x7f:
			return "holds a control character or one that is not ASCII"
		}
	}
	return ""
}
