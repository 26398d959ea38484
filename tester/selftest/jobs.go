package selftest

import (
	"strings"

	"imaporacle/faults"
	"imaporacle/oracle"
)

// chances are the probabilities at which the faults that act by chance are
// tried.
var chances = []float64{1, 0.5, 0.1, 0.02}

// chancy are the faults that real servers show now and then rather than
// always.
var chancy = []string{"recent=duplicated", "recent=missing", "atomic=race", "atomic=overwrite"}

// jobs lists what is to be run.
func (o Options) jobs() []job {
	var jobs []job
	for run := range o.Runs {
		jobs = append(jobs, job{truth: oracle.Clean, p: 1, run: run, set: Singles})
		for _, k := range faults.Catalogue() {
			jobs = append(jobs, newJob(run, k))
		}
		if o.Pairs {
			jobs = append(jobs, pairs(run)...)
		}
	}
	for run := range o.Chances {
		jobs = append(jobs, o.chanceJobs(run)...)
	}
	return append(jobs, o.plans()...)
}

// armed is a fault as its truth has it. One that cannot be read is a mistake of
// ours; a test finds it.
func armed(k faults.Kind) faults.Fault {
	truth, _ := oracle.TruthOf(k.String())
	f, err := faults.Parse(strings.TrimSpace(k.String() + " " + truth.With))
	if err != nil {
		panic(err)
	}
	return f
}

// newJob arms faults of these kinds, with the parameters of their truths alone.
func newJob(run int, kinds ...faults.Kind) job {
	j := job{p: 1, run: run, set: Singles}
	var names []string
	for _, k := range kinds {
		j.faults = append(j.faults, armed(k))
		names = append(names, k.String())
	}
	j.truth, _ = oracle.Combined(names...) // a fault without truth fails every score
	return j
}

// pairs lists all pairs of faults of behaviour that do not answer the same
// question, and of faults that show otherwise beside each other. All others of the
// wire are too many to be tried in pairs.
func pairs(run int) []job {
	var jobs []job
	all := combinable()
	for i, a := range all {
		for _, b := range all[i+1:] {
			behave := a.Acts == faults.Behaviour && b.Acts == faults.Behaviour
			if a.Name != b.Name && (behave || oracle.Entangled(a.String(), b.String())) {
				j := newJob(run, a, b)
				j.set = Pairs
				jobs = append(jobs, j)
			}
		}
	}
	return jobs
}

// seed returns the seed of a run; a fault takes them from 1.
func (o Options) seed(run int) uint64 { return max(1, o.Seed+uint64(run)) }

// chanceJobs arms each chancy fault at each probability, with a seed of its own
// for each run.
func (o Options) chanceJobs(run int) []job {
	var jobs []job
	for _, name := range chancy {
		kind, ok := faults.Lookup(name)
		if !ok {
			continue
		}
		for _, p := range chances {
			j := newJob(run, kind)
			j.p, j.set = p, Chances
			j.faults[0].Scope = faults.Scope{P: p, Seed: o.seed(run)}
			jobs = append(jobs, j)
		}
	}
	return jobs
}
