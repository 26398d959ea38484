package selftest

import (
	"context"
	"sync"
	"testing"
)

// honest is the selftest of the tester as it is, which is run once for all
// tests that look at what it says.
var honest = sync.OnceValues(func() (*Matrix, error) { return Run(context.Background(), Options{}) })

// Every fault shows its cell for the right reason, and a clean server is all
// Yes.
func TestAll(t *testing.T) {
	m, err := honest()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range m.Rows {
		t.Logf("%s took %v", r.Fault, r.Took)
		if !r.Outcome.OK() {
			t.Errorf("%s: %q", r.Fault, r.Outcome.Problems())
			for _, f := range r.Report.Findings {
				t.Logf("  %s: %s: %s", f.Rule, f.Column, f.Seen)
			}
			for c, v := range r.Report.Verdicts {
				t.Logf("  %s: %+v", c, v)
			}
		}
	}
	t.Logf("%d rows in %v", len(m.Rows), m.Took)
}
