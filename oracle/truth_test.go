package oracle

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestRules(t *testing.T) {
	id := regexp.MustCompile(`^[a-z]+/[a-z]+(-[a-z]+)*$`)
	section := regexp.MustCompile(`^RFC [0-9]{4} §[0-9]+(\.[0-9]+)*$`)
	seen := make(map[string]bool)
	for _, r := range Rules {
		switch {
		case !id.MatchString(r.ID):
			t.Errorf("%q is no ID", r.ID)
		case seen[r.ID]:
			t.Errorf("%s is there twice", r.ID)
		case !section.MatchString(r.Section):
			t.Errorf("%s: %q is no section", r.ID, r.Section)
		case !slices.Contains([]Level{Must, Should, Legal}, r.Level):
			t.Errorf("%s: %q is no level", r.ID, r.Level)
		case r.Summary == "" || r.Cost == "":
			t.Errorf("%s does not say what it asks and costs", r.ID)
		}
		seen[r.ID] = true
		if got, ok := RuleByID(r.ID); !ok || got != r {
			t.Errorf("RuleByID(%s) = %+v, %t", r.ID, got, ok)
		}
	}
	if _, ok := RuleByID("no/such"); ok {
		t.Error("a rule that does not exist is found")
	}
}

func TestColumns(t *testing.T) {
	titles := make(map[string]bool)
	for _, c := range Columns {
		words := Vocabulary[c]
		if c.Title() == "" || titles[c.Title()] {
			t.Errorf("%s has the title %q", c, c.Title())
		}
		titles[c.Title()] = true
		if len(words) < 2 || words[0] != Yes || slices.Contains(words, Unknown) {
			t.Errorf("%s can hold %q", c, words)
		}
		if sorted := slices.Sorted(slices.Values(words)); len(slices.Compact(sorted)) != len(words) {
			t.Errorf("%s holds a word twice: %q", c, words)
		}
	}
	if len(Vocabulary) != len(Columns) {
		t.Errorf("%d vocabularies for %d columns", len(Vocabulary), len(Columns))
	}
}

// What a truth says can be said: its rules exist, and its cells are words of
// their columns.
func TestTruths(t *testing.T) {
	seen := make(map[string]bool)
	for _, truth := range Truths {
		if seen[truth.Fault] || strings.Count(truth.Fault, "=") != 1 || strings.Contains(truth.Fault, " ") {
			t.Errorf("%q is no fault, or is there twice", truth.Fault)
		}
		seen[truth.Fault] = true
		if len(truth.Rules) == 0 || truth.Why == "" || truth.Hidden != nil {
			t.Errorf("%s: no rule is due, no reason is given, or it is hidden by nothing", truth.Fault)
		}
		for _, id := range slices.Concat(truth.Rules, truth.May) {
			if _, ok := RuleByID(id); !ok {
				t.Errorf("%s: there is no rule %s", truth.Fault, id)
			}
		}
		for _, id := range truth.May {
			if slices.Contains(truth.Rules, id) {
				t.Errorf("%s: %s both must and may be reported", truth.Fault, id)
			}
		}
		for c, e := range truth.Cells {
			if e.Cell != Unknown && !slices.Contains(Vocabulary[c], e.Cell) {
				t.Errorf("%s: %s cannot be %s", truth.Fault, c, e)
			}
			if slices.Contains(truth.MayBeUnknown, c) {
				t.Errorf("%s: %s is %s, and may be unknown", truth.Fault, c, e)
			}
			if e == yes {
				t.Errorf("%s: %s is named although it is Yes", truth.Fault, c)
			}
		}
		if got, ok := TruthOf(truth.Fault); !ok || got.Why != truth.Why {
			t.Errorf("TruthOf(%s) is another", truth.Fault)
		}
	}
	if _, ok := TruthOf("no=such"); ok {
		t.Error("a fault that nobody knows has a truth")
	}
	for _, c := range Columns {
		if Clean.Expected(c) != yes {
			t.Errorf("%s of a clean server is %s", c, Clean.Expected(c))
		}
	}
}

// A cell that the RFCs allow comes from rules that they allow, and the other
// way round: a truth must not praise what a rule blames.
func TestLegalTruths(t *testing.T) {
	for _, truth := range Truths {
		allowed := true
		for _, id := range truth.Rules {
			r, _ := RuleByID(id)
			allowed = allowed && r.Level == Legal
		}
		for c, e := range truth.Cells {
			if e.Cell != Unknown && e.Legal != allowed {
				t.Errorf("%s: %s is %s, but its rules are allowed: %t", truth.Fault, c, e, allowed)
			}
		}
	}
}

// Each rule is broken by some fault, or somebody has thought about why not.
// Whether it truly is shows in a selftest in full.
func TestEveryRuleIsBroken(t *testing.T) {
	breaks := make(map[string]string)
	for _, truth := range Truths {
		for _, id := range slices.Concat(truth.Rules, truth.May) {
			breaks[id] = truth.Fault
		}
	}
	for _, r := range Rules {
		switch fault, why := breaks[r.ID], Unbroken(r.ID); {
		case fault == "" && why == "":
			t.Errorf("%s is broken by no fault", r.ID)
		case fault != "" && why != "" && !mayOnly(r.ID):
			t.Errorf("%s is broken by %s and need not be listed", r.ID, fault)
		}
	}
}

// mayOnly reports whether no fault must break a rule.
func mayOnly(rule string) bool {
	return !slices.ContainsFunc(Truths, func(t Truth) bool { return slices.Contains(t.Rules, rule) })
}

// What is listed exists, once, and gives its reason.
func TestLists(t *testing.T) {
	seen := make(map[string]bool)
	for _, u := range unbroken {
		for _, rule := range u.rules {
			if _, ok := RuleByID(rule); !ok || seen[rule] || u.why == "" {
				t.Errorf("%s is no rule, is there twice, or has no reason", rule)
			}
			seen[rule] = true
		}
	}
	for _, a := range alone {
		for _, fault := range a.faults {
			if _, ok := TruthOf(fault); !ok || seen[fault] || a.why == "" || Alone(fault) != a.why || Evident(fault) {
				t.Errorf("%s is no fault, is there twice, has no reason, or is evident", fault)
			}
			seen[fault] = true
		}
	}
	for _, fault := range evident {
		if _, ok := TruthOf(fault); !ok || seen[fault] {
			t.Errorf("%s is no fault, or is there twice", fault)
		}
		seen[fault] = true
	}
}

// Each word of the table is shown by some fault, so that each can be wrong.
func TestEveryCellIsShown(t *testing.T) {
	for _, c := range Columns {
		for _, word := range Vocabulary[c] {
			if word == Yes {
				continue
			}
			if !slices.ContainsFunc(Truths, func(t Truth) bool { return t.Expected(c).Cell == word }) {
				t.Errorf("no fault shows %s in %s", word, c)
			}
		}
	}
}

// Faults together show the cells of each, and those of exceptions.
func TestCombined(t *testing.T) {
	sum, ok := Combined("checkpoint=lag", "recent=missing")
	if !ok || sum.Expected(Checkpoint).Cell != No || sum.Expected(Recent).Cell != Unreliable || sum.Expected(AtomicFlags) != yes {
		t.Errorf("%+v, %t", sum, ok)
	}
	if want := []string{"checkpoint/same-picture", "recent/not-lost"}; !slices.Equal(sum.Rules, want) {
		t.Errorf("rules %q, want %q", sum.Rules, want)
	}
	if got := sum.Armed(); !slices.Equal(got, []string{"checkpoint=lag", "recent=missing"}) {
		t.Errorf("armed are %q", got)
	}
	if clean, ok := Combined(); !ok || len(clean.Armed()) != 0 || clean.Expected(Recent) != yes {
		t.Errorf("no faults make %+v", clean)
	}
	if _, ok := Combined("checkpoint=lag", "no=such"); ok {
		t.Error("a fault without a truth is combined")
	}
	hidden, _ := Combined("expunge-fetch=nil", "expunge=refused-while-shared")
	if !slices.Equal(hidden.Hidden, []string{"expunge-fetch=nil"}) || slices.Contains(hidden.Rules, "expunge/fetch-nil") ||
		hidden.Expected(ExpungeFetch).Detail != RefusedDetail {
		t.Errorf("a fault without occasion is still due: %+v", hidden)
	}
	both, _ := Combined("expunge-store=ignored", "expunge-fetch=cached")
	if both.Expected(ExpungeFetch).Cell != Cached || both.Expected(ExpungeStore).Cell != Ignored || both.Hidden != nil {
		t.Errorf("%+v", both)
	}
	if e, _ := TruthOf("expunge-fetch=nil"); e.Expected(ExpungeFetch).Cell != No || len(e.Rules) != 1 {
		t.Errorf("combining has changed a truth: %+v", e)
	}
}

// An exception is about faults that exist, and gives its reason.
func TestExceptions(t *testing.T) {
	known := func(pattern string) bool {
		return slices.ContainsFunc(Truths, func(t Truth) bool { return matches(t.Fault, pattern) })
	}
	for _, x := range exceptions {
		if !known(x.With) || !known(x.Hides) || x.Why == "" {
			t.Errorf("%+v names what does not exist, or gives no reason", x)
		}
		for c, e := range x.Cells {
			if e.Cell != Unknown && !slices.Contains(Vocabulary[c], e.Cell) {
				t.Errorf("%s with %s: %s cannot be %s", x.With, x.Hides, c, e)
			}
		}
	}
}
