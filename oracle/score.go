package oracle

import (
	"fmt"
	"slices"
)

// Outcome is how a report compares with the truth.
type Outcome struct {
	// Detected lists the columns that show what they must show, of those that
	// are not Yes, by their titles. What a fault must show that never acted
	// is not among them.
	Detected   []string
	Missed     []string // cells and rules that must be there and are not
	FalseAlarm []string // cells and rules that must not be there
	// WrongReason: a cell is right, but none of the rules that must be
	// reported was, so that it is right by chance.
	WrongReason bool
	// Unfired lists the faults that were armed and never acted: whatever
	// was reported, they were not detected.
	Unfired []string
}

// OK reports whether the report says what is true, and why.
func (o Outcome) OK() bool {
	return len(o.Missed) == 0 && len(o.FalseAlarm) == 0 && !o.WrongReason && len(o.Unfired) == 0
}

// Problems lists what is wrong, in words.
func (o Outcome) Problems() []string {
	var all []string
	for _, m := range o.Missed {
		all = append(all, "missed "+m)
	}
	for _, f := range o.FalseAlarm {
		all = append(all, "false alarm: "+f)
	}
	if o.WrongReason {
		all = append(all, "wrong reason")
	}
	for _, u := range o.Unfired {
		all = append(all, "never fired: "+u)
	}
	return all
}

// Score compares a report with the truth. fired tells how often each fault
// has acted.
func Score(t Truth, r Report, fired map[string]int) Outcome {
	var o Outcome
	for _, fault := range t.Armed() {
		switch idle := slices.Contains(t.Hidden, fault); {
		case idle && fired[fault] > 0:
			o.FalseAlarm = append(o.FalseAlarm, fault+" acted, and is said to have no occasion")
		case !idle && fired[fault] == 0:
			o.Unfired = append(o.Unfired, fault)
		}
	}
	for _, col := range Columns {
		o.scoreCell(col, t, r.Verdicts[col])
	}
	o.scoreRules(t, r.Findings)
	return o
}

func (o *Outcome) scoreCell(col Column, t Truth, got Verdict) {
	if slices.Contains(t.AnyCell, col) {
		return
	}
	want := t.Expected(col)
	seen := Expect{got.Cell, got.Detail, got.Legal}
	switch text := fmt.Sprintf("%s is %s, seen as %s", col.Title(), want, seen); {
	case seen == want, seen.Cell == Unknown && slices.Contains(t.MayBeUnknown, col):
		// Not to know is right, and is to have detected nothing.
		if want != yes && seen.Cell != Unknown && !o.unexplained(col, t) {
			o.Detected = append(o.Detected, col.Title())
		}
	case want == yes && seen.Cell != Unknown && seen.Cell != "":
		o.FalseAlarm = append(o.FalseAlarm, text)
	default: // to say nothing is no alarm
		o.Missed = append(o.Missed, text)
	}
}

// unexplained reports whether what the column must show is due to faults alone
// that never acted.
func (o *Outcome) unexplained(col Column, t Truth) bool {
	shows := func(fault string) bool {
		alone, _ := TruthOf(fault)
		return alone.Expected(col) != yes
	}
	acted := func(fault string) bool { return !slices.Contains(o.Unfired, fault) }
	armed := t.Armed()
	return slices.ContainsFunc(armed, shows) &&
		!slices.ContainsFunc(armed, func(f string) bool { return shows(f) && acted(f) })
}

func (o *Outcome) scoreRules(t Truth, findings []Finding) {
	reported := make(map[string]bool)
	for _, f := range findings {
		reported[f.Rule] = true
	}
	right := 0
	for _, rule := range t.Rules {
		if reported[rule] {
			right++
		} else {
			o.Missed = append(o.Missed, "rule "+rule)
		}
	}
	o.WrongReason = len(o.Detected) > 0 && len(t.Rules) > 0 && right == 0
	for rule := range reported {
		if !slices.Contains(t.Rules, rule) && !slices.Contains(t.May, rule) {
			o.FalseAlarm = append(o.FalseAlarm, "rule "+rule)
		}
	}
	slices.Sort(o.FalseAlarm)
}

// String prints the cell with what belongs to it.
func (e Expect) String() string {
	s := string(e.Cell)
	if s == "" {
		s = "nothing"
	}
	if e.Detail != NoDetail {
		s += " (" + string(e.Detail) + ")"
	}
	if e.Legal {
		s += ", legal"
	}
	return s
}
