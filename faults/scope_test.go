package faults

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"imaporacle/server/mailbox"
)

// copies asks COPY, which one message and command is refused.
func copies(p *Plan, at mailbox.Moment) bool {
	return p.Behaviour().CopyExpunged(at) == mailbox.CopyRefused
}

func TestScopeCovers(t *testing.T) {
	at := moment(4, "UID COPY", "a1", 0)
	tests := map[string]bool{
		"user=user": true, "user=User": false, "user=nobody": false,
		"mailbox=inbox": true, "mailbox=INBOX/x": false,
		"connection=4": true, "connection=1": false,
		`command="uid copy"`: true, "command=COPY": false,
		`user=user mailbox=INBOX connection=4 command="UID COPY"`:  true,
		`user=user mailbox=INBOX connection=5 command="UID COPY"`:  false,
		`user=other mailbox=INBOX connection=4 command="UID COPY"`: false,
	}
	for scope, want := range tests {
		p := mustPlan(t, "expunge-copy=refused "+scope)
		if got := copies(p, at); got != want {
			t.Errorf("%s: acts %t, want %t", scope, got, want)
		}
		if got := p.Journal().Count("expunge-copy=refused") == 1; got != want {
			t.Errorf("%s: in the journal %t, want %t", scope, got, want)
		}
	}
}

// What is out of scope is no opportunity.
func TestScopeCounts(t *testing.T) {
	tests := map[string][]int{ // which of eight commands the fault acts upon
		"":                      {1, 2, 3, 4, 5, 6, 7, 8},
		"nth=3":                 {3},
		"nth=9":                 nil,
		"after=5":               {6, 7, 8},
		"times=2":               {1, 2},
		"after=2 times=3":       {3, 4, 5},
		"nth=2 after=2":         nil,
		"connection=2":          {2, 4, 6, 8},
		"connection=2 nth=3":    {6},
		"connection=2 after=1":  {4, 6, 8},
		"connection=1 times=1":  {1},
		"p=1 times=1":           {1},
		"command=NOOP after=1 ": nil,
	}
	for scope, want := range tests {
		p := mustPlan(t, "expunge-copy=refused "+scope)
		var got []int
		for n := 1; n <= 8; n++ {
			at := moment(2-n%2, "COPY", "a"+strconv.Itoa(n), 0)
			for range 3 { // the same opportunity, however often it is asked for
				if copies(p, at) && !slices.Contains(got, n) {
					got = append(got, n)
				}
			}
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%q: %s", scope, d)
		}
		if n := p.Journal().Count("expunge-copy=refused"); n != len(want) {
			t.Errorf("%q: %d firings of %d", scope, n, len(want))
		}
	}
}

// One message in one command is an opportunity: all its items fare alike.
func TestOpportunityIsAMessage(t *testing.T) {
	p := mustPlan(t, "expunge-fetch=refused nth=2")
	var got []string
	for _, uid := range []uint32{7, 8, 9} {
		at := moment(1, "FETCH", "a1", uid)
		for item := mailbox.ItemFlags; item <= mailbox.ItemBody; item++ {
			if p.Behaviour().ServeExpunged(at, item) == mailbox.ServeNothing {
				got = append(got, fmt.Sprint(uid, item))
			}
		}
	}
	want := []string{"8 0", "8 1", "8 2", "8 3", "8 4", "8 5", "8 6"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if n := p.Journal().Count("expunge-fetch=refused"); n != 1 {
		t.Errorf("%d firings, want 1", n)
	}
}

// drawn are the moments among which a fault with a probability chooses.
func drawn() []mailbox.Moment {
	var all []mailbox.Moment
	for conn := 1; conn <= 4; conn++ {
		for n := range 250 {
			at := moment(conn, "FETCH", "a"+strconv.Itoa(n/5), uint32(n%5))
			all = append(all, at)
		}
	}
	return all
}

func chosen(p *Plan, moments []mailbox.Moment) map[opportunity]bool {
	acts := make(map[opportunity]bool)
	for _, at := range moments {
		acts[opportunityOf(at)] = copies(p, at)
	}
	return acts
}

// What chance decides is decided by the opportunity and the seed, whatever the
// order in which sessions come, and at the same time or not.
func TestChanceIsRepeatable(t *testing.T) {
	const line = "expunge-copy=refused p=0.3 seed=42"
	moments := drawn()
	want := chosen(mustPlan(t, line), moments)
	slices.Reverse(moments)
	if d := cmp.Diff(want, chosen(mustPlan(t, line), moments), cmp.AllowUnexported(opportunity{})); d != "" {
		t.Errorf("in reverse order: %s", d)
	}
	together := mustPlan(t, line)
	var wg sync.WaitGroup
	for _, part := range slices.Collect(slices.Chunk(moments, 250)) {
		wg.Go(func() {
			for _, at := range part {
				if got := copies(together, at); got != want[opportunityOf(at)] {
					t.Errorf("at the same time: connection %d %s %d: %t", at.Conn, at.Tag, at.UID, got)
				}
			}
		})
	}
	wg.Wait()
	n := 0
	for _, act := range want {
		if act {
			n++
		}
	}
	if got := together.Journal().Count("expunge-copy=refused"); got != n {
		t.Errorf("%d firings of %d", got, n)
	}
	for o := range want {
		at := moment(o.conn, "FETCH", o.tag, o.uid)
		at.Mailbox, at.User = "another name", "another user"
		if got := copies(mustPlan(t, line), at); got != want[o] {
			t.Fatal("a name has changed what chance decides")
		}
	}
}

// The share of opportunities taken is near p for any seed, and seeds differ.
func TestChanceIsFair(t *testing.T) {
	moments := drawn()
	var before map[opportunity]bool
	for _, p := range []float64{0.02, 0.1, 0.5, 0.9} {
		for seed := 1; seed <= 5; seed++ {
			acts := chosen(mustPlan(t, fmt.Sprintf("expunge-copy=refused p=%v seed=%d", p, seed)), moments)
			n := 0
			for _, act := range acts {
				if act {
					n++
				}
			}
			// The seeds are fixed, so this holds or not for good: five
			// standard deviations leave no doubt about the hash.
			share := float64(n) / float64(len(acts))
			if spread := 5 * math.Sqrt(p*(1-p)/float64(len(acts))); math.Abs(share-p) > spread {
				t.Errorf("p=%v seed=%d: acts at %v of the opportunities", p, seed, share)
			}
			if cmp.Equal(before, acts) {
				t.Errorf("p=%v seed=%d: chance decides as for the seed before", p, seed)
			}
			before = acts
		}
	}
}

// Chance must not favour a connection, a place in a command or a round of
// commands: neighbours are drawn independently.
func TestChanceHasNoPattern(t *testing.T) {
	acts := chosen(mustPlan(t, "expunge-copy=refused p=0.5 seed=3"), drawn())
	count := make(map[string]int)
	total := make(map[string]int)
	for o, act := range acts {
		for _, k := range []string{fmt.Sprint("connection ", o.conn), fmt.Sprint("message ", o.uid), "last digit of tag " + o.tag[len(o.tag)-1:]} {
			total[k]++
			if act {
				count[k]++
			}
		}
	}
	for k, n := range total {
		if spread := 5 * math.Sqrt(0.25*float64(n)); math.Abs(float64(count[k])-float64(n)/2) > spread {
			t.Errorf("%s: acts at %d of %d opportunities, want about half", k, count[k], n)
		}
	}
}

// A long run must not fill the memory, and what is decided stays decided while
// it is asked for.
func TestMemoryIsBounded(t *testing.T) {
	p := mustPlan(t, "expunge-copy=refused times=1")
	first := moment(1, "COPY", "first", 0)
	for n := range 5 * generation {
		if !copies(p, first) {
			t.Fatalf("after %d other opportunities the decision is forgotten", n)
		}
		if copies(p, moment(2, "COPY", "a"+strconv.Itoa(n), 0)) {
			t.Fatal("the fault acts more than once")
		}
	}
	decided := &p.behaviour.(*refusedCopy).decided
	if n := len(decided.recent) + len(decided.older); n > 2*generation {
		t.Errorf("%d decisions are kept", n)
	}
}

func TestMemory(t *testing.T) {
	var m memory[int, string]
	if _, ok := m.get(1); ok {
		t.Error("an empty memory knows something")
	}
	for n := range generation + 1 {
		m.put(n, strconv.Itoa(n))
	}
	if v, ok := m.get(0); !ok || v != "0" {
		t.Errorf("the oldest of a generation is %q", v)
	}
	m.drop(0)
	m.drop(1)
	for _, n := range []int{0, 1} {
		if v, ok := m.get(n); ok {
			t.Errorf("dropped, but still %q", v)
		}
	}
	for n := range 2 * generation {
		m.put(-1-n, "")
	}
	if _, ok := m.get(2); ok {
		t.Error("nothing is forgotten")
	}
}
