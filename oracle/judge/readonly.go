package judge

import "fmt"

// leak is what a STORE has changed in a mailbox that the session had read-only,
// as far as that session was told: it may keep the change for itself (RFC 9051
// §7.1, PERMANENTFLAGS).
type leak struct {
	box          *box // the selection in which it was done
	changed, set flagSet
	sent         int // event of the STORE
}

// readOnlyStored notes flags that have changed while a read-only session stored.
func (s *session) readOnlyStored(b *box, m *slot, set, changed flagSet) {
	if !b.readOnly || m.uid == 0 || len(s.inflight) != 1 || s.inflight[0].verb != "STORE" || !s.alone() || len(b.facts.leaks) == maxMessages {
		return
	}
	if b.facts.leaks == nil {
		b.facts.leaks = make(map[uint32]leak)
	}
	b.facts.leaks[m.uid] = leak{b, changed, set, s.inflight[0].first}
}

// readOnlyKept looks whether such a change outlives the session that made it,
// while nobody else could make it.
func (s *session) readOnlyKept(b *box, m *slot, seq uint32, set flagSet) {
	if b.facts == nil {
		return
	}
	l, ok := b.facts.leaks[m.uid]
	if !ok || l.box == b {
		return
	}
	if (set^l.set)&l.changed == 0 {
		s.blame("select/read-only-kept", fmt.Sprintf("message %d is as STORE has left it, which had the mailbox read-only", seq), l.box.sent, l.sent)
	}
	delete(b.facts.leaks, m.uid)
}
