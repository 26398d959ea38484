package selftest

import (
	"context"
	"maps"
	"slices"
	"testing"

	"imaporacle/faults"
	"imaporacle/oracle"
	"imaporacle/tester"
)

// sorts are the ways in which an outcome can be wrong.
type sorts struct{ missed, falseAlarm, wrongReason, unfired bool }

func sortsOf(o oracle.Outcome) sorts {
	return sorts{len(o.Missed) > 0, len(o.FalseAlarm) > 0, o.WrongReason, len(o.Unfired) > 0}
}

// liar is a tester that does not tell the truth, and what must be said of it.
type liar struct {
	name string
	// test is the liar; nil if it only distorts what the honest one says.
	test    func(context.Context, tester.Config) (*tester.Result, error)
	distort func(*oracle.Report)
	// clean, noCell, cells and blind are what must be said of it on a clean
	// server, with a fault that shows in no column, with one that does, and with
	// one that only hides columns.
	clean, noCell, cells, blind sorts
	// but lists faults of which something else must be said.
	but map[string]sorts
}

var (
	fine       = sorts{}
	misses     = sorts{missed: true}
	alarms     = sorts{falseAlarm: true}
	both       = sorts{missed: true, falseAlarm: true}
	noReason   = sorts{missed: true, wrongReason: true}
	badReason  = sorts{missed: true, falseAlarm: true, wrongReason: true}
	sleeps     = sorts{missed: true, unfired: true}
	worstCells = map[oracle.Column]oracle.Cell{
		oracle.Checkpoint: oracle.No, oracle.Recent: oracle.NotImplemented, oracle.AtomicFlags: oracle.No,
		oracle.ExpungeFetch: oracle.Broken, oracle.ExpungeStore: oracle.Broken,
	}
)

// liars is written by hand: what each must be told follows from what it does.
var liars = []liar{
	{name: "says Yes to everything",
		distort: func(r *oracle.Report) {
			for _, c := range oracle.Columns {
				r.Verdicts[c] = oracle.Verdict{Cell: oracle.Yes}
			}
			r.Findings = nil
		},
		clean: fine, noCell: misses, cells: misses, blind: misses},
	{name: "says the worst of everything",
		distort: func(r *oracle.Report) {
			for c, cell := range worstCells {
				r.Verdicts[c] = oracle.Verdict{Cell: cell}
			}
			r.Findings = nil
		},
		clean: alarms, noCell: both, cells: both, blind: both,
		but: map[string]sorts{ // one cell is right by chance
			"checkpoint=lag": badReason, "expunge=until-idle": badReason,
			"recent=unimplemented": badReason, "atomic=overwrite": badReason,
			"expunge-fetch=broken": badReason, "expunge-store=broken": badReason,
			"uid=unstable": badReason,
			// No column is left in which to cry.
			"select=needs-id": misses, "greeting=no": misses, "login=unconnected": misses, "answer=bad": misses, "answer=server-bug": misses, "bye=sudden": misses,
		}},
	{name: "gives no reasons",
		distort: func(r *oracle.Report) { r.Findings = nil },
		clean:   fine, noCell: misses, cells: noReason, blind: misses},
	{name: "gives another reason",
		distort: func(r *oracle.Report) {
			for i := range r.Findings {
				r.Findings[i].Rule = "idle/kept-alive" // which no fault breaks
			}
		},
		clean: fine, noCell: both, cells: badReason, blind: both},
	{name: "moves the cells by one column",
		distort: func(r *oracle.Report) {
			moved := make(map[oracle.Column]oracle.Verdict)
			for i, c := range oracle.Columns {
				moved[oracle.Columns[(i+1)%len(oracle.Columns)]] = r.Verdicts[c]
			}
			r.Verdicts = moved
		},
		// The cell is missed where it belongs and an alarm where it is; there
		// is no right cell for which the reason could be wrong. Not to know is no
		// alarm.
		clean: fine, noCell: fine, cells: both, blind: misses,
		but: map[string]sorts{ // of which no column is left that shows it moved
			"uid=unstable":    misses, // its No comes where nothing can be told
			"select=needs-id": fine, "greeting=no": fine, "login=unconnected": fine, "answer=bad": fine, "answer=server-bug": fine, "bye=sudden": fine,
		}},
	{name: "cries wolf on a clean server",
		distort: func(r *oracle.Report) {
			if len(r.Findings) == 0 {
				r.Verdicts[oracle.Recent] = oracle.Verdict{Cell: oracle.Unreliable}
				r.Findings = []oracle.Finding{{Rule: "recent/not-lost", Column: oracle.Recent}}
			}
		},
		clean: alarms, noCell: fine, cells: fine, blind: fine},
	{name: "does nothing and says nothing",
		test: func(context.Context, tester.Config) (*tester.Result, error) {
			return new(tester.Result), nil
		},
		clean: misses, noCell: sleeps, cells: sleeps, blind: sleeps},
}

// The oracle catches each liar wherever it lies, and says how.
func TestLiarsAreCaught(t *testing.T) {
	honest, err := honest()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range liars {
		t.Run(l.name, func(t *testing.T) {
			m := l.distorted(honest)
			if l.test != nil {
				if m, err = Run(t.Context(), Options{Test: l.test}); err != nil {
					t.Fatal(err)
				}
			}
			if want := len(faults.Catalogue()) + 1; len(m.Rows) != want {
				t.Errorf("%d rows, want %d", len(m.Rows), want)
			}
			caught := false
			for _, r := range m.Rows {
				want := l.expected(r.Truth)
				if got := sortsOf(r.Outcome); got != want {
					t.Errorf("%s: %+v, want %+v: %q", r.Fault, got, want, r.Outcome.Problems())
				}
				caught = caught || want != fine
				if len(r.Outcome.Unfired) > 0 && len(r.Outcome.Detected) > 0 {
					t.Errorf("%s has not acted, and %q is detected", r.Fault, r.Outcome.Detected)
				}
			}
			if !caught || m.OK() || len(m.Problems()) == 0 {
				t.Errorf("the matrix is OK: %t; problems: %q", m.OK(), m.Problems())
			}
		})
	}
}

// distorted is what the liar makes of what the honest tester has said, and how
// that is scored.
func (l liar) distorted(honest *Matrix) *Matrix {
	m := new(Matrix)
	for _, r := range honest.Rows {
		r.Report = oracle.Report{Verdicts: maps.Clone(r.Report.Verdicts), Findings: slices.Clone(r.Report.Findings)}
		if l.distort != nil {
			l.distort(&r.Report)
		}
		r.Outcome = oracle.Score(r.Truth, r.Report, r.Fired)
		m.Rows = append(m.Rows, r)
	}
	return m
}

// expected is what must be said of the liar with this truth.
func (l liar) expected(truth oracle.Truth) sorts {
	if s, ok := l.but[truth.Fault]; ok {
		return s
	}
	switch {
	case len(truth.Armed()) == 0:
		return l.clean
	case len(truth.Cells) == 0:
		return l.noCell
	case truth.Blind():
		return l.blind
	}
	return l.cells
}

// clairvoyant knows the truth and reports it, whatever the server does.
func clairvoyant(truth oracle.Truth) func(context.Context, tester.Config) (*tester.Result, error) {
	return func(context.Context, tester.Config) (*tester.Result, error) {
		r := &tester.Result{Report: oracle.Report{Verdicts: make(map[oracle.Column]oracle.Verdict)}}
		for _, c := range oracle.Columns {
			e := truth.Expected(c)
			r.Verdicts[c] = oracle.Verdict{Cell: e.Cell, Detail: e.Detail, Legal: e.Legal}
		}
		for _, rule := range truth.Rules {
			r.Findings = append(r.Findings, oracle.Finding{Rule: rule})
		}
		return r, nil
	}
}

// A fault that was armed and never acted is told as unfired. An honest tester
// has then seen a clean server; one that reports the fault all the same has
// detected nothing.
func TestUnfired(t *testing.T) {
	for _, k := range faults.Catalogue() {
		j := newJob(0, k)
		j.faults[0].Scope.User = "nobody"
		tests := map[string]struct {
			o    Options
			want sorts
		}{
			"clairvoyant": {Options{Test: clairvoyant(j.truth)}, sorts{unfired: true}},
		}
		// One honest run for each column is enough.
		if slices.Contains([]string{"recent=missing", "expunge-fetch=none", "expunge-copy=refused"}, k.String()) {
			tests["honest"] = struct {
				o    Options
				want sorts
			}{Options{}, sleeps}
		}
		for name, tc := range tests {
			row, err := tc.o.withDefaults().run(t.Context(), j)
			if err != nil {
				t.Fatal(err)
			}
			if got := sortsOf(row.Outcome); got != tc.want || !slices.Equal(row.Outcome.Unfired, []string{k.String()}) {
				t.Errorf("%s, %s: %+v, want %+v: %q", k, name, got, tc.want, row.Outcome.Problems())
			}
			if row.Firings() != 0 || len(row.Outcome.Detected) > 0 || row.Outcome.OK() {
				t.Errorf("%s, %s: %d firings, detected %q, OK %t", k, name, row.Firings(), row.Outcome.Detected, row.Outcome.OK())
			}
		}
	}
}
