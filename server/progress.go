package server

import (
	"fmt"
	"time"
)

// progress tells a client that waits how far its command is (RFC 9585).
type progress struct {
	s    *session
	did  string // with messages, as "Searched"
	goal int    // how many messages there are, 0 if it is not known
	next time.Time
}

// unknownProgress stands for a progress and a goal.
const unknownProgress = "NIL NIL"

// progressStep is how many messages pass between two looks at the clock.
const progressStep = 16

// progress begins the work of a command on so many messages.
func (s *session) progress(did string, goal int) *progress {
	o := &s.server.options
	return &progress{s: s, did: did, goal: goal, next: o.Clock().Add(o.ProgressInterval)}
}

// at is called between two responses when n messages are done.
func (p *progress) at(n int) {
	if n > 0 && n%progressStep == 0 {
		p.look(n)
	}
}

func (p *progress) look(n int) {
	o := &p.s.server.options
	now := o.Clock()
	if now.Before(p.next) || !p.s.running {
		return
	}
	p.next = now.Add(o.ProgressInterval)
	if n >= p.goal { // not to be told: progress is less than its goal
		p.s.sayInProgress(unknownProgress, "Still at work")
		return
	}
	p.s.sayInProgress(fmt.Sprintf("%d %d", n, p.goal), fmt.Sprintf("%s %d%% of the messages", p.did, 100*int64(n)/int64(p.goal)))
}

// sayInProgress sends INPROGRESS for the command under way, at once. state is
// its progress and its goal.
func (s *session) sayInProgress(state, text string) {
	s.conn.Line(`* OK [INPROGRESS ("`, s.actor.Tag, `" `, state, `)] `, text)
	s.conn.Flush() // its error stays, and ends the session later
}
