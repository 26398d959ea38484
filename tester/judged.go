package tester

import (
	"slices"
	"sync"

	"imaporacle/oracle"
	"imaporacle/oracle/judge"
	"imaporacle/tester/client"
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
	j := Listen(rec, judge.Options{Alone: true})
	b.mu.Lock()
	defer b.mu.Unlock()
	b.judges = append(b.judges, j)
}

// Listen has a judge listen to all sessions that are recorded from now on.
func Listen(rec *client.Recorder, o judge.Options) *judge.Judge {
	j := judge.New(o)
	rec.Observe = func(e client.Event) {
		if kind, ok := kindOf(e); ok {
			j.Feed(judge.Event{N: e.N, Time: e.Time, Session: e.Conn, Kind: kind, Bytes: e.Bytes})
		}
	}
	return j
}

// recorder returns one with a judge that listens.
func (b *bench) recorder() *client.Recorder {
	rec := new(client.Recorder)
	b.listen(rec)
	return rec
}

// kindOf says what an event is to the judge; false for a remark.
func kindOf(e client.Event) (judge.Kind, bool) {
	switch {
	case e.Dir == client.ClientSide:
		return judge.Client, true
	case e.Dir == client.Server:
		return judge.Server, true
	case e.Change == client.Opened:
		return judge.Opened, true
	case e.Change == client.Closed:
		return judge.Closed, true
	case e.Change == client.Lost:
		return judge.Lost, true
	}
	return 0, false
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
