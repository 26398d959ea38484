// Package ring remembers the last of what happens, numbered from 1, for those
// who follow it.
package ring

import "sync"

// Ring keeps the last items that were added. It is safe for concurrent use.
type Ring[T any] struct {
	size int

	mu      sync.Mutex
	last    int           // ID
	items   []T           // a ring once there are size of them
	changed chan struct{} // closed at the next item, nil if nobody waits
}

// New returns a Ring that keeps size items, at least one.
func New[T any](size int) *Ring[T] { return &Ring[T]{size: max(size, 1)} }

// Add adds what item returns for its ID. IDs count from 1, without gaps. item
// must be quick and must not call back.
func (r *Ring[T]) Add(item func(id int) T) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.last++
	if len(r.items) < r.size {
		r.items = append(r.items, item(r.last))
	} else {
		r.items[(r.last-1)%r.size] = item(r.last)
	}
	if r.changed != nil {
		close(r.changed)
		r.changed = nil
	}
}

// Last returns the ID of the last item, 0 if there is none.
func (r *Ring[T]) Last() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.last
}

// Get returns the item of an ID; ok is false if there is none, or if it is
// forgotten.
func (r *Ring[T]) Get(id int) (item T, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if id < 1 || id > r.last || id <= r.last-len(r.items) {
		return item, false
	}
	return r.items[(id-1)%r.size], true
}

// Since returns at most n items behind an ID, those that are not forgotten.
// With none, changed is closed when there is one.
func (r *Ring[T]) Since(id, n int) (items []T, changed <-chan struct{}) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for next := max(id, r.last-len(r.items)); next < r.last && len(items) < n; next++ {
		items = append(items, r.items[next%r.size])
	}
	if len(items) == 0 && r.changed == nil {
		r.changed = make(chan struct{})
	}
	return items, r.changed
}
