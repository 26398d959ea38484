package report

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"

	"imaporacle/oracle"
	"imaporacle/tester"
)

func asMarkdown(r *tester.Result, o Options) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# %s\n\n", plain(r.Server.Addr))
	if r.Server.Greeting != "" {
		fmt.Fprintf(&b, "It says: %s\n\n", plain(r.Server.Greeting))
	}
	if len(rowOf(r)) > 0 {
		fmt.Fprintf(&b, "%s\n", markdownRow(r).RenderMarkdown())
	}
	for _, c := range asked(r) {
		v := r.Verdicts[c]
		lines := remarks(v)
		if len(lines) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n**%s: %s**\n\n", plain(c.Title()), plain(string(v.Cell)))
		for _, line := range lines {
			fmt.Fprintf(&b, "- %s\n", plain(line))
		}
	}
	if len(r.Verdicts) > 0 || r.Stress != nil {
		fmt.Fprintf(&b, "\n## %s\n", counts(r))
	}
	for _, f := range r.Findings {
		markdownFinding(&b, f)
	}
	if scripted(r) {
		var text bytes.Buffer
		writeScripts(&text, r)
		b.WriteString("\n## Scripts\n")
		code(&b, strings.Split(strings.Trim(text.String(), "\n"), "\n"))
	}
	if stressed(r) {
		b.WriteString("\n## Stress\n")
		code(&b, strings.Split(strings.TrimRight(stressText(r), "\n"), "\n"))
	}
	if o.Transcript {
		b.WriteString("\n## Transcript\n")
		code(&b, transcript(r))
	}
	return b.Bytes()
}

func markdownFinding(b *bytes.Buffer, f oracle.Finding) {
	rule, _ := oracle.RuleByID(f.Rule)
	fmt.Fprintf(b, "\n### %s\n\n", plain(f.Rule))
	fmt.Fprintf(b, "- Rule: %s, %s\n", rule.Section, level(rule))
	fmt.Fprintf(b, "- Column: %s\n", plain(f.Column.Title()))
	fmt.Fprintf(b, "- Expected: %s\n", plain(f.Expected))
	fmt.Fprintf(b, "- Seen: %s\n", plain(f.Seen))
	fmt.Fprintf(b, "- Costs: %s\n", plain(rule.Cost))
	code(b, f.Lines)
}

func markdownRow(r *tester.Result) table.Writer {
	var head, cells table.Row
	for _, c := range rowOf(r) {
		head = append(head, plain(c.title))
		cells = append(cells, plain(c.text))
	}
	t := table.NewWriter()
	t.AppendHeader(head)
	t.AppendRow(cells)
	return t
}

// code writes lines in a fenced block. The fence is longer than any in the
// lines, so that no content can break out.
func code(b *bytes.Buffer, lines []string) {
	if len(lines) == 0 {
		return
	}
	fence := "```"
	for _, line := range lines {
		for strings.Contains(line, fence) {
			fence += "`"
		}
	}
	fmt.Fprintf(b, "\n%s\n", fence)
	for _, line := range lines {
		fmt.Fprintf(b, "%s\n", printable(line))
	}
	fmt.Fprintf(b, "%s\n", fence)
}

// special are the characters that mean something in Markdown. The vertical bar
// is the table's to escape.
var special = func() *strings.Replacer {
	var pairs []string
	for _, c := range "\\`*_[]<>#&~" {
		pairs = append(pairs, string(c), `\`+string(c))
	}
	return strings.NewReplacer(pairs...)
}()

// plain writes text so that Markdown shows it as it is.
func plain(s string) string { return special.Replace(printable(s)) }
