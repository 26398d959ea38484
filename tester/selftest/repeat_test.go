package selftest

import (
	"fmt"
	"slices"
	"testing"

	"imaporacle/oracle"
)

// said is what a row says: all of it but times and the lines of findings.
func said(r Row) string {
	text := fmt.Sprintf("%s p=%v run %d OK %t:", r.Fault, r.P, r.Run, r.Outcome.OK())
	for _, c := range oracle.Columns {
		v := r.Report.Verdicts[c]
		text += fmt.Sprintf(" %s=%s", c, oracle.Expect{Cell: v.Cell, Detail: v.Detail, Legal: v.Legal})
	}
	var rules []string
	for _, f := range r.Report.Findings {
		if !slices.Contains(rules, f.Rule) {
			rules = append(rules, f.Rule)
		}
	}
	slices.Sort(rules)
	return text + fmt.Sprintf(" %q", rules)
}

// With the same seed a selftest says the same again: what always acts in all
// it reports, whatever comes between the sessions. A part of the faults stands
// for all.
func TestRepeatable(t *testing.T) {
	first, err := honest()
	if err != nil {
		t.Fatal(err)
	}
	const step = 6
	o := Options{}.withDefaults()
	jobs := o.jobs()
	err = inParallel(t.Context(), len(jobs)/step, o.Parallel, nil, func(i int) {
		again, err := o.run(t.Context(), jobs[i*step])
		if err != nil {
			t.Errorf("%s: %v", jobs[i*step], err)
		} else if was, is := said(first.Rows[i*step]), said(again); was != is {
			t.Errorf("%s\nagain: %s", was, is)
		}
	})
	if err != nil {
		t.Error(err)
	}
}

// And what acts by chance is seen again in the same places. How often it acts
// is not compared, and other faults are not tried: where several sessions wait
// in IDLE, select or store at the same time, who comes first is left to the
// machine.
func TestChanceIsRepeatable(t *testing.T) {
	o := Options{Seed: 3}.withDefaults()
	for _, j := range o.chanceJobs(0) {
		if j.truth.Fault != "recent=missing" {
			continue
		}
		var rows []Row
		for range 2 {
			row, err := o.run(t.Context(), j)
			if err != nil {
				t.Fatal(err)
			}
			rows = append(rows, row)
		}
		if a, b := said(rows[0]), said(rows[1]); a != b {
			t.Errorf("%s\nagain: %s", a, b)
		}
	}
}
