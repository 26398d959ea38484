package faults

import "imaporacle/server/mailbox"

var fetchNil = Kind{
	Name: "expunge-fetch", Value: "nil",
	Story:  `Expunged messages are answered with empty data and OK, or with NO alone if all of them are gone: the strategy of RFC 2180 §4.1.3.`,
	Source: "RFC 2180 §4.1.3", Rule: "expunge/fetch-nil", Acts: Behaviour,
	bend: func(i *instance, next mailbox.Behaviour) mailbox.Behaviour {
		return &serveExpunged{Behaviour: next, instance: i, servings: all(mailbox.ServeNil)}
	},
}
