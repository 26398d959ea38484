package selftest

import (
	"runtime"
	"testing"
)

// The server with each measured profile is reported as the table has it, and
// the commands that fail are those that the faults concern, name by name; that
// with one of public reports as the truth of its faults has it.
func TestProfiles(t *testing.T) {
	all, err := Profiles(t.Context(), runtime.NumCPU(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 21+9 {
		t.Errorf("%d profiles, not the twenty, of which Dovecot has two, and nine of public reports", len(all))
	}
	for _, im := range all {
		t.Logf("%s in %v: %+v", im.Profile.Name, im.Took, im.Tally)
		for _, p := range im.Problems {
			t.Errorf("%s: %s", im.Profile.Name, p)
		}
	}
}
