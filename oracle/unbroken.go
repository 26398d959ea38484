package oracle

import "slices"

// unbroken lists the rules that no fault of the catalogue is to break, by the
// reason. Those of the judge are broken by the traces of its own tests.
var unbroken = []struct {
	why   string
	rules []string
}{
	{"it is what a clean server does", []string{"expunge/fetch-whole"}},
	{"it would take half an hour", []string{"idle/kept-alive"}},
}

// Unbroken says why no fault breaks a rule; it is empty if one must.
func Unbroken(rule string) string {
	for _, u := range unbroken {
		if slices.Contains(u.rules, rule) {
			return u.why
		}
	}
	return ""
}
