package store

import "sync"

// request is one Commit on its way.
type request struct {
	ops  []Op
	done func(error)
	err  error // why it fails; set by the writer, or on arrival after Close
}

// Limits of what waits for the writer. A Commit that finds more waits itself.
const (
	maxQueued      = 4096
	maxQueuedBytes = 64 << 20
)

// queue holds Commits in order until the writer takes all of them at once: the
// group. While a group is written the next one gathers.
type queue struct {
	mu      sync.Mutex
	filled  sync.Cond // something to take, or closed
	drained sync.Cond // room again, or stopped

	waiting []request
	bytes   int64 // of bodies, waiting or being written
	writing int64 // of bytes, the part being written
	closed  bool  // what comes now fails
	stopped bool  // the writer has called its last done
}

func newQueue() *queue {
	q := &queue{}
	q.filled.L, q.drained.L = &q.mu, &q.mu
	return q
}

// put queues a request. After close the request carries ErrClosed; put returns
// false when even the writer is gone and its done is the caller's to call.
func (q *queue) put(r request) bool {
	size := r.size()
	q.mu.Lock()
	defer q.mu.Unlock()
	for !q.stopped && (len(q.waiting) >= maxQueued || q.bytes >= maxQueuedBytes) {
		q.drained.Wait()
	}
	if q.stopped {
		return false
	}
	if q.closed {
		// Through the queue all the same, so that its done keeps its place.
		r.ops, r.err, size = nil, ErrClosed, 0
	}
	q.waiting = append(q.waiting, r)
	q.bytes += size
	q.filled.Signal()
	return true
}

// take waits for requests and returns all of them. The slice lent is reused for
// the group after. It returns nil once the queue is closed and empty.
func (q *queue) take(lent []request) []request {
	clear(lent)
	q.mu.Lock()
	defer q.mu.Unlock()
	q.bytes -= q.writing
	for {
		q.writing = q.bytes
		if len(q.waiting) > 0 {
			group := q.waiting
			q.waiting = lent[:0]
			q.drained.Broadcast()
			return group
		}
		if q.closed {
			q.stopped = true
			q.drained.Broadcast()
			return nil
		}
		q.drained.Broadcast()
		q.filled.Wait()
	}
}

// close lets the writer stop when the queue is empty.
func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.filled.Signal()
}

// size is what the request holds in memory, roughly.
func (r request) size() int64 {
	var n int64
	for _, op := range r.ops {
		if add, ok := op.(AddMessage); ok {
			n += int64(len(add.Body))
		}
	}
	return n
}
