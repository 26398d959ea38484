// Package report writes what the tester has found: as text for a terminal, as
// Markdown, or as JSON for programs.
package report

import (
	"fmt"
	"io"

	"imaporacle/oracle"
	"imaporacle/tester"
)

// Format is a way to write a result.
type Format string

// The formats.
const (
	Table    Format = "table"
	Markdown Format = "markdown"
	JSON     Format = "json"
)

// ParseFormat returns the format of that name.
func ParseFormat(name string) (Format, error) {
	switch f := Format(name); f {
	case Table, Markdown, JSON:
		return f, nil
	}
	return "", fmt.Errorf("unknown format %q: expected table, markdown or json", name)
}

// Options say how much is written.
type Options struct {
	// Transcript adds all that was said on all connections.
	Transcript bool
}

// Write writes r to w. The error is that of w, or names an unknown format.
func Write(w io.Writer, format Format, r *tester.Result, o Options) error {
	var text []byte
	switch format {
	case Table:
		text = asTable(r, o)
	case Markdown:
		text = asMarkdown(r, o)
	case JSON:
		var err error
		if text, err = asJSON(r, o); err != nil {
			return err
		}
	default:
		return fmt.Errorf("unknown format %q", format)
	}
	_, err := w.Write(text)
	return err
}

// asked lists the columns that were tested, in the order of the table.
func asked(r *tester.Result) []oracle.Column {
	var cols []oracle.Column
	for _, c := range oracle.Columns {
		if _, ok := r.Verdicts[c]; ok {
			cols = append(cols, c)
		}
	}
	return cols
}

// remarks are the lines that belong below a cell; none where Yes says all.
func remarks(v oracle.Verdict) []string {
	var lines []string
	if v.Legal {
		lines = append(lines, "legal: the RFCs allow this")
	}
	if v.Detail != oracle.NoDetail {
		lines = append(lines, string(v.Detail))
	}
	return append(lines, v.Notes...)
}

// counts says how many findings there are of which sort.
func counts(r *tester.Result) string {
	all, bad := len(r.Findings), len(r.Violations())
	if all == 0 {
		return "No findings"
	}
	return fmt.Sprintf("%s, %s", plural(bad, "violation"), plural(all-bad, "legal choice"))
}

func plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// level names the strength of a rule beside its section.
func level(r oracle.Rule) string {
	if r.Level == oracle.Legal {
		return "a legal choice of the server's"
	}
	return "a " + string(r.Level)
}
