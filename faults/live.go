package faults

import (
	"errors"
	"slices"
	"sync"
	"sync/atomic"

	"imaporacle/server/mailbox"
)

// Live is a set of faults that can be changed while a server runs under it.
// What one fault remembers, such as how often it has acted, stays when others
// come and go. It is safe for concurrent use.
type Live struct {
	journal Journal
	head    link // asks the fault that came last

	start []Fault // what it began with

	mu    sync.Mutex
	last  int // ID
	armed []*armed
	kinds []string // ever armed

	wires  atomic.Pointer[[]*instance] // the faults that act on connections
	chains map[*chain]struct{}         // of the connections that are open
}

// ParseLive returns the faults given as lines.
func ParseLive(lines ...string) (*Live, error) {
	var all []Fault
	for _, line := range lines {
		f, err := Parse(line)
		if err != nil {
			return nil, err
		}
		all = append(all, f)
	}
	return NewLive(all...)
}

// Armed is a fault of a Live, under the number by which it can be changed. No
// number is given twice.
type Armed struct {
	ID    int // from 1
	Fault Fault
}

// armed is a fault at work: a plan of its own over a link to those that came
// before it.
type armed struct {
	Armed
	next link
	plan *Plan
}

// ErrNotArmed says that a Live has no fault of that number.
var ErrNotArmed = errors.New("there is no such fault")

// NewLive returns the faults to begin with.
func NewLive(faults ...Fault) (*Live, error) {
	l := new(Live)
	l.start = slices.Clone(faults)
	return l, l.Reset()
}

// Reset puts the faults back as they were at the beginning, in one step. They get
// new numbers, and begin anew.
func (l *Live) Reset() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	var all []*armed
	var next mailbox.Behaviour = mailbox.Compliant{}
	for _, f := range l.start {
		a, err := l.arm(f, next)
		if err != nil {
			return err
		}
		next = a.plan.Behaviour()
		all = append(all, a)
	}
	for _, a := range all {
		l.last++
		a.ID = l.last
	}
	l.armed = all
	l.rewire()
	l.head.to(next)
	return nil
}

// Behaviour returns how mailboxes behave under the faults that there are at
// the moment at which it is asked.
func (l *Live) Behaviour() mailbox.Behaviour { return &l.head }

// Journal returns the record of firings, of removed faults too.
func (l *Live) Journal() *Journal { return &l.journal }

// Faults returns what is armed, in the order in which it came; where two answer
// the same question, the later one is asked first.
func (l *Live) Faults() []Armed {
	l.mu.Lock()
	defer l.mu.Unlock()
	all := make([]Armed, len(l.armed))
	for i, a := range l.armed {
		all[i] = a.Armed
	}
	return all
}

// Kinds returns the kinds of all faults that there ever were, in the order in
// which they came.
func (l *Live) Kinds() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.kinds)
}

// Add arms a fault. The error says what is wrong with it, as NewPlan does.
func (l *Live) Add(f Fault) (Armed, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	a, err := l.arm(f, l.head.target())
	if err != nil {
		return Armed{}, err
	}
	l.last++
	a.ID = l.last
	l.armed = append(l.armed, a)
	l.rewire()
	l.head.to(a.plan.Behaviour())
	return a.Armed, nil
}

// Change puts a fault in the place of another, under the same number. It begins
// anew: its counts start at 0.
func (l *Live) Change(id int, f Fault) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	i, err := l.index(id)
	if err != nil {
		return err
	}
	a, err := l.arm(f, l.armed[i].next.target())
	if err != nil {
		return err
	}
	a.ID = id
	l.armed[i] = a
	l.rewire()
	l.above(i).to(a.plan.Behaviour())
	return nil
}

// Remove disarms a fault.
func (l *Live) Remove(id int) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	i, err := l.index(id)
	if err != nil {
		return err
	}
	l.above(i).to(l.armed[i].next.target())
	l.armed = slices.Delete(l.armed, i, i+1)
	l.rewire()
	return nil
}

func (l *Live) arm(f Fault, next mailbox.Behaviour) (*armed, error) {
	a := new(armed)
	a.next.to(next)
	var err error
	if a.plan, err = newPlan(&a.next, &l.journal, f); err != nil {
		return nil, err
	}
	a.Fault = a.plan.faults[0]
	if kind := a.Fault.Kind(); !slices.Contains(l.kinds, kind) {
		l.kinds = append(l.kinds, kind)
	}
	return a, nil
}

func (l *Live) index(id int) (int, error) {
	i := slices.IndexFunc(l.armed, func(a *armed) bool { return a.ID == id })
	if i < 0 {
		return 0, ErrNotArmed
	}
	return i, nil
}

// above is the link through which the fault at i is asked.
func (l *Live) above(i int) *link {
	if i+1 < len(l.armed) {
		return &l.armed[i+1].next
	}
	return &l.head
}

// link is a Behaviour that another answers for, which can be changed at any
// time without a lock.
type link struct {
	behaviour atomic.Pointer[mailbox.Behaviour]
}

var _ mailbox.Behaviour = (*link)(nil)

func (l *link) to(b mailbox.Behaviour)    { l.behaviour.Store(&b) }
func (l *link) target() mailbox.Behaviour { return *l.behaviour.Load() }

func (l *link) HasRecent(at mailbox.Moment) bool               { return l.target().HasRecent(at) }
func (l *link) Recent(at mailbox.Moment) (shown, claims bool)  { return l.target().Recent(at) }
func (l *link) LookClaims(at mailbox.Moment) bool              { return l.target().LookClaims(at) }
func (l *link) SeesFlagsByHorizon(at mailbox.Moment) bool      { return l.target().SeesFlagsByHorizon(at) }
func (l *link) MayExpunge(at mailbox.Moment) bool              { return l.target().MayExpunge(at) }
func (l *link) KeepsReadOnly(at mailbox.Moment) bool           { return l.target().KeepsReadOnly(at) }
func (l *link) CopyExpunged(at mailbox.Moment) mailbox.Copying { return l.target().CopyExpunged(at) }
func (l *link) SearchExpunged(at mailbox.Moment) mailbox.Searching {
	return l.target().SearchExpunged(at)
}
func (l *link) StoreExpunged(at mailbox.Moment) mailbox.StoreAnswer {
	return l.target().StoreExpunged(at)
}
func (l *link) ServeExpunged(at mailbox.Moment, item mailbox.Item) mailbox.Serving {
	return l.target().ServeExpunged(at, item)
}
func (l *link) FlagBase(at mailbox.Moment) (mailbox.FlagBase, func()) {
	return l.target().FlagBase(at)
}
func (l *link) Horizon(at mailbox.Moment, s mailbox.Sight) mailbox.Position {
	return l.target().Horizon(at, s)
}
