package stress

import (
	"cmp"
	"fmt"
	"slices"
	"sort"
	"time"

	"github.com/anishathalye/porcupine"
)

// register is the history of one flag of one message.
type register struct {
	writes []flagOp // maybe ones too
	reads  []flagOp
	bit    flags
}

// register takes the operations on a flag up to a moment. What began before it
// and ended later has no end.
func (m *messageHistory) register(bit flags, end int) register {
	r := register{bit: bit}
	for _, op := range m.ops {
		switch {
		case op.set&bit == 0 || op.from > end:
		case op.kind != read:
			if op.to > end {
				op.to = never
			}
			r.writes = append(r.writes, op)
		case op.to <= end:
			r.reads = append(r.reads, op)
		}
	}
	return r
}

// patient lets each read be of any moment since the mailbox was selected.
func (r register) patient() register {
	reads := slices.Clone(r.reads)
	for i := range reads {
		reads[i].from = reads[i].opened
	}
	return register{r.writes, reads, r.bit}
}

// until returns what had been done and told up to a moment.
func (r register) until(moment int) register {
	past := register{bit: r.bit}
	for _, op := range r.reads {
		if op.to <= moment {
			past.reads = append(past.reads, op)
		}
	}
	for _, op := range r.writes {
		if op.from <= moment {
			past.writes = append(past.writes, op)
		}
	}
	return past
}

// set says whether an operation leaves, or finds, the flag set.
func (r register) set(op flagOp) bool { return op.value&r.bit != 0 }

// prune leaves out the reads that say nothing new: if those that stay can be
// put in order, all can.
func (r register) prune() register {
	var begins, ends []int
	for _, w := range r.writes {
		begins, ends = append(begins, w.from), append(ends, w.to)
	}
	slices.Sort(begins)
	slices.Sort(ends)
	// unwritten: no write is in progress at any moment between the two.
	unwritten := func(from, to int) bool {
		return sort.SearchInts(begins, to+1) == sort.SearchInts(ends, from)
	}
	out := register{writes: r.writes, bit: r.bit}
	reads := slices.Clone(r.reads)
	slices.SortFunc(reads, func(a, b flagOp) int {
		return cmp.Or(cmp.Compare(a.to, b.to), cmp.Compare(b.from, a.from))
	})
	var last [2]*flagOp // read, of each value
	for i := range reads {
		op := &reads[i]
		v := 0
		if r.set(*op) {
			v = 1
		}
		if l := last[v]; l != nil && (op.from <= l.from || unwritten(l.from, op.to)) {
			continue // the one before lies within it, or nothing happened since
		}
		last[v] = op
		out.reads = append(out.reads, *op)
	}
	return out
}

// action is the input of an operation as the model has it.
type action struct {
	kind opKind
	set  bool
	text string
}

// The states of the model are sets of the values that the flag may have.
const (
	unset  uint8 = 1
	set    uint8 = 2
	either uint8 = unset | set
)

var model = porcupine.Model{
	Init: func() any { return either },
	Step: func(state, input, _ any) (bool, any) {
		may, a := state.(uint8), input.(action)
		value := unset
		if a.set {
			value = set
		}
		switch a.kind {
		case write:
			return true, value
		case maybe:
			return true, may | value
		}
		return may&value != 0, value
	},
	DescribeOperation: func(input, _ any) string { return input.(action).text },
	DescribeState: func(state any) string {
		return [...]string{unset: "not set", set: "set", either: "set or not"}[state.(uint8)]
	},
}

// operations puts the register into porcupine's terms. With clients they are
// numbered and described, for the picture.
func (r register) operations(clients map[string]int) []porcupine.Operation {
	var ops []porcupine.Operation
	for _, op := range slices.Concat(r.writes, r.reads) {
		a := action{kind: op.kind, set: r.set(op)}
		if clients != nil {
			a.text = op.String()
			if _, ok := clients[op.session]; !ok {
				clients[op.session] = len(clients)
			}
		}
		ops = append(ops, porcupine.Operation{ClientId: clients[op.session], Input: a, Call: int64(op.from), Return: int64(op.to)})
	}
	return ops
}

// holds says whether all that was done and told can be put in one order; Unknown
// if that took too long to find out.
func (r register) holds(limit time.Duration) porcupine.CheckResult {
	p := r.prune()
	if len(p.reads) == 0 {
		return porcupine.Ok
	}
	return porcupine.CheckOperationsTimeout(model, p.operations(nil), limit)
}

// culprit returns the first read, by the end of it, that cannot be put in order
// with what went before.
func (r register) culprit(limit time.Duration) flagOp {
	reads := slices.Clone(r.reads)
	slices.SortFunc(reads, func(a, b flagOp) int { return cmp.Compare(a.to, b.to) })
	i := sort.Search(len(reads)-1, func(i int) bool {
		return r.until(reads[i].to).holds(limit) == porcupine.Illegal
	})
	return reads[i]
}

// String writes the operation as a line of a finding.
func (op flagOp) String() string {
	if op.kind == read {
		return fmt.Sprintf("%d %s S: %d has the flags (%s), as of a moment from %d on", op.to, op.session, op.seq, op.value, op.from)
	}
	answered := "not answered"
	if op.to != never {
		answered = fmt.Sprintf("answered at %d", op.to)
	}
	return fmt.Sprintf("%d %s C: %s (%s)", op.from, op.session, op.text, answered)
}
