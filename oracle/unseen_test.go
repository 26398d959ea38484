package oracle

import "testing"

// What is listed exists, once, and gives its reason.
func TestUnseen(t *testing.T) {
	seen := make(map[string]bool)
	for _, u := range unseen {
		for _, fault := range u.faults {
			if _, ok := TruthOf(fault); !ok || seen[fault] || u.why == "" {
				t.Errorf("%s is no fault, is there twice, or has no reason", fault)
			}
			seen[fault] = true
			if Unseen(fault) != u.why {
				t.Errorf("%s is seen although %s", fault, u.why)
			}
		}
	}
	if why := Unseen("expunge-store=delayed"); why != "" {
		t.Errorf("what is seen is not seen, as %s", why)
	}
}
