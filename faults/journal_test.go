package faults

import (
	"strconv"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"imaporacle/server/mailbox"
)

// The journal says who met the fault, where, and under which line.
func TestJournal(t *testing.T) {
	p := mustPlan(t, "expunge-fetch=nil times=2 user=user", "expunge-store=refused")
	b := p.Behaviour()
	b.ServeExpunged(moment(3, "UID FETCH", "b7", 12), mailbox.ItemFlags)
	b.ServeExpunged(moment(3, "UID FETCH", "b7", 12), mailbox.ItemBody)
	b.StoreExpunged(moment(4, "STORE", "c1", 0))
	b.ServeExpunged(moment(3, "FETCH", "b8", 13), mailbox.ItemSize)
	b.ServeExpunged(moment(3, "FETCH", "b9", 14), mailbox.ItemSize)
	b.CopyExpunged(moment(3, "COPY", "b9", 0))
	want := []Firing{
		{Fault: "expunge-fetch=nil user=user times=2", Kind: "expunge-fetch=nil", User: "user", Conn: 3, Command: "UID FETCH", Tag: "b7", Mailbox: "INBOX", UID: 12},
		{Fault: "expunge-store=refused", Kind: "expunge-store=refused", User: "user", Conn: 4, Command: "STORE", Tag: "c1", Mailbox: "INBOX"},
		{Fault: "expunge-fetch=nil user=user times=2", Kind: "expunge-fetch=nil", User: "user", Conn: 3, Command: "FETCH", Tag: "b8", Mailbox: "INBOX", UID: 13},
	}
	got, dropped := p.Journal().Firings()
	if d := cmp.Diff(want, got, cmpopts.IgnoreFields(Firing{}, "Time")); d != "" || dropped != 0 {
		t.Errorf("%d dropped; %s", dropped, d)
	}
	for i, f := range got {
		if f.Time.IsZero() || i > 0 && f.Time.Before(got[i-1].Time) {
			t.Errorf("firing %d is at %v", i, f.Time)
		}
	}
	got[0].Fault = "mine now"
	if again, _ := p.Journal().Firings(); again[0].Fault == got[0].Fault {
		t.Error("the caller can change the journal")
	}
}

// Two faults of a kind are counted together.
func TestJournalCountsByKind(t *testing.T) {
	p := mustPlan(t, "expunge-fetch=nil connection=1", "expunge-fetch=nil connection=2")
	for conn := 1; conn <= 3; conn++ {
		p.Behaviour().ServeExpunged(moment(conn, "FETCH", "a1", 1), mailbox.ItemFlags)
	}
	if n := p.Journal().Count("expunge-fetch=nil"); n != 2 {
		t.Errorf("%d firings, want 2", n)
	}
	if n := p.Journal().Count("expunge-fetch=none"); n != 0 {
		t.Errorf("%d firings of a fault that is not in the plan", n)
	}
}

// A full journal goes on counting.
func TestJournalIsBounded(t *testing.T) {
	p := mustPlan(t, "expunge-copy=refused")
	const more = 7
	var wg sync.WaitGroup
	for part := range 2 {
		wg.Go(func() {
			for n := range (maxFirings + 1) / 2 {
				p.Behaviour().CopyExpunged(moment(1+part, "COPY", "a"+strconv.Itoa(n), 0))
			}
		})
	}
	wg.Wait()
	for n := range more {
		p.Behaviour().CopyExpunged(moment(3, "COPY", "a"+strconv.Itoa(n), 0))
	}
	kept, dropped := p.Journal().Firings()
	if len(kept) != maxFirings || dropped != more {
		t.Errorf("%d kept, %d dropped; want %d and %d", len(kept), dropped, maxFirings, more)
	}
	if n := p.Journal().Count("expunge-copy=refused"); n != maxFirings+more {
		t.Errorf("%d counted, want %d", n, maxFirings+more)
	}
}
