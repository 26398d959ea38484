package faults

import (
	"fmt"
	"strings"
)

var copyUIDBare = Kind{
	Name: "copyuid", Value: "bare",
	Story:  "COPYUID comes untagged as a response code alone, without OK before it and text behind it. Exchange 2013 and home.pl sent it so.",
	Source: "net-imap issue 250, MailKit issue 115 and its workaround", Rule: "syntax/bare-code", Acts: Response,
	wire: rewritesCopyUID(func(_ *wire, s status, arg string) []byte {
		bare := fmt.Sprintf("* [COPYUID %s]\r\n", arg)
		if s.tagged() {
			s.code = ""
			bare += s.String()
		}
		return []byte(bare)
	}),
}

var copyUIDSourceValidity = Kind{
	Name: "copyuid", Value: "source-validity",
	Story:  "COPYUID tells the UIDVALIDITY of the mailbox that was copied from, where that of the other belongs. GreenMail did so.",
	Source: "GreenMail issue 423", Rule: "copyuid/destination", Acts: Response,
	wire: rewritesCopyUID(func(w *wire, s status, arg string) []byte {
		validity, uids, _ := strings.Cut(arg, " ")
		if w.talk.uidValidity == "" || w.talk.uidValidity == validity {
			return nil
		}
		s.code = "COPYUID " + w.talk.uidValidity + " " + uids
		return s.bytes()
	}),
}

var copyUIDTwoFields = Kind{
	Name: "copyuid", Value: "two-fields",
	Story:  "COPYUID has two fields in place of three: the UIDs of the copies are missing. Cyrus did so where nothing had been copied.",
	Source: "Cyrus pull request 6373", Rule: "copyuid/form", Acts: Response,
	wire: rewritesCopyUID(func(_ *wire, s status, arg string) []byte {
		s.code = "COPYUID " + arg[:max(0, strings.LastIndexByte(arg, ' '))]
		return s.bytes()
	}),
}

// rewritesCopyUID is for a fault of COPYUID. change returns nil if there is
// nothing to change.
func rewritesCopyUID(change func(w *wire, s status, arg string) []byte) func(*wire) actions {
	return rewritesStatus(func(w *wire, s status) []byte {
		arg, ok := s.codeArg("COPYUID")
		if !ok {
			return nil
		}
		if sent := change(w, s, arg); sent != nil && w.acts() {
			return sent
		}
		return nil
	})
}
