package faults

import "bytes"

var idleSilent = Kind{
	Name: "idle", Value: "silent",
	Story:  "Nothing is told during IDLE: what happens is told when the client ends it. RFCs allow it, but a router on the way forgets a connection that is silent, as users of Stalwart found, and new mail is not seen for half an hour.",
	Source: "Stalwart issue 3299", Rule: "idle/tells", Acts: Response,
	wire: func(w *wire) actions {
		var held []byte
		return actions{response: func(resp []byte) []byte {
			switch {
			case w.talk.command() != "IDLE", resp[0] == '+':
				return resp
			case bytes.HasPrefix(resp, []byte("* ")) && len(held) < maxHeld && w.acts():
				held = append(held, resp...)
				return nil
			}
			resp = append(held, resp...)
			held = nil
			return resp
		}}
	},
}

// maxHeld bounds what a fault keeps back from a client, in octets.
const maxHeld = 1 << 20
