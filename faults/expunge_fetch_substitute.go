package faults

import "imaporacle/server/mailbox"

var fetchSubstitute = Kind{
	Name: "expunge-fetch", Value: "substitute",
	Story:  `Expunged messages are answered OK with the data of a placeholder, as Exchange does with its substitute error mail.`,
	Source: "OfflineIMAP issue 62", Rule: "expunge/fetch-true", Acts: Behaviour,
	bend: func(i *instance, next mailbox.Behaviour) mailbox.Behaviour {
		return &serveExpunged{Behaviour: next, instance: i, servings: map[mailbox.Item]mailbox.Serving{
			mailbox.ItemDate:          mailbox.ServeSubstitute,
			mailbox.ItemSize:          mailbox.ServeSubstitute,
			mailbox.ItemEnvelope:      mailbox.ServeSubstitute,
			mailbox.ItemBodyStructure: mailbox.ServeSubstitute,
			mailbox.ItemHeader:        mailbox.ServeSubstitute,
			mailbox.ItemBody:          mailbox.ServeSubstitute,
		}}
	},
}
