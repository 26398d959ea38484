package oracle

import "slices"

// unseen lists the faults that the tester does not see yet, by the reason. They
// are not part of a selftest, which says how many there are.
var unseen = []struct {
	why    string
	faults []string
}{}

// Unseen says why the tester does not see a fault yet; it is empty if it does.
func Unseen(fault string) string {
	for _, u := range unseen {
		if slices.Contains(u.faults, fault) {
			return u.why
		}
	}
	return ""
}
