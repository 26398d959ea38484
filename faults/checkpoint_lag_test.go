package faults

import (
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"imaporacle/server/mailbox"
)

// commands lets a session see what lies before it at commands that each meet
// one more change, and returns how far it saw.
func commands(b mailbox.Behaviour, at func(n int) mailbox.Moment, told mailbox.Position, n int) []mailbox.Position {
	var saw []mailbox.Position
	for i := 1; i <= n; i++ {
		end := mailbox.Position(10 * i)
		s := mailbox.Sight{Told: told, Own: told, Expunge: end, End: end}
		told = b.Horizon(at(i), s)
		if again := b.Horizon(at(i), s); again != told {
			saw = append(saw, -again)
		}
		saw = append(saw, told)
	}
	return saw
}

func by(conn int) func(int) mailbox.Moment {
	return func(n int) mailbox.Moment { return moment(conn, "CHECK", "a"+strconv.Itoa(n), 0) }
}

// A session trails by the number of commands, however often one command asks.
func TestLagTrails(t *testing.T) {
	tests := map[string][]mailbox.Position{
		"checkpoint=lag":                        {0, 0, 0, 10, 20, 30},
		"checkpoint=lag commands=1":             {0, 10, 20, 30, 40, 50},
		"checkpoint=lag commands=1 times=2":     {0, 10, 30, 40, 50, 60},
		"checkpoint=lag commands=1 user=nobody": {10, 20, 30, 40, 50, 60},
	}
	for line, want := range tests {
		p := mustPlan(t, line)
		if d := cmp.Diff(want, commands(p.Behaviour(), by(1), 0, 6)); d != "" {
			t.Errorf("%s: %s", line, d)
		}
	}
}

// A session sees what it did itself, and never less than it has been told.
func TestLagLimits(t *testing.T) {
	p := mustPlan(t, "checkpoint=lag")
	tests := []struct {
		sight mailbox.Sight
		want  mailbox.Position
	}{
		{mailbox.Sight{Told: 3, Own: 8, Expunge: 10, End: 10}, 8},
		{mailbox.Sight{Told: 10, Own: 10, Expunge: 10, End: 10}, 10},
		{mailbox.Sight{Told: 3, Own: 10, Expunge: 10, End: 10}, 10},
	}
	for i, tc := range tests {
		if got := p.Behaviour().Horizon(moment(i+1, "NOOP", "a1", 0), tc.sight); got != tc.want {
			t.Errorf("%+v: sees %d, want %d", tc.sight, got, tc.want)
		}
	}
	if n := p.Journal().Count("checkpoint=lag"); n != 1 {
		t.Errorf("%d firings, but only one session has seen less than there was", n)
	}
}

// Each session has a trail of its own, and a new one in each mailbox.
func TestLagKeepsSessionsApart(t *testing.T) {
	p := mustPlan(t, "checkpoint=lag commands=1")
	commands(p.Behaviour(), by(1), 0, 5)
	want := []mailbox.Position{0, 10, 20}
	if d := cmp.Diff(want, commands(p.Behaviour(), by(2), 0, 3)); d != "" {
		t.Errorf("another session: %s", d)
	}
	elsewhere := func(n int) mailbox.Moment {
		at := by(1)(n + 5)
		at.Mailbox = "elsewhere"
		return at
	}
	if d := cmp.Diff(want, commands(p.Behaviour(), elsewhere, 0, 3)); d != "" {
		t.Errorf("another mailbox: %s", d)
	}
}

// The trails of sessions that have gone are forgotten; one that is forgotten
// too early begins anew and trails still.
func TestLagIsBounded(t *testing.T) {
	p := mustPlan(t, "checkpoint=lag commands=1")
	for conn := range 3 * generation {
		commands(p.Behaviour(), by(conn), 0, 1)
	}
	nodes := p.behaviour.(*lag).nodes
	if n := len(nodes.recent) + len(nodes.older); n > 2*generation {
		t.Errorf("%d trails are kept", n)
	}
	if d := cmp.Diff([]mailbox.Position{5, 10, 20}, commands(p.Behaviour(), by(0), 5, 3)); d != "" {
		t.Error(d)
	}
}
