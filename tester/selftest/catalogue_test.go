package selftest

import (
	"slices"
	"testing"

	"imaporacle/faults"
	"imaporacle/oracle"
)

// Faults and truths are written in two places that know nothing of each
// other: here they are held together.
func TestCatalogueAndTruths(t *testing.T) {
	kinds := make(map[string]bool)
	for _, k := range faults.Catalogue() {
		kinds[k.String()] = true
		truth, ok := oracle.TruthOf(k.String())
		if !ok {
			t.Errorf("%s has no truth", k)
			continue
		}
		if _, ok := oracle.RuleByID(k.Rule); !ok {
			t.Errorf("%s breaks %s, which is no rule", k, k.Rule)
		}
		if !slices.Contains(truth.Rules, k.Rule) {
			t.Errorf("%s breaks %s, but what must be reported is %q", k, k.Rule, truth.Rules)
		}
		if k.Story == "" || k.Source == "" {
			t.Errorf("%s does not say who did so, and where that is on record", k)
		}
		if _, err := faults.NewPlan(faults.Fault{Name: k.Name, Value: k.Value}); err != nil {
			t.Errorf("%s cannot be armed without parameters: %v", k, err)
		}
		for _, p := range k.Params {
			if p.Default == "" {
				continue // it can only be left out
			}
			line := k.String() + " " + p.Name + "=" + p.Default
			if _, err := faults.Parse(line); err != nil || p.Help == "" {
				t.Errorf("%s: help %q, error %v", line, p.Help, err)
			}
		}
	}
	for _, truth := range oracle.Truths {
		if !kinds[truth.Fault] {
			t.Errorf("%s has a truth, but is no fault", truth.Fault)
		}
	}
	for _, name := range chancy {
		if !kinds[name] {
			t.Errorf("%s is to be tried by chance, but is no fault", name)
		}
	}
}
