package faults

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"imaporacle/server/mailbox"
)

func TestParse(t *testing.T) {
	tests := []struct {
		line string
		want Fault
		text string // printed, if not as the line
	}{
		{"expunge-store=delayed", Fault{Name: "expunge-store", Value: "delayed"}, ""},
		{"recent=duplicated mailbox=INBOX p=0.2 seed=7", Fault{Name: "recent", Value: "duplicated",
			Scope: Scope{P: 0.2, Seed: 7, Mailbox: "INBOX"}}, ""},
		{"atomic=race window=20ms user=alice nth=3", Fault{Name: "atomic", Value: "race",
			Params: map[string]string{"window": "20ms"}, Scope: Scope{User: "alice", Nth: 3}}, ""},
		{"checkpoint=lag commands=5 connection=2 after=4 times=1", Fault{Name: "checkpoint", Value: "lag",
			Params: map[string]string{"commands": "5"}, Scope: Scope{Connection: 2, After: 4, Times: 1}}, ""},
		{`expunge-fetch=nil command="UID FETCH"`, Fault{Name: "expunge-fetch", Value: "nil",
			Scope: Scope{Command: "UID FETCH"}}, ""},
		{`recent=missing user="a \"b\" \\c" mailbox="x\ty"`, Fault{Name: "recent", Value: "missing",
			Scope: Scope{User: `a "b" \c`, Mailbox: "x\ty"}}, ""},

		// What may be written in more than one way is printed in one.
		{" \texpunge-copy=\"refused\"\t user=\"bob\" ", Fault{Name: "expunge-copy", Value: "refused",
			Scope: Scope{User: "bob"}}, "expunge-copy=refused user=bob"},
		{"recent=missing seed=7 p=2e-1 mailbox=inbox command=noop", Fault{Name: "recent", Value: "missing",
			Scope: Scope{P: 0.2, Seed: 7, Mailbox: "INBOX", Command: "NOOP"}},
			"recent=missing mailbox=INBOX command=NOOP p=0.2 seed=7"},
		{"recent=missing p=1", Fault{Name: "recent", Value: "missing", Scope: Scope{P: 1}}, ""},
		{"recent=missing user=a=b", Fault{Name: "recent", Value: "missing", Scope: Scope{User: "a=b"}}, ""},
		{"recent=missing user=Jürgen", Fault{Name: "recent", Value: "missing", Scope: Scope{User: "Jürgen"}}, ""},
	}
	for _, tc := range tests {
		got, err := Parse(tc.line)
		if err != nil {
			t.Errorf("%s: %v", tc.line, err)
			continue
		}
		if d := cmp.Diff(tc.want, got); d != "" {
			t.Errorf("%s: %s", tc.line, d)
		}
		want := tc.text
		if want == "" {
			want = tc.line
		}
		if got.String() != want {
			t.Errorf("%s is printed as %s", tc.line, got)
		}
	}
}

// An error names the field, and the octet at which it stands.
func TestParseErrors(t *testing.T) {
	tests := []struct{ line, want string }{
		{"", "octet 1: expected NAME=VALUE"},
		{"   ", "octet 1: expected NAME=VALUE"},
		{"recent", "octet 1: expected NAME=VALUE"},
		{"=duplicated", "octet 1: expected NAME=VALUE"},
		{"  recent=none", "octet 3: unknown fault recent=none; recent can be duplicated, missing, unimplemented"},
		{"nothing=such", "octet 1: unknown fault nothing=such"},
		{"recent=missing user", "octet 16: expected NAME=VALUE"},
		{"recent=missing user=", "octet 21: user needs a value"},
		{`recent=missing user=""`, "octet 16: user=: expected a name"},
		{`recent=missing user="al`, "octet 21: the quotes are not closed"},
		{`recent=missing user="\q"`, "octet 21: the quotes are not closed"},
		{`recent=missing user="al"ice`, "octet 25: expected a space"},
		{`recent=missing user=al"ice`, "octet 21: user needs a value, in quotes"},
		{"recent=missing user=a\x01", "octet 21: user needs a value, in quotes"},
		{"recent=missing user=a user=b", "octet 23: user is given twice"},
		{"recent=missing color=red", "octet 16: recent=missing has no parameter color"},
		{"recent=missing window=5ms", "octet 16: recent=missing has no parameter window"},
		{"recent=missing nth=0", "octet 16: nth=0: expected a number from 1"},
		{"recent=missing after=-1", "octet 16: after=-1: expected a number from 1"},
		{"recent=missing times=x", "octet 16: times=x: expected a number from 1"},
		{"recent=missing connection=3000000000", "octet 16: connection=3000000000: expected a number"},
		{"recent=missing p=0 seed=1", "octet 16: p=0: expected a probability"},
		{"recent=missing p=NaN seed=1", "octet 16: p=NaN: expected a probability"},
		{"recent=missing p=1.5 seed=1", "octet 16: p=1.5: expected a probability"},
		{"recent=missing seed=1 p=", "octet 25: p needs a value"},
		{"recent=missing seed=0", "octet 16: seed=0: expected a number from 1"},
		{"recent=missing seed=18446744073709551616", "octet 16: seed=18446744073709551616: expected a number"},
		{"recent=missing user=a p=0.5", "octet 23: p=0.5 needs a seed"},
		{"atomic=race window=0s", "octet 13: window=0s: expected a length of time"},
		{"atomic=race window=2h", "octet 13: window=2h: expected a length of time"},
		{"checkpoint=lag commands=1001", "octet 16: commands=1001: expected a number from 1 to 1000"},
	}
	for _, tc := range tests {
		_, err := Parse(tc.line)
		if err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%q: %v; want %s", tc.line, err, tc.want)
		}
	}
}

// A Fault made by a program is held to what a line could say.
func TestNewPlanChecks(t *testing.T) {
	tests := []struct {
		fault Fault
		want  string
	}{
		{Fault{Name: "recent", Value: "never"}, "unknown fault recent=never"},
		{Fault{Name: "recent", Value: "missing", Params: map[string]string{"x": "1"}}, "has no parameter x"},
		{Fault{Name: "checkpoint", Value: "lag", Params: map[string]string{"commands": "many"}}, "commands=many: expected"},
		{Fault{Name: "recent", Value: "missing", Scope: Scope{P: 0.5}}, "p=0.5 needs a seed"},
		{Fault{Name: "recent", Value: "missing", Scope: Scope{P: -1, Seed: 1}}, "p=-1: expected a probability"},
		{Fault{Name: "recent", Value: "missing", Scope: Scope{Nth: -1}}, "nth=-1: expected a number"},
	}
	for _, tc := range tests {
		if _, err := NewPlan(tc.fault); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%v: %v; want %s", tc.fault, err, tc.want)
		}
	}
}

// A plan keeps what it was given, whatever the caller does to it later.
func TestPlanKeepsItsFaults(t *testing.T) {
	faults := []Fault{{Name: "atomic", Value: "race", Params: map[string]string{"window": "1ms"}}}
	p, err := NewPlan(faults...)
	if err != nil {
		t.Fatal(err)
	}
	faults[0].Params["window"] = "2ms"
	faults[0].Value = "overwrite"
	p.Faults()[0].Value = "none"
	if got := p.Faults()[0].String(); got != "atomic=race window=1ms" {
		t.Errorf("the plan now has %s", got)
	}
}

// text draws texts that need quotes as well as such that do not.
func text() *rapid.Generator[string] {
	return rapid.OneOf(rapid.StringMatching(`[a-z]{1,8}`), rapid.StringN(1, 20, -1),
		rapid.StringMatching(`[ "\\\t\n=\x00-\x7f]{1,6}`),
		rapid.Map(rapid.SliceOfN(rapid.Byte(), 1, 8), func(b []byte) string { return string(b) }))
}

// sampleValues are values of each parameter that there is.
var sampleValues = map[string][]string{
	"window": {"1ms", "1m0s", "2us"}, "delay": {"1s", "7ms"}, "jitter": {"1ns", "1m"},
	"commands": {"1", "7", "1000"}, "lines": {"2", "999"}, "limit": {"1", "100"},
	"octets": {"1", "900"}, "with": {",", " FLAGS", `"`}, "rate": {"1", "1073741824"},
}

// validFault draws any fault that a plan takes.
func validFault(t *rapid.T) Fault {
	kind := rapid.SampledFrom(Catalogue()).Draw(t, "kind")
	f := Fault{Name: kind.Name, Value: kind.Value}
	for _, p := range kind.Params {
		if !rapid.Bool().Draw(t, "with "+p.Name) {
			continue
		}
		values := sampleValues[p.Name]
		f.Params = map[string]string{p.Name: rapid.SampledFrom(values).Draw(t, p.Name)}
	}
	optional := func(name string) int { return rapid.OneOf(rapid.Just(0), rapid.IntRange(1, 1<<31-1)).Draw(t, name) }
	maybe := rapid.OneOf(rapid.Just(""), text())
	f.Scope = Scope{
		User: maybe.Draw(t, "user"), Mailbox: mailbox.CanonicalName(maybe.Draw(t, "mailbox")),
		Command:    strings.ToUpper(maybe.Draw(t, "command")),
		Connection: optional("connection"), Nth: optional("nth"), After: optional("after"), Times: optional("times"),
	}
	if rapid.Bool().Draw(t, "by chance") {
		f.Scope.P = rapid.Float64Range(0x1p-1074, 1).Draw(t, "p")
		f.Scope.Seed = rapid.Uint64Min(1).Draw(t, "seed")
	}
	return f
}

// Whatever fault a plan takes, its line says all of it.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := validFault(t)
		if _, err := NewPlan(f); err != nil {
			t.Fatalf("%#v: %v", f, err)
		}
		back, err := Parse(f.String())
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(f, back); d != "" {
			t.Fatalf("%s: %s", f, d)
		}
	})
}

// Parse never panics, and what it takes it takes again as printed.
func FuzzParse(f *testing.F) {
	for _, k := range Catalogue() {
		f.Add(k.String())
	}
	f.Add(`recent=missing user="a \"b\"" mailbox=inbox command="uid fetch" p=0.25 seed=9 nth=1 after=2 times=3 connection=4`)
	f.Add(`atomic=race window=5ms user="\xff\u2028"`)
	f.Add(`checkpoint=lag commands=+3`)
	f.Add("recent=\"missing\tp=1")
	f.Fuzz(func(t *testing.T, line string) {
		fault, err := Parse(line)
		if err != nil {
			return
		}
		back, err := Parse(fault.String())
		if err != nil {
			t.Fatalf("%q is printed as %q: %v", line, fault, err)
		}
		if d := cmp.Diff(fault, back); d != "" {
			t.Fatalf("%q is printed as %q: %s", line, fault, d)
		}
		if _, err := NewPlan(fault); err != nil {
			t.Fatalf("%q was parsed, but a plan does not take it: %v", line, err)
		}
	})
}
