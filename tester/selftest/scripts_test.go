package selftest

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"imaporacle/faults"
	"imaporacle/tester/script"
	"imaporacle/tester/suite"
)

// What must fail follows from the script and the line of the fault alone.
func TestMustFail(t *testing.T) {
	tests := map[string]struct {
		name, text string
		faults     []string
		want       []string
	}{
		"no fault": {"a", "ok noop\nok search all\n", nil, nil},
		"the command of the scope alone": {"a", "ok noop\nok search all\nok uid search all\n",
			[]string{"answer=bad with=all command=SEARCH"}, []string{"a:4"}},
		"only with the text, in any case": {"a", "ok search SeeN\nok search unseen\nok search flagged\n",
			[]string{"answer=server-bug with=seen command=SEARCH"}, []string{"a:3", "a:4"}},
		"what is refused anyhow": {"a", "no search all\nbad search all\nok search all\n",
			[]string{"answer=bad with=all command=SEARCH"}, []string{"a:5"}},
		"two faults at one command": {"a", "ok search all\n",
			[]string{"answer=bad with=all command=SEARCH", "answer=bad with=l command=SEARCH"}, []string{"a:3"}},
		"what tells of \\Recent": {"a", "ok select $mailbox\n* 1 recent\nok noop\n* 2 exists\n",
			[]string{"recent=unimplemented"}, []string{"a:3"}},
		"RECENT 0 is told all the same": {"a", "ok select $mailbox\n* 0 recent\n", []string{"recent=unimplemented"}, nil},
		"two EXPUNGEs have their numbers, one has": {"a", "ok expunge\n* 1 expunge\n* 1 expunge\nok expunge\n* 1 expunge\n",
			[]string{"expunge=original-numbers"}, []string{"a:3"}},
		"declared": {"multi/concurrent-flags", "ok fetch 1 flags\nok fetch 2 flags\n",
			[]string{"atomic=overwrite"}, []string{"multi/concurrent-flags:3"}},
		"declared of another script": {"a", "ok fetch 1 flags\n", []string{"atomic=overwrite"}, nil},
		"borne":                      {"a", "ok fetch 1 flags\n", []string{"checkpoint=lag command=CHECK"}, nil},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s, err := script.Parse(tc.name, tc.name, []byte("# RFC 9051 §6.4: test\n\n"+tc.text))
			if err != nil {
				t.Fatal(err)
			}
			got, err := mustFail([]*script.Script{s}, parsed(t, tc.faults...))
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tc.want, got); d != "" {
				t.Error(d)
			}
		})
	}
}

// What a script learns from a refused command cannot be known before.
func TestMustFailOfBinding(t *testing.T) {
	s, err := script.Parse("a", "a", []byte("# RFC 9051 §6.4: test\n\ntag1 copy 1 $mailbox\ntag1 ok [copyuid $ $uids $]\n"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = mustFail([]*script.Script{s}, parsed(t, "answer=bad with=1 command=COPY"))
	if err == nil || !strings.Contains(err.Error(), "a:3") || !strings.Contains(err.Error(), "answer=bad") {
		t.Errorf("error %v", err)
	}
}

// What is declared stands in the suite.
func TestDeclared(t *testing.T) {
	scripts, err := suite.Scripts()
	if err != nil {
		t.Fatal(err)
	}
	for fault, commands := range declared {
		for _, d := range commands {
			says := func(a script.Ask) bool { return strings.EqualFold(a.Name+" "+a.Args, d.command) }
			if !slices.ContainsFunc(scripts, func(s *script.Script) bool {
				return s.Name == d.script && slices.ContainsFunc(s.Steps(), func(step script.Step) bool { return slices.ContainsFunc(step.Commands, says) })
			}) {
				t.Errorf("%s: no %s in %s", fault, d.command, d.script)
			}
		}
	}
}

func parsed(t *testing.T, lines ...string) []faults.Fault {
	t.Helper()
	var all []faults.Fault
	for _, line := range lines {
		f, err := faults.Parse(line)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, f)
	}
	return all
}
