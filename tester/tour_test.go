package tester

import (
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"imaporacle/oracle"
	"imaporacle/tester/client"
)

// A connection too many was refused for that reason only if others can be had
// when the many are gone.
func TestCrowd(t *testing.T) {
	for _, forGood := range []bool{false, true} {
		var open atomic.Int32
		var down atomic.Bool
		cfg := quick(serve(t, func(p *peer) {
			defer open.Add(-1)
			if open.Add(1) > crowd/2 || down.Load() {
				down.Store(forGood)
				p.send("* BYE too many")
				return
			}
			answers(func(*peer, string, string) (bool, bool) { return false, true })(p)
		}))
		if !forGood {
			cfg.Settle = time.Minute // what comes is waited for
		}
		r := &run{ctx: t.Context(), cfg: cfg, result: &Result{Transcript: new(client.Recorder)}}
		if err := tourCrowd(&trial{run: r}); err != nil {
			t.Error(err)
		}
		limits := slices.ContainsFunc(r.result.Findings, func(f oracle.Finding) bool { return f.Rule == "refusal/limit" })
		if limits == forGood {
			t.Errorf("refused for good %t, a limit is told %t", forGood, limits)
		}
	}
}
