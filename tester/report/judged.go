package report

import (
	"bytes"
	"fmt"

	"imaporacle/oracle"
)

// Judged writes what a judge has found in logs, as Table, Markdown or JSON.
func Judged(format Format, findings []oracle.Finding) ([]byte, error) {
	var b bytes.Buffer
	switch format {
	case Table:
		for i, f := range findings {
			writeFinding(&b, i+1, f)
		}
		fmt.Fprintf(&b, "\n%s\n", countsOf(findings))
		return bytes.TrimLeft(b.Bytes(), "\n"), nil
	case Markdown:
		fmt.Fprintf(&b, "## %s\n", countsOf(findings))
		for _, f := range findings {
			markdownFinding(&b, f)
		}
		return b.Bytes(), nil
	case JSON:
		all := make([]found, 0, len(findings)) // [] rather than null
		for _, f := range findings {
			all = append(all, foundOf(f))
		}
		return Indented(all)
	}
	return nil, fmt.Errorf("unknown format %q", format)
}

// countsOf says how many findings there are of which sort.
func countsOf(findings []oracle.Finding) string {
	if len(findings) == 0 {
		return "No findings"
	}
	legal := 0
	for _, f := range findings {
		if rule, _ := oracle.RuleByID(f.Rule); rule.Level == oracle.Legal {
			legal++
		}
	}
	return fmt.Sprintf("%s, %s", plural(len(findings)-legal, "violation"), plural(legal, "legal choice"))
}
