package ring

import (
	"slices"
	"sync"
	"testing"
)

func add(r *Ring[int], n int) {
	for range n {
		r.Add(func(id int) int { return 10 * id })
	}
}

func TestRing(t *testing.T) {
	r := New[int](3)
	if _, ok := r.Get(1); ok || r.Last() != 0 {
		t.Error("something is in an empty ring")
	}
	add(r, 5)
	for _, test := range []struct {
		after, n int
		want     []int
	}{
		{0, 10, []int{30, 40, 50}}, // 10 and 20 are forgotten
		{2, 2, []int{30, 40}},
		{3, 10, []int{40, 50}},
		{5, 10, nil},
		{99, 10, nil},
	} {
		if got, _ := r.Since(test.after, test.n); !slices.Equal(got, test.want) {
			t.Errorf("%d behind %d: %v, want %v", test.n, test.after, got, test.want)
		}
	}
	for id, want := range map[int]int{0: 0, 1: 0, 2: 0, 3: 30, 5: 50, 6: 0} {
		if got, ok := r.Get(id); got != want || ok != (want > 0) {
			t.Errorf("item %d is %d, %v", id, got, ok)
		}
	}
}

// Whoever waits wakes at the next item, and misses none.
func TestFollow(t *testing.T) {
	r := New[int](1000)
	const followers, items = 4, 500
	var wg sync.WaitGroup
	for range followers {
		wg.Go(func() {
			for id := 0; id < items; {
				got, changed := r.Since(id, 7)
				if len(got) == 0 {
					<-changed
				}
				for _, item := range got {
					if id++; item != 10*id {
						t.Errorf("item %d is %d", id, item)
						return
					}
				}
			}
		})
	}
	add(r, items)
	wg.Wait()
}
