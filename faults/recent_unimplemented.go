package faults

import "imaporacle/server/mailbox"

var recentUnimplemented = Kind{
	Name: "recent", Value: "unimplemented",
	Story:  `No message is ever \Recent and RECENT is always 0, as at Gmail.`,
	Source: publicTable, Rule: "recent/implemented", Acts: Behaviour,
	bend: func(i *instance, next mailbox.Behaviour) mailbox.Behaviour {
		return &unimplemented{Behaviour: next, instance: i}
	},
}

type unimplemented struct {
	mailbox.Behaviour
	*instance
}

func (u *unimplemented) HasRecent(at mailbox.Moment) bool {
	return !u.acts(at) && u.Behaviour.HasRecent(at)
}

func (u *unimplemented) Recent(at mailbox.Moment) (shown, claims bool) {
	if !u.acts(at) {
		return u.Behaviour.Recent(at)
	}
	return false, true
}
