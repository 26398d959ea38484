package judge

import "fmt"

// slotUID takes the UID of a message.
func (s *session) slotUID(b *box, seq uint32, m *slot, uid uint32) {
	if m.uid == uid {
		m.uidAt = s.event
		return
	}
	if m.uid != 0 {
		s.blame("uid/slot-keeps", fmt.Sprintf("message %d had the UID %d and has %d", seq, m.uid, uid), m.uidAt)
		*m = slot{news: m.news}
	}
	m.uid, m.uidAt = uid, s.event
	s.ascending(b, seq, uid)
	if at, dead := b.gone[uid]; dead {
		s.blame("uid/never-reused", fmt.Sprintf("message %d has the UID %d of one that is gone", seq, uid), at)
	}
	if seq > b.settled && !b.opening && b.settledUID != 0 && uid < b.settledUID && b.existsAt > b.sent && m.news {
		s.blame("uid/not-below-uidnext", fmt.Sprintf("the new message %d has the UID %d, UIDNEXT was %d", seq, uid, b.settledUID), b.nextAt)
	}
	if seq <= b.settled && b.settledUID != 0 && uid >= b.settledUID {
		s.blame("uidnext/above-uids", fmt.Sprintf("message %d has the UID %d, UIDNEXT was %d", seq, uid, b.settledUID), b.nextAt)
	}
	if b.facts != nil && uid != ^uint32(0) {
		b.facts.raise(uid+1, s.event)
	}
}

// ascending holds a UID against those of the nearest messages that have one.
func (s *session) ascending(b *box, seq, uid uint32) {
	i := int(seq) - 1
	for k := i - 1; k >= 0 && i-k <= nearby; k-- {
		if before := b.slots[k]; before.uid != 0 {
			if before.uid >= uid {
				s.blame("uid/ascending", fmt.Sprintf("message %d has the UID %d, message %d has %d", k+1, before.uid, seq, uid), before.uidAt)
				return
			}
			break
		}
	}
	for k := i + 1; k < len(b.slots) && k-i <= nearby; k++ {
		if after := b.slots[k]; after.uid != 0 {
			if after.uid <= uid {
				s.blame("uid/ascending", fmt.Sprintf("message %d has the UID %d, message %d has %d", seq, uid, k+1, after.uid), after.uidAt)
			}
			return
		}
	}
}

// nearby is how far a neighbour with a UID is looked for.
const nearby = 64
