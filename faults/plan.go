package faults

import (
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"sync"

	"imaporacle/server/mailbox"
)

// Plan is a set of faults that act together on one server.
type Plan struct {
	faults    []Fault
	journal   Journal
	behaviour mailbox.Behaviour
}

// NewPlan returns the plan of these faults. Where two answer the same
// question, the later one is asked first.
func NewPlan(faults ...Fault) (*Plan, error) {
	p := &Plan{faults: faults, behaviour: mailbox.Compliant{}}
	for _, f := range faults {
		kind, ok := Lookup(f.Kind())
		if !ok {
			return nil, fmt.Errorf("unknown fault %s", f.Kind())
		}
		if err := f.Scope.check(); err != nil {
			return nil, fmt.Errorf("fault %q: %w", f, err)
		}
		i := &instance{fault: f, kind: kind, journal: &p.journal, decided: make(map[opportunity]bool)}
		p.behaviour = kind.bend(i, p.behaviour)
	}
	return p, nil
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
func (p *Plan) Faults() []Fault { return p.faults }

// Behaviour returns how mailboxes behave under the plan.
func (p *Plan) Behaviour() mailbox.Behaviour { return p.behaviour }

// Journal returns the record of firings.
func (p *Plan) Journal() *Journal { return &p.journal }

// instance is a fault at work.
type instance struct {
	fault   Fault
	kind    Kind
	journal *Journal

	mu      sync.Mutex
	count   int                  // opportunities so far
	fired   int                  // decisions to act so far
	decided map[opportunity]bool // so that one opportunity is decided once
}

// opportunity is what a decision is made for.
type opportunity struct {
	conn    int
	tag     string
	mailbox string
	uid     uint32
}

// maxDecided bounds the memory of decisions; old ones are not asked for again.
const maxDecided = 10_000

// decides says whether the fault acts at this moment, without recording it.
// One command and message get one answer, however often they are asked for.
func (i *instance) decides(at mailbox.Moment) bool {
	if !i.fault.Scope.covers(at) {
		return false
	}
	o := opportunity{at.Conn, at.Tag, at.Mailbox, at.UID}
	i.mu.Lock()
	defer i.mu.Unlock()
	act, ok := i.decided[o]
	if ok {
		return act
	}
	if len(i.decided) == maxDecided {
		clear(i.decided)
	}
	i.count++
	s := &i.fault.Scope
	act = i.count > s.After && (s.Nth == 0 || i.count == s.Nth) &&
		(s.Times == 0 || i.fired < s.Times) && s.draw(o)
	if act {
		i.fired++
	}
	i.decided[o] = act
	return act
}

// draw decides by probability. It depends on the opportunity alone and not on
// the order in which sessions come, so that a run can be repeated.
func (s *Scope) draw(o opportunity) bool {
	if s.P == 0 || s.P == 1 {
		return true
	}
	h := fnv.New64a()
	var b [24]byte
	binary.LittleEndian.PutUint64(b[:], s.Seed)
	binary.LittleEndian.PutUint64(b[8:], uint64(o.conn))
	binary.LittleEndian.PutUint64(b[16:], uint64(o.uid))
	h.Write(b[:])
	h.Write([]byte(o.tag + "\x00" + o.mailbox))
	x := h.Sum64()
	x ^= x >> 33 // FNV leaves the high bits of short inputs alike
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	return float64(x>>11)/(1<<53) < s.P
}

// acts is decides, recorded.
func (i *instance) acts(at mailbox.Moment) bool {
	if !i.decides(at) {
		return false
	}
	i.journal.record(i.fault, at)
	return true
}
