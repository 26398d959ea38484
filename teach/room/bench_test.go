package room

import (
	"context"
	"testing"
)

// From a command to the state after each of its lines, in a mailbox of 10,000
// messages that four lanes have selected: one changes flags, and another hears
// of it.
func BenchmarkCommand(b *testing.B) {
	r := newTestRoom(b, Options{Mail: mails(10_000)})
	lanes := open(b, r, "Ann", "Bob", "Cid", "Dan")
	for _, l := range lanes[2:] {
		send(b, l, "IDLE")
	}
	commands := []string{`STORE 5000 +FLAGS (\Seen)`, `STORE 5000 -FLAGS (\Seen)`}
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		before := r.Last()
		send(b, lanes[0], commands[n%2])
		send(b, lanes[1], "NOOP")
		lines, _ := r.Since(before, 100)
		for _, l := range lines {
			if len(r.State(l.ID).Lanes) != len(lanes) {
				b.Fatalf("no state after %+v", l)
			}
		}
	}
}

// A FETCH of all 10,000 messages: what each line costs.
func BenchmarkFetchAll(b *testing.B) {
	const messages = 10_000
	r := newTestRoom(b, Options{Mail: mails(messages)})
	ann := open(b, r, "Ann", "Bob", "Cid", "Dan")[0]
	b.ReportAllocs()
	for b.Loop() {
		send(b, ann, "FETCH 1:* (FLAGS)")
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/messages, "µs/line")
}

// Opening a lane in it.
func BenchmarkOpen(b *testing.B) {
	r := newTestRoom(b, Options{Mail: mails(10_000)})
	for b.Loop() {
		l := open(b, r, "Ann")[0]
		if _, err := l.Send(context.Background(), "LOGOUT"); err != nil {
			b.Fatal(err)
		}
		l.Close()
	}
}
