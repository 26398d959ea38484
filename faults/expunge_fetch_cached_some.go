package faults

import "imaporacle/server/mailbox"

var fetchCachedSome = Kind{
	Name: "expunge-fetch", Value: "cached-some",
	Story:  `Of an expunged message only flags, date and size are still served; ENVELOPE and BODYSTRUCTURE are gone with the rest. CommuniGate Pro and Gmail were seen to serve a part of the metadata.`,
	Source: publicTable, Rule: "expunge/fetch-no", Acts: Behaviour,
	bend: func(i *instance, next mailbox.Behaviour) mailbox.Behaviour {
		return &serveExpunged{Behaviour: next, instance: i, servings: map[mailbox.Item]mailbox.Serving{
			mailbox.ItemEnvelope:      mailbox.ServeNothing,
			mailbox.ItemBodyStructure: mailbox.ServeNothing,
			mailbox.ItemHeader:        mailbox.ServeNothing,
			mailbox.ItemBody:          mailbox.ServeNothing,
		}}
	},
}
