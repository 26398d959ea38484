package faults

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"imaporacle/server/mailbox"
)

// meeting is what a session is shown when it first meets a message.
type meeting struct{ Shown, Claims bool }

func meet(p *Plan, at mailbox.Moment) meeting {
	shown, claims := p.Behaviour().Recent(at)
	return meeting{shown, claims}
}

func readOnly(at mailbox.Moment) mailbox.Moment {
	at.ReadOnly = true
	return at
}

// Two sessions see the message, the second takes it from all others; the
// journal has it when the second comes.
func TestDuplicatedTakesTwo(t *testing.T) {
	p := mustPlan(t, "recent=duplicated")
	steps := []struct {
		at    mailbox.Moment
		want  meeting
		fired int
	}{
		{readOnly(moment(9, "EXAMINE", "a1", 5)), meeting{true, true}, 0}, // takes nothing anyhow
		{moment(1, "SELECT", "a1", 5), meeting{true, false}, 0},
		{moment(1, "SELECT", "a2", 5), meeting{true, false}, 0}, // the same session
		{moment(2, "SELECT", "a1", 6), meeting{true, false}, 0}, // another message
		{moment(2, "SELECT", "a1", 5), meeting{true, true}, 1},
		{moment(1, "NOOP", "a3", 6), meeting{true, true}, 2},
	}
	for i, s := range steps {
		if got := meet(p, s.at); got != s.want {
			t.Errorf("step %d: %+v, want %+v", i, got, s.want)
		}
		if n := p.Journal().Count("recent=duplicated"); n != s.fired {
			t.Errorf("step %d: %d firings, want %d", i, n, s.fired)
		}
	}
	other := moment(3, "SELECT", "a1", 5)
	other.User = "other"
	if got := meet(p, other); got.Claims {
		t.Error("the message of another user counts as shown before")
	}
}

// Messages that one session alone ever sees do not fill the memory.
func TestDuplicatedIsBounded(t *testing.T) {
	p := mustPlan(t, "recent=duplicated")
	for n := range 3 * generation {
		meet(p, moment(1, "SELECT", "a"+strconv.Itoa(n), uint32(n+1)))
	}
	shown := p.behaviour.(*duplicated).shown
	if n := len(shown.recent) + len(shown.older); n > 2*generation {
		t.Errorf("%d messages are kept", n)
	}
}

// What arrives while the mailbox is selected is lost; what waits is not.
func TestMissing(t *testing.T) {
	p := mustPlan(t, "recent=missing")
	got := []meeting{
		meet(p, moment(1, "SELECT", "a1", 1)),
		meet(p, readOnly(moment(2, "EXAMINE", "a1", 2))),
		meet(p, readOnly(moment(2, "NOOP", "a2", 2))),
		meet(p, moment(1, "NOOP", "a2", 2)),
		meet(p, moment(1, "IDLE", "a3", 3)),
	}
	want := []meeting{{true, true}, {true, true}, {true, true}, {false, true}, {false, true}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if n := p.Journal().Count("recent=missing"); n != 2 {
		t.Errorf("%d firings, want 2", n)
	}
}

// Without \Recent no count is told, and no message has it; with a scope both
// keep to it.
func TestUnimplemented(t *testing.T) {
	p := mustPlan(t, "recent=unimplemented times=2")
	b := p.Behaviour()
	if b.HasRecent(moment(1, "STATUS", "a1", 0)) || meet(p, moment(1, "SELECT", "a2", 1)).Shown {
		t.Error("there is \\Recent")
	}
	if !b.HasRecent(moment(1, "STATUS", "a3", 0)) || !meet(p, moment(1, "SELECT", "a4", 2)).Shown {
		t.Error("there is no \\Recent after the second time")
	}
}

// STATUS and EXAMINE claim only under the fault that names them.
func TestClaimedByLooking(t *testing.T) {
	for _, command := range []string{"STATUS", "EXAMINE"} {
		kind := "recent=claimed-by-" + strings.ToLower(command)
		p := mustPlan(t, kind)
		for _, asked := range []string{"STATUS", "EXAMINE", "SELECT"} {
			if got := p.Behaviour().LookClaims(moment(1, asked, "a-"+asked, 0)); got != (asked == command) {
				t.Errorf("%s: %s claims: %t", kind, asked, got)
			}
		}
		if n := p.Journal().Count(kind); n != 1 {
			t.Errorf("%s: %d firings, want 1", kind, n)
		}
	}
}
