package main

import (
	"fmt"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"imaporacle/faults"
	"imaporacle/oracle"
	"imaporacle/tester/report"
)

// writeFaults writes the list, or with whole the story of each.
func writeFaults(kinds []faults.Kind, format report.Format, whole bool) ([]byte, error) {
	all := make([]faultFacts, len(kinds))
	for i, k := range kinds {
		all[i] = factsOf(k)
	}
	if format == report.JSON {
		return report.Indented(all)
	}
	var b strings.Builder
	switch {
	case whole:
		for i, f := range all {
			if i > 0 {
				b.WriteString("\n")
			}
			writeStory(&b, f, format)
		}
		if format == report.Table {
			b.WriteString("\n" + scopeHelp)
		}
	case format == report.Markdown:
		b.WriteString(faultTable(all).RenderMarkdown() + "\n")
	default:
		writeFaultList(&b, all)
	}
	return []byte(b.String()), nil
}

// writeFaultList writes the list for a terminal, where a table of so many
// words would not fit.
func writeFaultList(b *strings.Builder, all []faultFacts) {
	for _, f := range all {
		fmt.Fprintf(b, "%s\n", f.Fault)
		wrap(b, "    ", "    ", f.Story)
		wrap(b, "    shows  ", "           ", f.cells())
		wrap(b, "    rule   ", "           ", fmt.Sprintf("%s (%s, %s)", f.Rule.ID, f.Rule.Section, f.verdict()))
		wrap(b, "    source ", "           ", f.Source)
	}
	fmt.Fprintf(b, "\n%d faults; \"imaporacle faults NAME\" tells all about one.\n", len(all))
}

func faultTable(all []faultFacts) table.Writer {
	t := table.NewWriter()
	t.Style().Format.Header = text.FormatDefault
	t.AppendHeader(table.Row{"Fault", "What happens", "Shows", "Rule", "Verdict", "Source"})
	for _, f := range all {
		t.AppendRow(table.Row{"`" + f.Fault + "`", escape(f.Story), escape(f.cells()),
			"`" + f.Rule.ID + "`, " + f.Rule.Section, f.verdict(), f.Source})
	}
	return t
}

// escape is for the backslashes of flag names.
func escape(s string) string { return strings.ReplaceAll(s, `\`, `\\`) }

// writeStory tells all about one fault.
func writeStory(b *strings.Builder, f faultFacts, format report.Format) {
	mark := func(s string) string { return s }
	item := func(name, value string) { wrap(b, fmt.Sprintf("  %-10s", name), "            ", value) }
	if format == report.Markdown {
		mark = escape
		item = func(name, value string) { fmt.Fprintf(b, "- %s: %s\n", name, value) }
		fmt.Fprintf(b, "## `%s`\n\n%s\n\n", f.Fault, mark(f.Story))
	} else {
		fmt.Fprintf(b, "%s\n\n", f.Fault)
		wrap(b, "  ", "  ", f.Story)
		b.WriteString("\n")
	}
	item("source", f.Source)
	item("acts on", f.Acts)
	item("rule", fmt.Sprintf("%s, %s, %s", f.Rule.ID, f.Rule.Section, f.verdict()))
	item("asks", mark(f.Rule.Summary))
	item("costs", mark(f.Rule.Cost))
	for _, c := range oracle.Columns {
		if cell, ok := f.Truth.Cells[c]; ok {
			item("shows", mark(cellLine(c, cell)))
		}
	}
	for _, c := range f.Truth.MayBeUnknown {
		item("shows", mark(cellLine(c, oracle.Expect{Cell: oracle.Yes})+", or cannot be told"))
	}
	if len(f.Truth.Cells) == 0 {
		item("shows", "all Yes")
	}
	item("because", mark(f.Truth.Why))
	item("reported", strings.Join(f.Truth.Rules, ", "))
	if len(f.Truth.May) > 0 {
		item("may be", strings.Join(f.Truth.May, ", "))
	}
	if f.Truth.With != "" {
		item("seen with", f.Truth.With)
	}
	for _, p := range f.Parameters {
		item("parameter", fmt.Sprintf("%s: %s (default %s)", p.Name, p.Help, p.Default))
	}
	if format == report.Markdown {
		fmt.Fprintf(b, "- try: `%s`\n", f.Example)
		return
	}
	fmt.Fprintf(b, "  %-10s%s\n", "try", f.Example)
}

func cellLine(c oracle.Column, cell oracle.Expect) string {
	if cell.Cell == oracle.Unknown {
		return c.Title() + ": ?, cannot be told"
	}
	line := c.Title() + ": " + string(cell.Cell)
	if cell.Detail != oracle.NoDetail {
		line += ", " + string(cell.Detail)
	}
	if cell.Legal {
		line += " (legal)"
	}
	return line
}

// scopeHelp is the part of the fault language that all faults share.
const scopeHelp = `When it acts, after the fault's own parameters (always, if nothing is said):
  user=NAME        for this user only
  mailbox=NAME     in this mailbox only
  connection=N     on the Nth connection to the server only
  command=NAME     during this command only, such as command="UID FETCH"
  nth=N            only at the Nth opportunity
  after=N          not at the first N opportunities
  times=N          at most N times
  p=P seed=S       with the probability P, drawn from the seed S
An opportunity is a message in a command, or a command if no message matters.
`
