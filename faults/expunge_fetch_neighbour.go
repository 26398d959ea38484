package faults

import "imaporacle/server/mailbox"

var fetchNeighbour = Kind{
	Name: "expunge-fetch", Value: "neighbour",
	Story:  `FETCH of an expunged message is answered OK with the data of the message next to it. hMailServer renumbers silently when another session expunges, and serves the wrong attachment.`,
	Source: "hMailServer issue 458", Rule: "expunge/fetch-other-message", Acts: Behaviour,
	bend: func(i *instance, next mailbox.Behaviour) mailbox.Behaviour {
		return &serveExpunged{Behaviour: next, instance: i, servings: map[mailbox.Item]mailbox.Serving{
			mailbox.ItemDate:          mailbox.ServeNeighbour,
			mailbox.ItemSize:          mailbox.ServeNeighbour,
			mailbox.ItemEnvelope:      mailbox.ServeNeighbour,
			mailbox.ItemBodyStructure: mailbox.ServeNeighbour,
			mailbox.ItemHeader:        mailbox.ServeNeighbour,
			mailbox.ItemBody:          mailbox.ServeNeighbour,
		}}
	},
}
