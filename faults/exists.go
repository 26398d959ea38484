package faults

import (
	"bytes"
	"fmt"
	"slices"
)

var existsUntilSelect = Kind{
	Name: "exists", Value: "until-select",
	Story:  "New mail is not told in a mailbox that is selected, neither by EXISTS nor otherwise, until the mailbox is selected afresh. Users of Office 365 saw nothing new until their client connected again.",
	Source: "MailKit issue 1401", Rule: "exists/announced", Acts: Response,
	wire: func(w *wire) actions {
		known := 0 // how many messages the client knows of
		return actions{response: func(resp []byte) []byte {
			n, name, ok := numbered(resp)
			switch {
			case !ok:
				return resp
			case name == "EXISTS" && w.talk.selects():
				known = n
				return resp
			case name == "EXPUNGE" && n <= known:
				known--
				return resp
			case name == "RECENT" && w.talk.selects(), name == "FETCH" && (n <= known || fetches(w.talk.command())):
				return resp
			}
			if !w.acts() {
				if name == "EXISTS" {
					known = n
				}
				return resp
			}
			return nil
		}}
	},
}

var existsLate = Kind{
	Name: "exists", Value: "late",
	Story:  "The flags of a message that has arrived are told before EXISTS says that there is one of that number. Cyrus did so, and clients that check numbers gave up.",
	Source: "Cyrus issue 1967", Rule: "response/sequence", Acts: Response,
	wire: rewrites(func(w *wire, resp []byte) []byte {
		n, name, ok := numbered(resp)
		if !ok || name != "EXISTS" || w.talk.selects() || !w.acts() {
			return resp
		}
		return append(fmt.Appendf(nil, "* %d FETCH (FLAGS ())\r\n", n), resp...)
	}),
}

var existsTwoSpaces = Kind{
	Name: "exists", Value: "two-spaces",
	Story:  "EXISTS comes with two spaces before the number, as DavMail once sent it. A client that cuts the line at each space finds no number.",
	Source: "DavMail issue 122", Rule: "syntax/double-space", Acts: Response,
	wire: rewrites(func(w *wire, resp []byte) []byte {
		if _, name, ok := numbered(resp); !ok || name != "EXISTS" || !w.acts() {
			return resp
		}
		return bytes.Replace(resp, []byte("* "), []byte("*  "), 1)
	}),
}

var existsBeforeExpunge = Kind{
	Name: "exists", Value: "before-expunge",
	Story:  "EXISTS drops before the EXPUNGE that is the reason, and is told again behind it: a client counts the message out twice. Domino did so, and sent too many EXPUNGEs.",
	Source: publicTable, Rule: "exists/not-shrinks", Acts: Response,
	wire: rewrites(func(w *wire, resp []byte) []byte {
		_, name, ok := numbered(resp)
		if !ok || name != "EXPUNGE" || !w.acts() {
			return resp
		}
		exists := fmt.Appendf(nil, "* %d EXISTS\r\n", w.talk.exists)
		return slices.Concat(exists, resp, exists)
	}),
}
