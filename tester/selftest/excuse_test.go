package selftest

import (
	"maps"
	"runtime"
	"slices"
	"testing"

	"imaporacle/faults"
	"imaporacle/oracle"
)

// Faults that hide each other show what the truth of both has; and a truth that
// excuses more is found out, as it would hide a miss.
func TestExcuses(t *testing.T) {
	jobs := slices.DeleteFunc(pairs(0), func(j job) bool { return !hides(j) })
	if len(jobs) < 50 {
		t.Errorf("only %d pairs hide each other", len(jobs))
	}
	o := Options{}.withDefaults()
	rows, errs := make([]Row, len(jobs)), make([]error, len(jobs))
	err := inParallel(t.Context(), len(jobs), runtime.NumCPU(), nil, func(i int) { rows[i], errs[i] = o.run(t.Context(), jobs[i]) })
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range rows {
		if errs[i] != nil {
			t.Fatal(errs[i])
		}
		if !r.Outcome.OK() {
			t.Errorf("%s: %q", r.Fault, r.Outcome.Problems())
		}
		for excuse, truth := range excuses(r.Truth) {
			if oracle.Score(truth, r.Report, r.Fired).OK() {
				t.Errorf("%s: nobody sees that %s is excused", r.Fault, excuse)
			}
		}
	}
}

// hides reports whether the faults of a pair show otherwise beside each other,
// and are not both of behaviour, of which there are many pairs.
func hides(j job) bool {
	a, b := j.faults[0].Kind(), j.faults[1].Kind()
	behave := func(kind string) bool {
		k, _ := faults.Lookup(kind)
		return k.Acts == faults.Behaviour
	}
	return oracle.Entangled(a, b) && !(behave(a) && behave(b))
}

// excuses are truths that ask for less than t: without one of the rules that are
// due, with one of the faults hidden, with one of the columns unknown.
func excuses(t oracle.Truth) map[string]oracle.Truth {
	all := make(map[string]oracle.Truth)
	for _, rule := range t.Rules {
		less := t
		less.Rules = slices.DeleteFunc(slices.Clone(t.Rules), func(r string) bool { return r == rule })
		if !slices.Contains(t.May, rule) {
			all[rule] = less
		}
	}
	for _, fault := range t.Armed() {
		if !slices.Contains(t.Hidden, fault) {
			less := t
			less.Hidden = append(slices.Clone(t.Hidden), fault)
			all[fault] = less
		}
	}
	for _, col := range oracle.Columns {
		if t.Expected(col).Cell != oracle.Unknown {
			less := t
			less.Cells = maps.Clone(t.Cells)
			less.Cells[col] = oracle.Expect{Cell: oracle.Unknown}
			all[col.Title()] = less
		}
	}
	return all
}
