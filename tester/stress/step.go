package stress

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"imaporacle/tester/client"
)

// step is a command that was sent, as it can be sent again.
type step struct {
	user     int
	conn     string
	command  command
	from, to int // the event before it was sent, and that of its answer; never without one
}

// steps are those of all sessions, in the order in which they were sent. The
// zero value is ready.
type steps struct {
	mu  sync.Mutex
	all []step
}

// add takes note of a step that is about to be sent. answered is told when its
// answer came.
func (l *steps) add(s step) (answered func(event int)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	i := len(l.all)
	l.all = append(l.all, s)
	return func(event int) {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.all[i].to = event
	}
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
	slices.SortStableFunc(mine, func(a, b step) int { return cmp.Compare(a.from, b.from) })
	return mine
}

// oneByOne divides steps into moments, each of which is over when the next
// begins: one for each.
func oneByOne(steps []step) [][]step {
	var all [][]step
	for i := range steps {
		all = append(all, steps[i:i+1])
	}
	return all
}

// atOnce divides steps into moments of all that were in progress at once: the
// next begins where a step was sent after the answer to one of the last.
func atOnce(steps []step) [][]step {
	var all [][]step
	start, end := 0, never // of the moment; the first answer in it
	for i, st := range steps {
		if st.from >= end {
			all = append(all, steps[start:i])
			start, end = i, never
		}
		end = min(end, st.to)
	}
	if start < len(steps) {
		all = append(all, steps[start:])
	}
	return all
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
