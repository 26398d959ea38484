package faults

import (
	"sync"
	"testing"

	"imaporacle/server/mailbox"
)

// stale begins a STORE and returns what holds it up between reading and
// writing.
func stale(t *testing.T, p *Plan, at mailbox.Moment) (pause func()) {
	t.Helper()
	base, pause := p.Behaviour().FlagBase(at)
	if base != mailbox.BaseStale || pause == nil {
		t.Fatalf("a STORE begins with %d", base)
	}
	return pause
}

// Two STOREs to one mailbox wait for each other.
func TestRaceMeets(t *testing.T) {
	p := mustPlan(t, "atomic=race window=1m") // the test ends when they have met
	var wg sync.WaitGroup
	for conn := 1; conn <= 2; conn++ {
		wg.Go(stale(t, p, moment(conn, "STORE", "a1", 0)))
	}
	wg.Wait()
	if n := p.Journal().Count("atomic=race"); n != 2 {
		t.Errorf("%d firings, want 2", n)
	}
	if n := len(p.behaviour.(*race).waiting); n != 0 {
		t.Errorf("%d STOREs are still waited for", n)
	}
}

// A STORE that meets nobody goes on, and no trace of it stays in memory. Other
// mailboxes and users are nobody. It is in the journal: a STORE that chance has
// left atomic may have come in between, and be lost.
func TestRaceAlone(t *testing.T) {
	p := mustPlan(t, "atomic=race window=1ms")
	elsewhere, another := moment(2, "STORE", "a1", 0), moment(3, "STORE", "a1", 0)
	elsewhere.Mailbox, another.User = "elsewhere", "another"
	var wg sync.WaitGroup
	for _, at := range []mailbox.Moment{moment(1, "STORE", "a1", 0), elsewhere, another} {
		wg.Go(stale(t, p, at))
	}
	wg.Wait()
	stale(t, p, moment(1, "STORE", "a2", 0))() // a session does not meet itself
	if n := p.Journal().Count("atomic=race"); n != 4 {
		t.Errorf("%d firings, want 4", n)
	}
	if n := len(p.behaviour.(*race).waiting); n != 0 {
		t.Errorf("%d STOREs are still waited for", n)
	}
}

// Where chance has it not act, a STORE is atomic.
func TestRaceByChance(t *testing.T) {
	p := mustPlan(t, "atomic=race window=1ms nth=2")
	if base, pause := p.Behaviour().FlagBase(moment(1, "STORE", "a1", 0)); base != mailbox.BaseCurrent || pause != nil {
		t.Errorf("a STORE that is no opportunity begins with %d", base)
	}
	stale(t, p, moment(1, "STORE", "a2", 0))()
}
