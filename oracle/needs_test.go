package oracle

import (
	"slices"
	"testing"
)

// What is needed somebody takes, and what is taken somebody needs: a word that
// stands on one side alone says nothing.
func TestNeeds(t *testing.T) {
	taken, needed := make(map[Need]string), make(map[Need]string)
	need := func(who string, needs ...Need) {
		for _, n := range needs {
			for _, part := range n.parts() {
				needed[part] = who
			}
		}
	}
	for _, truth := range Truths {
		need(truth.Fault, truth.Needs...)
		for _, n := range truth.Takes {
			taken[n] = truth.Fault
		}
	}
	for rule, needs := range restsOn {
		if _, ok := RuleByID(rule); !ok {
			t.Errorf("there is no rule %s", rule)
		}
		if !slices.ContainsFunc(Truths, func(truth Truth) bool { return slices.Contains(truth.Rules, rule) }) {
			t.Errorf("%s rests on %q, but must be reported of no fault", rule, needs)
		}
		need(rule, needs...)
	}
	for col, cells := range shownBy {
		for e, n := range cells {
			if !slices.Contains(Vocabulary[col], e.Cell) {
				t.Errorf("%s cannot be %s", col, e)
			}
			need(string(col), n)
		}
	}
	for n, who := range needed {
		if taken[n] == "" {
			t.Errorf("%s needs %s, which no fault takes", who, n)
		}
	}
	for n, who := range taken {
		if needed[n] == "" {
			t.Errorf("%s takes %s, which nobody needs", who, n)
		}
	}
}

// What is taken is not due, and must not be reported either.
func TestTaken(t *testing.T) {
	tests := []struct {
		name   string
		faults []string
		rule   string
		due    bool
		hidden []string
	}{
		{"a rule", []string{"uidvalidity=zero", "copyuid=first-uid"}, "copyuid/new", false, nil},
		{"not by a fault that takes something else", []string{"uidvalidity=missing", "copyuid=first-uid"}, "copyuid/new", true, nil},
		{"not from who takes it", []string{"uidvalidity=zero"}, "uidvalidity/not-zero", true, nil},
		{"the occasion", []string{"search-return=ignored", "esearch=other-tag"}, "esearch/tag", false, []string{"esearch=other-tag"}},
		{"a rule, though the fault acts", []string{"search-return=ignored", "esearch=without-all"}, "esearch/items", false, nil},
		{"half of what is enough", []string{"expunge-search=omitted", "expunge-store=session"}, "expunge/store-private", true, nil},
		{"both halves", []string{"expunge-search=omitted", "expunge-fetch=refused", "expunge-store=session"}, "expunge/store-private", false, nil},
		{"nothing, by who has no occasion", []string{"expunge=until-idle", "expunge-fetch=nil", "expunge-store=session"}, "expunge/store-private", true,
			[]string{"expunge-fetch=nil"}},
	}
	for _, tc := range tests {
		sum := truth(t, tc.faults...)
		if due := slices.Contains(sum.Rules, tc.rule); due != tc.due || slices.Contains(sum.May, tc.rule) {
			t.Errorf("%s: due %t, may be reported %t", tc.name, due, slices.Contains(sum.May, tc.rule))
		}
		if !slices.Equal(sum.Hidden, tc.hidden) {
			t.Errorf("%s: %q are hidden, want %q", tc.name, sum.Hidden, tc.hidden)
		}
	}
	store := truth(t, "expunge-search=omitted", "expunge-fetch=refused")
	if store.Expected(ExpungeStore).Cell != Unknown {
		t.Errorf("flags that nothing shows are %s", store.Expected(ExpungeStore))
	}
	told := truth(t, "expunge-search=omitted", "expunge-fetch=refused", "expunge-store=refused")
	if told.Expected(ExpungeStore).Cell != No {
		t.Errorf("what STORE is answered is %s", told.Expected(ExpungeStore))
	}
}

// Each exception changes something, or is about single acts.
func TestExceptionsAreNeeded(t *testing.T) {
	for _, x := range exceptions {
		if !x.Unfired && len(x.Cells)+len(x.Rules)+len(x.Owes)+len(x.May) == 0 {
			continue
		}
		alone, _ := TruthOf(x.Hides)
		sum := truth(t, x.With, x.Hides)
		for col, e := range x.Cells {
			if sum.Expected(col) != e || alone.Expected(col) == e {
				t.Errorf("%s with %s: %s is %s in any case", x.Hides, x.With, col, e)
			}
		}
		for _, rule := range x.Rules {
			if !slices.Contains(alone.Rules, rule) || slices.Contains(sum.Rules, rule) {
				t.Errorf("%s with %s: %s is not hidden", x.Hides, x.With, rule)
			}
		}
		for _, rule := range x.Owes {
			if slices.Contains(alone.Rules, rule) || !slices.Contains(sum.Rules, rule) {
				t.Errorf("%s with %s: %s is due in any case", x.Hides, x.With, rule)
			}
		}
		if x.Unfired && !slices.Contains(sum.Hidden, x.Hides) {
			t.Errorf("%s with %s is not hidden", x.Hides, x.With)
		}
	}
}

// What wavers is a fault that exists, and says more than its truth does.
func TestAtTimes(t *testing.T) {
	for _, w := range atTimes {
		alone, ok := TruthOf(w.fault)
		if !ok || w.why == "" || len(w.rules)+len(w.columns) == 0 {
			t.Errorf("%s is no fault, has no reason, or does not waver", w.fault)
		}
		for _, rule := range w.rules {
			if _, ok := RuleByID(rule); !ok || slices.Contains(alone.Rules, rule) || slices.Contains(alone.May, rule) {
				t.Errorf("%s: %s is no rule, or may be reported in any case", w.fault, rule)
			}
		}
	}
	part := []Part{{"bodystructure=collapsed-multipart", Sometimes}, {"exists=two-spaces", Always}}
	fired := map[string]int{"bodystructure=collapsed-multipart": 1, "exists=two-spaces": 1}
	report := honest(truth(t, "exists=two-spaces"))
	report.Findings = append(report.Findings, Finding{Rule: "fetch/structure-constant"})
	if _, o := ScorePlan(part, report, fired); !o.OK() {
		t.Errorf("two structures are %q", o.Problems())
	}
	part[0].When = Always
	if _, o := ScorePlan(part, report, fired); !slices.Contains(o.FalseAlarm, "rule fetch/structure-constant") {
		t.Errorf("two structures of a server that has one are %q", o.Problems())
	}
}
