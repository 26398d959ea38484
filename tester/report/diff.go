package report

import (
	"fmt"
	"slices"
	"strings"
)

// Diff writes what is different in b from a, a line for each difference; ""
// if nothing is.
func Diff(a, b *Saved) string {
	var out strings.Builder
	for _, h := range headings(a, b) {
		from, to := cellOf(a, h.key), cellOf(b, h.key)
		if from != to {
			fmt.Fprintf(&out, "%s: %s -> %s\n", h.title, printable(from), printable(to))
		}
	}
	diffRules(&out, a, b)
	diffScripts(&out, a, b)
	return out.String()
}

func cellOf(s *Saved, key string) string {
	if cell, ok := s.Row[key]; ok {
		return cell
	}
	return "not tested"
}

func diffRules(out *strings.Builder, a, b *Saved) {
	before, after := a.rules(), b.rules()
	for _, rule := range after {
		if !slices.Contains(before, rule) {
			fmt.Fprintf(out, "new finding: %s\n", printable(rule))
		}
	}
	for _, rule := range before {
		if !slices.Contains(after, rule) {
			fmt.Fprintf(out, "gone: %s\n", printable(rule))
		}
	}
}

// rules are those of the findings, each once.
func (s *Saved) rules() []string {
	var rules []string
	for _, f := range s.Found {
		if !slices.Contains(rules, f.Rule) {
			rules = append(rules, f.Rule)
		}
	}
	return rules
}

func diffScripts(out *strings.Builder, a, b *Saved) {
	before, after := a.states(), b.states()
	for _, name := range append(slices.Clone(before.names), after.names...) {
		from, to := before.of[name], after.of[name]
		if from != to {
			fmt.Fprintf(out, "%s: %s -> %s\n", printable(name), orNotPlayed(from), orNotPlayed(to))
			after.of[name] = from // told once
		}
	}
}

func orNotPlayed(state string) string {
	if state == "" {
		return "not played"
	}
	return state
}

// states says of each script how it ended, and of its commands which failed.
type states struct {
	names []string
	of    map[string]string
}

func (s *Saved) states() states {
	all := states{of: make(map[string]string)}
	if s.Scripts == nil {
		return all
	}
	for _, r := range s.Scripts.Results {
		all.names = append(all.names, r.Name)
		var failed []string
		for i, c := range r.Commands {
			if !c.OK {
				failed = append(failed, fmt.Sprintf("#%d", i+1))
			}
		}
		all.of[r.Name] = strings.TrimSpace(r.Outcome + " " + strings.Join(failed, " "))
	}
	return all
}
