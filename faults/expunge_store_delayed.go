package faults

import "imaporacle/server/mailbox"

var storeDelayed = Kind{
	Name: "expunge-store", Value: "delayed",
	Story:  "A session to which an EXPUNGE is owed sees nothing that came after it, not even flag changes of other messages, until the EXPUNGE has been told. Cyrus and Sun JMS do so.",
	Source: publicTable, Rule: "expunge/store-delayed", Acts: Behaviour,
	bend: func(i *instance, next mailbox.Behaviour) mailbox.Behaviour {
		return &delayed{Behaviour: next, instance: i}
	},
}

// delayed stops a session's sight before the first expunge that it may not be
// told yet.
type delayed struct {
	mailbox.Behaviour
	*instance
}

func (d *delayed) Horizon(at mailbox.Moment, s mailbox.Sight) mailbox.Position {
	horizon := d.Behaviour.Horizon(at, s)
	if s.Expunges || s.Expunge >= horizon || !d.acts(at) {
		return horizon
	}
	return s.Expunge
}

func (d *delayed) SeesFlagsByHorizon(at mailbox.Moment) bool {
	return d.fault.Scope.covers(at) || d.Behaviour.SeesFlagsByHorizon(at)
}
