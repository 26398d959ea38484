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

// writeMatrix writes the outcome of a selftest.
func writeMatrix(m *selftest.Matrix, format report.Format) ([]byte, error) {
	if format == report.JSON {
		return report.Indented(m)
	}
	render := table.Writer.Render
	mark := func(s string) string { return s }
	if format == report.Markdown {
		render, mark = table.Writer.RenderMarkdown, escape
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", mark(render(matrixTable(m))))
	if len(m.Rates) > 0 {
		fmt.Fprintf(&b, "\n%s\n", mark(render(rateTable(m))))
	}
	if problems := m.Problems(); len(problems) > 0 {
		b.WriteString("\n")
		for _, p := range problems {
			fmt.Fprintf(&b, "- %s\n", mark(p))
		}
	}
	fmt.Fprintf(&b, "\n%s\n", tally(m))
	return []byte(b.String()), nil
}

// group is the runs of one fault.
type group struct {
	fault   string
	rows    []selftest.Row
	firings int
	wrong   int // runs that are not OK
}

// groups gathers the rows by fault, in their order.
func groups(m *selftest.Matrix) []*group {
	var all []*group
	at := make(map[string]*group)
	for _, r := range m.Rows {
		g := at[r.Fault]
		if g == nil {
			g = &group{fault: r.Fault}
			at[r.Fault] = g
			all = append(all, g)
		}
		g.rows = append(g.rows, r)
		g.firings += r.Firings()
		if !r.Outcome.OK() {
			g.wrong++
		}
	}
	return all
}

// cell says what the runs have shown in a column.
func (g *group) cell(c oracle.Column) string {
	var texts []string
	count := make(map[string]int)
	for _, r := range g.rows {
		text := seenCell(r, c)
		if count[text] == 0 {
			texts = append(texts, text)
		}
		count[text]++
	}
	if len(texts) == 1 {
		return texts[0]
	}
	for i, text := range texts {
		texts[i] = fmt.Sprintf("%s (%d)", text, count[text])
	}
	return strings.Join(texts, "; ")
}

func seenCell(r selftest.Row, c oracle.Column) string {
	want, got := r.Truth.Expected(c), r.Report.Verdicts[c]
	seen := oracle.Expect{Cell: got.Cell, Detail: got.Detail, Legal: got.Legal}
	switch {
	case seen == want:
		return string(seen.Cell)
	case seen.Cell == want.Cell:
		return fmt.Sprintf("%s, not %s", inFull(seen), inFull(want))
	}
	return fmt.Sprintf("%s, not %s", seen.Cell, want.Cell)
}

// inFull is for cells that differ in what stands beside the word.
func inFull(e oracle.Expect) string {
	text := string(e.Cell)
	if e.Detail != oracle.NoDetail {
		text += " (" + string(e.Detail) + ")"
	}
	if e.Legal {
		return text + " (legal)"
	}
	return text + " (not legal)"
}

func matrixTable(m *selftest.Matrix) table.Writer {
	t := table.NewWriter()
	t.Style().Format.Header = text.FormatDefault
	head := table.Row{"Fault"}
	for _, c := range oracle.Columns {
		head = append(head, c.Title())
	}
	t.AppendHeader(append(head, "Acted", "Agrees"))
	for _, g := range groups(m) {
		line := table.Row{g.fault}
		for _, c := range oracle.Columns {
			line = append(line, g.cell(c))
		}
		agrees := "yes"
		switch {
		case g.wrong > 0 && len(g.rows) > 1:
			agrees = fmt.Sprintf("NO, %d of %d", g.wrong, len(g.rows))
		case g.wrong > 0:
			agrees = "NO"
		}
		t.AppendRow(append(line, g.firings, agrees))
	}
	return t
}

func rateTable(m *selftest.Matrix) table.Writer {
	t := table.NewWriter()
	t.Style().Format.Header = text.FormatDefault
	t.AppendHeader(table.Row{"Fault", "p", "Runs", "Acted in", "Detected in", "Rate, 95 % interval", "False alarms"})
	for _, r := range m.Rates {
		t.AppendRow(table.Row{r.Fault, r.P, r.Runs, r.Fired, r.Detected,
			fmt.Sprintf("%.2f to %.2f", r.Low, r.High), r.False})
	}
	return t
}

func tally(m *selftest.Matrix) string {
	s := m.Sums()
	verdict := "Tester and truth agree"
	if !m.OK() {
		verdict = "Tester and truth DISAGREE"
	}
	return fmt.Sprintf("%s: %d servers tested, %d missed, %d false alarms, %d wrong reasons, %d unfired, in %v.",
		verdict, s.Servers, s.Missed, s.FalseAlarms, s.WrongReason, s.Unfired, m.Took.Round(100*time.Millisecond))
}
