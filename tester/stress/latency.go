package stress

import (
	"cmp"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"

	"imaporacle/internal/wire"
)

// CommandStats is how a command went. Its times are from the first octet sent to
// the tagged response read, in milliseconds.
type CommandStats struct {
	Name  string  `json:"name"`
	Count int64   `json:"count"` // of those that were answered
	OK    int64   `json:"ok"`
	NO    int64   `json:"no"`
	BAD   int64   `json:"bad"`
	P50   float64 `json:"p50_ms"`
	P95   float64 `json:"p95_ms"`
	P99   float64 `json:"p99_ms"`
	Max   float64 `json:"max_ms"`
}

// tally counts commands by name. The zero value is ready.
type tally struct {
	commands atomic.Int64

	mu sync.Mutex
	of map[string]*timing
}

// timing is the times of a command, in microseconds.
type timing struct {
	status map[wire.Status]int64
	times  *hdrhistogram.Histogram
}

// The times that are told apart: from 1 µs to 10 minutes, two digits of each.
const (
	shortest, longest = 1, int64(10 * time.Minute / time.Microsecond)
	digits            = 2
)

func newTiming() *timing {
	return &timing{make(map[wire.Status]int64), hdrhistogram.New(shortest, longest, digits)}
}

// add takes the answer to a command.
func (t *tally) add(name string, status wire.Status, took time.Duration) {
	t.commands.Add(1)
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.of == nil {
		t.of = make(map[string]*timing)
	}
	one := t.of[name]
	if one == nil {
		one = newTiming()
		t.of[name] = one
	}
	one.status[status]++
	one.record(took)
}

func (t *timing) record(took time.Duration) {
	us := max(shortest, min(took.Microseconds(), longest))
	_ = t.times.RecordValue(us) // which is within the bounds
}

// stats returns what was counted, the most frequent command first, and all
// together.
func (t *tally) stats() (each []CommandStats, all CommandStats) {
	t.mu.Lock()
	defer t.mu.Unlock()
	sum := newTiming()
	for name, one := range t.of {
		each = append(each, one.stats(name))
		sum.times.Merge(one.times)
		for status, n := range one.status {
			sum.status[status] += n
		}
	}
	slices.SortFunc(each, func(a, b CommandStats) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Name, b.Name))
	})
	return each, sum.stats("all")
}

func (t *timing) stats(name string) CommandStats {
	ms := func(us int64) float64 { return float64(us) / 1000 }
	return CommandStats{
		Name: name, Count: t.times.TotalCount(),
		OK: t.status[wire.OK], NO: t.status[wire.NO], BAD: t.status[wire.BAD],
		P50: ms(t.times.ValueAtQuantile(50)), P95: ms(t.times.ValueAtQuantile(95)),
		P99: ms(t.times.ValueAtQuantile(99)), Max: ms(t.times.Max()),
	}
}
