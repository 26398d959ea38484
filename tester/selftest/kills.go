package selftest

import (
	"slices"

	"imaporacle/oracle"
)

// Found is how a fault was found by itself.
type Found struct {
	Fault string   `json:"fault"`
	Rules []string `json:"rules"` // that were reported, and that the fault breaks
}

// Broken is how a rule was broken.
type Broken struct {
	Rule   oracle.Rule `json:"-"`
	ID     string      `json:"rule"`
	Faults []string    `json:"faults"`        // that broke it, each by itself
	Why    string      `json:"why,omitempty"` // no fault does, if none is to
}

// Found lists each fault with the rules by which it was found.
func (m *Matrix) Found() []Found {
	var all []Found
	for _, r := range m.Rows {
		if r.Set != Singles || r.Run > 0 || len(r.Truth.Armed()) == 0 {
			continue
		}
		f := Found{Fault: r.Fault, Rules: []string{}}
		for _, rule := range slices.Concat(r.Truth.Rules, r.Truth.May) {
			if r.reports(rule) {
				f.Rules = append(f.Rules, rule)
			}
		}
		all = append(all, f)
	}
	return all
}

// Broken lists each rule with the faults that were found by it.
func (m *Matrix) Broken() []Broken {
	faults := make(map[string][]string)
	for _, f := range m.Found() {
		for _, rule := range f.Rules {
			faults[rule] = append(faults[rule], f.Fault)
		}
	}
	var all []Broken
	for _, r := range oracle.Rules {
		all = append(all, Broken{Rule: r, ID: r.ID, Faults: append([]string{}, faults[r.ID]...), Why: oracle.Unbroken(r.ID)})
	}
	return all
}

// due reports whether a fault that has broken the rule must do so.
func (b Broken) due() bool {
	return slices.ContainsFunc(b.Faults, func(fault string) bool {
		t, _ := oracle.TruthOf(fault)
		return slices.Contains(t.Rules, b.ID)
	})
}

// reports whether a rule was reported.
func (r Row) reports(rule string) bool {
	return slices.ContainsFunc(r.Report.Findings, func(f oracle.Finding) bool { return f.Rule == rule })
}

// unkilled lists, in words, the faults that were found by no rule, and the
// rules that no fault has broken though one should, or the other way round.
func (m *Matrix) unkilled() []string {
	var all []string
	for _, f := range m.Found() {
		if len(f.Rules) == 0 {
			all = append(all, f.Fault+" is found by no rule")
		}
	}
	for _, b := range m.Broken() {
		switch {
		case len(b.Faults) == 0 && b.Why == "":
			all = append(all, "rule "+b.ID+" is broken by no fault")
		case oracle.Unbroken(b.ID) != "" && b.due():
			all = append(all, "rule "+b.ID+" is broken by "+b.Faults[0]+", but no fault is said to: "+b.Why)
		}
	}
	return all
}

// Company is how often each fault was found beside others, in plans: of those
// in which it has acted and is not hidden, in how many its rules were all
// reported. What acts by chance may be missed.
func (m *Matrix) Company() []Rate {
	var rates []Rate
	at := make(map[string]int)
	for _, k := range combinable() {
		at[k.String()] = len(rates)
		rates = append(rates, Rate{Fault: k.String(), P: 1})
	}
	for _, r := range m.Rows {
		if r.Set != Plans {
			continue
		}
		for fault, fired := range r.Fired {
			rate := &rates[at[fault]]
			rate.Runs++
			due := r.due(fault)
			if fired == 0 || len(due) == 0 {
				continue
			}
			rate.Fired++
			if !slices.ContainsFunc(due, func(rule string) bool { return !r.reports(rule) }) {
				rate.Detected++
			}
		}
	}
	for i := range rates {
		rates[i].Low, rates[i].High = wilson(rates[i].Detected, rates[i].Fired)
	}
	return rates
}

// due are the rules of a fault of the row that must be reported for it; all of
// them if it is one that may be missed.
func (r Row) due(fault string) []string {
	alone, _ := oracle.TruthOf(fault)
	if !slices.Contains(r.Truth.Armed(), fault) {
		return alone.Rules
	}
	return slices.DeleteFunc(slices.Clone(alone.Rules), func(rule string) bool { return !slices.Contains(r.Truth.Rules, rule) })
}
