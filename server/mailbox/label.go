package mailbox

import (
	"strings"
	"unicode/utf8"

	"imaporacle/server/store"
)

// Gmail's labels are names that a message bears beside its flags, kept with it
// like keywords: a copy has them too. Two of them are another word for a flag.

// Starred is the label of messages with \Flagged.
const Starred = `\Starred`

// flagLabels are the labels that are flags.
var flagLabels = []struct{ label, flag string }{{Starred, Flagged}, {Draft, Draft}}

const (
	maxLabels      = 100 // of a message
	maxLabelLength = 225 // characters
)

// Labels returns the labels of the message as they are now.
func (m *Message) Labels() *FlagSet { return labelsOf(m.labels.Load(), m.Flags()) }

// labelsOf adds to the labels that are kept those that are flags.
func labelsOf(kept, flags *FlagSet) *FlagSet {
	for _, l := range flagLabels {
		if flags.Has(l.flag) {
			kept = kept.With([]string{l.label})
		}
	}
	return kept
}

// splitLabels is the way back: what is to be kept, and the flags.
func splitLabels(labels, flags *FlagSet) (kept, changed *FlagSet) {
	kept, changed = labels, flags
	for _, l := range flagLabels {
		if labels.Has(l.label) {
			kept, changed = kept.Without([]string{l.label}), changed.With([]string{l.flag})
		} else {
			changed = changed.Without([]string{l.flag})
		}
	}
	return kept, changed
}

// CheckLabel says what is wrong with a label.
func CheckLabel(label string) error {
	control := func(c rune) bool { return c < 0x20 || c >= 0x7f && c < 0xa0 }
	switch {
	case label == "":
		return refuse("CANNOT", "A label may not be empty")
	case strings.IndexFunc(label, control) >= 0:
		return refuse("CANNOT", "The label %+.40q holds a control character", label)
	case utf8.RuneCountInString(label) > maxLabelLength:
		return refuse("CANNOT", "A label is longer than %d characters", maxLabelLength)
	}
	return nil
}

// SetLabels changes the labels of the messages at these indexes whose
// mod-sequence is at most since, as op says, and returns when that is durable.
// It takes the right to change keywords.
func (v *View) SetLabels(indexes []int, op FlagOp, labels []string, since uint64) (Stored, error) {
	if err := v.mayChange(); err != nil {
		return Stored{}, err
	}
	if err := v.need(RightWrite); err != nil {
		return Stored{}, err
	}
	mb := v.mb
	mb.mu.Lock()
	if err := mb.usable(); err != nil {
		mb.mu.Unlock()
		return Stored{}, err
	}
	passed, modified := v.unchanged(indexes, since)
	before := v.snapshotFlags(passed)
	ops, err := v.changeLabels(passed, flagChange{op, labels, AllRights})
	if err != nil {
		mb.mu.Unlock()
		return Stored{}, err
	}
	updates := v.flagUpdates(passed)
	for k := range updates {
		m := updates[k].Message
		updates[k].Reflagged = m.Flags() != before[m]
	}
	p := commit(mb.registry.store, ops, mb)
	mb.mu.Unlock()
	return Stored{Updates: updates, Modified: modified}, p.wait()
}

// changeLabels returns what the store must do; all labels are changed, or none.
// mu is held.
func (v *View) changeLabels(indexes []int, change flagChange) ([]store.Op, error) {
	changed := make(map[*Message]*FlagSet)
	for _, i := range indexes {
		m := v.msgs[i]
		old := m.Labels()
		set := change.apply(old)
		if len(set.Names()) > maxLabels {
			return nil, refuse("LIMIT", "A message has at most %d labels", maxLabels)
		}
		if !set.Equal(old) {
			changed[m] = set
		}
	}
	if len(changed) == 0 {
		return nil, nil
	}
	var ops []store.Op
	modSeq := v.mb.nextModSeq()
	for _, i := range indexes {
		if set := changed[v.msgs[i]]; set != nil {
			ops = append(ops, v.label(v.msgs[i], set, modSeq)...)
		}
	}
	return append(ops, store.PutMailbox{Mailbox: v.mb.rec}), nil
}

// label gives m these labels. mu is held.
func (v *View) label(m *Message, labels *FlagSet, modSeq uint64) []store.Op {
	kept, flags := splitLabels(labels, m.Flags())
	m.labels.Store(kept)
	ops := v.mb.setFlags(m, flags, modSeq, v)
	if m.Expunged() {
		return nil
	}
	return append(ops, store.SetLabels{Box: v.mb.id, UID: m.UID, Labels: kept.Names(), ModSeq: modSeq})
}
