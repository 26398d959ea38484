package faults

import (
	"sync"

	"imaporacle/server/mailbox"
)

var recentDuplicated = Kind{
	Name: "recent", Value: "duplicated",
	Story:  `Being told of a message does not take it from the others: a second session sees it as \Recent too. Cyrus, Courier, Exchange and others were seen to do so.`,
	Source: publicTable, Rule: "recent/one-session", Acts: Behaviour,
	bend: func(i *instance, next mailbox.Behaviour) mailbox.Behaviour {
		return &duplicated{Behaviour: next, instance: i}
	},
}

// duplicated lets the second session claim a message, not the first. It has
// acted when the second has come.
type duplicated struct {
	mailbox.Behaviour
	*instance

	mu    sync.Mutex
	shown memory[messageKey, int] // the connection that was shown a message and has not claimed it
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
	first, known := d.shown.get(key)
	switch {
	case known && first == at.Conn:
		return true, false // the same session, which has selected again
	case known:
		d.shown.drop(key)
		d.record(at)
		return true, true
	case !d.decides(at):
		return true, true
	}
	d.shown.put(key, at.Conn)
	return true, false
}
