package page

import (
	"net/http"
	"slices"
	"strconv"

	"imaporacle/faults"
	"imaporacle/internal/rfc"
	"imaporacle/oracle"
	"imaporacle/teach/room"
)

// chosenLine is a line that somebody wants explained.
type chosenLine struct {
	line
	Why    string   `json:"why"`
	RFC    citation `json:"rfc"`
	Acted  []acted  `json:"acted,omitempty"`  // the faults that touched it
	Proves []proven `json:"proves,omitempty"` // the broken rules that it shows, or helps to show
	State  *state   `json:"state"`            // as it was then; null if it is forgotten
}

// citation is a section of an RFC, and where it can be read.
type citation struct {
	Text string `json:"text"`
	URL  string `json:"url"`
}

// acted is a fault, with what it did to a line.
type acted struct {
	Fault   string `json:"fault"`
	Mailbox string `json:"mailbox,omitempty"`
	UID     uint32 `json:"uid,omitempty"`
	Story   string `json:"story"`
	Rule    string `json:"rule"`
	Source  string `json:"source"`
	Costs   []cost `json:"costs,omitempty"`
}

// cost is a rule that a fault breaks, by the oracle's truth, and what that costs
// a client.
type cost struct {
	Rule string   `json:"rule"`
	Cost string   `json:"cost"`
	RFC  citation `json:"rfc"`
}

// proven is a rule that was seen to be broken.
type proven struct {
	Rule    string   `json:"rule"`
	Level   string   `json:"level"`
	Summary string   `json:"summary"`
	Cost    string   `json:"cost"`
	RFC     citation `json:"rfc"`
	Seen    string   `json:"seen"`
	Lines   []int    `json:"lines"`
}

func (d *desk) getLine(r *http.Request) (any, error) {
	id, err := strconv.Atoi(r.PathValue("line"))
	if err != nil {
		return nil, missing("There is no line %q.", r.PathValue("line"))
	}
	shown := d.room()
	l, ok := shown.Line(id)
	if !ok {
		return nil, missing("Line %d is forgotten, or not said yet.", id)
	}
	return chosenOf(shown, l), nil
}

func chosenOf(r *room.Room, l room.Line) chosenLine {
	why := l.Explain()
	v := chosenLine{line: lineOf(l), Why: why.Short, RFC: cite(why.RFC), State: stateOf(r.State(l.ID))}
	for _, f := range l.Faults {
		v.Acted = append(v.Acted, actedOf(f))
	}
	for _, b := range provedBy(r, l) {
		v.Proves = append(v.Proves, provenOf(b))
	}
	return v
}

// provedBy returns the broken rules that a line shows or helps to show: they are
// told of with the line that completes the proof.
func provedBy(r *room.Room, l room.Line) []room.Broken {
	var all []room.Broken
	later, _ := r.Since(l.ID-1, r.Last()-l.ID+1)
	for _, other := range later {
		for _, b := range other.Breaks {
			if other.ID == l.ID || slices.Contains(b.Lines, l.ID) {
				all = append(all, b)
			}
		}
	}
	return all
}

func actedOf(f room.Firing) acted {
	v := acted{Fault: f.Fault, Mailbox: f.Mailbox, UID: f.UID}
	fault, err := faults.Parse(f.Fault)
	if err != nil {
		return v
	}
	kind, _ := faults.Lookup(fault.Kind())
	v.Story, v.Rule, v.Source = kind.Story, kind.Rule, kind.Source
	v.Costs = costsOf(kind.String())
	return v
}

// costsOf returns the rules that a fault must be seen to break, with what they
// cost.
func costsOf(kind string) []cost {
	truth, _ := oracle.TruthOf(kind)
	var all []cost
	for _, id := range truth.Rules {
		if rule, ok := oracle.RuleByID(id); ok {
			all = append(all, cost{rule.ID, rule.Cost, cite(rule.Section)})
		}
	}
	return all
}

func provenOf(b room.Broken) proven {
	v := proven{Rule: b.Rule, Seen: b.Why, Lines: noNil(b.Lines)}
	if rule, ok := oracle.RuleByID(b.Rule); ok {
		v.Level, v.Summary, v.Cost, v.RFC = string(rule.Level), rule.Summary, rule.Cost, cite(rule.Section)
	}
	return v
}

// cite finds where a section can be read.
func cite(text string) citation {
	c := citation{Text: text}
	if found := rfc.Citations(text); len(found) > 0 {
		c.URL = found[0].URL()
	}
	return c
}
