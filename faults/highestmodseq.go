package faults

import "fmt"

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

var highestModSeqZero = Kind{
	Name: "highestmodseq", Value: "zero",
	Story:  "HIGHESTMODSEQ of an empty mailbox is told as 0, which no mod-sequence is. Purelymail did so.",
	Source: "Purelymail issue 446", Rule: "modseq/highest-positive", Acts: Response,
	wire: rewritesStatus(func(w *wire, s status) []byte {
		if _, ok := s.codeArg("HIGHESTMODSEQ"); !ok || !w.talk.selects() || w.talk.exists > 0 || !w.acts() {
			return nil
		}
		s.code = "HIGHESTMODSEQ 0"
		return s.bytes()
	}),
}

var highestModSeqWithoutText = Kind{
	Name: "highestmodseq", Value: "without-text",
	Story:  "The response code HIGHESTMODSEQ stands without the text that belongs behind it. Gmail sent it so.",
	Source: "modern-email defects issue 28", Rule: "syntax/missing-text", Acts: Response,
	wire: rewritesStatus(func(w *wire, s status) []byte {
		if _, ok := s.codeArg("HIGHESTMODSEQ"); !ok || s.tagged() || !w.acts() {
			return nil
		}
		return fmt.Appendf(nil, "* %s [%s]\r\n", s.kind, s.code)
	}),
}
