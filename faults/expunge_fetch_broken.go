package faults

import "imaporacle/server/mailbox"

var fetchBroken = Kind{
	Name: "expunge-fetch", Value: "broken",
	Story:  `FETCH of an expunged message sends the EXPUNGE at once, before its tagged response, so that sequence numbers change under the client. Axigen does so.`,
	Source: publicTable, Rule: "expunge/not-during-fetch", Acts: Behaviour,
	bend: func(i *instance, next mailbox.Behaviour) mailbox.Behaviour {
		return &serveExpunged{Behaviour: next, instance: i, servings: all(mailbox.ServeExpunge)}
	},
}
