package report

import (
	"bytes"
	"fmt"
	"strings"

	"imaporacle/oracle"
	"imaporacle/tester"
	"imaporacle/tester/script"
)

// share is a cell of the table that counts what failed: "failed/total".
type share struct {
	key, title string
	of         func(script.Tally) (failed, total int)
}

// shares are the columns of scripted tests, in the order of the table.
var shares = []share{
	{"failure_groups", "Failure groups", func(t script.Tally) (int, int) { return t.FailedGroups, t.Groups }},
	{"base_fails", "Base fails", func(t script.Tally) (int, int) { return t.FailedBase, t.Base }},
	{"ext_fails", "Ext. fails", func(t script.Tally) (int, int) { return t.FailedExtension, t.Extension }},
}

// scripted says whether scripts were asked for.
func scripted(r *tester.Result) bool { return len(r.Scripts) > 0 || r.ScriptsFailed != nil }

// cell is the text of a share. What was not played to its end is not told.
func (s share) cell(r *tester.Result) string {
	if r.ScriptsFailed != nil {
		return string(oracle.Unknown)
	}
	failed, total := s.of(script.Count(r.Scripts))
	return fmt.Sprintf("%d/%d", failed, total)
}

// writeScripts tells how the scripts went: all that failed, and how many were
// skipped for what.
func writeScripts(b *bytes.Buffer, r *tester.Result) {
	if !scripted(r) {
		return
	}
	t := script.Count(r.Scripts)
	fmt.Fprintf(b, "\nScripts: %d of %s failed, %d skipped\n", t.FailedGroups, plural(t.Groups, "group"), t.Skipped)
	if r.ScriptsFailed != nil {
		fmt.Fprintf(b, "  not played to the end: %s\n", printable(r.ScriptsFailed.Error()))
	}
	if r.ScriptsUnclean != nil {
		fmt.Fprintf(b, "  mailboxes could not be removed: %s\n", printable(r.ScriptsUnclean.Error()))
	}
	for _, one := range r.Scripts {
		if one.Outcome == script.Skipped {
			fmt.Fprintf(b, "  %s: skipped: %s\n", printable(one.Script.Name), printable(one.Reason))
		}
	}
	for _, one := range r.Scripts {
		if one.Outcome == script.Failed || one.Outcome == script.Broken {
			writeScript(b, one)
		}
	}
}

func writeScript(b *bytes.Buffer, r script.Result) {
	fmt.Fprintf(b, "\n%s (%s)\n", printable(r.Script.Name), r.Outcome)
	if r.Reason != "" {
		fmt.Fprintf(b, "  %s\n", printable(r.Reason))
	}
	if about, _, _ := strings.Cut(r.Script.About, "\n"); about != "" {
		fmt.Fprintf(b, "  about: %s\n", printable(about))
	}
	for _, c := range r.Failures() {
		fmt.Fprintf(b, "  line %d: %s\n", c.Line, printable(c.Text))
		for _, p := range c.Problems {
			writeProblem(b, p)
		}
		for _, line := range c.Lines {
			fmt.Fprintf(b, "      %s\n", printable(line))
		}
	}
}

func writeProblem(b *bytes.Buffer, p script.Problem) {
	fmt.Fprintf(b, "    line %d: %s\n", p.Line, printable(p.What))
	for _, field := range []struct{ name, text string }{
		{"expected", p.Expected}, {"seen", p.Seen}, {"where", p.Difference},
	} {
		if field.text != "" {
			fmt.Fprintf(b, "      %-9s %s\n", field.name+":", printable(field.text))
		}
	}
}
