package main

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"imaporacle/faults"
	"imaporacle/oracle"
	"imaporacle/tester/report"
	"imaporacle/tester/selftest"
)

// firstCells returns the first cells of the table below a heading.
func firstCells(page, heading string) []string {
	_, rest, _ := strings.Cut(page, "\n## "+heading+"\n")
	rest, _, _ = strings.Cut(rest, "\n## ")
	var cells []string
	for line := range strings.Lines(rest) {
		if cell, ok := strings.CutPrefix(line, "| "); ok && !strings.HasPrefix(line, "| ---") {
			cell, _, _ = strings.Cut(cell, " |")
			cells = append(cells, cell)
		}
	}
	return cells[min(1, len(cells)):] // without the head
}

// The page of the last selftest in full is of the faults and rules that there
// are, and of one that agreed.
func TestSelftestPage(t *testing.T) {
	data, err := os.ReadFile("../../docs/selftest.md")
	if err != nil {
		t.Fatal(err)
	}
	page := string(data)
	want := []string{}
	for _, k := range faults.Catalogue() {
		truth, _ := oracle.TruthOf(k.String())
		want = append(want, strings.TrimSpace(k.String()+" "+truth.With))
	}
	if got := firstCells(page, "Faults and the rules that found them"); !slices.Equal(got, want) {
		t.Errorf("docs/selftest.md is not of the faults that there are: make docs\nit has %q", got)
	}
	if got := firstCells(page, "Matrix"); !slices.Equal(got, append([]string{"clean server"}, want...)) {
		t.Errorf("the matrix of docs/selftest.md is not of the faults that there are: make docs\nit has %q", got)
	}
	want = nil
	for _, r := range oracle.Rules {
		want = append(want, r.ID)
	}
	if got := firstCells(page, "Rules and the faults that broke them"); !slices.Equal(got, want) {
		t.Errorf("docs/selftest.md is not of the rules that there are: make docs\nit has %q", got)
	}
	if !strings.Contains(page, "Tester and truth agree.") || strings.Contains(page, "## Problems") {
		t.Error("docs/selftest.md is of a selftest that failed")
	}
}

// A selftest in full says what is wrong, in each format.
func TestWriteFull(t *testing.T) {
	f := &selftest.Full{Matrix: matrix()}
	for format, want := range map[report.Format][]string{
		report.Table:    {"DISAGREE", "- rule recent/implemented is broken by no fault", "Rules and the faults that broke them", "Took 0s."},
		report.Markdown: {"# Selftest\n", "\n## Problems\n", "| expunge/store-delayed |", "DISAGREE"},
	} {
		text, err := writeFull(f, format)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range want {
			if !strings.Contains(string(text), w) {
				t.Errorf("%s: %q is missing in\n%s", format, w, text)
			}
		}
	}
	text, err := writeFull(f, report.JSON)
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		OK       bool
		Seed     uint64
		Found    []struct{ Fault string }
		Broken   []struct{ Rule string }
		Problems []string
	}
	if err := json.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	if doc.OK || doc.Seed != 7 || len(doc.Found) != 2 || len(doc.Broken) != len(oracle.Rules) || len(doc.Problems) == 0 {
		t.Errorf("%+v", doc)
	}
}
