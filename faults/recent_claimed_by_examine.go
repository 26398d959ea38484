package faults

import "imaporacle/server/mailbox"

var recentClaimedByExamine = Kind{
	Name: "recent", Value: "claimed-by-examine",
	Story:  `EXAMINE takes \Recent from new messages: a client that only looks hides them from the one that reads.`,
	Source: "RFC 3501 §6.3.2, which forbids it", Rule: "recent/examine-keeps", Acts: Behaviour,
	bend: func(i *instance, next mailbox.Behaviour) mailbox.Behaviour {
		return &claimedByLooking{Behaviour: next, instance: i, command: "EXAMINE"}
	},
}
