package interop

import (
	"testing"
	"time"

	"imaporacle/interop/asked"
	"imaporacle/interop/dovecot"
	"imaporacle/oracle"
	"imaporacle/tester"
	"imaporacle/tester/stress"
)

// stressFile lists the rules that Dovecot breaks under stress, each with the
// words of the RFC.
const stressFile = "testdata/dovecot-2.3.stress"

// TestStressOnDovecot: whatever the sessions do, Dovecot breaks no other rule.
func TestStressOnDovecot(t *testing.T) {
	asked.OrSkip(t)
	known := knownOf(t, stressFile)
	for _, storage := range []dovecot.Storage{dovecot.Maildir, dovecot.Mdbox} {
		t.Run(string(storage), func(t *testing.T) {
			s := startDovecot(t, storage)
			cfg := configFor(s)
			r, err := tester.Run(t.Context(), tester.Config{
				Config: cfg, Only: []oracle.Column{},
				Stress: &stress.Config{Sessions: 12, Duration: 10 * time.Second, Seed: 1, Shrink: -1},
			})
			if err != nil {
				t.Fatal(err)
			}
			t.Log(asText(t, r))
			if r.StressFailed != nil || r.Stress.EndedAll > 0 || r.Stress.Unclean != nil {
				t.Errorf("not to the end: %v, %v, %v", r.StressFailed, r.Stress.Ended, r.Stress.Unclean)
			}
			for _, name := range known.Hold(r).Unexpected {
				t.Errorf("%s is broken, and is not listed", name)
			}
			checkClean(t, cfg, "imaporacle")
		})
	}
}
