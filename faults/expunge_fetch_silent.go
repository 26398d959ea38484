package faults

import "imaporacle/server/mailbox"

var fetchSilent = Kind{
	Name: "expunge-fetch", Value: "silent",
	Story:  `FETCH of an expunged message is answered OK without any data but its flags. imapmemserver of go-imap v2.0.0-beta.8 does so.`,
	Source: "measured with this module's own tester", Rule: "expunge/fetch-silent", Acts: Behaviour,
	bend: func(i *instance, next mailbox.Behaviour) mailbox.Behaviour {
		return &serveExpunged{Behaviour: next, instance: i, servings: map[mailbox.Item]mailbox.Serving{
			mailbox.ItemDate:          mailbox.ServeSilence,
			mailbox.ItemSize:          mailbox.ServeSilence,
			mailbox.ItemEnvelope:      mailbox.ServeSilence,
			mailbox.ItemBodyStructure: mailbox.ServeSilence,
			mailbox.ItemHeader:        mailbox.ServeSilence,
			mailbox.ItemBody:          mailbox.ServeSilence,
		}}
	},
}
