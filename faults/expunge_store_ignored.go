package faults

import "imaporacle/server/mailbox"

var storeIgnored = Kind{
	Name: "expunge-store", Value: "ignored",
	Story:  `A STORE that names an expunged message is answered OK and changes nothing. Isode and Gmail do so.`,
	Source: publicTable, Rule: "expunge/store-ignored", Acts: Behaviour,
	bend: func(i *instance, next mailbox.Behaviour) mailbox.Behaviour {
		return &storeExpunged{Behaviour: next, instance: i, answer: mailbox.StoreNothing}
	},
}
