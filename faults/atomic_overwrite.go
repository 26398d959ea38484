package faults

import "imaporacle/server/mailbox"

var atomicOverwrite = Kind{
	Name: "atomic", Value: "overwrite",
	Story:  "+FLAGS and -FLAGS are made to the flags that the session last heard of, and the result is written: what other sessions did meanwhile is replaced. Archiveopteryx was seen to do so.",
	Source: publicTable, Rule: "flags/add-keeps", Acts: Behaviour,
	bend: func(i *instance, next mailbox.Behaviour) mailbox.Behaviour {
		return &overwrite{Behaviour: next, instance: i}
	},
}

type overwrite struct {
	mailbox.Behaviour
	*instance
}

func (o *overwrite) FlagBase(at mailbox.Moment) (mailbox.FlagBase, func()) {
	if !o.acts(at) {
		return o.Behaviour.FlagBase(at)
	}
	return mailbox.BaseTold, nil
}
