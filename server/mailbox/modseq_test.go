package mailbox

import (
	"fmt"
	"testing"
)

// The history is thinned: it does not grow with the life of the mailbox, and
// finds the same afterwards.
func TestHistoryIsThinned(t *testing.T) {
	mb := newInbox(t)[0]
	mail(t, mb, 3)
	v := open(t, mb)
	v.ChangedSince(0)
	op := []FlagOp{AddFlags, RemoveFlags}
	for i := range 1000 {
		if _, err := v.SetFlags([]int{i % 2}, op[i/2%2], []string{Seen}); err != nil {
			t.Fatal(err)
		}
		if n := len(mb.history.entries); n > 2*3+65 {
			t.Fatalf("the history has %d entries for 3 messages", n)
		}
		if i == 500 {
			mail(t, mb, 1, Deleted)
			if err := v.Expunge(nil); err != nil {
				t.Fatal(err)
			}
			v.Advance(true)
		}
	}
	if got := fmt.Sprint(v.ChangedSince(4)); got != "[0 1]" {
		t.Errorf("changed: %s", got)
	}
	if got := fmt.Sprint(v.ChangedSince(0)); got != "[0 1 2]" {
		t.Errorf("changed ever: %s", got)
	}
}

// At least so many expunges are remembered as the constant says, and not many
// more; those of one EXPUNGE are remembered or forgotten together.
func TestExpungesAreForgotten(t *testing.T) {
	mb := newInbox(t)[0]
	mb.registry.Remember(10)
	v := open(t, mb)
	expunge := func(n int) uint64 {
		t.Helper()
		mail(t, mb, n, Deleted)
		if err := v.Expunge(nil); err != nil {
			t.Fatal(err)
		}
		v.Advance(true)
		return v.ToldModSeq()
	}
	var at []uint64
	for range 30 {
		at = append(at, expunge(1))
		if n := len(mb.gone); n > 20 {
			t.Fatalf("%d expunges are remembered", n)
		}
	}
	if uids, all := v.Vanished(at[19]); !all || len(uids) != 10 {
		t.Errorf("the last ten: %v, %v", uids, all)
	}
	if _, all := v.Vanished(at[0]); all {
		t.Error("the first is remembered")
	}
	large := expunge(50)
	for range 9 {
		expunge(1)
	}
	if uids, all := v.Vanished(large - 1); !all || len(uids) != 59 {
		t.Errorf("the large one and those after it: %d, %v", len(uids), all)
	}
	for range 2 {
		expunge(1)
	}
	if uids, all := v.Vanished(large); !all || len(uids) != 11 || len(mb.gone) != 11 {
		t.Errorf("those after the large one: %v, %v", uids, all)
	}
	kept, err := mb.registry.store.Expunged(mb.id)
	if err != nil || len(kept) != len(mb.gone) {
		t.Errorf("the store remembers %d, %v; memory %d", len(kept), err, len(mb.gone))
	}
}

func BenchmarkChangedSince(b *testing.B) {
	mb := newInbox(b)[0]
	mail(b, mb, 100_000)
	v := open(b, mb)
	highest := v.ToldModSeq()
	v.ChangedSince(highest)
	b.ReportAllocs()
	for b.Loop() {
		if len(v.ChangedSince(highest-5)) != 5 {
			b.Fatal("wrong answer")
		}
	}
}
