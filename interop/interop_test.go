// Package interop runs the tester against servers that others wrote.
package interop

import (
	"bytes"
	"testing"

	"imaporacle/interop/asked"
	"imaporacle/interop/dovecot"
	"imaporacle/oracle"
	"imaporacle/tester"
	"imaporacle/tester/client"
	"imaporacle/tester/report"
)

// known are the columns in which Dovecot does all right. What it still serves
// of an expunged message depends on the storage: with maildir the file is gone,
// with mdbox the bytes stay until they are purged.
var known = []oracle.Column{oracle.Checkpoint, oracle.Recent, oracle.AtomicFlags, oracle.ExpungeStore}

func TestDovecot(t *testing.T) {
	asked.OrSkip(t)
	for _, storage := range []dovecot.Storage{dovecot.Maildir, dovecot.Mdbox} {
		t.Run(string(storage), func(t *testing.T) {
			s := startDovecot(t, storage)
			cfg := configFor(s)
			result, err := tester.Run(t.Context(), tester.Config{Config: cfg, Deliver: s.Deliver})
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("Dovecot %s, %s, in %v\n%s", s.Version, storage, result.Took, asText(t, result))
			check(t, result)
			checkClean(t, cfg, "imaporacle")
		})
	}
}

func asText(t *testing.T, r *tester.Result) string {
	t.Helper()
	var b bytes.Buffer
	if err := report.Write(&b, report.Table, r, report.Options{}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func check(t *testing.T, r *tester.Result) {
	t.Helper()
	for _, c := range known {
		if cell := r.Verdicts[c].Cell; cell != oracle.Yes {
			t.Errorf("%s is %s, want Yes", c.Title(), cell)
		}
	}
	if r.Verdicts[oracle.ExpungeFetch].Cell == oracle.Unknown {
		t.Errorf("%s could not be told", oracle.ExpungeFetch.Title())
	}
	for _, f := range r.Violations() {
		t.Errorf("violation of %s: %s", f.Rule, f.Seen)
	}
}

// checkClean looks for mailboxes with names that begin so, which the tester
// should have removed.
func checkClean(t *testing.T, cfg client.Config, prefix string) {
	t.Helper()
	c, err := client.Dial(t.Context(), cfg, "look", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.Login(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{`LIST "" "` + prefix + `*"`, `LSUB "" "` + prefix + `*"`} {
		reply, err := c.Do(t.Context(), command)
		if err == nil {
			err = reply.Err()
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range reply.Untagged {
			t.Errorf("%s: %q is left", command, r.Raw)
		}
	}
}
