package faults

import "imaporacle/server/mailbox"

var expungeUntilIdle = Kind{
	Name: "expunge", Value: "until-idle",
	Story:  "A session is told of what others have expunged only when it is in IDLE. Until then FETCH of such a message is answered OK and returns nothing. maddy did so.",
	Source: "maddy issue 240", Rule: "expunge/fetch-silent", Acts: Behaviour,
	bend: func(i *instance, next mailbox.Behaviour) mailbox.Behaviour {
		return &untilIdle{Behaviour: next, instance: i}
	},
}

// untilIdle stops a session's sight before the first expunge.
type untilIdle struct {
	mailbox.Behaviour
	*instance
}

func (u *untilIdle) Horizon(at mailbox.Moment, s mailbox.Sight) mailbox.Position {
	horizon := u.Behaviour.Horizon(at, s)
	seen := max(s.Expunge, min(horizon, s.Own))
	if at.Command == "IDLE" || seen >= horizon || !u.acts(at) {
		return horizon
	}
	return seen
}

func (u *untilIdle) ServeExpunged(at mailbox.Moment, item mailbox.Item) mailbox.Serving {
	if u.acts(at) {
		return mailbox.ServeSilence
	}
	return u.Behaviour.ServeExpunged(at, item)
}
