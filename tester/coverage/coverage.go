// Package coverage says which sections of the RFCs servers are held to, and by
// what: scripts, and rules of the probes.
package coverage

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"imaporacle/internal/rfc"
	"imaporacle/oracle"
	"imaporacle/tester/script"
)

// sectionsText lists the sections that have a MUST about servers.
//
//go:embed sections.txt
var sectionsText string

// Section is a section of an RFC that has a MUST about servers, and what holds
// servers to it.
type Section struct {
	RFC, Number, Title string
	Scripts            []string // names
	Rules              []string // IDs
}

// Covered says whether anything holds servers to the section.
func (s Section) Covered() bool { return len(s.Scripts)+len(s.Rules) > 0 }

// Of returns all sections, with the scripts whose first comment cites them and
// the rules that are theirs.
func Of(scripts []*script.Script) []Section {
	var all []Section
	index := make(map[[2]string]int)
	for line := range strings.Lines(sectionsText) {
		fields := strings.SplitN(strings.TrimSpace(line), " ", 3)
		if len(fields) != 3 || fields[0] == "#" {
			continue
		}
		index[[2]string{fields[0], fields[1]}] = len(all)
		all = append(all, Section{RFC: fields[0], Number: fields[1], Title: fields[2]})
	}
	for _, s := range scripts {
		for _, c := range rfc.Citations(s.About) {
			if i, ok := index[[2]string{c.RFC, c.Section}]; ok && !slices.Contains(all[i].Scripts, s.Name) {
				all[i].Scripts = append(all[i].Scripts, s.Name)
			}
		}
	}
	for _, r := range oracle.Rules {
		for _, c := range rfc.Citations(r.Section) {
			if i, ok := index[[2]string{c.RFC, c.Section}]; ok {
				all[i].Rules = append(all[i].Rules, r.ID)
			}
		}
	}
	return all
}

// Markdown writes the page docs/coverage.md.
func Markdown(sections []Section) []byte {
	var b strings.Builder
	covered := 0
	for _, s := range sections {
		if s.Covered() {
			covered++
		}
	}
	fmt.Fprintf(&b, `# Coverage

What holds servers to the RFCs: for each section with a MUST about servers, the
scripts that cite it (`+"`imaporacle test --script NAME`"+`) and the rules of the probes.
A section is listed if one sentence of it has both MUST, REQUIRED or SHALL and
"server". Made by `+"`make docs`"+`; do not edit.

%d of %d sections are covered.
`, covered, len(sections))
	last := ""
	for _, s := range sections {
		if s.RFC != last {
			fmt.Fprintf(&b, "\n## RFC %s\n\n| section | scripts | rules |\n|---|---|---|\n", s.RFC)
			last = s.RFC
		}
		fmt.Fprintf(&b, "| [§%s](%s) %s | %s | %s |\n", s.Number, rfc.Citation{RFC: s.RFC, Section: s.Number}.URL(),
			strings.ReplaceAll(s.Title, "|", `\|`), codes(s.Scripts), codes(s.Rules))
	}
	b.WriteString("\n## Not covered yet\n\n")
	for _, s := range sections {
		if !s.Covered() {
			fmt.Fprintf(&b, "- RFC %s §%s, %s\n", s.RFC, s.Number, s.Title)
		}
	}
	return []byte(b.String())
}

func codes(names []string) string {
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = "`" + n + "`"
	}
	return strings.Join(quoted, " ")
}
