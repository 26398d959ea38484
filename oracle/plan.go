package oracle

import "slices"

// Part is a fault of a plan.
type Part struct {
	Fault string // "expunge-store=delayed"
	When  When
}

// When is when the scope of a fault lets it act on a server under test.
type When int

const (
	Always    When = iota
	Sometimes      // by chance, or at some of its opportunities
	Never          // its scope covers nothing that the tester does
)

// ScorePlan compares a report with the truth of several faults with scopes.
// fired tells how often each fault has acted. It returns the truth with which
// the report was compared: that of the faults that always act, and of those
// that had to act only sometimes, and did. A fault without truth fails every score.
//
// A fault that acts sometimes, and of which an act need not show (Evident), may
// be missed, and may contradict itself: a problem is one only if it is one with
// and without that fault, whatever else it may show at times. One that ends
// sessions may leave others without their occasion: those that did not act.
func ScorePlan(parts []Part, r Report, fired map[string]int) (t Truth, o Outcome) {
	var certain, all, strays []string
	lost := slices.ContainsFunc(parts, func(p Part) bool {
		return p.When == Sometimes && fired[p.Fault] > 0 && slices.Contains(ending, p.Fault)
	})
	for _, p := range parts {
		switch acted := fired[p.Fault] > 0; {
		case p.When == Never && acted:
			strays = append(strays, p.Fault+" acted outside of its scope")
		case p.When == Never || !acted && (p.When == Sometimes || lost):
			continue
		case p.When == Always || Evident(p.Fault):
			certain = append(certain, p.Fault)
		}
		all = append(all, p.Fault)
	}
	t, _ = Combined(certain...)
	o = Score(t, r, fired)
	if len(all) > len(certain) {
		with, _ := Combined(all...)
		for _, fault := range all {
			if !slices.Contains(certain, fault) {
				with.waver(fault)
			}
		}
		o = o.common(Score(with, r, fired))
	}
	o.FalseAlarm = append(o.FalseAlarm, strays...)
	return t, o
}

// common is what both outcomes find wrong.
func (o Outcome) common(p Outcome) Outcome {
	both := func(a, b []string) []string {
		return slices.DeleteFunc(slices.Clone(a), func(s string) bool { return !slices.Contains(b, s) })
	}
	return Outcome{
		Detected: o.Detected, Missed: both(o.Missed, p.Missed), FalseAlarm: both(o.FalseAlarm, p.FalseAlarm),
		WrongReason: o.WrongReason && p.WrongReason, Unfired: both(o.Unfired, p.Unfired),
	}
}
