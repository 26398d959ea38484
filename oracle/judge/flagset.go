package judge

import (
	"math/bits"
	"slices"
	"strings"

	"imaporacle/internal/wire"
)

// flagSet is a set of flags, a bit for each in the flagTable.
type flagSet uint64

// The system flags, and the bit that stands for all flags beyond the table: a
// set with it is not known in full.
const (
	seen flagSet = 1 << iota
	answered
	flagged
	deleted
	draft
	recent
	systemFlags         = 6
	overflow    flagSet = 1 << 63
)

// flagTable numbers the flags of a trace, in any case of their letters.
type flagTable struct {
	names  []string
	number map[string]int
}

func (t *flagTable) bit(name []byte) flagSet {
	if t.number == nil {
		t.number = make(map[string]int)
		for _, f := range []string{`\Seen`, `\Answered`, `\Flagged`, `\Deleted`, `\Draft`, `\Recent`} {
			t.add(f)
		}
	}
	n, ok := t.number[string(name)]
	if !ok {
		n = t.add(string(name))
	}
	return 1 << min(n, 63)
}

// add knows a flag as it is written, and as what it is in upper case.
func (t *flagTable) add(name string) int {
	if len(t.number) > 4096 { // a flood of names
		return 63
	}
	upper := strings.ToUpper(name)
	n, ok := t.number[upper]
	if !ok {
		n = min(len(t.names), 63)
		t.number[upper] = n
		t.names = append(t.names, name)
	}
	t.number[name] = n
	return n
}

func (t *flagTable) ofValues(list []wire.Value) flagSet {
	var set flagSet
	for i := range list {
		set |= t.bit(list[i].Bytes)
	}
	return set
}

func (t *flagTable) ofArgs(list []arg) flagSet {
	var set flagSet
	for i := range list {
		set |= t.bit([]byte(list[i].text))
	}
	return set
}

// text lists the flags of a set: "\Seen $Forwarded".
func (t *flagTable) text(set flagSet) string {
	if set == 0 {
		return "none"
	}
	var names []string
	for ; set != 0; set &= set - 1 {
		if i := bits.TrailingZeros64(uint64(set)); i < len(t.names) {
			names = append(names, t.names[i])
		}
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}
