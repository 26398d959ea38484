package faults

import (
	"fmt"
	"slices"
)

var expungeOriginalNumbers = Kind{
	Name: "expunge", Value: "original-numbers",
	Story:  "Where a command tells of several messages that are gone, each EXPUNGE has the number that the message had before the command: those before it are not counted out. Yahoo did so; the client removes the wrong messages.",
	Source: "MailKit issue 358", Rule: "expunge/beyond-exists", Acts: Response,
	wire: func(w *wire) actions {
		var tag string
		var gone []int // in this command, as numbered before it, ascending
		return actions{response: func(resp []byte) []byte {
			n, name, ok := numbered(resp)
			if !ok || name != "EXPUNGE" {
				return resp
			}
			if w.talk.actor.Tag != tag {
				tag, gone = w.talk.actor.Tag, nil
			}
			original := n
			for _, before := range gone {
				if before <= original {
					original++
				}
			}
			at, _ := slices.BinarySearch(gone, original)
			gone = slices.Insert(gone, at, original)
			if original == n || !w.acts() {
				return resp
			}
			return fmt.Appendf(nil, "* %d EXPUNGE\r\n", original)
		}}
	},
}

var expungeSecondTooHigh = Kind{
	Name: "expunge", Value: "second-too-high",
	Story:  "Of the EXPUNGE responses of a command the second is one too high: the first is not counted out. GreenMail did so.",
	Source: "GreenMail pull request 1019", Rule: "uid/slot-keeps", Acts: Response,
	wire: func(w *wire) actions {
		var tag string
		count := 0
		return actions{response: func(resp []byte) []byte {
			n, name, ok := numbered(resp)
			if !ok || name != "EXPUNGE" {
				return resp
			}
			if w.talk.actor.Tag != tag {
				tag, count = w.talk.actor.Tag, 0
			}
			if count++; count != 2 || !w.acts() {
				return resp
			}
			return fmt.Appendf(nil, "* %d EXPUNGE\r\n", n+1)
		}}
	},
}
