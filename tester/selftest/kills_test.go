package selftest

import (
	"slices"
	"strings"
	"testing"

	"imaporacle/oracle"
)

// Each fault is listed with its rules, and each rule with its faults.
func TestKills(t *testing.T) {
	m := &Matrix{Rows: []Row{
		rowOf(t, "", 0, nil),
		rowOf(t, "recent=missing", 1, func(r *oracle.Report) {
			r.Findings = append(r.Findings, oracle.Finding{Rule: "recent/count"}, oracle.Finding{Rule: "flags/private"})
		}),
		rowOf(t, "recent=duplicated", 1, sayYes),
	}}
	found := m.Found()
	if len(found) != 2 || !slices.Equal(found[0].Rules, []string{"recent/not-lost", "recent/count"}) || len(found[1].Rules) != 0 {
		t.Errorf("found: %+v", found)
	}
	broken := m.Broken()
	if len(broken) != len(oracle.Rules) {
		t.Errorf("%d of %d rules are listed", len(broken), len(oracle.Rules))
	}
	for _, b := range broken {
		if want := b.ID == "recent/not-lost" || b.ID == "recent/count"; (len(b.Faults) == 1) != want {
			t.Errorf("%s is broken by %q", b.ID, b.Faults)
		}
	}
	problems := m.unkilled()
	for _, want := range []string{"recent=duplicated is found by no rule", "rule recent/one-session is broken by no fault"} {
		if !slices.Contains(problems, want) {
			t.Errorf("%q is missing in %q", want, problems)
		}
	}
	for _, p := range problems {
		if strings.Contains(p, "recent/not-lost") || strings.Contains(p, "expunge/fetch-whole") {
			t.Errorf("%s, though it is broken, or nothing is to break it", p)
		}
	}
}

// In company a fault counts as found if all is reported that must be of it.
func TestCompany(t *testing.T) {
	plan := func(parts []oracle.Part, fired map[string]int, rules ...string) Row {
		r := Row{Set: Plans, Fired: fired}
		for _, rule := range rules {
			r.Report.Findings = append(r.Report.Findings, oracle.Finding{Rule: rule})
		}
		r.score(job{set: Plans, parts: parts})
		return r
	}
	late := []oracle.Part{{Fault: "exists=late"}, {Fault: "recent=missing", When: oracle.Sometimes}}
	m := &Matrix{Rows: []Row{
		plan(late, map[string]int{"exists=late": 2, "recent=missing": 1}, "response/sequence", "recent/not-lost"),
		plan(late, map[string]int{"exists=late": 2, "recent=missing": 1}),
		plan(late, map[string]int{"exists=late": 2, "recent=missing": 0}, "response/sequence"),
	}}
	for _, r := range m.Company() {
		want := Rate{}
		switch r.Fault {
		case "exists=late":
			want = Rate{Runs: 3, Fired: 3, Detected: 2}
		case "recent=missing":
			want = Rate{Runs: 3, Fired: 2, Detected: 1}
		}
		if r.Runs != want.Runs || r.Fired != want.Fired || r.Detected != want.Detected {
			t.Errorf("%+v, want %+v", r, want)
		}
	}
}
