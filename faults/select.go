package faults

import (
	"fmt"
	"strings"

	"imaporacle/server/front"
)

var selectNeedsID = Kind{
	Name: "select", Value: "needs-id",
	Story:  "SELECT and EXAMINE are refused as an unsafe login unless the client has said by ID who it is. 163.com does so.",
	Source: "defects issue 25", Rule: "id/no-effect", Acts: Command,
	wire: func(w *wire) actions {
		known := false
		return actions{command: func(c *front.Command) error {
			known = known || c.Name == "ID"
			if known || !selects(c.Name) || !w.acts() {
				return nil
			}
			return front.No("", "%s Unsafe Login. Please contact your provider for help", c.Name)
		}}
	},
}

var selectOneParameter = Kind{
	Name: "select", Value: "one-parameter",
	Story:  "SELECT with two parameters is answered BAD, and what is left of its line is taken for another command, which is answered too. Purelymail did so.",
	Source: "Purelymail issue 452", Rule: "capability/honoured", Acts: Command,
	wire: func(w *wire) actions {
		left := "" // of the line
		return actions{
			command: func(c *front.Command) error {
				left = secondParameter(c)
				if left == "" || !w.acts() {
					left = ""
					return nil
				}
				return front.Bad("Expected one parameter")
			},
			response: func(resp []byte) []byte {
				s, ok := parseStatus(resp)
				if left == "" || !ok || s.tag != w.talk.actor.Tag {
					return resp
				}
				resp = fmt.Appendf(nil, "%s%s BAD Unknown command\r\n", s, left)
				left = ""
				return resp
			},
		}
	},
}

// secondParameter returns the name of the second parameter of a SELECT, empty
// if there is none.
func secondParameter(c *front.Command) string {
	a := c.Args()
	if !selects(c.Name) {
		return ""
	}
	if _, err := spaceMailbox(a); err != nil || !a.Accept(' ') {
		return ""
	}
	names := 0
	for _, e := range elements(a.Rest()) {
		if isList(e) {
			continue
		}
		if names++; names == 2 {
			return strings.ToUpper(string(e))
		}
	}
	return ""
}

var highestModSeqZero = Kind{
	Name: "highestmodseq", Value: "zero",
	Story:  "HIGHESTMODSEQ of an empty mailbox is told as 0, which no mod-sequence is. Purelymail did so.",
	Source: "Purelymail issue 446", Rule: "modseq/highest-positive", Acts: Response,
	wire: rewritesStatus(func(w *wire, s status) []byte {
		if _, ok := s.codeArg("HIGHESTMODSEQ"); !ok || !selects(w.talk.command()) || w.talk.exists > 0 || !w.acts() {
			return nil
		}
		s.code = "HIGHESTMODSEQ 0"
		return s.bytes()
	}),
}

var highestModSeqWithoutText = Kind{
	Name: "highestmodseq", Value: "without-text",
	Story:  "The response code HIGHESTMODSEQ stands without the text that belongs behind it. Gmail sent it so.",
	Source: "defects issue 28", Rule: "syntax/missing-text", Acts: Response,
	wire: rewritesStatus(func(w *wire, s status) []byte {
		if _, ok := s.codeArg("HIGHESTMODSEQ"); !ok || s.tagged() || !w.acts() {
			return nil
		}
		return fmt.Appendf(nil, "* %s [%s]\r\n", s.kind, s.code)
	}),
}

var flagsWithStar = Kind{
	Name: "flags", Value: "with-star",
	Story:  `FLAGS lists \*, which belongs into PERMANENTFLAGS alone. Zoho did so.`,
	Source: "async-imap issue 37", Rule: "flags/no-star", Acts: Response,
	wire: addsFlag(`\*`),
}

var flagsAtomSpecials = Kind{
	Name: "flags", Value: "atom-specials",
	Story:  "FLAGS lists a keyword with characters that may not stand in an atom, as a user has named a label. Gmail did so.",
	Source: "net-imap issue 241", Rule: "syntax/flag", Acts: Response,
	wire: addsFlag(`Follow]up%`),
}

// addsFlag makes a fault that lists one more flag in FLAGS.
func addsFlag(flag string) func(*wire) actions {
	return rewrites(func(w *wire, resp []byte) []byte {
		rest, ok := untagged(resp, "FLAGS")
		if !ok || !isList(rest) || !w.acts() {
			return resp
		}
		list, _ := strings.CutSuffix(string(rest), ")\r\n")
		if list != "(" {
			list += " "
		}
		return []byte("* FLAGS " + list + flag + ")\r\n")
	})
}

var vanishedMalformed = Kind{
	Name: "vanished", Value: "malformed",
	Story:  "VANISHED comes without the set of UIDs that it is there for. iCloud sent VANISHED that clients could not read, and they crashed.",
	Source: "Mailspring-Sync pull request 91", Rule: "syntax/number-set", Acts: Response,
	wire: rewrites(func(w *wire, resp []byte) []byte {
		rest, ok := untagged(resp, "VANISHED")
		if !ok || !w.acts() {
			return resp
		}
		if strings.HasPrefix(string(rest), "(EARLIER)") {
			return []byte("* VANISHED (EARLIER) \r\n")
		}
		return []byte("* VANISHED \r\n")
	}),
}
