package interop

import (
	"testing"
	"time"

	"imaporacle/interop/asked"
	"imaporacle/interop/dovecot"
	"imaporacle/oracle"
	"imaporacle/tester"
	"imaporacle/tester/script"
	"imaporacle/tester/suite"
)

// knownFile lists what Dovecot does wrong, each with the words of the RFC.
const knownFile = "testdata/dovecot-2.3.known"

// TestSuiteOnDovecot: the scripts fail where Dovecot breaks an RFC, and nowhere
// else. IDLE with an argument is one of these places, where only time tells.
func TestSuiteOnDovecot(t *testing.T) {
	asked.OrSkip(t)
	known := knownOf(t, knownFile)
	scripts, err := suite.Scripts()
	if err != nil {
		t.Fatal(err)
	}
	s := startDovecot(t, dovecot.Maildir)
	cfg := configFor(s)
	cfg.Timeout = 10 * time.Second
	r, err := tester.Run(t.Context(), tester.Config{Config: cfg, Only: []oracle.Column{}, Scripts: scripts})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%+v in %v", script.Count(r.Scripts), r.Took)
	checkClean(t, cfg, "imaptest")
	o := known.Hold(r)
	for _, name := range o.Unexpected {
		t.Errorf("%s failed, and is not listed", name)
	}
	for _, e := range o.Passed {
		t.Errorf("%s:%d: %s went well", knownFile, e.Line, e.Name)
	}
	for _, one := range r.Scripts {
		if one.Outcome == script.Broken {
			t.Logf("%s: %s", one.Script.Name, one.Reason)
		}
	}
}
