package selftest

import (
	"math"
	"time"

	"imaporacle/oracle"
)

// Row is the outcome of one run.
type Row struct {
	Fault   string   // the line, or several with " + " between; "clean server" without
	Lines   []string // the lines of the faults
	Set     Set
	P       float64
	Run     int // from 0
	Truth   oracle.Truth
	Report  oracle.Report
	Fired   map[string]int // how often each fault has acted
	Outcome oracle.Outcome
	Took    time.Duration
}

// Set is what a row is one of.
type Set string

// The sets of a selftest.
const (
	Singles Set = "single" // the clean server, and each fault by itself
	Pairs   Set = "pair"   // of faults of behaviour, or that hide each other
	Chances Set = "chance" // faults that act by chance, for their rates
	Plans   Set = "plan"   // several faults with scopes
)

// Firings is how often faults have acted.
func (r Row) Firings() int {
	sum := 0
	for _, n := range r.Fired {
		sum += n
	}
	return sum
}

// Matrix is the outcome of a selftest.
type Matrix struct {
	Rows  []Row  // of what must always be detected, in the order of the catalogue, run by run
	Rates []Rate // of what acts by chance
	Runs  int
	Seed  uint64
	Took  time.Duration
}

// Rate is how often a fault was detected at a probability.
type Rate struct {
	Fault    string  `json:"fault"`
	P        float64 `json:"p"`
	Runs     int     `json:"runs"`
	Fired    int     `json:"fired"`        // runs in which the fault acted at all
	Detected int     `json:"detected"`     // runs in which it acted and was reported as it is
	False    int     `json:"false_alarms"` // runs with a cell or finding that no fault explains
	// Low and High bound the rate of detection with 95 % confidence.
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

// OK reports whether tester and truth agree everywhere. A fault that acts by
// chance may be missed, which lowers its rate: what acts once in a run need not
// show. An alarm without cause is never right.
func (m *Matrix) OK() bool {
	for _, r := range m.Rows {
		if !r.Outcome.OK() {
			return false
		}
	}
	for _, r := range m.Rates {
		if r.False > 0 || r.P == 1 && r.Detected < r.Runs {
			return false
		}
	}
	return true
}

// newMatrix sorts rows, which are those of jobs.
func newMatrix(o Options, jobs []job, rows []Row, took time.Duration) *Matrix {
	m := &Matrix{Runs: o.Runs, Seed: o.Seed, Took: took}
	at := make(map[rateKey]int)
	for n, r := range rows {
		if jobs[n].set != Chances {
			m.Rows = append(m.Rows, r)
			continue
		}
		key := rateKey{r.Truth.Fault, r.P}
		i, ok := at[key]
		if !ok {
			i = len(m.Rates)
			at[key] = i
			m.Rates = append(m.Rates, Rate{Fault: key.fault, P: r.P})
		}
		m.Rates[i].add(r)
	}
	for i := range m.Rates {
		m.Rates[i].Low, m.Rates[i].High = wilson(m.Rates[i].Detected, m.Rates[i].Runs)
	}
	return m
}

type rateKey struct {
	fault string
	p     float64
}

// add counts one run.
func (r *Rate) add(row Row) {
	r.Runs++
	outcome := row.Outcome
	if row.Firings() > 0 {
		r.Fired++
		if outcome.OK() {
			r.Detected++
		}
	} else {
		// The fault has not acted, so that the server was a clean one: to
		// report the fault all the same is an alarm without cause.
		outcome = oracle.Score(oracle.Clean, row.Report, nil)
	}
	if len(outcome.FalseAlarm) > 0 {
		r.False++
	}
}

// wilson returns the 95 % confidence interval of a rate (Wilson's score).
func wilson(k, n int) (low, high float64) {
	if n == 0 {
		return 0, 1
	}
	const z = 1.959964
	p, nn := float64(k)/float64(n), float64(n)
	centre := p + z*z/(2*nn)
	spread := z * math.Sqrt(p*(1-p)/nn+z*z/(4*nn*nn))
	scale := 1 + z*z/nn
	return max(0, (centre-spread)/scale), min(1, (centre+spread)/scale)
}
