package oracle

import "slices"

// unseen lists the faults that the tester does not yet see, by the reason. They
// are not part of a selftest, which says how many there are.
var unseen = []struct {
	why    string
	faults []Truth
}{
	{"the rule is the judge's, who does not sit in the tester yet", slices.Concat(toldTruths, searchedTruths, fetchedTruths)},
	{"no probe sends the command, or the connection does not live long enough for a probe", slices.Concat(answeredTruths, carriedTruths)},
}

// Unseen says why the tester does not yet see a fault; it is empty if it does.
func Unseen(fault string) string {
	for _, u := range unseen {
		if slices.ContainsFunc(u.faults, func(t Truth) bool { return t.Fault == fault }) {
			return u.why
		}
	}
	return ""
}
