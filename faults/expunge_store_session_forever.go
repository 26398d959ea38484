package faults

import "imaporacle/server/mailbox"

var storeSessionForever = Kind{
	Name: "expunge-store", Value: "session-forever",
	Story:  `A STORE that names an expunged message is kept in its session alone: no other session ever sees what it changed, nor does one that selects the mailbox later. Citadel keeps flag changes in the session.`,
	Source: publicTable, Rule: "flags/private", Acts: Behaviour,
	bend: func(i *instance, next mailbox.Behaviour) mailbox.Behaviour {
		return &storeExpunged{Behaviour: next, instance: i, answer: mailbox.StorePrivateAll}
	},
}
