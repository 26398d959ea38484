package selftest

import (
	"math"
	"time"

	"imaporacle/oracle"
)

// Row is the outcome of one run.
type Row struct {
	Fault   string         `json:"fault"`
	P       float64        `json:"p"`
	Run     int            `json:"run"`
	Truth   oracle.Truth   `json:"-"`
	Report  oracle.Report  `json:"-"`
	Firings int            `json:"firings"`
	Outcome oracle.Outcome `json:"outcome"`
	Took    time.Duration  `json:"-"`
}

// Matrix is the outcome of a selftest.
type Matrix struct {
	Rows  []Row  // of what must always be detected, in the order of the catalogue, run by run
	Rates []Rate // of what acts by chance
	Runs  int
	Took  time.Duration
}

// Rate is how often a fault was detected at a probability.
type Rate struct {
	Fault    string  `json:"fault"`
	P        float64 `json:"p"`
	Runs     int     `json:"runs"`
	Fired    int     `json:"fired"` // runs in which the fault acted at all
	Detected int     `json:"detected"`
	False    int     `json:"false_alarms"` // runs with a finding that no fault explains
	// Low and High bound the rate of detection with 95 % confidence.
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

// OK reports whether tester and truth agree everywhere.
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

func newMatrix(o Options, rows []Row, took time.Duration) *Matrix {
	m := &Matrix{Runs: o.Runs, Took: took}
	rates := make(map[rateKey]int)
	for _, r := range rows {
		armed := r.Truth.Armed()
		if r.P == 1 && r.Fault == faultName(armed) {
			m.Rows = append(m.Rows, r)
			continue
		}
		key := rateKey{armed[0], r.P}
		i, ok := rates[key]
		if !ok {
			i = len(m.Rates)
			rates[key] = i
			m.Rates = append(m.Rates, Rate{Fault: armed[0], P: r.P})
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

// faultName is what a row of certain faults is called.
func faultName(armed []string) string {
	if len(armed) == 0 {
		return "clean server"
	}
	name := armed[0]
	for _, a := range armed[1:] {
		name += " + " + a
	}
	return name
}

// add counts one run.
func (r *Rate) add(row Row) {
	r.Runs++
	if row.Firings > 0 {
		r.Fired++
	}
	if len(row.Outcome.FalseAlarm) > 0 {
		r.False++
	}
	if row.Outcome.OK() {
		r.Detected++
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
