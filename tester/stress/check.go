package stress

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/anishathalye/porcupine"

	"imaporacle/oracle"
)

// FlagStats is how the histories of flags went.
type FlagStats struct {
	Histories int `json:"histories"` // a flag of a message each
	Broken    int `json:"broken"`
	Unknown   int `json:"unknown"` // that took too long to check
}

func (s *FlagStats) add(o FlagStats) {
	s.Histories += o.Histories
	s.Broken += o.Broken
	s.Unknown += o.Unknown
}

// checked is what a history shows.
type checked struct {
	FlagStats
	findings []oracle.Finding // one for each rule
	reads    []staleRead      // what each is about
	counts   map[string]int   // histories that break it, by rule
	picture  []byte
}

// staleRead is a flag that was told and cannot have been so.
type staleRead struct {
	box  boxKey
	uid  uint32
	flag flags
	op   flagOp
}

// checkLimit is how long the check of a round may take, and oneLimit that of one
// flag.
const (
	checkLimit = 10 * time.Second
	oneLimit   = time.Second
)

// check looks at every flag of every message.
func (h *history) check() checked {
	h.mu.Lock()
	defer h.mu.Unlock()
	c := checked{counts: make(map[string]int)}
	deadline := time.Now().Add(checkLimit)
	keys := slices.SortedFunc(maps.Keys(h.boxes), func(a, b boxKey) int {
		return cmp.Or(cmp.Compare(a.user, b.user), cmp.Compare(a.name, b.name), cmp.Compare(a.validity, b.validity))
	})
	for _, k := range keys {
		b := h.boxes[k]
		for _, uid := range slices.Sorted(maps.Keys(b.messages)) {
			m := b.messages[uid]
			end := b.end(uid, m)
			for bit := range (allFlags &^ b.transient).each {
				c.Histories++
				c.flag(staleRead{box: k, uid: uid, flag: bit}, m.register(bit, end), deadline)
			}
		}
	}
	return c
}

// flag looks at one flag: whether every session was told the truth of a moment
// at which it asked, and if not whether a change was lost, too.
func (c *checked) flag(at staleRead, r register, deadline time.Time) {
	limit := min(oneLimit, time.Until(deadline))
	if limit <= 0 {
		c.Unknown++
		return
	}
	rule := "checkpoint/same-picture"
	switch r.holds(limit) {
	case porcupine.Ok:
		return
	case porcupine.Unknown:
		c.Unknown++
		return
	}
	c.Broken++
	defer func() { c.counts[rule]++ }()
	if patient := r.patient(); patient.holds(limit) == porcupine.Illegal {
		rule, r = "flags/no-lost-update", patient
	}
	same := func(f oracle.Finding) bool { return f.Rule == rule }
	if slices.ContainsFunc(c.findings, same) {
		return
	}
	at.op = r.culprit(limit)
	past := r.until(at.op.to)
	c.findings = append(c.findings, at.finding(rule, past))
	c.reads = append(c.reads, at)
	if c.picture == nil {
		c.picture = past.picture(limit)
	}
}

// maxLines is how many operations a finding shows.
const maxLines = 16

func (at staleRead) finding(rule string, past register) oracle.Finding {
	known, _ := oracle.RuleByID(rule)
	is := "set"
	if at.op.value&at.flag == 0 {
		is = "not set"
	}
	// The reads that say nothing new are left out; the last is what it is about.
	ops := slices.Concat(past.writes, past.prune().reads)
	if !slices.Contains(ops, at.op) {
		ops = append(ops, at.op)
	}
	slices.SortFunc(ops, func(a, b flagOp) int { return cmp.Compare(a.shownAt(), b.shownAt()) })
	f := oracle.Finding{
		Rule: rule, Expected: known.Summary,
		Seen: fmt.Sprintf("%s of UID %d in %s is told as %s, which no order of the changes explains", at.flag, at.uid, at.box.name, is),
	}
	for _, op := range ops[max(0, len(ops)-maxLines):] {
		f.Lines = append(f.Lines, op.String())
	}
	return f
}

// shownAt is the event whose number begins the line of an operation.
func (op flagOp) shownAt() int {
	if op.kind == read {
		return op.to
	}
	return op.from
}

// picture draws the register with what was told of it, as porcupine does.
func (r register) picture(limit time.Duration) []byte {
	_, info := porcupine.CheckOperationsVerbose(model, r.prune().operations(make(map[string]int)), limit)
	var b bytes.Buffer
	if err := porcupine.Visualize(model, info, &b); err != nil {
		return nil // a picture less; the finding says all
	}
	return b.Bytes()
}
