package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"imaporacle/oracle"
	"imaporacle/tester/report"
	"imaporacle/tester/selftest"
)

// fullSection is a part of the report of a selftest in full.
type fullSection struct {
	title, about string
	table        table.Writer
}

// writeFull writes the outcome of a selftest in full. In Markdown it is
// docs/selftest.md, so that it says nothing of times.
func writeFull(f *selftest.Full, format report.Format) ([]byte, error) {
	if format == report.JSON {
		return report.Indented(fullFactsOf(f))
	}
	var b strings.Builder
	if format == report.Markdown {
		fmt.Fprintf(&b, "# Selftest\n\n%s\n", fullPreface(f))
	}
	for _, s := range fullSections(f) {
		if format == report.Markdown {
			fmt.Fprintf(&b, "\n## %s\n\n%s\n\n", s.title, s.about)
		} else {
			fmt.Fprintf(&b, "%s: %s\n", s.title, s.about)
		}
		fmt.Fprintf(&b, "%s\n", renderProfiles(s.table, format))
		if format != report.Markdown {
			b.WriteString("\n")
		}
	}
	if problems := f.Problems(); len(problems) > 0 {
		if format == report.Markdown {
			b.WriteString("\n## Problems\n\n")
		}
		for _, p := range problems {
			fmt.Fprintf(&b, "- %s\n", p)
		}
		b.WriteString("\n")
	}
	if format != report.Markdown {
		fmt.Fprintf(&b, "%s Took %v.\n", fullTally(f), f.Took.Round(100*time.Millisecond))
	}
	return []byte(b.String()), nil
}

func fullPreface(f *selftest.Full) string {
	return "The tester was run against servers of which it is known what is wrong with them, and\n" +
		"what it reported was compared with what is true. Made by `make docs`; do not edit.\n\n" + fullTally(f)
}

// fullTally sums up.
func fullTally(f *selftest.Full) string {
	s := f.Sums()
	verdict := "Tester and truth agree."
	if !f.OK() {
		verdict = fmt.Sprintf("Tester and truth DISAGREE in %d points.", len(f.Problems()))
	}
	must, broken := 0, 0
	for _, b := range f.Broken() {
		if len(b.Faults) > 0 {
			broken++
			if b.Rule.Level == oracle.Must {
				must++
			}
		}
	}
	return fmt.Sprintf("%s %d servers were tested: %d alone, %d pairs, %d by chance, %d plans of seed %d, %d profiles. "+
		"%d missed, %d false alarms, %d wrong reasons, %d unfired. Of %d rules %d were broken by some fault, %d of them a MUST.",
		verdict, f.Servers(), f.Count(selftest.Singles), f.Count(selftest.Pairs), f.Count(selftest.Chances), f.Count(selftest.Plans), f.Seed,
		len(f.Profiles), s.Missed, s.FalseAlarms, s.WrongReason, s.Unfired, len(oracle.Rules), broken, must)
}

func fullSections(f *selftest.Full) []fullSection {
	return []fullSection{
		{"Matrix", "what each fault by itself shows in the columns", withoutCounts(matrixTable(f.Only(selftest.Singles)))},
		{"Faults and the rules that found them", "the rules that were reported of each fault by itself, those first that had to be", foundTable(f)},
		{"Rules and the faults that broke them", "each rule, and the faults that it found; or why none is to break it", brokenTable(f)},
		{"Faults in company", "plans in which each fault was armed, in which it acted and had to show, or could if it acts by chance, and in which all its rules were reported", companyTable(f)},
		{"Chance", "how often faults were detected that act by chance", rateTable(f.Matrix)},
		{"Profiles", "the servers that were measured, with the measured shares of failures in brackets, and those made of public reports, with which no scripts are played", imitationTable(f.Profiles)},
	}
}

// withoutCounts hides how often faults acted: where sessions wait for each
// other it is not the same each time.
func withoutCounts(t table.Writer) table.Writer {
	t.SetColumnConfigs([]table.ColumnConfig{{Name: "Acted", Hidden: true}})
	return t
}

func newTable(head ...any) table.Writer {
	t := table.NewWriter()
	t.Style().Format.Header = text.FormatDefault
	t.AppendHeader(head)
	return t
}

func foundTable(f *selftest.Full) table.Writer {
	t := newTable("Fault", "Found by")
	for _, found := range f.Found() {
		t.AppendRow(table.Row{found.Fault, strings.Join(found.Rules, ", ")})
	}
	return t
}

func brokenTable(f *selftest.Full) table.Writer {
	t := newTable("Rule", "Level", "Section", "Broken by")
	for _, b := range f.Broken() {
		by := strings.Join(b.Faults, ", ")
		if by == "" {
			by = "none: " + b.Why
		}
		t.AppendRow(table.Row{b.ID, b.Rule.Level, b.Rule.Section, by})
	}
	return t
}

func companyTable(f *selftest.Full) table.Writer {
	t := newTable("Fault", "Plans", "Acted in", "Found in", "Rate, 95 % interval")
	for _, r := range f.Company() {
		t.AppendRow(table.Row{r.Fault, r.Runs, r.Fired, r.Detected, fmt.Sprintf("%.2f to %.2f", r.Low, r.High)})
	}
	return t
}

// fullFacts is a selftest in full as JSON has it.
type fullFacts struct {
	OK       bool              `json:"ok"`
	Seed     uint64            `json:"seed"`
	Seconds  float64           `json:"seconds"`
	Sums     selftest.Sums     `json:"sums"`
	Found    []selftest.Found  `json:"found"`
	Broken   []selftest.Broken `json:"broken"`
	Company  []selftest.Rate   `json:"company"`
	Rates    []selftest.Rate   `json:"rates"`
	Profiles []imitationFacts  `json:"profiles"`
	Rows     []selftest.Row    `json:"rows"`
	Problems []string          `json:"problems"`
}

func fullFactsOf(f *selftest.Full) fullFacts {
	facts := fullFacts{
		OK: f.OK(), Seed: f.Seed, Seconds: f.Took.Seconds(), Sums: f.Sums(), Found: f.Found(), Broken: f.Broken(),
		Company: f.Company(), Rates: f.Rates, Rows: f.Rows, Problems: append([]string{}, f.Problems()...),
	}
	for _, im := range f.Profiles {
		facts.Profiles = append(facts.Profiles, imitationFactsOf(im))
	}
	return facts
}
