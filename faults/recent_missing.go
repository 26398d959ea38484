package faults

import "imaporacle/server/mailbox"

var recentMissing = Kind{
	Name: "recent", Value: "missing",
	Story:  `A message that arrives while the mailbox is selected is \Recent for nobody; only what waits for a SELECT is. Servers that set \Recent at SELECT and forget it on arrival do so.`,
	Source: publicTable, Rule: "recent/not-lost", Acts: Behaviour,
	bend: func(i *instance, next mailbox.Behaviour) mailbox.Behaviour {
		return &missing{Behaviour: next, instance: i}
	},
}

// missing claims an arrival without showing it. A read-only session can claim
// nothing (RFC 3501 §6.3.2), so nothing is lost to it.
type missing struct {
	mailbox.Behaviour
	*instance
}

func (m *missing) Recent(at mailbox.Moment) (shown, claims bool) {
	if at.ReadOnly || at.Command == "SELECT" || !m.acts(at) {
		return m.Behaviour.Recent(at)
	}
	return false, true
}
