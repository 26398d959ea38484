package selftest

import (
	"fmt"
	"strings"
)

// Sums counts what is wrong, over all runs.
type Sums struct {
	Servers     int `json:"servers"` // tested
	Missed      int `json:"missed"`  // cells and rules, of faults that act always
	FalseAlarms int `json:"false_alarms"`
	WrongReason int `json:"wrong_reason"`
	Unfired     int `json:"unfired"`
}

// Sums counts over rows and rates.
func (m *Matrix) Sums() Sums {
	s := Sums{Servers: len(m.Rows)}
	for _, r := range m.Rates {
		s.Servers += r.Runs
		s.FalseAlarms += r.False
	}
	for _, r := range m.Rows {
		s.Missed += len(r.Outcome.Missed)
		s.FalseAlarms += len(r.Outcome.FalseAlarm)
		s.Unfired += len(r.Outcome.Unfired)
		if r.Outcome.WrongReason {
			s.WrongReason++
		}
	}
	return s
}

// name is the fault, or for a plan how a server with it is started.
func (r Row) name() string {
	if r.Set != Plans {
		return r.Fault
	}
	return "serve --fault '" + strings.Join(r.Lines, "' --fault '") + "'"
}

// Problems lists what is wrong, in words; the same in several runs once, with
// the number of runs.
func (m *Matrix) Problems() []string {
	var all []string
	count := make(map[string]int)
	for _, r := range m.Rows {
		for _, p := range r.Outcome.Problems() {
			line := r.name() + ": " + p
			if count[line] == 0 {
				all = append(all, line)
			}
			count[line]++
		}
	}
	if m.Runs > 1 {
		for i, line := range all {
			all[i] = fmt.Sprintf("%s (in %d of %d runs)", line, count[line], m.Runs)
		}
	}
	for _, r := range m.Rates {
		if r.False > 0 {
			all = append(all, fmt.Sprintf("%s p=%v: false alarm (in %d of %d runs)", r.Fault, r.P, r.False, r.Runs))
		}
		if r.P == 1 && r.Detected < r.Runs {
			all = append(all, fmt.Sprintf("%s p=1: missed (in %d of %d runs)", r.Fault, r.Runs-r.Detected, r.Runs))
		}
	}
	return all
}
