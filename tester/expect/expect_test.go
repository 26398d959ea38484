package expect

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"imaporacle/oracle"
	"imaporacle/tester"
	"imaporacle/tester/script"
)

func TestParse(t *testing.T) {
	list, err := Parse("f", []byte("# known\n\nrecent/not-lost  since 2.1\nfetch/body#2 cuts lines\r\n"))
	want := List{{3, "recent/not-lost", "since 2.1"}, {4, "fetch/body#2", "cuts lines"}}
	if diff := cmp.Diff(want, list); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
	for text, want := range map[string]string{
		"a b\n\nc\n": "f:3: c has no reason",
		"a b\na c\n": "f:2: a stands in line 1 already",
	} {
		if _, err := Parse("f", []byte(text)); err == nil || err.Error() != want {
			t.Errorf("%q: %v, not %s", text, err, want)
		}
	}
}

// result has failures of every sort.
func result() *tester.Result {
	named := func(name string) *script.Script { return &script.Script{Name: name} }
	bad := []script.Problem{{What: "x"}}
	return &tester.Result{
		Report: oracle.Report{
			Verdicts: map[oracle.Column]oracle.Verdict{
				oracle.Checkpoint:   {Cell: oracle.No},
				oracle.Recent:       {Cell: oracle.Unreliable},
				oracle.AtomicFlags:  {Cell: oracle.Unknown},
				oracle.ExpungeFetch: {Cell: oracle.No, Legal: true},
				oracle.ExpungeStore: {Cell: oracle.Yes},
			},
			Findings: []oracle.Finding{
				{Rule: "recent/not-lost", Column: oracle.Recent}, {Rule: "recent/one-session", Column: oracle.Recent},
				{Rule: "expunge/fetch-no", Column: oracle.ExpungeFetch},
				{Rule: "syntax/extra-space"}, {Rule: "syntax/extra-space"},
			},
		},
		Scripts: []script.Result{
			{Script: named("a"), Commands: []script.Command{{}, {Problems: bad}}, Outcome: script.Failed},
			{Script: named("b"), Commands: []script.Command{{}}},
			{Script: named("c"), Outcome: script.Broken},
			{Script: named("d"), Outcome: script.Skipped},
		},
	}
}

func TestHold(t *testing.T) {
	tests := []struct {
		list                       string
		expected, passed, surprise []string
	}{
		{"", nil, nil, []string{"checkpoint", "recent/not-lost", "recent/one-session", "a#2", "c", "syntax/extra-space"}},
		{"checkpoint x\nrecent x\na x\nc x\nsyntax/extra-space x\n", []string{"checkpoint", "recent", "a", "c", "syntax/extra-space"}, nil, nil},
		{"recent/not-lost x\na#2 x\na#1 x\n", []string{"recent/not-lost", "a#2"}, []string{"a#1"}, []string{"checkpoint", "recent/one-session", "c", "syntax/extra-space"}},
		{"expunge_store x\nexpunge_fetch x\nb x\nflags/add-keeps x\n", nil, []string{"expunge_store", "expunge_fetch", "b", "flags/add-keeps"},
			[]string{"checkpoint", "recent/not-lost", "recent/one-session", "a#2", "c", "syntax/extra-space"}},
		{"atomic_flags x\nd x\nother x\na#9 x\n", nil, nil, []string{"checkpoint", "recent/not-lost", "recent/one-session", "a#2", "c", "syntax/extra-space"}},
	}
	for _, test := range tests {
		list, err := Parse("f", []byte(test.list))
		if err != nil {
			t.Fatal(err)
		}
		got := list.Hold(result())
		for what, diff := range map[string]string{
			"expected":   cmp.Diff(test.expected, namesOf(got.Expected)),
			"passed":     cmp.Diff(test.passed, namesOf(got.Passed)),
			"unexpected": cmp.Diff(test.surprise, got.Unexpected),
		} {
			if diff != "" {
				t.Errorf("%q: %s: %s", test.list, what, diff)
			}
		}
	}
}

func namesOf(entries []Entry) (names []string) {
	for _, e := range entries {
		names = append(names, e.Name)
	}
	return names
}
