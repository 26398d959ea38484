package faults

import (
	"sync"

	"imaporacle/server/mailbox"
)

var recentDuplicated = Kind{
	Name: "recent", Value: "duplicated",
	Story:  `Being told of a message does not take it from the others: a second session sees it as \Recent too. Cyrus, Courier, Exchange and others were seen to do so.`,
	Source: publicTable, Rule: "recent/one-session", Acts: "behaviour",
	bend: func(i *instance, next mailbox.Behaviour) mailbox.Behaviour {
		return &duplicated{Behaviour: next, instance: i, shown: make(map[messageKey]bool)}
	},
}

// duplicated lets the second session claim a message, not the first.
type duplicated struct {
	mailbox.Behaviour
	*instance

	mu    sync.Mutex
	shown map[messageKey]bool // what one session has been shown, and not claimed
}

type messageKey struct {
	user, mailbox string
	uid           uint32
}

func (d *duplicated) Recent(at mailbox.Moment) (shown, claims bool) {
	shown, claims = d.Behaviour.Recent(at)
	if !shown || !claims || at.ReadOnly {
		return shown, claims
	}
	key := messageKey{at.User, at.Mailbox, at.UID}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.shown[key] {
		delete(d.shown, key)
		return true, true
	}
	if !d.acts(at) {
		return true, true
	}
	d.shown[key] = true
	return true, false
}
