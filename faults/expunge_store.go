package faults

import "imaporacle/server/mailbox"

// storeExpunged is what the faults of STORE on expunged messages share: the
// answer.
type storeExpunged struct {
	mailbox.Behaviour
	*instance
	answer mailbox.StoreAnswer
}

func (f *storeExpunged) StoreExpunged(at mailbox.Moment) mailbox.StoreAnswer {
	if f.acts(at) {
		return f.answer
	}
	return f.Behaviour.StoreExpunged(at)
}
