package main

import (
	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"imaporacle/faults/profiles"
	"imaporacle/oracle"
	"imaporacle/tester/report"
)

// namedShare is a share of failures with its name in JSON.
type namedShare struct {
	name  string
	share *profiles.Share
}

// sharesOf lists the shares in the order of the table.
func sharesOf(p profiles.Profile) []namedShare {
	return []namedShare{{"groups", p.Groups}, {"base", p.Base}, {"extension", p.Extension}}
}

func renderProfiles(t table.Writer, format report.Format) string {
	t.Style().Format.Header = text.FormatDefault
	if format == report.Markdown {
		return escape(t.RenderMarkdown())
	}
	return t.Render()
}

// measuredTable is the table of the servers that were measured, row by row.
func measuredTable(all []profiles.Profile) table.Writer {
	t := table.NewWriter()
	head := table.Row{"Profile", "Server, version"}
	for _, c := range oracle.Columns {
		head = append(head, c.Title())
	}
	t.AppendHeader(append(head, "Failure groups", "Base fails", "Ext fails", "What goes wrong"))
	for _, p := range all {
		if p.Row == 0 {
			continue
		}
		line := table.Row{p.Name, p.Title}
		for _, c := range oracle.Columns {
			cell, ok := p.Columns[string(c)]
			if !ok {
				cell = string(oracle.Unknown)
			}
			line = append(line, cell)
		}
		for _, s := range sharesOf(p) {
			if s.share == nil {
				line = append(line, "")
			} else {
				line = append(line, s.share.String())
			}
		}
		t.AppendRow(append(line, p.GoesWrong))
	}
	return t
}

// reportedTable lists the profiles that gather reports.
func reportedTable(facts []profileFacts) table.Writer {
	t := table.NewWriter()
	t.AppendHeader(table.Row{"Profile", "Server", "Made of", "Faults"})
	for _, p := range facts {
		if p.Row == 0 {
			t.AppendRow(table.Row{p.Profile, p.Title, p.MadeOf, len(p.Faults)})
		}
	}
	return t
}
