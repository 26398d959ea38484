package faults

import "net"

// limitParam is how many connections may be open at once.
var limitParam = countParam("limit", "10", "how many connections may be open at once")

var connectionsCapped = Kind{
	Name: "connections", Value: "capped",
	Story:  "A connection beyond the limit is greeted with BYE: too many at once. Gmail allows 15, which a client with several mailboxes open soon reaches.",
	Source: "WildDuck issue 35", Rule: "refusal/limit", Acts: Transport,
	Params: []Param{limitParam},
	wire:   turnsAway("* BYE Too many simultaneous connections. (Failure)\r\n"),
}

var connectionsRefused = Kind{
	Name: "connections", Value: "refused",
	Story:  "A connection beyond the limit is closed before the greeting, as by a firewall that counts.",
	Source: ofNetworks, Rule: "bye/before-close", Acts: Transport,
	Params: []Param{limitParam},
	wire:   turnsAway(""),
}

// turnsAway makes a fault that greets so, and ends the connection, when too
// many others are open.
func turnsAway(greeting string) func(*wire) actions {
	return func(w *wire) actions {
		greeted := false
		return actions{response: func(resp []byte) []byte {
			first := !greeted
			greeted = true
			if !first || w.talk.others < w.number("limit") || !w.acts() {
				return resp
			}
			w.ending = net.ErrClosed
			return []byte(greeting)
		}}
	}
}
