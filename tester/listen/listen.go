// Package listen has the judge of package oracle/judge listen to what a tester
// records.
package listen

import (
	"imaporacle/oracle/judge"
	"imaporacle/tester/client"
)

// To has a new judge listen to all connections that are recorded. It must be
// called before the first of them.
func To(rec *client.Recorder, o judge.Options) *judge.Judge {
	j := judge.New(o)
	rec.Observe = func(e client.Event) {
		if kind, ok := kindOf(e); ok {
			j.Feed(judge.Event{N: e.N, Time: e.Time, Session: e.Conn, Kind: kind, Bytes: e.Bytes, Response: e.Response})
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
