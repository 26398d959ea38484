package report

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"imaporacle/oracle"
	"imaporacle/tester"
)

func asTable(r *tester.Result, o Options) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\n", printable(r.Server.Addr))
	if r.Server.Greeting != "" {
		fmt.Fprintf(&b, "says: %s\n", printable(r.Server.Greeting))
	}
	if len(rowOf(r)) > 0 {
		fmt.Fprintf(&b, "\n%s\n", row(r, o).Render())
	}
	for _, c := range asked(r) {
		v := r.Verdicts[c]
		lines := remarks(v)
		if len(lines) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n%s: %s\n", c.Title(), v.Cell)
		for _, line := range lines {
			fmt.Fprintf(&b, "  %s\n", printable(line))
		}
	}
	if len(r.Verdicts) > 0 || r.Stress != nil {
		fmt.Fprintf(&b, "\n%s\n", counts(r))
	}
	for i, f := range r.Findings {
		writeFinding(&b, i+1, f)
	}
	writeScripts(&b, r)
	writeStress(&b, r)
	if o.Transcript {
		b.WriteString("\nTranscript\n")
		for _, line := range transcript(r) {
			fmt.Fprintf(&b, "  %s\n", line)
		}
	}
	return b.Bytes()
}

// row is the line of the table.
func row(r *tester.Result, o Options) table.Writer {
	var head, cells table.Row
	for _, c := range rowOf(r) {
		head = append(head, c.title)
		cells = append(cells, o.paint(c.text, c.grade))
	}
	t := table.NewWriter()
	t.Style().Format.Header = text.FormatDefault
	t.AppendHeader(head)
	t.AppendRow(cells)
	return t
}

// colors are those of the grades.
var colors = map[string]text.Color{"good": text.FgGreen, "legal": text.FgBlue, "bad": text.FgRed, "unknown": text.FgYellow}

// paint colours a cell by its grade, if that is wanted. The colour says nothing
// that the word does not.
func (o Options) paint(cell, grade string) string {
	if !o.Color {
		return cell
	}
	return "\x1b[" + strconv.Itoa(int(colors[grade])) + "m" + cell + "\x1b[0m"
}

func writeFinding(b *bytes.Buffer, number int, f oracle.Finding) {
	rule, _ := oracle.RuleByID(f.Rule)
	fmt.Fprintf(b, "\n%d. %s (%s, %s)\n", number, f.Rule, rule.Section, level(rule))
	fmt.Fprintf(b, "   column:   %s\n", f.Column.Title())
	fmt.Fprintf(b, "   expected: %s\n", printable(f.Expected))
	fmt.Fprintf(b, "   seen:     %s\n", printable(f.Seen))
	fmt.Fprintf(b, "   costs:    %s\n", rule.Cost)
	for _, line := range f.Lines {
		fmt.Fprintf(b, "     %s\n", printable(line))
	}
}

func transcript(r *tester.Result) []string {
	return r.Transcript.Lines(1, r.Transcript.Len())
}

// printable writes control characters as \x1b: what a server says must not
// steer the terminal.
func printable(s string) string {
	isControl := func(c rune) bool { return c < 0x20 || c >= 0x7f && c < 0xa0 }
	if !strings.ContainsFunc(s, isControl) {
		return s
	}
	var b strings.Builder
	for _, c := range s {
		if isControl(c) {
			fmt.Fprintf(&b, `\x%02x`, c)
		} else {
			b.WriteRune(c)
		}
	}
	return b.String()
}
