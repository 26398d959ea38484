package faults

import "imaporacle/server/mailbox"

var fetchNone = Kind{
	Name: "expunge-fetch", Value: "none",
	Story:  `Of an expunged message nothing but flags is served; all else is answered NO. Courier, Archiveopteryx, Zarafa and Exchange were seen to do so.`,
	Source: publicTable, Rule: "expunge/fetch-no", Acts: Behaviour,
	bend: func(i *instance, next mailbox.Behaviour) mailbox.Behaviour {
		return &serveExpunged{Behaviour: next, instance: i, servings: map[mailbox.Item]mailbox.Serving{
			mailbox.ItemDate:          mailbox.ServeNothing,
			mailbox.ItemSize:          mailbox.ServeNothing,
			mailbox.ItemEnvelope:      mailbox.ServeNothing,
			mailbox.ItemBodyStructure: mailbox.ServeNothing,
			mailbox.ItemHeader:        mailbox.ServeNothing,
			mailbox.ItemBody:          mailbox.ServeNothing,
		}}
	},
}
