package main

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"imaporacle/oracle"
	"imaporacle/tester/report"
	"imaporacle/tester/selftest"
)

var update = flag.Bool("update", false, "write the golden files anew")

// matrix is one in which something is wrong in every way: the second run of
// delayed is missed and never fired, refused is not graded legal, and the clean
// server gets a false alarm.
func matrix() *selftest.Matrix {
	all := func(change func(map[oracle.Column]oracle.Verdict), findings ...string) oracle.Report {
		r := oracle.Report{Verdicts: make(map[oracle.Column]oracle.Verdict)}
		for _, c := range oracle.Columns {
			r.Verdicts[c] = oracle.Verdict{Cell: oracle.Yes}
		}
		change(r.Verdicts)
		for _, f := range findings {
			r.Findings = append(r.Findings, oracle.Finding{Rule: f, Column: oracle.ExpungeStore})
		}
		return r
	}
	row := func(fault string, run, firings int, r oracle.Report) selftest.Row {
		truth := oracle.Clean
		if fault != "clean server" {
			truth, _ = oracle.TruthOf(fault)
		}
		return selftest.Row{Fault: fault, Set: selftest.Singles, P: 1, Run: run, Truth: truth, Report: r, Fired: map[string]int{fault: firings},
			Outcome: oracle.Score(truth, r, map[string]int{fault: firings})}
	}
	cell := func(c oracle.Column, v oracle.Verdict) func(map[oracle.Column]oracle.Verdict) {
		return func(m map[oracle.Column]oracle.Verdict) { m[c] = v }
	}
	yes := func(map[oracle.Column]oracle.Verdict) {}
	return &selftest.Matrix{
		Runs: 2, Seed: 7, Took: 2345 * time.Millisecond,
		Rows: []selftest.Row{
			row("clean server", 0, 0, all(yes)),
			row("expunge-store=delayed", 0, 3, all(cell(oracle.ExpungeStore, oracle.Verdict{Cell: oracle.Delayed}), "expunge/store-delayed")),
			row("expunge-store=refused", 0, 1, all(cell(oracle.ExpungeStore, oracle.Verdict{Cell: oracle.No}), "expunge/store-no")),
			row("clean server", 1, 0, all(cell(oracle.Recent, oracle.Verdict{Cell: oracle.Unreliable}))),
			row("expunge-store=delayed", 1, 0, all(yes)),
			row("expunge-store=refused", 1, 1, all(cell(oracle.ExpungeStore, oracle.Verdict{Cell: oracle.No}), "expunge/store-no")),
		},
		Rates: []selftest.Rate{{Fault: "recent=missing", P: 0.1, Runs: 10, Fired: 6, Detected: 5, False: 1, Low: 0.25, High: 0.75}},
	}
}

func TestWriteMatrix(t *testing.T) {
	for _, format := range []report.Format{report.Table, report.Markdown, report.JSON} {
		t.Run(string(format), func(t *testing.T) {
			got, err := writeMatrix(matrix(), format)
			if err != nil {
				t.Fatal(err)
			}
			file := filepath.Join("testdata", "matrix."+string(format))
			if *update {
				if err := os.WriteFile(file, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), string(got)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// What is wrong is told, and counted.
func TestMatrixProblems(t *testing.T) {
	text, err := writeMatrix(matrix(), report.Table)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"DISAGREE", "never fired: expunge-store=delayed (in 1 of 2 runs)", "NO, 2 of 2", "Unreliable, not Yes (1)", "1 unfired"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("%q is missing in\n%s", want, text)
		}
	}
	text, err = writeMatrix(matrix(), report.JSON)
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		OK   bool
		Seed uint64
		Sums selftest.Sums
		Rows []struct{ OK bool }
	}
	if err := json.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	var oks []bool
	for _, r := range doc.Rows {
		oks = append(oks, r.OK)
	}
	if diff := cmp.Diff([]bool{true, true, false, false, false, false}, oks); diff != "" || doc.OK || doc.Seed != 7 {
		t.Errorf("ok %v, seed %d, rows: %s", doc.OK, doc.Seed, diff)
	}
}
