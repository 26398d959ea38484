package faults

import "imaporacle/server/mailbox"

var fetchRefused = Kind{
	Name: "expunge-fetch", Value: "refused",
	Story:  `FETCH responses come only for messages that still exist, with a tagged NO: the strategy of RFC 2180 §4.1.2.`,
	Source: "RFC 2180 §4.1.2", Rule: "expunge/fetch-no", Acts: Behaviour,
	bend: func(i *instance, next mailbox.Behaviour) mailbox.Behaviour {
		return &serveExpunged{Behaviour: next, instance: i, servings: all(mailbox.ServeNothing)}
	},
}
