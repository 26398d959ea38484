package selftest

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"imaporacle/faults"
	"imaporacle/oracle"
	"imaporacle/tester"
)

// rowOf is a row in which the fault has acted so often and was reported as the
// change of the true report has it.
func rowOf(t *testing.T, fault string, firings int, change func(*oracle.Report)) Row {
	t.Helper()
	var kinds []faults.Kind
	if fault != "" {
		k, ok := faults.Lookup(fault)
		if !ok {
			t.Fatalf("there is no fault %s", fault)
		}
		kinds = append(kinds, k)
	}
	j := newJob(0, kinds...)
	result, _ := clairvoyant(j.truth)(t.Context(), tester.Config{})
	if change != nil {
		change(&result.Report)
	}
	return Row{
		Fault: j.String(), Set: j.set, P: j.p, Truth: j.truth, Report: result.Report, Fired: map[string]int{fault: firings},
		Outcome: oracle.Score(j.truth, result.Report, map[string]int{fault: firings}),
	}
}

func sayYes(r *oracle.Report) {
	for _, c := range oracle.Columns {
		r.Verdicts[c] = oracle.Verdict{Cell: oracle.Yes}
	}
	r.Findings = nil
}

func sayCheckpointNo(r *oracle.Report) {
	r.Verdicts[oracle.Checkpoint] = oracle.Verdict{Cell: oracle.No}
}

// What acts by chance may be missed, but nothing may be made up.
func TestRates(t *testing.T) {
	const fault = "recent=missing"
	tests := []struct {
		name string
		p    float64
		rows []Row
		want Rate
		ok   bool
	}{
		{"acted and detected", 0.5, []Row{rowOf(t, fault, 3, nil)}, Rate{Runs: 1, Fired: 1, Detected: 1}, true},
		{"acted and missed", 0.5, []Row{rowOf(t, fault, 3, sayYes)}, Rate{Runs: 1, Fired: 1}, true},
		{"not acted, not reported", 0.5, []Row{rowOf(t, fault, 0, sayYes)}, Rate{Runs: 1}, true},
		{"not acted, reported", 0.5, []Row{rowOf(t, fault, 0, nil)}, Rate{Runs: 1, False: 1}, false},
		{"acted, another column reported", 0.5, []Row{rowOf(t, fault, 1, sayCheckpointNo)},
			Rate{Runs: 1, Fired: 1, False: 1}, false},
		{"certain and detected", 1, []Row{rowOf(t, fault, 1, nil), rowOf(t, fault, 9, nil)},
			Rate{Runs: 2, Fired: 2, Detected: 2}, true},
		{"certain and missed once", 1, []Row{rowOf(t, fault, 1, nil), rowOf(t, fault, 9, sayYes)},
			Rate{Runs: 2, Fired: 2, Detected: 1}, false},
		{"certain and never acted", 1, []Row{rowOf(t, fault, 0, sayYes)}, Rate{Runs: 1}, false},
	}
	for _, tc := range tests {
		var jobs []job
		for i := range tc.rows {
			tc.rows[i].P = tc.p
			jobs = append(jobs, job{set: Chances})
		}
		m := newMatrix(Options{Runs: len(tc.rows)}, jobs, tc.rows, 0)
		if len(m.Rows) != 0 || len(m.Rates) != 1 {
			t.Fatalf("%s: %d rows, %d rates", tc.name, len(m.Rows), len(m.Rates))
		}
		got := m.Rates[0]
		if low, high := wilson(got.Detected, got.Runs); got.Low != low || got.High != high {
			t.Errorf("%s: between %v and %v", tc.name, got.Low, got.High)
		}
		got.Low, got.High = 0, 0
		tc.want.Fault, tc.want.P = fault, tc.p
		if d := cmp.Diff(tc.want, got); d != "" {
			t.Errorf("%s: %s", tc.name, d)
		}
		if m.OK() != tc.ok || (len(m.Problems()) == 0) != tc.ok {
			t.Errorf("%s: OK %t, problems %q", tc.name, m.OK(), m.Problems())
		}
	}
}

// What always acts must always be detected.
func TestMatrixOK(t *testing.T) {
	const fault = "recent=missing"
	tests := map[string]struct {
		row      Row
		problems []string
	}{
		"clean":       {rowOf(t, "", 0, nil), nil},
		"detected":    {rowOf(t, fault, 1, nil), nil},
		"false alarm": {rowOf(t, "", 0, sayCheckpointNo), []string{"clean server: false alarm: Checkpoint is Yes, seen as No (in 2 of 2 runs)"}},
		"missed": {rowOf(t, fault, 1, sayYes), []string{
			`recent=missing: missed \Recent is Unreliable, seen as Yes (in 2 of 2 runs)`,
			"recent=missing: missed rule recent/not-lost (in 2 of 2 runs)"}},
		"unfired": {rowOf(t, fault, 0, nil), []string{"recent=missing: never fired: recent=missing (in 2 of 2 runs)"}},
	}
	for name, tc := range tests {
		m := newMatrix(Options{Runs: 2}, make([]job, 2), []Row{tc.row, tc.row}, 0)
		if m.OK() != (tc.problems == nil) {
			t.Errorf("%s: OK %t", name, m.OK())
		}
		if d := cmp.Diff(tc.problems, m.Problems()); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

func TestSums(t *testing.T) {
	const fault = "recent=missing"
	rows := []Row{
		rowOf(t, "", 0, sayCheckpointNo),
		rowOf(t, fault, 1, sayYes),
		rowOf(t, fault, 0, nil),
		rowOf(t, fault, 1, func(r *oracle.Report) { r.Findings = nil }),
		rowOf(t, fault, 0, nil), // by chance
	}
	jobs := []job{{}, {}, {}, {}, {set: Chances}}
	got := newMatrix(Options{Runs: 1}, jobs, rows, 0).Sums()
	want := Sums{Servers: 5, Missed: 3, FalseAlarms: 2, WrongReason: 1, Unfired: 1}
	if got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

// Wilson's interval: the figures are those of the formula, worked out by hand
// for 20 of 20, and of its symmetry.
func TestWilson(t *testing.T) {
	if low, high := wilson(20, 20); math.Abs(low-0.8389) > 0.0001 || high != 1 {
		t.Errorf("20 of 20: %v to %v", low, high)
	}
	if low, high := wilson(0, 0); low != 0 || high != 1 {
		t.Errorf("0 of 0: %v to %v", low, high)
	}
	for k := range 21 {
		low, high := wilson(k, 20)
		rate := float64(k) / 20
		if low < 0 || high > 1 || low > rate || high < rate {
			t.Errorf("%d of 20: %v to %v", k, low, high)
		}
		if mirrored, _ := wilson(20-k, 20); math.Abs(mirrored-(1-high)) > 1e-12 {
			t.Errorf("%d of 20: %v to %v, but mirrored from %v", k, low, high, mirrored)
		}
	}
}

// A program can read from the document what was expected, seen and done.
func TestMatrixJSON(t *testing.T) {
	const fault = "expunge-fetch=cached"
	rows := []Row{rowOf(t, fault, 4, func(r *oracle.Report) {
		r.Verdicts[oracle.ExpungeFetch] = oracle.Verdict{Cell: oracle.No, Legal: true, Notes: []string{"x"}}
		r.Findings = []oracle.Finding{{Rule: "expunge/fetch-no", Column: oracle.ExpungeFetch}, {Rule: "expunge/fetch-no", Column: oracle.ExpungeFetch}}
	})}
	text, err := json.Marshal(newMatrix(Options{Runs: 1, Seed: 7}, make([]job, 1), rows, 1500*time.Millisecond))
	if err != nil {
		t.Fatal(err)
	}
	yes := `{"cell":"Yes"}`
	others := `"atomic_flags":` + yes + `,"checkpoint":` + yes + `,"expunge_fetch":`
	rest := `,"expunge_store":` + yes + `,"recent":` + yes
	want := `{"ok":false,"runs":1,"seed":7,"seconds":1.5,` +
		`"sums":{"servers":1,"missed":1,"false_alarms":0,"wrong_reason":0,"unfired":0},` +
		`"rows":[{"fault":"expunge-fetch=cached","set":"single","run":1,"ok":false,` +
		`"expected":{` + others + `{"cell":"Cached","legal":true}` + rest + `},` +
		`"seen":{` + others + `{"cell":"No","legal":true}` + rest + `},` +
		`"rules":{"expunge_fetch":["expunge/fetch-no"]},"firings":4,` +
		`"problems":["missed Expunge fetch is Cached, legal, seen as No, legal"]}],"rates":[]}`
	if string(text) != want {
		t.Errorf("%s", cmp.Diff(want, string(text)))
	}
	empty, err := json.Marshal(&Matrix{Rates: []Rate{{Fault: fault, P: 0.5, Runs: 2, Fired: 1, Detected: 1, Low: 0.1, High: 0.9}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{`"rows":[]`,
		`"rates":[{"fault":"expunge-fetch=cached","p":0.5,"runs":2,"fired":1,"detected":1,"false_alarms":0,"low":0.1,"high":0.9}]`} {
		if !strings.Contains(string(empty), part) {
			t.Errorf("%s lacks %s", empty, part)
		}
	}
}
