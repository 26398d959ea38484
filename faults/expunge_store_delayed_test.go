package faults

import (
	"testing"

	"imaporacle/server/mailbox"
)

// Sight ends before an EXPUNGE that may not be told, and only then.
func TestDelayed(t *testing.T) {
	tests := []struct {
		name  string
		sight mailbox.Sight
		want  mailbox.Position
		fires bool
	}{
		{"an expunge waits", mailbox.Sight{Told: 2, Own: 2, Expunge: 4, End: 9}, 4, true},
		{"it may be told", mailbox.Sight{Told: 2, Own: 2, Expunge: 4, End: 9, Expunges: true}, 9, false},
		{"there is none", mailbox.Sight{Told: 2, Own: 2, Expunge: 9, End: 9}, 9, false},
	}
	for _, tc := range tests {
		p := mustPlan(t, "expunge-store=delayed")
		if got := p.Behaviour().Horizon(moment(1, "FETCH", "a1", 0), tc.sight); got != tc.want {
			t.Errorf("%s: sees up to %d, want %d", tc.name, got, tc.want)
		}
		if fired := p.Journal().Count("expunge-store=delayed") == 1; fired != tc.fires {
			t.Errorf("%s: fired %t", tc.name, fired)
		}
	}
}
