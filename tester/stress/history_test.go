package stress

import (
	"slices"
	"testing"
)

// readOf is a read of one flag by a session that selected the mailbox at opened.
func readOf(opened, synced, to int, value flags) flagOp {
	return flagOp{kind: read, set: allFlags, value: value, from: synced, to: to, opened: opened, session: "R", seq: 1}
}

// stored is a STORE of one flag.
func stored(from, to int, value flags) flagOp {
	return flagOp{kind: write, set: 1 << 2, value: value, from: from, to: to, session: "W", text: "STORE"}
}

const flaggedFlag flags = 1 << 2

func TestHistory(t *testing.T) {
	maybeStored := func(from, to int, value flags) flagOp {
		op := stored(from, to, value)
		op.kind = maybe
		return op
	}
	tests := []struct {
		name     string
		ops      []flagOp
		expunges []expunge
		rule     string // that is broken; "" for none
	}{
		{name: "nothing is known at first", ops: []flagOp{readOf(1, 1, 5, flaggedFlag), readOf(1, 1, 6, flaggedFlag)}},
		{name: "a flag changes by itself", ops: []flagOp{readOf(1, 1, 5, flaggedFlag), readOf(6, 6, 9, 0)},
			rule: "flags/no-lost-update"},
		{name: "what was stored is told", ops: []flagOp{stored(1, 4, flaggedFlag), readOf(5, 5, 8, flaggedFlag)}},
		{name: "a lost update: who selects afterwards does not see it",
			ops: []flagOp{stored(1, 4, flaggedFlag), readOf(5, 5, 8, 0)}, rule: "flags/no-lost-update"},
		{name: "a lost update: it was seen, and is gone again",
			ops:  []flagOp{stored(1, 4, flaggedFlag), readOf(5, 5, 8, flaggedFlag), readOf(9, 9, 12, 0)},
			rule: "flags/no-lost-update"},
		{name: "two at once may come in either order",
			ops: []flagOp{stored(1, 6, flaggedFlag), stored(2, 5, 0), readOf(7, 7, 9, flaggedFlag)}},
		{name: "but in one order for all",
			ops:  []flagOp{stored(1, 6, flaggedFlag), stored(2, 5, 0), readOf(7, 7, 9, flaggedFlag), readOf(10, 10, 12, 0)},
			rule: "flags/no-lost-update"},
		{name: "a read may come before or after what is in progress",
			ops: []flagOp{readOf(1, 1, 2, 0), stored(3, 9, flaggedFlag), readOf(4, 4, 5, 0), readOf(4, 4, 6, flaggedFlag)}},
		{name: "a legal lag: the session has not asked since",
			ops: []flagOp{readOf(1, 1, 2, 0), stored(3, 4, flaggedFlag), readOf(1, 1, 8, 0)}},
		{name: "a lag after NOOP: the pictures differ, and nothing is lost",
			ops: []flagOp{readOf(1, 1, 2, 0), stored(3, 4, flaggedFlag), readOf(1, 5, 8, 0)}, rule: "checkpoint/same-picture"},
		{name: "what was refused may have been done or not",
			ops: []flagOp{readOf(1, 1, 2, 0), maybeStored(3, 4, flaggedFlag), readOf(5, 5, 6, flaggedFlag)}},
		{name: "or not", ops: []flagOp{readOf(1, 1, 2, 0), maybeStored(3, 4, flaggedFlag), readOf(5, 5, 6, 0)}},
		{name: "but not after its end", ops: []flagOp{maybeStored(3, 4, flaggedFlag), readOf(5, 5, 6, 0), readOf(7, 7, 8, flaggedFlag)},
			rule: "flags/no-lost-update"},
		{name: "what was not answered may happen at any time",
			ops: []flagOp{maybeStored(3, never, flaggedFlag), readOf(5, 5, 6, 0), readOf(7, 7, 8, flaggedFlag)}},
		{name: "a message that is moved away has no history from then on",
			ops: []flagOp{stored(1, 4, flaggedFlag), readOf(5, 5, 8, 0)}, expunges: []expunge{{from: 3, to: 6, uids: []uint32{1}}}},
		{name: "one of which it is not known whether it has \\Deleted neither",
			ops: []flagOp{stored(1, 4, flaggedFlag), readOf(5, 5, 8, 0)}, expunges: []expunge{{from: 3, to: 6}}},
		{name: "what another command removes does not matter",
			ops: []flagOp{stored(1, 4, flaggedFlag), readOf(5, 5, 8, 0)}, expunges: []expunge{{from: 3, to: 6, uids: []uint32{2}}},
			rule: "flags/no-lost-update"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := newHistory()
			k := boxKey{name: "box", validity: 7}
			for _, op := range tt.ops {
				h.add(k, op, 1)
			}
			for _, e := range tt.expunges {
				h.expunge(k, e)
			}
			c := h.check()
			var rules []string
			for _, f := range c.findings {
				rules = append(rules, f.Rule)
			}
			switch {
			case tt.rule == "" && len(rules) > 0:
				t.Errorf("false alarm: %v: %q", rules, c.findings[0].Lines)
			case tt.rule != "" && !slices.Equal(rules, []string{tt.rule}):
				t.Errorf("found %v, want %s", rules, tt.rule)
			case tt.rule != "" && len(c.picture) == 0:
				t.Error("there is no picture of it")
			}
		})
	}
}

// EXPUNGE removes no message that never had \Deleted.
func TestExpungeSparesOthers(t *testing.T) {
	h := newHistory()
	k := boxKey{name: "box"}
	h.appended(k, 1)
	h.expunge(k, expunge{from: 3, to: 6})
	h.add(k, stored(1, 4, flaggedFlag), 1)
	h.add(k, readOf(5, 5, 8, 0), 1)
	if c := h.check(); c.counts["flags/no-lost-update"] != 1 {
		t.Errorf("found %v", c.counts)
	}
}

// Flags that are not permanent may be anything to anybody.
func TestTransientFlags(t *testing.T) {
	h := newHistory()
	k := boxKey{name: "box"}
	h.permanent(k, allFlags&^flaggedFlag)
	h.add(k, stored(1, 4, flaggedFlag), 1)
	h.add(k, readOf(5, 5, 8, 0), 1)
	if c := h.check(); c.Broken != 0 {
		t.Errorf("found %v", c.counts)
	}
}

// The culprit is the first read that cannot be, and pruning changes no verdict.
func TestCulprit(t *testing.T) {
	var m messageHistory
	m.ops = []flagOp{stored(1, 4, flaggedFlag)}
	for i := range 20 {
		m.ops = append(m.ops, readOf(5, 5, 10+i, flaggedFlag))
	}
	m.ops = append(m.ops, readOf(40, 40, 42, 0), readOf(50, 50, 52, flaggedFlag))
	r := m.register(flaggedFlag, never)
	if op := r.culprit(oneLimit); op.to != 42 {
		t.Errorf("the culprit is %v", op)
	}
	if n := len(r.prune().reads); n >= 20 {
		t.Errorf("%d reads are left", n)
	}
}

func TestPermanentFlags(t *testing.T) {
	tests := map[string]struct {
		told []string
		want flags
	}{
		"not told":        {nil, allFlags},
		"none":            {[]string{}, 0},
		"system flags":    {[]string{`\seen`, `\Deleted`}, seenFlag | deletedFlag},
		"and any keyword": {[]string{`\Seen`, `\*`}, seenFlag | flagsOf([]string{"$Forwarded", "stress-one", "stress-two"})},
	}
	for name, tt := range tests {
		if got := permanentFlags(tt.told); got != tt.want {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
	}
}
