// Package expect reads lists of known failures, and holds a result against
// them: so that a server whose faults are known can be tested at each change.
package expect

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"imaporacle/oracle"
	"imaporacle/tester"
	"imaporacle/tester/script"
)

// Entry is a known failure: a column ("recent"), a rule ("recent/not-lost") that
// was broken in one or in whatever sessions were told besides, a
// script ("fetch/body"), or a command of one by its number ("fetch/body#3").
type Entry struct {
	Line         int // of the file
	Name, Reason string
}

// List is a file of known failures.
type List []Entry

// Parse reads a list: each line a name and the reason, blank lines, and
// comments that begin with "#". file is what errors call it.
func Parse(file string, data []byte) (List, error) {
	var list List
	for i, line := range strings.Split(string(data), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, reason, _ := strings.Cut(line, " ")
		e := Entry{i + 1, name, strings.TrimSpace(reason)}
		if e.Reason == "" {
			return nil, fmt.Errorf("%s:%d: %s has no reason", file, e.Line, name)
		}
		if k := slices.IndexFunc(list, func(o Entry) bool { return o.Name == name }); k >= 0 {
			return nil, fmt.Errorf("%s:%d: %s stands in line %d already", file, e.Line, name, list[k].Line)
		}
		list = append(list, e)
	}
	return list, nil
}

// Outcome is a result held against a list.
type Outcome struct {
	Expected   []Entry  // failed as listed
	Passed     []Entry  // listed, and went well
	Unexpected []string // failed, and not listed
}

// Hold compares. What was not tested is neither expected nor passed.
func (l List) Hold(r *tester.Result) Outcome {
	h := holder{list: l, failed: make(map[string]bool), tested: make(map[string]bool)}
	for _, c := range oracle.Columns {
		if v, ok := r.Verdicts[c]; ok && v.Cell != oracle.Unknown {
			h.column(r, c, v)
		}
	}
	if len(r.Verdicts) == len(oracle.Columns) { // else another column may have failed by the rule
		for _, rule := range oracle.Rules {
			h.tested[rule.ID] = true
		}
	}
	for _, one := range r.Scripts {
		h.script(one)
	}
	for _, f := range r.Violations() { // what sessions were told beside all columns
		if f.Column == oracle.AnySession {
			h.fail(f.Rule)
		}
	}
	if r.Stress != nil { // what it does not find at one time it may at another
		for _, rule := range r.Stress.Rules() {
			if known, _ := oracle.RuleByID(rule); known.Level != oracle.Legal {
				h.fail(rule)
			}
		}
	}
	for _, e := range l {
		switch {
		case h.failed[e.Name]:
			h.outcome.Expected = append(h.outcome.Expected, e)
		case h.tested[e.Name]:
			h.outcome.Passed = append(h.outcome.Passed, e)
		}
	}
	return h.outcome
}

type holder struct {
	list           List
	tested, failed map[string]bool
	outcome        Outcome
}

func (h *holder) lists(names ...string) bool {
	return slices.ContainsFunc(h.list, func(e Entry) bool { return slices.Contains(names, e.Name) })
}

// fail takes note of a failure that goes by any of the names, the most exact
// one first.
func (h *holder) fail(names ...string) {
	for _, name := range names {
		h.failed[name] = true
	}
	if !h.lists(names...) && !slices.Contains(h.outcome.Unexpected, names[0]) {
		h.outcome.Unexpected = append(h.outcome.Unexpected, names[0])
	}
}

func (h *holder) column(r *tester.Result, c oracle.Column, v oracle.Verdict) {
	h.tested[string(c)] = true
	found := false
	for _, f := range r.Violations() {
		if f.Column == c {
			found = true
			h.fail(f.Rule, string(c))
		}
	}
	if !found && v.Cell != oracle.Yes && !v.Legal {
		h.fail(string(c))
	}
}

func (h *holder) script(one script.Result) {
	if one.Outcome == script.Skipped {
		return
	}
	name := one.Script.Name
	h.tested[name] = true
	for i, c := range one.Commands {
		command := name + "#" + strconv.Itoa(i+1)
		h.tested[command] = true
		if c.Failed() {
			h.fail(command, name)
		}
	}
	if one.Outcome == script.Broken && len(one.Failures()) == 0 {
		h.fail(name)
	}
}
