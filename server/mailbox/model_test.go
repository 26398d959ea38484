package mailbox_test

import (
	"slices"
	"strings"

	"imaporacle/server/mailbox"
)

// The model is what the RFCs say a mailbox and its sessions are, in the
// simplest form: every session keeps a queue of what it has not been told.

type modelMessage struct {
	uid      uint32
	size     int64
	flags    map[string]bool
	modSeq   uint64
	expunged bool
}

type modelBox struct {
	uidNext  uint32
	live     []*modelMessage
	sessions []*modelSession
	// claimed is the last UID of which a read-write session has been told:
	// up to it nothing is \Recent for anybody new (RFC 3501 §2.3.2).
	claimed uint32
	highest uint64 // mod-sequence
	gone    []modelExpunge
}

type modelExpunge struct {
	uid    uint32
	modSeq uint64
}

// change is one more mod-sequence (RFC 7162 §3.1).
func (b *modelBox) change() uint64 {
	b.highest++
	return b.highest
}

type modelEvent struct {
	message *modelMessage
	gone    bool
}

type modelSession struct {
	box      *modelBox
	readOnly bool
	shown    []*modelMessage // behind the sequence numbers
	pending  []modelEvent
	recent   map[*modelMessage]bool
}

func (b *modelBox) append(size int64, flags []string, modSeq uint64) *modelMessage {
	m := &modelMessage{uid: b.uidNext, size: size, flags: make(map[string]bool), modSeq: modSeq}
	for _, f := range flags {
		m.flags[f] = true
	}
	b.uidNext++
	b.live = append(b.live, m)
	for _, s := range b.sessions {
		s.pending = append(s.pending, modelEvent{message: m})
	}
	return m
}

func (b *modelBox) expunge(gone func(*modelMessage) bool) {
	modSeq := uint64(0)
	for _, m := range slices.Clone(b.live) {
		if !gone(m) {
			continue
		}
		if modSeq == 0 {
			modSeq = b.change()
		}
		b.gone = append(b.gone, modelExpunge{m.uid, modSeq})
		m.expunged = true
		b.live = slices.DeleteFunc(b.live, func(o *modelMessage) bool { return o == m })
		for _, s := range b.sessions {
			s.pending = append(s.pending, modelEvent{message: m, gone: true})
		}
	}
}

func (b *modelBox) open(readOnly bool) *modelSession {
	s := &modelSession{box: b, readOnly: readOnly, recent: make(map[*modelMessage]bool)}
	b.sessions = append(b.sessions, s)
	for _, m := range b.live {
		s.meet(m)
	}
	return s
}

func (s *modelSession) close() {
	s.box.sessions = slices.DeleteFunc(s.box.sessions, func(o *modelSession) bool { return o == s })
}

// meet is being told of a message for the first time.
func (s *modelSession) meet(m *modelMessage) {
	s.shown = append(s.shown, m)
	if m.uid > s.box.claimed {
		s.recent[m] = true
		if !s.readOnly {
			s.box.claimed = m.uid
		}
	}
}

// advance is being told everything, or everything but expunges.
func (s *modelSession) advance(expunges bool) {
	var kept []modelEvent
	for _, e := range s.pending {
		switch {
		case !e.gone:
			s.meet(e.message)
		case expunges:
			s.shown = slices.DeleteFunc(s.shown, func(m *modelMessage) bool { return m == e.message })
			delete(s.recent, e.message)
		default:
			kept = append(kept, e)
		}
	}
	s.pending = kept
}

// store is a STORE with UNCHANGEDSINCE: it divides the set into what it changes
// and what it leaves alone (RFC 7162 §3.1.3).
func (s *modelSession) store(set []int, op mailbox.FlagOp, flags []string, since uint64) (passed, modified []int) {
	modSeq := uint64(0)
	for _, i := range set {
		m := s.shown[i]
		if m.modSeq > since {
			modified = append(modified, i)
			continue
		}
		passed = append(passed, i)
		before := m.String()
		m.store(op, flags)
		if m.String() == before {
			continue
		}
		if modSeq == 0 {
			modSeq = s.box.change()
		}
		m.modSeq = modSeq
	}
	return passed, modified
}

// store is STORE: an expunged message still shown is changed for all that
// show it (RFC 2180 §4.2.1).
func (m *modelMessage) store(op mailbox.FlagOp, flags []string) {
	if op == mailbox.ReplaceFlags {
		clear(m.flags)
	}
	for _, f := range flags {
		if op == mailbox.RemoveFlags {
			delete(m.flags, f)
		} else {
			m.flags[f] = true
		}
	}
}

func (m *modelMessage) String() string { return flagText(m.flags) }

func flagText(flags map[string]bool) string {
	var names []string
	for f := range flags {
		names = append(names, f)
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}

func sortedFlags(set *mailbox.FlagSet) string {
	names := slices.Sorted(slices.Values(set.Names()))
	return strings.Join(names, " ")
}
