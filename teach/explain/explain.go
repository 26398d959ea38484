// Package explain says in short sentences what a command or a response of IMAP
// means, and where the RFCs say so.
package explain

import (
	"slices"
	"strconv"
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
	switch {
	case r.Kind == wire.Continuation:
		return continuation(command)
	case r.Status != wire.NoStatus:
		return status(r, command)
	case r.Kind == wire.Tagged:
		return malformed
	}
	return data(r, command)
}

func continuation(command string) Text {
	switch command {
	case "IDLE":
		return idling
	case "AUTHENTICATE":
		return challenge
	}
	return invitation
}

// status explains a status response. A code says more than the condition, but
// of a tagged response both are told.
func status(r *wire.Response, command string) Text {
	kind := KindOf(r)
	var code Text
	if r.Code != nil {
		var known bool
		if code, known = codes[r.Code.Name]; !known {
			code = unknownCode
		}
		_, arg, _ := strings.Cut(r.Code.Raw, " ")
		code.Short = strings.ReplaceAll(code.Short, "{arg}", arg)
	}
	switch {
	case r.Kind == wire.Tagged:
		text := tagged[kind]
		if command == "" {
			command = taggedOfWhat
		}
		text.Short = strings.ReplaceAll(text.Short, "{command}", command)
		if r.Code == nil {
			return text
		}
		return Text{text.Short + " " + code.Short, code.RFC}
	case kind == BYE && command == "LOGOUT":
		return parting
	case kind == OK && command == "" && (r.Code == nil || r.Code.Name == "CAPABILITY"):
		return greeting
	case r.Code == nil:
		return untagged[kind]
	case kind == OK:
		return code
	}
	return Text{untagged[kind].Short + " " + code.Short, code.RFC}
}

// data explains a data response.
func data(r *wire.Response, command string) Text {
	text, ok := responses[r.Name]
	if !ok {
		if r.Name == "" {
			return malformed
		}
		return unknown
	}
	if news, ok := unasked[r.Name]; ok && !slices.Contains(answers[r.Name], command) {
		text = news
	}
	if _, before, ok := wire.AsVanished(r); ok && before {
		text = earlier
	}
	if r.HasNumber {
		text.Short = strings.ReplaceAll(text.Short, "{n}", strconv.FormatUint(uint64(r.Number), 10))
	}
	return text
}

// Client explains a line of a client, which is a Command or Data; command is
// the name of the one to which it belongs. literal says that it is a literal.
func Client(kind Kind, line, command string, literal bool) Text {
	switch {
	case kind == Command:
		if text, ok := commands[command]; ok {
			return text
		}
		return unknownCommand
	case literal:
		return literalOctets
	case command == "IDLE" && strings.EqualFold(strings.TrimSpace(line), "DONE"):
		return doneWithIdle
	case command == "AUTHENTICATE":
		return loginAnswer
	}
	return restOfLine
}

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
