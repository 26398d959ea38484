package faults

import "imaporacle/server/mailbox"

var recentClaimedByStatus = Kind{
	Name: "recent", Value: "claimed-by-status",
	Story:  `STATUS takes \Recent from new messages: a client that only looks hides them from the one that reads.`,
	Source: "RFC 3501 §6.3.10, which forbids it", Rule: "recent/status-keeps", Acts: Behaviour,
	bend: func(i *instance, next mailbox.Behaviour) mailbox.Behaviour {
		return &claimedByLooking{Behaviour: next, instance: i, command: "STATUS"}
	},
}
