package tester

import (
	"fmt"
	"slices"

	"imaporacle/oracle"
	"imaporacle/oracle/judge"
	"imaporacle/tester/client"
)

// judged has a judge listen to all sessions that are recorded. The tester works
// in mailboxes of its own, so what changes in them is its doing.
func judged(rec *client.Recorder) *judge.Judge {
	j := judge.New(judge.Options{Alone: true})
	rec.Observe = func(e client.Event) {
		if kind, ok := kindOf(e); ok {
			j.Feed(judge.Event{N: e.N, Time: e.Time, Session: e.Conn, Kind: kind, Bytes: e.Bytes})
		}
	}
	return j
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

// sentence turns what the judge has seen into findings, one for each rule that
// no probe has reported: a probe knows better what it was about.
func (r *run) sentence(j *judge.Judge) {
	counts := j.Counts()
	for _, v := range j.Violations() {
		same := func(f oracle.Finding) bool { return f.Rule == v.Rule }
		if slices.ContainsFunc(r.result.Findings, same) {
			continue
		}
		seen := v.Seen
		if n := counts[v.Rule]; n > 1 {
			seen = fmt.Sprintf("%s (%d times)", seen, n)
		}
		r.result.Findings = append(r.result.Findings, oracle.Finding{
			Rule: v.Rule, Expected: v.Expected, Seen: seen, Lines: v.Lines,
		})
	}
}
