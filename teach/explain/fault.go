package explain

import (
	"fmt"

	"imaporacle/faults"
	"imaporacle/oracle"
)

// Misdeed is what a fault does, for people.
type Misdeed struct {
	Fault  string // the line
	Story  string // what it does, and which real server did so
	Source string // where that is on record
	Rule   string // ID of the oracle.Rule that it breaks, or whose liberty it takes
	Level  string // "MUST", "SHOULD" or "legal"
	RFC    string // where the rule stands
	Breaks string // what a server does that keeps the rule
	Cost   string // to a client, when it is broken
}

// Fault explains a fault, given as a line. The error is that of a line that
// cannot be read, or that names no fault.
func Fault(line string) (Misdeed, error) {
	f, err := faults.Parse(line)
	if err != nil {
		return Misdeed{}, err
	}
	kind, ok := faults.Lookup(f.Kind())
	if !ok {
		return Misdeed{}, fmt.Errorf("unknown fault %s", f.Kind())
	}
	m := Misdeed{Fault: line, Story: kind.Story, Source: kind.Source, Rule: kind.Rule}
	if rule, ok := oracle.RuleByID(kind.Rule); ok {
		m.Level, m.RFC, m.Breaks, m.Cost = string(rule.Level), rule.Section, rule.Summary, rule.Cost
	}
	return m, nil
}

// Rule explains a rule of package oracle by its ID; ok is false if there is
// none.
func Rule(id string) (text Text, ok bool) {
	r, ok := oracle.RuleByID(id)
	if !ok {
		return Text{}, false
	}
	says := map[oracle.Level]string{oracle.Must: "A server must: ", oracle.Should: "A server should: ", oracle.Legal: "A server may do otherwise: "}
	return Text{says[r.Level] + r.Summary + ". Else " + r.Cost + ".", r.Section}, true
}
