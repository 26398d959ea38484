package faults

import (
	"bytes"
	"fmt"
	"strings"
)

// namesMadeUps are made-up faults of STATUS, LIST and COPYUID.
var namesMadeUps = []Kind{
	breaks("status/answered", "status", "unanswered", Response,
		"STATUS is answered OK and tells nothing.", leavesOut("STATUS", "STATUS")),
	breaks("status/consistent", "status", "unseen-beyond-messages", Response,
		"UNSEEN of STATUS is larger than MESSAGES.", tellsNumber("UNSEEN", "1000000")),
	breaks("syntax/status", "status", "nil", Response,
		"The items of STATUS are NIL.",
		rewrites(func(w *wire, resp []byte) []byte {
			head, items, _ := statusItems(resp)
			if len(items) == 0 || !w.acts() {
				return resp
			}
			return append(bytes.Clone(head), "NIL\r\n"...)
		})),
	breaks("list/attributes", "list", "contradiction", Response,
		"LIST says of a mailbox both that it has children and that it has none.",
		rewritesList(func(attributes, rest string) string {
			return "* LIST (" + strings.TrimSpace(`\HasChildren \HasNoChildren `+other(attributes)) + ") " + rest
		})),
	breaks("list/once", "list", "twice", Response,
		"LIST names each mailbox twice.",
		rewritesList(func(attributes, rest string) string {
			one := "* LIST (" + attributes + ") " + rest
			return one + one
		})),
	breaks("copyuid/lengths", "copyuid", "uneven", Response,
		"COPYUID gives one UID more of the copies than of the sources.",
		rewritesCopyUID(func(_ *wire, s status, arg string) []byte {
			s.code = "COPYUID " + arg + ",4294967295"
			return s.bytes()
		})),
	breaks("copyuid/sources", "copyuid", "other-sources", Response,
		"COPYUID of one message names a source that the command has not named.",
		rewritesCopyUID(changesUID(1))),
	breaks("copyuid/new", "copyuid", "first-uid", Response,
		"COPYUID of one message gives its copy the UID 1, whoever had that before.",
		rewritesCopyUID(func(_ *wire, s status, arg string) []byte {
			fields := strings.Fields(arg)
			if len(fields) != 3 || fields[2] == "1" || strings.ContainsAny(fields[2], ":,") {
				return nil
			}
			s.code = fmt.Sprintf("COPYUID %s %s 1", fields[0], fields[1])
			return s.bytes()
		})),
}

// changesUID puts an immense UID into the field of a COPYUID that names one
// message there.
func changesUID(field int) func(*wire, status, string) []byte {
	return func(_ *wire, s status, arg string) []byte {
		fields := strings.Fields(arg)
		if len(fields) != 3 || strings.ContainsAny(fields[field], ":,") {
			return nil
		}
		fields[field] = "4294967290"
		s.code = "COPYUID " + strings.Join(fields, " ")
		return s.bytes()
	}
}

// other returns attributes without those of children.
func other(attributes string) string {
	var kept []string
	for _, a := range strings.Fields(attributes) {
		if a != `\HasChildren` && a != `\HasNoChildren` {
			kept = append(kept, a)
		}
	}
	return strings.Join(kept, " ")
}

// rewritesList is for a fault of LIST; rest is delimiter, name and what
// follows, with the end of the line.
func rewritesList(change func(attributes, rest string) string) func(*wire) actions {
	return rewrites(func(w *wire, resp []byte) []byte {
		list, ok := untagged(resp, "LIST")
		if !ok || w.talk.command() != "LIST" || !bytes.HasPrefix(list, []byte("(")) || !w.acts() {
			return resp
		}
		attributes, rest, _ := strings.Cut(string(list[1:]), ") ")
		return []byte(change(attributes, rest))
	})
}
