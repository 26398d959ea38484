package store

import (
	"errors"
	"testing"
	"testing/synctest"
)

// TestQueueBound: put waits when too much is queued, and goes on when the writer
// has taken it, or is gone.
func TestQueueBound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newQueue()
		for range maxQueued {
			q.put(request{})
		}
		entered := false
		go func() { entered = q.put(request{}) }()
		synctest.Wait()
		if entered {
			t.Fatal("put did not wait for room among requests")
		}
		group := q.take(nil)
		synctest.Wait()
		if len(group) != maxQueued || !entered {
			t.Fatalf("took %d, entered: %v", len(group), entered)
		}

		big := request{ops: []Op{AddMessage{Body: make([]byte, maxQueuedBytes)}}}
		q.put(big) // finds room, and leaves none
		entered = false
		go func() { entered = q.put(request{}) }()
		synctest.Wait()
		if entered {
			t.Fatal("put did not wait for room among bytes")
		}
		group = q.take(group)
		synctest.Wait()
		if len(group) != 2 || entered {
			t.Fatalf("took %d; what is being written must count; entered: %v", len(group), entered)
		}
		go func() { group = q.take(group) }()
		synctest.Wait()
		if len(group) != 1 || !entered {
			t.Fatalf("took %d, entered: %v", len(group), entered)
		}
	})
}

func TestQueueClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newQueue()
		q.put(request{})
		q.close()
		if !q.put(request{ops: []Op{Expunge{}}}) {
			t.Fatal("put after close must keep its place while the writer runs")
		}
		group := q.take(nil)
		if len(group) != 2 || group[0].err != nil || !errors.Is(group[1].err, ErrClosed) || group[1].ops != nil {
			t.Fatalf("took %+v", group)
		}
		for range maxQueued {
			q.put(request{})
		}
		late := true
		go func() { late = q.put(request{}) }()
		synctest.Wait()
		group = q.take(group)
		synctest.Wait()
		if !late {
			t.Fatal("put while the writer runs")
		}
		if group = q.take(group); len(group) != 1 {
			t.Fatalf("took %d, want the late one", len(group))
		}
		if q.take(group) != nil || q.put(request{}) {
			t.Fatal("the writer is gone, but put found it")
		}
	})
}
