package oracle

import (
	"slices"
	"testing"
)

// What must, may and must not be reported of faults with scopes.
func TestScorePlan(t *testing.T) {
	clean, delayed, recent, spaces := Clean, truth(t, "expunge-store=delayed"), truth(t, "recent=missing"), truth(t, "exists=two-spaces")
	tests := []struct {
		name   string
		parts  []Part
		fired  map[string]int
		report Report
		armed  []string // of the truth
		want   []string // problems
	}{
		{"always", []Part{{"expunge-store=delayed", Always}}, once(delayed), honest(delayed), []string{"expunge-store=delayed"}, nil},
		{"always, and not reported", []Part{{"exists=two-spaces", Always}}, once(spaces), honest(clean),
			[]string{"exists=two-spaces"}, []string{"missed rule syntax/double-space"}},
		{"always, and never acted", []Part{{"exists=two-spaces", Always}}, nil, honest(spaces),
			[]string{"exists=two-spaces"}, []string{"never fired: exists=two-spaces"}},
		{"never", []Part{{"exists=two-spaces", Never}}, nil, honest(clean), nil, nil},
		{"never, and reported", []Part{{"exists=two-spaces", Never}}, nil, honest(spaces), nil,
			[]string{"false alarm: rule syntax/double-space"}},
		{"never, and acted", []Part{{"exists=two-spaces", Never}}, once(spaces), honest(clean), nil,
			[]string{"false alarm: exists=two-spaces acted outside of its scope"}},
		{"evident, acted", []Part{{"exists=two-spaces", Sometimes}}, once(spaces), honest(spaces), []string{"exists=two-spaces"}, nil},
		{"evident, acted, not reported", []Part{{"exists=two-spaces", Sometimes}}, once(spaces), honest(clean),
			[]string{"exists=two-spaces"}, []string{"missed rule syntax/double-space"}},
		{"evident, not acted", []Part{{"exists=two-spaces", Sometimes}}, nil, honest(clean), nil, nil},
		{"evident, not acted, reported", []Part{{"exists=two-spaces", Sometimes}}, nil, honest(spaces), nil,
			[]string{"false alarm: rule syntax/double-space"}},
		{"by chance, reported", []Part{{"recent=missing", Sometimes}}, once(recent), honest(recent), nil, nil},
		{"by chance, missed", []Part{{"recent=missing", Sometimes}}, once(recent), honest(clean), nil, nil},
		{"by chance, not acted, reported", []Part{{"recent=missing", Sometimes}}, nil, honest(recent), nil,
			[]string{`false alarm: \Recent is Yes, seen as Unreliable`, "false alarm: rule recent/not-lost"}},
		{"by chance, beside one that is missed", []Part{{"recent=missing", Sometimes}, {"expunge-store=delayed", Always}},
			map[string]int{"recent=missing": 1, "expunge-store=delayed": 1}, honest(recent), []string{"expunge-store=delayed"},
			[]string{"missed Expunge store is Delayed, seen as Yes", "missed rule expunge/store-delayed"}},
	}
	for _, tc := range tests {
		got, o := ScorePlan(tc.parts, tc.report, tc.fired)
		if !slices.Equal(o.Problems(), tc.want) {
			t.Errorf("%s: %q, want %q", tc.name, o.Problems(), tc.want)
		}
		if !slices.Equal(got.Armed(), tc.armed) {
			t.Errorf("%s: the truth is that of %q, want %q", tc.name, got.Armed(), tc.armed)
		}
	}
}

// A rule that two faults break is due as long as one of them shows it.
func TestCombinedKeepsSharedRules(t *testing.T) {
	sum := truth(t, "expunge-fetch=silent", "expunge=until-idle", "fetch-rfc822=dropped")
	if !slices.Contains(sum.Rules, "fetch/complete") || !slices.Equal(sum.Hidden, []string{"expunge-fetch=silent"}) {
		t.Errorf("rules %q, hidden %q", sum.Rules, sum.Hidden)
	}
	told := truth(t, "expunge-search=omitted", "expunge-fetch=broken", "expunge-store=refused")
	if told.Expected(ExpungeStore).Cell != No {
		t.Errorf("what STORE is answered is %s", told.Expected(ExpungeStore))
	}
}

func TestEntangled(t *testing.T) {
	if !Entangled("checkpoint=lag", "expunge=until-idle") || !Entangled("expunge=until-idle", "checkpoint=lag") {
		t.Error("faults with an exception are not entangled")
	}
	if Entangled("checkpoint=lag", "recent=missing") {
		t.Error("faults without an exception are entangled")
	}
}
