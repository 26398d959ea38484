package faults

import "imaporacle/server/mailbox"

var expungeRefused = Kind{
	Name: "expunge", Value: "refused-while-shared",
	Story:  "EXPUNGE is answered NO while other sessions have the mailbox selected: the strategy of RFC 2180 §4.1.4.",
	Source: "RFC 2180 §4.1.4", Rule: "expunge/refused", Acts: Behaviour,
	bend: func(i *instance, next mailbox.Behaviour) mailbox.Behaviour {
		return &refusedWhileShared{Behaviour: next, instance: i}
	},
}

type refusedWhileShared struct {
	mailbox.Behaviour
	*instance
}

func (r *refusedWhileShared) MayExpunge(at mailbox.Moment) bool {
	return !r.acts(at) && r.Behaviour.MayExpunge(at)
}
