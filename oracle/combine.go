package oracle

import (
	"slices"
	"strings"
)

// Combined returns the truth of several faults at once. It follows from what
// each says of itself, from what they take from each other, and from the few
// exceptions. What is hidden so must not be reported: an excuse that is not
// needed is a mistake, and shows as a false alarm.
func Combined(faults ...string) (Truth, bool) {
	var all company
	for _, fault := range faults {
		t, ok := TruthOf(fault)
		if !ok {
			return Truth{}, false
		}
		all = append(all, t)
	}
	var apply []exception
	for _, x := range exceptions {
		if x.applies(faults) {
			apply = append(apply, x)
		}
	}
	sum := Truth{Fault: strings.Join(faults, " "), Cells: make(map[Column]Expect)}
	acting := slices.DeleteFunc(slices.Clone(all), func(t Truth) bool {
		idle := all.takesAny(t.Fault, t.Needs) || slices.ContainsFunc(apply, func(x exception) bool { return x.Unfired && matches(t.Fault, x.Hides) })
		if idle {
			sum.Hidden = append(sum.Hidden, t.Fault)
		}
		return idle
	})
	for _, t := range acting {
		sum.add(t, func(rule string) bool {
			return acting.takesAny(t.Fault, restsOn[rule]) ||
				slices.ContainsFunc(apply, func(x exception) bool { return matches(t.Fault, x.Hides) && slices.Contains(x.Rules, rule) })
		})
	}
	sum.hideCells(acting)
	for _, x := range apply {
		x.change(&sum)
	}
	return sum, true
}

// add takes in what a fault shows, but for the rules that are hidden.
func (t *Truth) add(one Truth, hidden func(rule string) bool) {
	for col, e := range one.Cells {
		if t.Cells[col].Cell != Unknown { // which hides whatever else is there
			t.Cells[col] = e
		}
	}
	t.MayBeUnknown = append(t.MayBeUnknown, one.MayBeUnknown...)
	for _, rule := range one.Rules {
		if !hidden(rule) {
			t.Rules = append(t.Rules, rule)
		}
	}
	t.May = append(t.May, one.May...)
}

// hideCells: who cannot tell a column by what one fault does need not find what
// another does there, but may. Nor can a column be told if what shows it is taken.
func (t *Truth) hideCells(acting company) {
	for _, one := range acting {
		for col, e := range one.Cells {
			if e.Cell == Unknown || t.Cells[col].Cell != Unknown {
				continue
			}
			own := func(rule string) bool { return slices.Contains(one.Rules, rule) }
			t.Rules = slices.DeleteFunc(t.Rules, own)
			t.May = append(t.May, one.Rules...)
			break
		}
	}
	for col, cells := range shownBy {
		if n, ok := cells[t.Expected(col)]; ok && acting.takes("", n) {
			t.Cells[col] = Expect{Cell: Unknown}
		}
	}
}

// Entangled reports whether one of two faults shows otherwise beside the other,
// or beside both together.
func Entangled(a, b string) bool {
	first, _ := TruthOf(a)
	second, _ := TruthOf(b)
	if first.touchedBy(second) || second.touchedBy(first) {
		return true
	}
	for _, cells := range shownBy {
		for _, n := range cells {
			if (company{first, second}).takes("", n) {
				return true
			}
		}
	}
	return slices.ContainsFunc(exceptions, func(x exception) bool {
		return matches(a, x.With) && matches(b, x.Hides) || matches(b, x.With) && matches(a, x.Hides)
	})
}

// Armed lists the faults that the truth is about.
func (t Truth) Armed() []string { return strings.Fields(t.Fault) }
