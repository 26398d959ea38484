package oracle

import "slices"

// unbroken lists the rules that no fault of the catalogue is to break, by the
// reason. Those of the judge are broken by the traces of its own tests.
var unbroken = []struct {
	why   string
	rules []string
}{
	{"it is what a clean server does", []string{"expunge/fetch-whole"}},
	{"what a behaviour refuses is answered NO", []string{"expunge/not-bad"}},
	{"the tester does not use LOGIN where LOGINDISABLED is advertised", []string{"login/disabled"}},
	{"the tester changes nothing in a mailbox that it has read-only", []string{"select/read-only-kept"}},
	{"a client that is greeted otherwise does not connect, so that nothing can be tested", []string{"greeting/form"}},
	{"the client waits for ever", []string{"syntax/tag"}},
	{"the tester could not tell in which order it heard of the EXPUNGE and of the completion", []string{"expunge/needs-command"}},
	{"it would take half an hour", []string{"idle/kept-alive"}},
	{"no fault has been written that does", []string{
		"expunge/not-during-search", "vanished/known", "vanished/needs-qresync", "flags/announced", "flags/not-dropped", "tag/untagged-bad", "syntax/line-end",
	}},
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
