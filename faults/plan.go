package faults

import (
	"fmt"
	"maps"
	"slices"
	"sync"

	"imaporacle/server/mailbox"
)

// Plan is a set of faults that act together on one server. Another server
// needs another: connections are told apart by their number.
type Plan struct {
	faults    []Fault
	journal   *Journal
	behaviour mailbox.Behaviour
	wires     []*instance // the faults that act on connections

	connecting  sync.Mutex
	connections map[*talk]connection // those that are open
}

// NewPlan returns the plan of these faults. Where two answer the same
// question, the later one is asked first. The error names the fault and what
// is wrong with it.
func NewPlan(faults ...Fault) (*Plan, error) {
	return newPlan(mailbox.Compliant{}, new(Journal), faults...)
}

// newPlan returns the plan of faults that bend a behaviour and are recorded in
// a journal.
func newPlan(b mailbox.Behaviour, j *Journal, faults ...Fault) (*Plan, error) {
	p := &Plan{faults: slices.Clone(faults), behaviour: b, journal: j}
	for n, f := range p.faults {
		kind, ok := Lookup(f.Kind())
		if !ok {
			return nil, fmt.Errorf("unknown fault %s%s", f.Kind(), suggest(f.Name))
		}
		if err := f.check(kind); err != nil {
			return nil, fmt.Errorf("fault %q: %w", f, err)
		}
		f.Params = maps.Clone(f.Params)
		p.faults[n] = f
		p.arm(newInstance(f, kind, j))
	}
	return p, nil
}

// arm lets a fault act where it does.
func (p *Plan) arm(i *instance) {
	if i.kind.bend != nil {
		p.behaviour = i.kind.bend(i, p.behaviour)
		return
	}
	p.wires = append(p.wires, i)
}

// ParsePlan returns the plan of faults given as lines.
func ParsePlan(lines ...string) (*Plan, error) {
	var faults []Fault
	for _, line := range lines {
		f, err := Parse(line)
		if err != nil {
			return nil, err
		}
		faults = append(faults, f)
	}
	return NewPlan(faults...)
}

// Faults returns the faults of the plan.
func (p *Plan) Faults() []Fault { return slices.Clone(p.faults) }

// Behaviour returns how mailboxes behave under the plan.
func (p *Plan) Behaviour() mailbox.Behaviour { return p.behaviour }

// Journal returns the record of firings.
func (p *Plan) Journal() *Journal { return p.journal }
