package tester

import (
	"slices"
	"sync"

	"imaporacle/oracle"
	"imaporacle/oracle/judge"
	"imaporacle/tester/client"
	"imaporacle/tester/listen"
)

// bench are the judges of a run: one for the probes, and one for each script.
// The tester works in mailboxes of its own, so what changes in them is its
// doing.
type bench struct {
	mu     sync.Mutex
	judges []*judge.Judge
}

// listen has a new judge listen to all sessions that are recorded.
func (b *bench) listen(rec *client.Recorder) {
	j := listen.To(rec, judge.Options{Alone: true})
	b.mu.Lock()
	defer b.mu.Unlock()
	b.judges = append(b.judges, j)
}

// recorder returns one with a judge that listens.
func (b *bench) recorder() *client.Recorder {
	rec := new(client.Recorder)
	b.listen(rec)
	return rec
}

// addJudged adds what the judges have seen and nobody has reported: a probe knows
// better what it was about.
func (r *run) addJudged() {
	for _, j := range r.bench.judges {
		for _, f := range j.Findings() {
			same := func(p oracle.Finding) bool { return p.Rule == f.Rule }
			if !slices.ContainsFunc(r.result.Findings, same) {
				r.result.Findings = append(r.result.Findings, f)
			}
		}
	}
}
