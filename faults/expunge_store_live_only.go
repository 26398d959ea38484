package faults

import "imaporacle/server/mailbox"

var storeLiveOnly = Kind{
	Name: "expunge-store", Value: "live-only",
	Story:  `A STORE that names an expunged message changes the live ones and is answered NO, or OK with .SILENT: the strategy of RFC 2180 §4.2.1 and §4.2.3.`,
	Source: "RFC 2180 §4.2", Rule: "expunge/store-no", Acts: Behaviour,
	bend: func(i *instance, next mailbox.Behaviour) mailbox.Behaviour {
		return &storeExpunged{Behaviour: next, instance: i, answer: mailbox.StoreLiveRefused}
	},
}
