package faults

import (
	"sync"
	"time"

	"imaporacle/server/mailbox"
)

// Firing is one time that a fault acted: once for each opportunity, however
// many answers it bent there.
type Firing struct {
	Fault   string // the line
	Kind    string // "expunge-store=delayed"
	Time    time.Time
	User    string
	Conn    int
	Command string
	Tag     string
	Mailbox string
	UID     uint32 // 0 if no single message is concerned
}

// Journal records each firing. It is safe for concurrent use.
type Journal struct {
	mu      sync.Mutex
	firings []Firing
	counts  map[string]int
	dropped int
	watches []func(Firing)
}

// Watch has each firing from now on told to f too, in order. f must be quick,
// and must call neither back nor a mailbox.
func (j *Journal) Watch(f func(Firing)) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.watches = append(j.watches, f)
}

// maxFirings bounds what the journal keeps; it goes on counting.
const maxFirings = 100_000

func (j *Journal) record(i *instance, at mailbox.Moment) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.counts == nil {
		j.counts = make(map[string]int)
	}
	kind := i.kind.String()
	j.counts[kind]++
	f := Firing{
		Fault: i.line, Kind: kind, Time: time.Now(), User: at.User, Conn: at.Conn,
		Command: at.Command, Tag: at.Tag, Mailbox: at.Mailbox, UID: at.UID,
	}
	for _, watch := range j.watches {
		watch(f)
	}
	if len(j.firings) == maxFirings {
		j.dropped++
		return
	}
	j.firings = append(j.firings, f)
}

// Count returns how often faults of a kind have acted.
func (j *Journal) Count(kind string) int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.counts[kind]
}

// Firings returns a copy of what is kept, in order, and how many firings more
// there were.
func (j *Journal) Firings() (kept []Firing, dropped int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return append([]Firing(nil), j.firings...), j.dropped
}
