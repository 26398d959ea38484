package faults

import "imaporacle/server/mailbox"

var searchOmitted = Kind{
	Name: "expunge-search", Value: "omitted",
	Story:  "SEARCH leaves out messages that have been expunged although the session has not been told: the strategy of RFC 2180 §4.3.",
	Source: "RFC 2180 §4.3", Rule: "expunge/search-omits", Acts: Behaviour,
	bend: func(i *instance, next mailbox.Behaviour) mailbox.Behaviour {
		return &omitted{Behaviour: next, instance: i}
	},
}

type omitted struct {
	mailbox.Behaviour
	*instance
}

func (o *omitted) SearchExpunged(at mailbox.Moment) bool {
	return !o.acts(at) && o.Behaviour.SearchExpunged(at)
}
