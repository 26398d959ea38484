package selftest

import (
	"context"
	"slices"
	"time"
)

// Full is the outcome of a selftest in full.
type Full struct {
	*Matrix
	Profiles []Imitation
	Plans    int
	Took     time.Duration
}

// chanceRuns is how often a selftest in full tries what acts by chance, at each
// probability.
const chanceRuns = 10

// RunFull tests everything: the clean server, each fault, pairs of faults,
// faults by chance, o.Plans plans, and each profile; and
// asks that each rule is broken by some fault. The error is as that of Run.
func RunFull(ctx context.Context, o Options) (*Full, error) {
	started := time.Now()
	o = o.withDefaults()
	o.Pairs, o.Chances = true, chanceRuns
	m, err := Run(ctx, o)
	if err != nil {
		return nil, err
	}
	imitations, err := Profiles(ctx, o.Parallel, o.Progress)
	if err != nil {
		return nil, err
	}
	return &Full{Matrix: m, Profiles: imitations, Plans: o.Plans, Took: time.Since(started)}, nil
}

// OK reports whether tester and truth agree everywhere, and nothing is found by
// no rule or broken by no fault.
func (f *Full) OK() bool { return len(f.Problems()) == 0 }

// Problems lists what is wrong, in words.
func (f *Full) Problems() []string {
	all := append(f.Matrix.Problems(), f.unkilled()...)
	for _, im := range f.Profiles {
		for _, p := range im.Problems {
			all = append(all, im.Profile.Name+": "+p)
		}
	}
	return all
}

// Servers counts those that were tested, profiles among them.
func (f *Full) Servers() int { return f.Sums().Servers + len(f.Profiles) }

// Only returns the rows of one set, as a matrix of their own.
func (m *Matrix) Only(set Set) *Matrix {
	only := *m
	only.Rates = nil
	only.Rows = slices.DeleteFunc(slices.Clone(m.Rows), func(r Row) bool { return r.Set != set })
	return &only
}

// Count returns how many servers of a set were tested.
func (m *Matrix) Count(set Set) int {
	if set != Chances {
		return len(m.Only(set).Rows)
	}
	n := 0
	for _, r := range m.Rates {
		n += r.Runs
	}
	return n
}
