package faults

import (
	"encoding/binary"
	"hash/fnv"
	"strconv"
	"sync"
	"time"

	"imaporacle/server/mailbox"
)

// instance is a fault at work.
type instance struct {
	fault   Fault
	line    string // the fault, printed
	kind    Kind
	journal *Journal

	deciding sync.Mutex
	count    int // opportunities so far
	chosen   int // opportunities at which it acts, so far
	// decided holds what was decided, so that an opportunity is decided once.
	decided memory[opportunity, decision]
}

// decision is what a fault makes of an opportunity.
type decision struct{ act, recorded bool }

func newInstance(f Fault, kind Kind, j *Journal) *instance {
	return &instance{fault: f, line: f.String(), kind: kind, journal: j}
}

// opportunity is what a decision is made for.
type opportunity struct {
	conn          int
	tag           string
	user, mailbox string
	uid           uint32
	seq           int // where the UID is not known
}

func opportunityOf(at mailbox.Moment) opportunity {
	return opportunity{at.Conn, at.Tag, at.User, at.Mailbox, at.UID, 0}
}

// decides says whether the fault acts at this moment, without recording it.
// One command and message get one answer, however often they are asked for.
func (i *instance) decides(at mailbox.Moment) bool {
	if !i.fault.Scope.covers(at) {
		return false
	}
	i.deciding.Lock()
	defer i.deciding.Unlock()
	return i.decide(opportunityOf(at)).act
}

// acts is decides, recorded: once for each opportunity.
func (i *instance) acts(at mailbox.Moment) bool { return i.actsUpon(at, 0) }

// actsUpon is acts for a message that may be known by its number alone.
func (i *instance) actsUpon(at mailbox.Moment, seq int) bool {
	if !i.fault.Scope.covers(at) {
		return false
	}
	i.deciding.Lock()
	defer i.deciding.Unlock()
	o := opportunityOf(at)
	if at.UID == 0 {
		o.seq = seq
	}
	d := i.decide(o)
	if d.act && !d.recorded {
		i.decided.put(o, decision{act: true, recorded: true})
		i.record(at)
	}
	return d.act
}

// record notes in the journal that the fault has acted.
func (i *instance) record(at mailbox.Moment) { i.journal.record(i, at) }

// decide is for a moment that the scope covers.
func (i *instance) decide(o opportunity) decision {
	if d, ok := i.decided.get(o); ok {
		return d
	}
	i.count++
	s := &i.fault.Scope
	d := decision{act: i.count > s.After && (s.Nth == 0 || i.count == s.Nth) &&
		(s.Times == 0 || i.chosen < s.Times) && s.draw(o)}
	if d.act {
		i.chosen++
	}
	i.decided.put(o, d)
	return d
}

// draw decides by probability. It depends on the opportunity alone and not on
// the order in which sessions come, so that a run can be repeated; and not on
// names, which tests make up anew for each run.
func (s *Scope) draw(o opportunity) bool {
	if s.P == 0 || s.P == 1 {
		return true
	}
	h := fnv.New64a()
	var b [24]byte
	binary.LittleEndian.PutUint64(b[:], s.Seed)
	binary.LittleEndian.PutUint64(b[8:], uint64(o.conn))
	binary.LittleEndian.PutUint64(b[16:], uint64(o.uid)|uint64(o.seq)<<32)
	h.Write(b[:])
	h.Write([]byte(o.tag))
	// FNV leaves the high bits of short inputs alike: mix as MurmurHash3 does.
	x := h.Sum64()
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	x *= 0xc4ceb9fe1a85ec53
	x ^= x >> 33
	return float64(x>>11)/(1<<53) < s.P
}

// param returns the value of a parameter, as given or by default.
func (i *instance) param(name string) string {
	if v, ok := i.fault.Params[name]; ok {
		return v
	}
	p, _ := i.kind.param(name)
	return p.Default
}

// number and duration read parameters that were checked.
func (i *instance) number(name string) int {
	n, _ := strconv.Atoi(i.param(name))
	return n
}

func (i *instance) duration(name string) time.Duration {
	d, _ := time.ParseDuration(i.param(name))
	return d
}
