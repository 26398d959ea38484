package judge

import "fmt"

// claimed takes notice of a message that is \Recent for this session. A session
// that selects the mailbox after another was shown it must not see it so.
func (s *session) claimed(b *box, m *slot) {
	f := b.facts
	if f == nil || m.uid == 0 || b.opening {
		return
	}
	first, ok := f.claims[m.uid]
	if !ok {
		if !b.readOnly && len(f.claims) < maxMessages {
			f.claims[m.uid] = claim{b, s.event}
		}
		return
	}
	if first.box != b && first.at < b.sent {
		s.blame("recent/one-session", fmt.Sprintf(`UID %d is \Recent again`, m.uid), first.at, b.sent)
	}
}

// countRecent holds RECENT against the flags, once all are known.
func (s *session) countRecent(b *box) {
	if !b.recentKnown || b.opening || uint32(len(b.slots)) != b.exists {
		return
	}
	n, last := uint32(0), 0
	for i := range b.slots {
		m := &b.slots[i]
		if m.flagAt < b.recentAt || m.news {
			return
		}
		if m.flags&recent != 0 {
			n, last = n+1, m.flagAt
		}
	}
	b.recentKnown = false // and looked at
	if n != b.recent {
		s.blame("recent/count", fmt.Sprintf("%d RECENT, and %d messages have the flag", b.recent, n), b.recentAt, last)
	}
}
