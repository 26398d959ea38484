package property

import (
	"slices"
	"strings"
	"time"
)

// world is what is on the server, in the simplest form.
type world struct {
	boxes      map[string]*box
	subscribed map[string]bool
	validities map[string]uint32 // the last UIDVALIDITY of each name
}

// box is a mailbox. What the RFCs leave to the server is learned from it:
// uidValidity and the mod-sequences; and then held against it.
type box struct {
	name        string
	uidValidity uint32
	uidNext     uint32
	highest     uint64 // HIGHESTMODSEQ when last looked at
	live        []*message
	ever        map[uint32]*message // also those that are gone
}

type message struct {
	uid    uint32
	letter *letter
	date   time.Time // internal
	flags  map[string]bool
	gone   bool

	modSeq  uint64
	touched bool // its mod-sequence must rise (RFC 7162 §3.1)
	brushed bool // its mod-sequence may rise: STORE changed nothing
}

func newWorld() *world {
	w := &world{boxes: make(map[string]*box), subscribed: make(map[string]bool), validities: make(map[string]uint32)}
	w.create("INBOX")
	return w
}

// create makes a mailbox and those above it (RFC 9051 §6.3.4).
func (w *world) create(name string) {
	for _, parent := range above(name) {
		if w.boxes[parent] == nil {
			w.create(parent)
		}
	}
	w.boxes[name] = &box{name: name, uidNext: 1, ever: make(map[uint32]*message)}
}

// rename moves a mailbox and all below it; of INBOX only the messages
// (RFC 9051 §6.3.6).
func (w *world) rename(from, to string) {
	if from == "INBOX" {
		w.create(to)
		for _, m := range slices.Clone(w.boxes[from].live) {
			w.boxes[to].add(m.letter, m.date, m.flags)
			w.boxes[from].remove(m)
		}
		return
	}
	for _, parent := range above(to) {
		if w.boxes[parent] == nil {
			w.create(parent)
		}
	}
	for name, b := range w.boxes {
		if name == from || isBelow(name, from) {
			delete(w.boxes, name)
			b.name = to + strings.TrimPrefix(name, from)
			w.boxes[b.name] = b
		}
	}
}

func above(name string) (parents []string) {
	for i, c := range name {
		if c == '/' {
			parents = append(parents, name[:i])
		}
	}
	return parents
}

func isBelow(name, parent string) bool { return strings.HasPrefix(name, parent+"/") }

// add gives the next UID to a message (RFC 9051 §2.3.1.1).
func (b *box) add(l *letter, date time.Time, flags map[string]bool) *message {
	m := &message{uid: b.uidNext, letter: l, date: date, flags: make(map[string]bool), touched: true}
	for f := range flags {
		m.flags[f] = true
	}
	b.uidNext++
	b.live = append(b.live, m)
	b.ever[m.uid] = m
	return m
}

func (b *box) remove(m *message) {
	m.gone = true
	b.live = slices.DeleteFunc(b.live, func(o *message) bool { return o == m })
}

// store is STORE's effect on one message (RFC 9051 §6.4.6).
func (m *message) store(op string, flags []string) {
	before := m.flagText()
	if op == "" {
		clear(m.flags)
	}
	for _, f := range flags {
		if op == "-" {
			delete(m.flags, f)
		} else {
			m.flags[f] = true
		}
	}
	if m.flagText() != before {
		m.touched = true
	} else {
		m.brushed = true
	}
}

func (m *message) flagText() string {
	var names []string
	for f := range m.flags {
		names = append(names, f)
	}
	return sorted(names)
}

func sorted(words []string) string {
	words = slices.Clone(words)
	slices.Sort(words)
	return strings.Join(words, " ")
}
