package selftest

import (
	"math/rand/v2"
	"slices"

	"imaporacle/faults"
	"imaporacle/oracle"
)

// A plan arms so many faults, of different names.
const (
	leastFaults = 2
	mostFaults  = 4
)

// plans draws plans: the same for a seed each time, and each whatever the
// number of the others.
func (o Options) plans() []job {
	kinds := combinable()
	var jobs []job
	for n := range o.Plans {
		jobs = append(jobs, drawPlan(rand.New(rand.NewPCG(o.Seed, uint64(n))), kinds))
	}
	return jobs
}

// combinable are the faults beside which others can be told.
func combinable() []faults.Kind {
	return slices.DeleteFunc(faults.Catalogue(), func(k faults.Kind) bool { return oracle.Alone(k.String()) != "" })
}

// drawPlan draws a plan. Its faults are in the order of the catalogue, which
// decides who comes first where two act on one response.
func drawPlan(rng *rand.Rand, kinds []faults.Kind) job {
	var drawn []int
	names := make(map[string]bool)
	for _, i := range rng.Perm(len(kinds)) {
		if !names[kinds[i].Name] {
			names[kinds[i].Name] = true
			drawn = append(drawn, i)
		}
	}
	drawn = drawn[:min(len(drawn), leastFaults+rng.IntN(mostFaults-leastFaults+1))]
	slices.Sort(drawn)
	var armed []string
	for _, i := range drawn {
		armed = append(armed, kinds[i].String())
	}
	j := job{set: Plans, p: 1}
	for _, i := range drawn {
		scope, when := drawScope(rng, armed, kinds[i].String())
		j.faults = append(j.faults, faults.Fault{Name: kinds[i].Name, Value: kinds[i].Value, Scope: scope})
		j.parts = append(j.parts, oracle.Part{Fault: kinds[i].String(), When: when})
	}
	return j
}

// drawScope draws the scope of a fault that is armed beside others, such that
// it is known what must be reported. A fault that hides another, or is hidden,
// acts always or never: else it would depend on the moment.
func drawScope(rng *rand.Rand, armed []string, fault string) (faults.Scope, oracle.When) {
	outside := []faults.Scope{{User: "somebody-else"}, {Mailbox: "Not/There"}, {Connection: 1_000_000}}
	switch roll := rng.IntN(10); {
	case roll < 5:
		return faults.Scope{}, oracle.Always
	case roll < 6:
		return faults.Scope{User: user}, oracle.Always
	case roll < 7:
		return outside[rng.IntN(len(outside))], oracle.Never
	}
	by := 1 + rng.IntN(3)
	counted := []faults.Scope{
		{Nth: by}, {After: by}, {Times: by}, {P: chances[1+rng.IntN(len(chances)-1)], Seed: 1 + rng.Uint64N(1_000_000)},
	}
	scope := counted[rng.IntN(len(counted))]
	entangled := slices.ContainsFunc(armed, func(other string) bool { return oracle.Entangled(fault, other) })
	switch {
	case entangled, !oracle.Evident(fault) && !slices.Contains(chancy, fault):
		return faults.Scope{}, oracle.Always
	case !oracle.Evident(fault): // how much it counts depends on who comes first
		scope = counted[len(counted)-1]
	}
	return scope, oracle.Sometimes
}
