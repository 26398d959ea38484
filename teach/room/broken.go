package room

import (
	"slices"
	"sync"

	"imaporacle/faults"
	"imaporacle/oracle"
	"imaporacle/oracle/judge"
)

// firings gathers what faults have done until the next line of the connection.
// It has a lock of its own: faults act while mailboxes are locked.
type firings struct {
	mu sync.Mutex
	of map[int][]Firing // by the number of the connection
}

func (f *firings) add(fired faults.Firing) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.of == nil {
		f.of = make(map[int][]Firing)
	}
	f.of[fired.Conn] = append(f.of[fired.Conn], Firing{fired.Fault, fired.Mailbox, fired.UID})
}

// take returns what faults have done on a connection since the last time.
func (f *firings) take(conn int) []Firing {
	f.mu.Lock()
	defer f.mu.Unlock()
	all := f.of[conn]
	delete(f.of, conn)
	return all
}

// maxBroken is how many violations of one rule are told of.
const maxBroken = 1000

// newJudge returns a judge that has heard nothing yet. It listens to all lanes:
// some rules need what several were told.
func (r *Room) newJudge(alone bool) *judge.Judge {
	return judge.New(judge.Options{
		Alone: alone, Keep: maxBroken, Found: func(v judge.Violation) { r.found = append(r.found, v) },
	})
}

// hear has the judge hear something, and returns the rules that it shows to be
// broken; what the RFCs allow breaks none. mu is held.
func (r *Room) hear(e judge.Event) []Broken {
	r.judge.Feed(e)
	var all []Broken
	for _, v := range r.found {
		if rule, _ := oracle.RuleByID(v.Rule); rule.Level == oracle.Legal {
			continue
		}
		all = append(all, Broken{Rule: v.Rule, Why: v.Seen, Lines: v.Events})
	}
	r.found = r.found[:0]
	r.broken = append(r.broken, all...)
	return all
}

// Broken returns what the judge has found since the Room began, in order, also
// if it is hidden from lines: it is for who grades.
func (r *Room) Broken() []Broken {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.broken)
}
