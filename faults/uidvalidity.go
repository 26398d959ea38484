package faults

import (
	"slices"
	"strings"
)

var uidValidityZero = Kind{
	Name: "uidvalidity", Value: "zero",
	Story:  "UIDVALIDITY is told as 0, by SELECT and by STATUS. SmarterMail did so, and clients that take 0 for unknown threw their caches away each time.",
	Source: "modern-email defects issue 52, MailKit issue 150", Rule: "uidvalidity/not-zero", Acts: Response,
	wire: tellsNumber("UIDVALIDITY", "0"),
}

var uidValidityTooLarge = Kind{
	Name: "uidvalidity", Value: "too-large",
	Story:  "UIDVALIDITY takes more than 32 bits, as of a server that makes it from a clock in finer units than seconds. Clients fail on the number, or cut it.",
	Source: "MailKit issue 723, NeoMutt issue 3830", Rule: "uidvalidity/in-range", Acts: Response,
	wire: tellsNumber("UIDVALIDITY", "1386757466500000"),
}

var uidValidityMissing = Kind{
	Name: "uidvalidity", Value: "missing",
	Story:  "EXAMINE tells no UIDVALIDITY, though SELECT does. Xeams did so; a client that looks before it opens cannot tell what its cache is worth.",
	Source: "Nextcloud Mail issue 10199", Rule: "uidvalidity/told", Acts: Response,
	wire: leavesOutCode("UIDVALIDITY", "EXAMINE"),
}

var uidNextZero = Kind{
	Name: "uidnext", Value: "zero",
	Story:  "UIDNEXT is told as 0, by SELECT and by STATUS; seen by users of MailKit, which had taken 0 for impossible.",
	Source: "MailKit issue 1010", Rule: "uidnext/not-zero", Acts: Response,
	wire: tellsNumber("UIDNEXT", "0"),
}

var uidNextMissing = Kind{
	Name: "uidnext", Value: "missing",
	Story:  "SELECT and EXAMINE tell no UIDNEXT, as with Winmail. RFC 3501 allowed clients to take that for a server that does not know it.",
	Source: "modern-email defects issue 43", Rule: "uidnext/told", Acts: Response,
	wire: leavesOutCode("UIDNEXT", "SELECT", "EXAMINE"),
}

var statusStaleUIDNext = Kind{
	Name: "status", Value: "stale-uidnext",
	Story:  "Once a session has been in IDLE, STATUS tells the UIDNEXT that the session was told of the mailbox at first, however much has arrived since. Exchange 2007 did so.",
	Source: "S22.Imap issue 31", Rule: "uidnext/stale", Acts: Response,
	wire: staleUIDNext,
}

// leavesOutCode makes a fault that drops untagged responses with a code during
// these commands.
func leavesOutCode(code string, commands ...string) func(*wire) actions {
	return rewrites(func(w *wire, resp []byte) []byte {
		s, ok := parseStatus(resp)
		if !ok || s.tagged() || !slices.Contains(commands, w.talk.command()) {
			return resp
		}
		if _, has := s.codeArg(code); !has || !w.acts() {
			return resp
		}
		return nil
	})
}

func staleUIDNext(w *wire) actions {
	first := make(map[string]string) // by mailbox, as first told
	idled := false
	return actions{response: func(resp []byte) []byte {
		idled = idled || w.talk.command() == "IDLE"
		told := w.talk.About
		s, _ := parseStatus(resp)
		if next, ok := s.codeArg("UIDNEXT"); ok && first[told] == "" {
			first[told] = next
		}
		_, items, _ := statusItems(resp)
		i := itemNamed(items, "UIDNEXT")
		if i == nil || w.talk.command() != "STATUS" {
			return resp
		}
		old, known := first[told]
		if !known {
			first[told] = strings.Clone(string(i.value))
		}
		if !idled || !known || old == string(i.value) || !w.acts() {
			return resp
		}
		return withNumber(resp, "UIDNEXT", old)
	}}
}
