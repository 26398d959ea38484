package faults

import (
	"sync"
	"time"

	"imaporacle/server/mailbox"
)

var atomicRace = Kind{
	Name: "atomic", Value: "race",
	Story:  "STORE reads the flags, changes them and writes them back without a lock: of two STOREs at the same time one is lost. Sun JMS, Gmail and Cyrus replicas lost flags now and then.",
	Source: publicTable, Rule: "flags/no-lost-update", Acts: Behaviour,
	Params: []Param{durationParam("window", "5ms", "how long after reading a STORE is open to others at most")},
	bend: func(i *instance, next mailbox.Behaviour) mailbox.Behaviour {
		return &race{Behaviour: next, instance: i, window: i.duration("window"), waiting: make(map[string]*rendezvous)}
	},
}

// race holds a STORE between reading and writing until another session's STORE
// has read too, so that both write upon the same old flags. One that meets
// nobody within the window goes on alone: what a STORE without this fault has
// written meanwhile is lost as well. So it has acted as soon as it has read,
// whether or not something comes of it.
type race struct {
	mailbox.Behaviour
	*instance
	window time.Duration

	mu      sync.Mutex
	waiting map[string]*rendezvous // by user and mailbox
}

// rendezvous is a STORE that waits for another.
type rendezvous struct {
	conn int
	met  chan struct{}
}

func (r *race) FlagBase(at mailbox.Moment) (mailbox.FlagBase, func()) {
	if !r.acts(at) {
		return r.Behaviour.FlagBase(at)
	}
	return mailbox.BaseStale, func() { r.meet(at) }
}

// meet returns when another session's STORE is here too, or the window is over.
func (r *race) meet(at mailbox.Moment) {
	key := at.User + "\x00" + at.Mailbox
	r.mu.Lock()
	if other := r.waiting[key]; other != nil && other.conn != at.Conn {
		delete(r.waiting, key)
		close(other.met)
		r.mu.Unlock()
		return
	}
	mine := &rendezvous{conn: at.Conn, met: make(chan struct{})}
	r.waiting[key] = mine
	r.mu.Unlock()
	select {
	case <-mine.met:
	case <-time.After(r.window):
		r.mu.Lock()
		if r.waiting[key] == mine {
			delete(r.waiting, key)
		}
		r.mu.Unlock()
	}
}
