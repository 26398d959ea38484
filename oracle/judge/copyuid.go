package judge

import (
	"fmt"

	"imaporacle/internal/wire"
)

// copied looks at what COPY, MOVE and APPEND tell of the new messages. MOVE
// tells it before its EXPUNGEs (RFC 6851 §4.3), see moved.
func (s *session) copied(c *command, r *wire.Response) {
	if a, ok := wire.AsAppendUID(r); ok && c.verb == "APPEND" {
		s.newUIDs(c, a.UIDValidity, a.UIDs)
	}
	if cp, ok := wire.AsCopyUID(r); ok && c.verb != "APPEND" {
		s.copyUID(c, cp)
	}
	if c.before.f != nil && c.before.validity != 0 && c.verb != "COPY" && c.verb != "MOVE" {
		s.added(c.before.f, c)
	}
}

// moved takes COPYUID in an untagged OK during MOVE.
func (s *session) moved(r *wire.Response) {
	cp, ok := wire.AsCopyUID(r)
	if !ok {
		return
	}
	for _, c := range s.inflight {
		if c.verb == "MOVE" && !c.bad && c.complete {
			s.copyUID(c, cp)
			return
		}
	}
}

func (s *session) copyUID(c *command, cp wire.CopyUID) {
	if a, b := cp.Source.Count(), cp.Dest.Count(); a != b {
		s.blame("copyuid/lengths", fmt.Sprintf("%d sources, %d copies", a, b), c.first)
	}
	if c.uid && c.wanted.set != nil {
		for _, part := range cp.Source {
			if !within(part, c.wanted.set) {
				s.blame("copyuid/sources", "COPYUID "+cp.Source.String()+", of "+c.wanted.set.String(), c.first)
				break
			}
		}
	}
	s.newUIDs(c, cp.UIDValidity, cp.Dest)
}

// newUIDs holds the UIDs of new messages against what was known of the mailbox
// when the command was sent.
func (s *session) newUIDs(c *command, validity uint32, uids wire.NumSet) {
	f := c.before
	if f.f == nil || f.validity == 0 || validity == 0 {
		return
	}
	if validity < f.validity || validity != f.validity && s.factsOf(f.f.name) == f.f && s.watched(f.f) {
		s.blame("copyuid/destination", fmt.Sprintf("UIDVALIDITY %d, that of the mailbox is %d", validity, f.validity), f.at, c.first)
		return
	}
	if validity != f.validity {
		return
	}
	for _, part := range uids {
		if part.Start < f.next {
			s.blame("copyuid/new", fmt.Sprintf("UID %d, UIDNEXT was at least %d", part.Start, f.next), f.nextAt, c.first)
			break
		}
	}
	for _, part := range uids {
		if part.Stop != ^uint32(0) {
			f.f.raise(part.Stop+1, s.event)
		}
	}
}

// watched says whether some session has the mailbox selected, so that its
// UIDVALIDITY cannot have changed.
func (s *session) watched(f *facts) bool { return f.selecting > 0 }
