package faults

import "imaporacle/server/mailbox"

var fetchBad = Kind{
	Name: "expunge-fetch", Value: "bad",
	Story:  `FETCH of an expunged message is answered BAD, as if the number were none. FETCH with valid message sets gave errors with Domino.`,
	Source: publicTable, Rule: "expunge/not-bad", Acts: Behaviour,
	bend: func(i *instance, next mailbox.Behaviour) mailbox.Behaviour {
		return &serveExpunged{Behaviour: next, instance: i, servings: all(mailbox.ServeBad)}
	},
}
