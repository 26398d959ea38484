// Package report writes what the tester has found: as text for a terminal, as
// Markdown, as a page, or for programs.
package report

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

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
	HTML     Format = "html"  // one page that needs nothing else
	JUnit    Format = "junit" // XML for CI systems
	TAP      Format = "tap"   // Test Anything Protocol
)

// extensions are how files of a format are called.
var extensions = map[string]Format{
	".txt": Table, ".md": Markdown, ".json": JSON, ".html": HTML, ".xml": JUnit, ".tap": TAP,
}

// Formats are all of them, and Plain those in which anything can be written.
var (
	Formats = []Format{Table, Markdown, JSON, HTML, JUnit, TAP}
	Plain   = []Format{Table, Markdown, JSON}
)

// ParseFormat returns that of the formats which has the name.
func ParseFormat(name string, formats []Format) (Format, error) {
	if f := Format(name); slices.Contains(formats, f) {
		return f, nil
	}
	return "", fmt.Errorf("unknown format %q: expected %s", name, NamesOf(formats))
}

// NamesOf lists formats: "table, markdown or json".
func NamesOf(formats []Format) string {
	var b strings.Builder
	for i, f := range formats {
		switch {
		case i == 0:
		case i == len(formats)-1:
			b.WriteString(" or ")
		default:
			b.WriteString(", ")
		}
		b.WriteString(string(f))
	}
	return b.String()
}

// FormatOf returns the format that a file has by its name.
func FormatOf(file string) (Format, error) {
	if f, ok := extensions[filepath.Ext(file)]; ok {
		return f, nil
	}
	return "", fmt.Errorf("%s: the name does not end in .txt, .md, .json, .html, .xml or .tap", file)
}

// Options say how much is written.
type Options struct {
	// Transcript adds all that was said on all connections.
	Transcript bool
	// Color has Table colour the cells, for a terminal.
	Color bool
}

// Write writes r to w. The error is that of w, or names an unknown format.
func Write(w io.Writer, format Format, r *tester.Result, o Options) error {
	text, err := render(format, r, o)
	if err == nil {
		_, err = w.Write(text)
	}
	return err
}

func render(format Format, r *tester.Result, o Options) ([]byte, error) {
	switch format {
	case Table:
		return asTable(r, o), nil
	case Markdown:
		return asMarkdown(r, o), nil
	case JSON:
		return asJSON(r, o)
	case HTML:
		return asHTML(r, o)
	case JUnit:
		return asJUnit(r)
	case TAP:
		return asTAP(r), nil
	}
	return nil, fmt.Errorf("unknown format %q", format)
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

// violated says whether a rule was broken in a column.
func violated(r *tester.Result, col oracle.Column) bool {
	return slices.ContainsFunc(r.Violations(), func(f oracle.Finding) bool { return f.Column == col })
}

// columnText is all that belongs to a column, as lines.
func columnText(r *tester.Result, col oracle.Column) string {
	var b strings.Builder
	for _, line := range remarks(r.Verdicts[col]) {
		fmt.Fprintf(&b, "%s\n", printable(line))
	}
	for _, f := range r.Findings {
		if f.Column != col {
			continue
		}
		rule, _ := oracle.RuleByID(f.Rule)
		fmt.Fprintf(&b, "%s (%s, %s)\n  expected: %s\n  seen:     %s\n",
			f.Rule, rule.Section, level(rule), printable(f.Expected), printable(f.Seen))
		for _, line := range f.Lines {
			fmt.Fprintf(&b, "    %s\n", printable(line))
		}
	}
	return b.String()
}

// counts says how many findings there are of which sort.
func counts(r *tester.Result) string { return countsOf(r.Findings) }

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
