package faults

import "imaporacle/server/mailbox"

// searchExpunged is what the faults of SEARCH on expunged messages share.
type searchExpunged struct {
	mailbox.Behaviour
	*instance
	how mailbox.Searching
}

func (f *searchExpunged) SearchExpunged(at mailbox.Moment) mailbox.Searching {
	if f.acts(at) {
		return f.how
	}
	return f.Behaviour.SearchExpunged(at)
}

var searchOmitted = Kind{
	Name: "expunge-search", Value: "omitted",
	Story:  "SEARCH leaves out messages that have been expunged although the session has not been told: the strategy of RFC 2180 §4.3.",
	Source: "RFC 2180 §4.3", Rule: "expunge/search-omits", Acts: Behaviour,
	bend: func(i *instance, next mailbox.Behaviour) mailbox.Behaviour {
		return &searchExpunged{Behaviour: next, instance: i, how: mailbox.SearchOmits}
	},
}

var searchBroken = Kind{
	Name: "expunge-search", Value: "broken",
	Story:  "SEARCH that meets an expunged message sends the EXPUNGE at once, before its tagged response, so that the numbers it has found mean other messages. Axigen does so with FETCH and STORE.",
	Source: madeUp, Rule: "expunge/not-during-search", Acts: Behaviour,
	bend: func(i *instance, next mailbox.Behaviour) mailbox.Behaviour {
		return &searchExpunged{Behaviour: next, instance: i, how: mailbox.SearchExpunge}
	},
}
