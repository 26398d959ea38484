package faults

import "imaporacle/server/mailbox"

var storeBroken = Kind{
	Name: "expunge-store", Value: "broken",
	Story:  `STORE to an expunged message sends the EXPUNGE at once, before its tagged response, so that sequence numbers change under the client. Axigen does so.`,
	Source: publicTable, Rule: "expunge/not-during-store", Acts: Behaviour,
	bend: func(i *instance, next mailbox.Behaviour) mailbox.Behaviour {
		return &storeExpunged{Behaviour: next, instance: i, answer: mailbox.StoreExpunge}
	},
}
