package report

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"imaporacle/oracle"
)

// untested is the cell of a column that a result has not.
const untested = string(oracle.Unknown)

// Servers writes the table of several servers, a row for each, as Table,
// Markdown or HTML.
func Servers(format Format, all []*Saved) ([]byte, error) {
	if format == HTML {
		return serversPage(all)
	}
	write := func(s string) string { return printable(s) }
	if format == Markdown {
		write = plain
	}
	head := table.Row{"Server"}
	heads := headings(all...)
	for _, h := range heads {
		head = append(head, write(h.title))
	}
	t := table.NewWriter()
	t.Style().Format.Header = text.FormatDefault
	t.AppendHeader(head)
	for _, s := range all {
		row := table.Row{write(s.Title())}
		for _, cell := range s.cells(heads) {
			row = append(row, write(cell))
		}
		t.AppendRow(row)
	}
	switch format {
	case Table:
		return []byte(t.Render() + "\n"), nil
	case Markdown:
		return []byte(t.RenderMarkdown() + "\n"), nil
	}
	return nil, fmt.Errorf("unknown format %q", format)
}

// cells are those of the columns.
func (s *Saved) cells(columns []heading) []string {
	var cells []string
	for _, h := range columns {
		cell, ok := s.Row[h.key]
		if !ok {
			cell = untested
		}
		cells = append(cells, cell)
	}
	return cells
}

//go:embed servers.html
var serversText string

var serversTemplate = template.Must(template.New("servers").Funcs(template.FuncMap{"printable": printable}).Parse(serversText))

func serversPage(all []*Saved) ([]byte, error) {
	type cell struct{ Text, Grade string }
	type row struct {
		Title string
		Cells []cell
	}
	var data struct {
		Heads []string
		Rows  []row
	}
	heads := headings(all...)
	for _, h := range heads {
		data.Heads = append(data.Heads, h.title)
	}
	for _, s := range all {
		r := row{Title: s.Title()}
		for _, text := range s.cells(heads) {
			r.Cells = append(r.Cells, cell{text, gradeOfText(text)})
		}
		data.Rows = append(data.Rows, r)
	}
	var b bytes.Buffer
	err := serversTemplate.Execute(&b, data)
	return b.Bytes(), err
}

// gradeOfText is the grade of a cell of which nothing is known but its text.
func gradeOfText(cell string) string {
	switch {
	case cell == string(oracle.Yes), len(cell) > 1 && (cell[:2] == "0/" || cell[:2] == "0 "):
		return "good"
	case cell == untested:
		return "unknown"
	}
	return "bad"
}
