package oracle

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// honest is the report that says what is true, and why.
func honest(t Truth) Report {
	r := Report{Verdicts: make(map[Column]Verdict)}
	for _, c := range Columns {
		e := t.Expected(c)
		r.Verdicts[c] = Verdict{Cell: e.Cell, Detail: e.Detail, Legal: e.Legal, Notes: []string{"a note"}}
	}
	for _, rule := range t.Rules {
		r.Findings = append(r.Findings, Finding{Rule: rule, Column: Recent})
	}
	return r
}

// once is a journal in which every fault has acted that can.
func once(t Truth) map[string]int {
	fired := make(map[string]int)
	for _, f := range t.Armed() {
		if !slices.Contains(t.Hidden, f) {
			fired[f] = 1
		}
	}
	return fired
}

func truth(t *testing.T, faults ...string) Truth {
	t.Helper()
	sum, ok := Combined(faults...)
	if !ok {
		t.Fatalf("no truth for %q", faults)
	}
	return sum
}

// The truth, told in full, is right: for each fault and each pair of them.
func TestScoreHonest(t *testing.T) {
	check := func(truth Truth) {
		o := Score(truth, honest(truth), once(truth))
		if !o.OK() || len(o.Problems()) > 0 {
			t.Errorf("%s: %q", truth.Fault, o.Problems())
		}
		want := 0
		for _, e := range truth.Cells {
			if e.Cell != Unknown {
				want++
			}
		}
		if len(o.Detected) != want {
			t.Errorf("%s: %q detected, want %d", truth.Fault, o.Detected, want)
		}
	}
	check(Clean)
	for i, a := range Truths {
		check(a)
		for _, b := range Truths[i+1:] {
			check(truth(t, a.Fault, b.Fault))
		}
	}
}

// Each way to be wrong is told apart.
func TestScore(t *testing.T) {
	delayed := "expunge-store=delayed"
	tests := []struct {
		name   string
		faults []string
		lie    func(*Report, map[string]int)
		want   Outcome
	}{
		{"a cell that is not seen", []string{delayed},
			func(r *Report, _ map[string]int) { r.Verdicts[ExpungeStore] = Verdict{Cell: Yes} },
			Outcome{Missed: []string{"Expunge store is Delayed, seen as Yes"}}},
		{"another cell", []string{delayed},
			func(r *Report, _ map[string]int) { r.Verdicts[ExpungeStore] = Verdict{Cell: Session} },
			Outcome{Missed: []string{"Expunge store is Delayed, seen as Session"}}},
		{"a cell that could not be told", []string{delayed},
			func(r *Report, _ map[string]int) { r.Verdicts[ExpungeStore] = Verdict{Cell: Unknown} },
			Outcome{Missed: []string{"Expunge store is Delayed, seen as ?"}}},
		{"called legal without being so", []string{delayed},
			func(r *Report, _ map[string]int) { r.Verdicts[ExpungeStore] = Verdict{Cell: Delayed, Legal: true} },
			Outcome{Missed: []string{"Expunge store is Delayed, seen as Delayed, legal"}}},
		{"without its detail", []string{"expunge-store=session-forever"},
			func(r *Report, _ map[string]int) { r.Verdicts[ExpungeStore] = Verdict{Cell: Session} },
			Outcome{Missed: []string{"Expunge store is Session (" + string(NeverSeenDetail) + "), seen as Session"}}},
		{"an alarm in a column that is Yes", []string{delayed},
			func(r *Report, _ map[string]int) { r.Verdicts[Recent] = Verdict{Cell: Unreliable} },
			Outcome{Detected: []string{"Expunge store"}, FalseAlarm: []string{`\Recent is Yes, seen as Unreliable`}}},
		{"a fault acts that is said to have no occasion", []string{"search-return=ignored", "esearch=other-tag"},
			func(_ *Report, fired map[string]int) { fired["esearch=other-tag"] = 1 },
			Outcome{FalseAlarm: []string{"esearch=other-tag acted, and is said to have no occasion"}}},
		{"a rule that rests on what is taken", []string{"uidvalidity=zero", "copyuid=first-uid"},
			func(r *Report, _ map[string]int) { r.Findings = append(r.Findings, Finding{Rule: "copyuid/new"}) },
			Outcome{FalseAlarm: []string{"rule copyuid/new"}}},
		{"a Yes with a reservation", nil,
			func(r *Report, _ map[string]int) {
				r.Verdicts[ExpungeFetch] = Verdict{Cell: Yes, Detail: RefusedDetail, Legal: true}
			},
			Outcome{FalseAlarm: []string{"Expunge fetch is Yes, seen as Yes (" + string(RefusedDetail) + "), legal"}}},
		{"a Yes that could not be told is no alarm", nil,
			func(r *Report, _ map[string]int) {
				r.Verdicts[Recent] = Verdict{Cell: Unknown}
				delete(r.Verdicts, Checkpoint)
			},
			Outcome{Missed: []string{"Checkpoint is Yes, seen as nothing", `\Recent is Yes, seen as ?`}}},
		{"the right cell without a reason", []string{delayed},
			func(r *Report, _ map[string]int) { r.Findings = nil },
			Outcome{Detected: []string{"Expunge store"}, Missed: []string{"rule expunge/store-delayed"}, WrongReason: true}},
		{"the right cell for another reason", []string{delayed},
			func(r *Report, _ map[string]int) { r.Findings[0].Rule = "flags/private" },
			Outcome{Detected: []string{"Expunge store"}, Missed: []string{"rule expunge/store-delayed"},
				FalseAlarm: []string{"rule flags/private"}, WrongReason: true}},
		{"one reason of two is missing", []string{delayed, "recent=missing"},
			func(r *Report, _ map[string]int) { r.Findings = r.Findings[:1] },
			Outcome{Detected: []string{`\Recent`, "Expunge store"}, Missed: []string{"rule recent/not-lost"}}},
		{"a rule besides", []string{delayed},
			func(r *Report, _ map[string]int) {
				r.Findings = append(r.Findings, Finding{Rule: "response/syntax"}, Finding{Rule: "flags/private"}, Finding{Rule: "response/syntax"})
			},
			Outcome{Detected: []string{"Expunge store"}, FalseAlarm: []string{"rule flags/private", "rule response/syntax"}}},
		{"a rule that may stand beside", []string{"recent=missing"},
			func(r *Report, _ map[string]int) { r.Findings = append(r.Findings, Finding{Rule: "recent/count"}) },
			Outcome{Detected: []string{`\Recent`}}},
		{"what may stand beside is not enough", []string{"recent=missing"},
			func(r *Report, _ map[string]int) { r.Findings[0].Rule = "recent/count" },
			Outcome{Detected: []string{`\Recent`}, Missed: []string{"rule recent/not-lost"}, WrongReason: true}},
		{"a finding on a clean server", nil,
			func(r *Report, _ map[string]int) { r.Findings = []Finding{{Rule: "recent/count"}} },
			Outcome{FalseAlarm: []string{"rule recent/count"}}},
		{"a fault that never acted is not detected", []string{delayed},
			func(_ *Report, fired map[string]int) { clear(fired) },
			Outcome{Unfired: []string{delayed}}},
		{"nor is it beside one that did", []string{delayed, "recent=missing"},
			func(_ *Report, fired map[string]int) { fired[delayed] = 0 },
			Outcome{Detected: []string{`\Recent`}, Unfired: []string{delayed}}},
		{"a hidden fault need not act", []string{"expunge-copy=refused", "expunge=refused-while-shared"},
			func(_ *Report, fired map[string]int) { fired["expunge-copy=refused"] = 0 },
			Outcome{Detected: []string{"Expunge fetch", "Expunge store"}}},
		{"but what hides it must", []string{"expunge-copy=refused", "expunge=refused-while-shared"},
			func(_ *Report, fired map[string]int) { clear(fired) },
			Outcome{Unfired: []string{"expunge=refused-while-shared"}}},
		{"a cell that cannot be told is no detection", []string{"fetch-peek=no-data"},
			func(*Report, map[string]int) {}, Outcome{}},
		{"one that can be told must not be", []string{"fetch-peek=no-data"},
			func(r *Report, _ map[string]int) { r.Verdicts[ExpungeFetch] = Verdict{Cell: Yes} },
			Outcome{Missed: []string{"Expunge fetch is ?, seen as Yes"}}},
		{"one that may not be told", []string{"drop=after-commands"},
			func(r *Report, _ map[string]int) { r.Verdicts[ExpungeStore] = Verdict{Cell: Unknown} },
			Outcome{}},
		{"one that may not be told is no licence", []string{"drop=after-commands"},
			func(r *Report, _ map[string]int) { r.Verdicts[ExpungeStore] = Verdict{Cell: Delayed} },
			Outcome{FalseAlarm: []string{"Expunge store is Yes, seen as Delayed"}}},
		{"what hides a column hides its rules", []string{"namespace=hangs-up", "checkpoint=lag"},
			func(r *Report, _ map[string]int) {
				r.Findings = slices.DeleteFunc(r.Findings, func(f Finding) bool { return f.Rule == "checkpoint/same-picture" })
			},
			Outcome{}},
		{"a fault without a cell needs its rule", []string{"expunge-search=omitted"},
			func(r *Report, _ map[string]int) { r.Findings = nil },
			Outcome{Missed: []string{"rule expunge/search-omits"}}},
	}
	for _, tc := range tests {
		truth := truth(t, tc.faults...)
		report, fired := honest(truth), once(truth)
		tc.lie(&report, fired)
		got := Score(truth, report, fired)
		if d := cmp.Diff(tc.want, got); d != "" {
			t.Errorf("%s: %s", tc.name, d)
		}
		problems := len(got.Missed) + len(got.FalseAlarm) + len(got.Unfired)
		if got.WrongReason {
			problems++
		}
		if len(got.Problems()) != problems || got.OK() != (problems == 0) {
			t.Errorf("%s: %d problems are told as %q, OK %t", tc.name, problems, got.Problems(), got.OK())
		}
	}
}

// Whatever single thing a report has wrong, for whatever fault, is noticed.
func TestScoreNoticesEveryLie(t *testing.T) {
	for _, truth := range append(slices.Clone(Truths), Clean) {
		lies := 0
		check := func(what string, change func(*Report)) {
			lies++
			r := honest(truth)
			change(&r)
			if Score(truth, r, once(truth)).OK() {
				t.Errorf("%s: %s is not noticed", truth.Fault, what)
			}
		}
		for _, c := range Columns {
			for _, word := range append(slices.Clone(Vocabulary[c]), Unknown, "") {
				if word != truth.Expected(c).Cell && (word != Unknown || !slices.Contains(truth.MayBeUnknown, c)) {
					check(string(c)+" as "+string(word), func(r *Report) { r.Verdicts[c] = Verdict{Cell: word} })
				}
			}
		}
		for i, rule := range truth.Rules {
			check("a report without "+rule, func(r *Report) { r.Findings = slices.Delete(r.Findings, i, i+1) })
		}
		for _, rule := range Rules {
			if !slices.Contains(truth.Rules, rule.ID) && !slices.Contains(truth.May, rule.ID) {
				check(rule.ID, func(r *Report) { r.Findings = append(r.Findings, Finding{Rule: rule.ID}) })
			}
		}
		if lies < len(Rules) {
			t.Errorf("%s: only %d lies were tried", truth.Fault, lies)
		}
	}
}
