package faults

import (
	"sync"

	"imaporacle/server/mailbox"
)

var checkpointLag = Kind{
	Name: "checkpoint", Value: "lag",
	Story:  "Sessions live on different nodes whose pictures trail: each is told of the others' changes only some commands later, and CHECK does not help. Isode, Cyrus replicas, Sun JMS, Gmail and Exchange were seen to differ after CHECK.",
	Source: publicTable, Rule: "checkpoint/same-picture", Acts: Behaviour,
	Params: []Param{countParam("commands", "3", "how many commands a session trails")},
	bend: func(i *instance, next mailbox.Behaviour) mailbox.Behaviour {
		return &lag{Behaviour: next, instance: i, commands: i.number("commands")}
	},
}

// lag lets a session see the state as of some commands ago.
type lag struct {
	mailbox.Behaviour
	*instance
	commands int

	mu sync.Mutex
	// nodes holds the trail of each session, by connection. A session whose
	// trail is forgotten begins another where it stands, and trails as before.
	nodes memory[int, *trail]
}

// trail remembers the ends of the log of the selected mailbox at a session's
// last commands.
type trail struct {
	user, mailbox string
	tag           string
	ends          []mailbox.Position
}

func (l *lag) Horizon(at mailbox.Moment, s mailbox.Sight) mailbox.Position {
	horizon := l.Behaviour.Horizon(at, s)
	if !l.fault.Scope.covers(at) {
		return horizon
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	t, ok := l.nodes.get(at.Conn)
	if !ok || t.user != at.User || t.mailbox != at.Mailbox {
		t = &trail{user: at.User, mailbox: at.Mailbox}
		l.nodes.put(at.Conn, t)
	}
	if t.tag != at.Tag {
		t.tag = at.Tag
		t.ends = append(t.ends, s.End)
	}
	old := s.Told
	if len(t.ends) > l.commands {
		t.ends = t.ends[len(t.ends)-l.commands-1:]
		old = t.ends[0]
	}
	seen := max(min(horizon, old), min(horizon, s.Own), s.Told)
	if seen < horizon && l.acts(at) {
		return seen
	}
	return horizon
}

func (l *lag) SeesFlagsByHorizon(at mailbox.Moment) bool {
	return l.fault.Scope.covers(at) || l.Behaviour.SeesFlagsByHorizon(at)
}
