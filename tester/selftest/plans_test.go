package selftest

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"imaporacle/faults"
	"imaporacle/oracle"
)

func lines(jobs []job) []string {
	var all []string
	for _, j := range jobs {
		all = append(all, j.String())
	}
	return all
}

// A seed makes the same plans each time, however many; another makes others.
func TestPlansRepeat(t *testing.T) {
	first := lines(Options{Seed: 7, Plans: 200}.plans())
	if d := cmp.Diff(first, lines(Options{Seed: 7, Plans: 200}.plans())); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(first[:20], lines(Options{Seed: 7, Plans: 20}.plans())); d != "" {
		t.Error(d)
	}
	if slices.Equal(first, lines(Options{Seed: 8, Plans: 200}.plans())) {
		t.Error("two seeds make the same plans")
	}
}

// A plan can be pasted, and it is known what must be reported of it.
func TestPlansAreSound(t *testing.T) {
	drawn := make(map[string]bool)
	whens := make(map[oracle.When]int)
	for _, j := range (Options{Seed: 1, Plans: 1000}).plans() {
		names := make(map[string]bool)
		var kinds []string
		for i, f := range j.faults {
			names[f.Name] = true
			kinds = append(kinds, f.Kind())
			again, err := faults.Parse(f.String())
			if err != nil || again.String() != f.String() || j.parts[i].Fault != f.Kind() {
				t.Errorf("%s is read as %s, %v", f, again, err)
			}
		}
		if n := len(j.faults); n < leastFaults || n > mostFaults || len(names) != n || len(j.parts) != n {
			t.Errorf("%s: %d faults of %d names", j, n, len(names))
		}
		for _, p := range j.parts {
			drawn[p.Fault] = true
			whens[p.When]++
			entangled := slices.ContainsFunc(kinds, func(k string) bool { return oracle.Entangled(k, p.Fault) })
			if oracle.Alone(p.Fault) != "" || p.When == oracle.Sometimes && entangled {
				t.Errorf("%s: %s does not belong there", j, p.Fault)
			}
		}
		if _, err := faults.NewPlan(j.faults...); err != nil {
			t.Errorf("%s: %v", j, err)
		}
	}
	for _, k := range combinable() {
		if !drawn[k.String()] {
			t.Errorf("%s is in none of 1000 plans", k)
		}
	}
	if len(whens) != 3 {
		t.Errorf("plans act %v", whens)
	}
}

// A plan that disagrees is told as the flags of a server.
func TestPlanProblem(t *testing.T) {
	r := Row{Fault: "a=b + c=d p=0.5 seed=1", Lines: []string{"a=b", "c=d p=0.5 seed=1"}, Set: Plans, Outcome: oracle.Outcome{Missed: []string{"x"}}}
	got := strings.Join((&Matrix{Rows: []Row{r}}).Problems(), "\n")
	if want := "serve --fault 'a=b' --fault 'c=d p=0.5 seed=1': missed x"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
