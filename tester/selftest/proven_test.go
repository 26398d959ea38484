package selftest

import (
	"testing"

	"imaporacle/oracle"
	"imaporacle/tester"
)

// What was seen settles a cell, although the probe cannot go on: a server that
// shows sessions different mailboxes is not excused because it refuses NOOP.
func TestProvenThoughRefused(t *testing.T) {
	tests := map[oracle.Cell][]string{
		oracle.No:      {"checkpoint=lag", "answer=bad command=NOOP"},
		oracle.Unknown: {"answer=bad command=NOOP"},
	}
	for cell, faults := range tests {
		r := test(t, tester.Config{Config: stressed(t, faults...).Config}, oracle.Checkpoint)
		if v := r.Verdicts[oracle.Checkpoint]; v.Cell != cell || !noted(v, "NOOP: BAD") {
			t.Errorf("%q: %s with the notes %q, want %s", faults, v.Cell, v.Notes, cell)
		}
	}
}
