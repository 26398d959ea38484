package faults

import "imaporacle/server/mailbox"

var copyRefused = Kind{
	Name: "expunge-copy", Value: "refused",
	Story:  "COPY is refused when its set names an expunged message: the strategy of RFC 2180 §4.4.1.",
	Source: "RFC 2180 §4.4.1", Rule: "expunge/copy-no", Acts: Behaviour,
	bend: func(i *instance, next mailbox.Behaviour) mailbox.Behaviour {
		return &refusedCopy{Behaviour: next, instance: i}
	},
}

type refusedCopy struct {
	mailbox.Behaviour
	*instance
}

func (c *refusedCopy) CopyExpunged(at mailbox.Moment) mailbox.Copying {
	if c.acts(at) {
		return mailbox.CopyRefused
	}
	return c.Behaviour.CopyExpunged(at)
}
