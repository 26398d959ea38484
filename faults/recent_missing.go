package faults

import "imaporacle/server/mailbox"

var recentMissing = Kind{
	Name: "recent", Value: "missing",
	Story:  `A message that arrives while the mailbox is selected is \Recent for nobody; only what waits for a SELECT is. Servers that set \Recent at SELECT and forget it on arrival do so.`,
	Source: publicTable, Rule: "recent/not-lost", Acts: "behaviour",
	bend: func(i *instance, next mailbox.Behaviour) mailbox.Behaviour {
		return &missing{Behaviour: next, instance: i}
	},
}

// missing claims an arrival without showing it.
type missing struct {
	mailbox.Behaviour
	*instance
}

func (m *missing) Recent(at mailbox.Moment) (shown, claims bool) {
	if at.Command == "SELECT" || at.Command == "EXAMINE" || !m.acts(at) {
		return m.Behaviour.Recent(at)
	}
	return false, true
}
