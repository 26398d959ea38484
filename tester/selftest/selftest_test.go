package selftest

import "testing"

// Every fault shows its cell for the right reason, and a clean server is all
// Yes.
func TestAll(t *testing.T) {
	m, err := Run(t.Context(), Options{})
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
