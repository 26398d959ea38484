package faults

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

func fetches(command string) bool { return command == "FETCH" || command == "UID FETCH" }

var fetchBeyondExists = Kind{
	Name: "fetch", Value: "beyond-exists",
	Story:  "Behind the messages that were asked for, FETCH returns one more, of a number that no EXISTS has told. Exchange 2010 did so.",
	Source: "imapwiki.org, ServerBugs/MSExchange", Rule: "response/sequence", Acts: Response,
	wire: rewritesStatus(func(w *wire, s status) []byte {
		if !w.talk.completes(s, "FETCH", "UID FETCH") || !w.acts() {
			return nil
		}
		return fmt.Appendf(nil, "* %d FETCH (UID %d FLAGS ())\r\n%s", w.talk.exists+1, uint32(1<<32-1), s)
	}),
}

var fetchWrongUIDs = Kind{
	Name: "fetch", Value: "wrong-uids",
	Story:  "In the answer to one FETCH, each message from the second on bears the UID of the message before it. Exchange 2010 put UIDs at wrong sequence numbers.",
	Source: "imapwiki.org, ServerBugs/MSExchange", Rule: "uid/ascending", Acts: Response,
	wire: func(w *wire) actions {
		var tag string
		var before []byte
		return actions{response: func(resp []byte) []byte {
			f, ok := parseFetched(resp)
			if !ok || f.uid() == 0 || !fetches(w.talk.command()) {
				return resp
			}
			if w.talk.actor.Tag != tag {
				tag, before = w.talk.actor.Tag, nil
			}
			was, own := before, f.item("UID").value
			before = slices.Clone(own)
			if was == nil || !w.actsOn(f) {
				return resp
			}
			f.item("UID").value = was
			return f.bytes()
		}}
	},
}

var copyOtherUID = Kind{
	Name: "copy", Value: "other-uid",
	Story:  "COPY has the last message of the mailbox that is copied from told by FETCH, under the UID that its copy has got elsewhere. Gmail did so: two messages are one number.",
	Source: "Jakarta Mail issue 150", Rule: "uid/slot-keeps", Acts: Response,
	wire: rewritesStatus(func(w *wire, s status) []byte {
		arg, has := s.codeArg("COPYUID")
		if !has || !w.talk.completes(s, "COPY", "UID COPY") || w.talk.exists == 0 {
			return nil
		}
		uids := numbersOf(arg[strings.LastIndexByte(arg, ' ')+1:])
		if len(uids) == 0 || !w.acts() {
			return nil
		}
		return fmt.Appendf(nil, "* %d FETCH (UID %d FLAGS ())\r\n%s", w.talk.exists, uids[0], s)
	}),
}

var fetchZero = Kind{
	Name: "fetch", Value: "zero",
	Story:  "A FETCH response names message 0, which cannot be. Courier sent such when it had lost count.",
	Source: "MailKit issue 428", Rule: "syntax/zero-number", Acts: Response,
	wire: rewritesStatus(func(w *wire, s status) []byte {
		if !w.talk.completes(s, "FETCH", "UID FETCH", "STORE", "UID STORE") || !w.acts() {
			return nil
		}
		return fmt.Appendf(nil, "* 0 FETCH (FLAGS ())\r\n%s", s)
	}),
}

var fetchOutOfOrder = Kind{
	Name: "fetch", Value: "out-of-order",
	Story:  "FETCH responses come in another order than that of the sequence numbers: of each two the second comes first. RFCs allow it, but clients that walk along the set in step assign the data wrongly. GreenMail did so.",
	Source: "GreenMail issue 377", Rule: "fetch/out-of-order", Acts: Response,
	wire: func(w *wire) actions {
		var held []byte
		return actions{response: func(resp []byte) []byte {
			f, ok := parseFetched(resp)
			first := held
			switch {
			case !ok || !fetches(w.talk.command()) || !w.fault.Scope.covers(w.talk.moment()):
				held = nil
				return slices.Concat(first, resp)
			case first == nil:
				held = bytes.Clone(resp)
				return nil
			case w.actsOn(f):
				held = nil
				return slices.Concat(resp, first)
			}
			held = bytes.Clone(resp)
			return first
		}}
	},
}
