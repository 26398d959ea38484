package interop

import (
	"os"
	"testing"
	"time"

	"imaporacle/interop/dovecot"
	"imaporacle/oracle"
	"imaporacle/tester"
	"imaporacle/tester/client"
	"imaporacle/tester/expect"
	"imaporacle/tester/script"
	"imaporacle/tester/suite"
)

// knownFile lists what Dovecot does wrong, each with the words of the RFC.
const knownFile = "testdata/dovecot-2.3.known"

// TestSuiteOnDovecot: the scripts fail where Dovecot breaks an RFC, and nowhere
// else. IDLE with an argument is one of these places, where only time tells.
func TestSuiteOnDovecot(t *testing.T) {
	if os.Getenv(enabled) == "" {
		t.Skipf("%s is not set; make interop sets it", enabled)
	}
	data, err := os.ReadFile(knownFile)
	if err != nil {
		t.Fatal(err)
	}
	known, err := expect.Parse(knownFile, data)
	if err != nil {
		t.Fatal(err)
	}
	scripts, err := suite.Scripts()
	if err != nil {
		t.Fatal(err)
	}
	s, err := dovecot.Start(t.Context(), dovecot.Maildir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	r, err := tester.Run(t.Context(), tester.Config{
		Config: client.Config{Addr: s.Addr, User: dovecot.User, Pass: dovecot.Pass, Timeout: 10 * time.Second},
		Only:   []oracle.Column{}, Scripts: scripts,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%+v in %v", script.Count(r.Scripts), r.Took)
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
