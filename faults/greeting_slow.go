package faults

import "time"

var greetingSlow = Kind{
	Name: "greeting", Value: "slow",
	Story:  "The greeting comes late, as of a server that is too busy or looks the client up first.",
	Source: ofNetworks, Rule: "transport/slow", Acts: Transport,
	Params: []Param{durationParam("delay", "5s", "how late")},
	wire: func(w *wire) actions {
		greeted := false
		return actions{response: func(resp []byte) []byte {
			if !greeted && w.acts() {
				time.Sleep(w.duration("delay"))
			}
			greeted = true
			return resp
		}}
	},
}
