package stress

import (
	"strings"
	"sync"

	"imaporacle/tester/client"
)

// step is a command that was sent, as it can be sent again.
type step struct {
	user    int
	conn    string
	command command
}

// steps are those of all sessions, in the order in which they were sent. The
// zero value is ready.
type steps struct {
	mu  sync.Mutex
	all []step
}

func (l *steps) add(s step) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all = append(l.all, s)
}

// of returns the steps of a user.
func (l *steps) of(user int) []step {
	l.mu.Lock()
	defer l.mu.Unlock()
	var mine []step
	for _, s := range l.all {
		if s.user == user {
			mine = append(mine, s)
		}
	}
	return mine
}

// rename returns the command with the names of mailboxes beginning otherwise.
func (c command) rename(from, to string) command {
	out := make(command, len(c))
	for i, part := range c {
		if text, ok := part.(client.Text); ok {
			part = client.Text(strings.ReplaceAll(string(text), from, to))
		}
		out[i] = part
	}
	return out
}
