package faults

import "imaporacle/server/mailbox"

var storeRefused = Kind{
	Name: "expunge-store", Value: "refused",
	Story:  `A STORE that names an expunged message is answered NO and changes nothing: the strategy of RFC 2180 §4.2.2 and §4.2.4. CommuniGate Pro, Courier, Zimbra and Exchange answer NO.`,
	Source: publicTable, Rule: "expunge/store-no", Acts: Behaviour,
	bend: func(i *instance, next mailbox.Behaviour) mailbox.Behaviour {
		return &storeExpunged{Behaviour: next, instance: i, answer: mailbox.StoreRefused}
	},
}
