package faults

import "imaporacle/server/mailbox"

var storeSession = Kind{
	Name: "expunge-store", Value: "session",
	Story:  `A flag change of an expunged message is seen by the session that made it and by no other. Panda IMAP and UW-IMAP do so.`,
	Source: publicTable, Rule: "expunge/store-private", Acts: Behaviour,
	bend: func(i *instance, next mailbox.Behaviour) mailbox.Behaviour {
		return &storeExpunged{Behaviour: next, instance: i, answer: mailbox.StorePrivate}
	},
}
