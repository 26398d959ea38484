package faults

import (
	"bytes"
	"slices"
	"strings"

	"imaporacle/server/front"
)

// withoutCapabilities returns a response that lists capabilities without some,
// nil if it lists none of them.
func withoutCapabilities(resp []byte, names ...string) []byte {
	if rest, ok := untagged(resp, "CAPABILITY"); ok {
		kept, changed := without(string(bytes.TrimSuffix(rest, crlf)), names)
		if !changed {
			return nil
		}
		return []byte("* CAPABILITY " + kept + "\r\n")
	}
	s, _ := parseStatus(resp)
	list, ok := s.codeArg("CAPABILITY")
	if !ok {
		return nil
	}
	kept, changed := without(list, names)
	if !changed {
		return nil
	}
	s.code = "CAPABILITY " + kept
	return s.bytes()
}

func without(list string, names []string) (kept string, changed bool) {
	all := strings.Fields(list)
	left := slices.DeleteFunc(slices.Clone(all), func(name string) bool { return slices.Contains(names, name) })
	return strings.Join(left, " "), len(left) < len(all)
}

var highestModSeqUnadvertised = Kind{
	Name: "highestmodseq", Value: "unadvertised",
	Story:  "SELECT tells HIGHESTMODSEQ although CONDSTORE is not advertised. Yahoo does so; a client that goes by the response uses what does not work.",
	Source: "whiteout imap-client pull request 40", Rule: "modseq/advertised", Acts: Response,
	wire: rewrites(func(w *wire, resp []byte) []byte {
		if sent := withoutCapabilities(resp, "CONDSTORE", "QRESYNC"); sent != nil && w.acts() {
			return sent
		}
		return resp
	}),
}

var enableUnanswered = Kind{
	Name: "enable", Value: "unanswered",
	Story:  "ENABLE is answered OK, but no ENABLED says what is enabled. iCloud does so.",
	Source: "MailKit issue 1871 and its workaround", Rule: "enable/answered", Acts: Response,
	wire: rewrites(func(w *wire, resp []byte) []byte {
		if _, ok := untagged(resp, "ENABLED"); !ok || !w.acts() {
			return resp
		}
		return nil
	}),
}

var idBad = Kind{
	Name: "id", Value: "bad",
	Story:  "ID is advertised, and answered BAD. Mail.de did so.",
	Source: "Wino Mail issue 263", Rule: "capability/honoured", Acts: Command,
	wire: answersBad(func(c *front.Command) bool { return c.Name == "ID" }),
}

var uidExpungeBad = Kind{
	Name: "uid-expunge", Value: "bad",
	Story:  "UIDPLUS is advertised, and UID EXPUNGE is answered BAD. Proton Mail Bridge did so: a client can only expunge all or nothing.",
	Source: "Proton Mail Bridge issue 123", Rule: "capability/honoured", Acts: Command,
	wire: answersBad(func(c *front.Command) bool { return c.Name == "UID EXPUNGE" }),
}

var listSpecialUseBad = Kind{
	Name: "list-special-use", Value: "bad",
	Story:  "SPECIAL-USE is advertised, and LIST that asks for special uses is answered BAD. Proton Mail Bridge did so.",
	Source: "MailKit issue 674 and its workaround", Rule: "capability/honoured", Acts: Command,
	wire: answersBad(func(c *front.Command) bool {
		return c.Name == "LIST" && bytes.Contains(bytes.ToUpper(c.Args().Rest()), []byte("SPECIAL-USE"))
	}),
}

// answersBad makes a fault that does not know some commands.
func answersBad(unknown func(*front.Command) bool) func(*wire) actions {
	return intercepts(func(w *wire, c *front.Command) error {
		if !unknown(c) || !w.acts() {
			return nil
		}
		return front.Bad("Command unknown or arguments invalid")
	})
}
