// Package explain says in short sentences what a command or a response of IMAP
// means, and where the RFCs say so.
package explain

import (
	"strings"

	"imaporacle/internal/wire"
)

// Kind is the sort of a line.
type Kind string

// The kinds of what a server says, those of what a client says, and Note for
// what neither says.
const (
	Exists       Kind = "EXISTS"
	Expunge      Kind = "EXPUNGE"
	Vanished     Kind = "VANISHED"
	Recent       Kind = "RECENT"
	Flags        Kind = "FLAGS"
	Fetch        Kind = "FETCH"  // and UIDFETCH
	Search       Kind = "SEARCH" // and SORT, THREAD, ESEARCH
	List         Kind = "LIST"   // and LSUB, XLIST, NAMESPACE
	Status       Kind = "STATUS"
	OK           Kind = "OK"
	NO           Kind = "NO"
	BAD          Kind = "BAD"
	BYE          Kind = "BYE"
	Preauth      Kind = "PREAUTH"
	Continuation Kind = "+"
	Capability   Kind = "CAPABILITY"
	Other        Kind = "other"

	Command Kind = "command"
	Data    Kind = "data" // a literal, or what else belongs to a command under way
	Note    Kind = "note"
)

// Text explains a line.
type Text struct {
	Short string // a sentence or two
	RFC   string // "RFC 9051 §7.5.1"
}

// KindOf returns the kind of a response.
func KindOf(r *wire.Response) Kind {
	switch {
	case r.Kind == wire.Continuation:
		return Continuation
	case r.Status != wire.NoStatus:
		return Kind(r.Status.String())
	}
	if k, ok := kinds[r.Name]; ok {
		return k
	}
	return Other
}

var kinds = map[string]Kind{
	"EXISTS": Exists, "EXPUNGE": Expunge, "VANISHED": Vanished, "RECENT": Recent, "FLAGS": Flags,
	"FETCH": Fetch, "UIDFETCH": Fetch, "SEARCH": Search, "SORT": Search, "THREAD": Search, "ESEARCH": Search,
	"LIST": List, "LSUB": List, "XLIST": List, "NAMESPACE": List, "STATUS": Status, "CAPABILITY": Capability,
}

// Response explains a response; command is the name of the one under way, such
// as "UID FETCH", "" between commands.
func Response(r *wire.Response, command string) Text {
	return Text{}
}

// Client explains a line of a client, which is a Command or Data; command is
// the name of the one to which it belongs.
func Client(kind Kind, line, command string) Text { return Text{} }

// CommandName returns the name of the command that a line begins, in upper
// case: "UID FETCH" for the UID forms.
func CommandName(line string) string {
	words := strings.Fields(strings.ToUpper(line[:min(len(line), 200)]))
	switch {
	case len(words) < 2:
		return ""
	case words[1] == "UID" && len(words) > 2:
		return "UID " + words[2]
	}
	return words[1]
}
