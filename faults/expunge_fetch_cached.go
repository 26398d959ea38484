package faults

import "imaporacle/server/mailbox"

var fetchCached = Kind{
	Name: "expunge-fetch", Value: "cached",
	Story:  `Metadata of an expunged message is still served from a cache; its header and body are gone, and asking for them is answered NO. Cyrus, Isode, Zimbra, and Dovecot with some storage formats do so.`,
	Source: publicTable, Rule: "expunge/fetch-no", Acts: Behaviour,
	bend: func(i *instance, next mailbox.Behaviour) mailbox.Behaviour {
		return &serveExpunged{Behaviour: next, instance: i, servings: map[mailbox.Item]mailbox.Serving{
			mailbox.ItemHeader: mailbox.ServeNothing,
			mailbox.ItemBody:   mailbox.ServeNothing,
		}}
	},
}
