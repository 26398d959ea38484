package faults

import "imaporacle/server/mailbox"

// claimedByLooking is what the faults share that let a look take \Recent.
type claimedByLooking struct {
	mailbox.Behaviour
	*instance
	command string
}

func (c *claimedByLooking) LookClaims(at mailbox.Moment) bool {
	if at.Command == c.command && c.acts(at) {
		return true
	}
	return c.Behaviour.LookClaims(at)
}
