package judge

import (
	"fmt"

	"imaporacle/internal/wire"
)

// selectCode takes a response code about the selected mailbox.
func (s *session) selectCode(b *box, r *wire.Response) {
	n, isNumber := r.Code.Number()
	switch name := r.Code.Name; name {
	case "UIDVALIDITY":
		b.told[name] = s.event
		if isNumber && n != 0 && n <= 1<<32-1 {
			s.validity(b, uint32(n))
		}
	case "UIDNEXT":
		b.told[name] = s.event
		if isNumber && n <= 1<<32-1 {
			b.next, b.nextAt = uint32(n), s.event
		}
	case "HIGHESTMODSEQ":
		s.highestModSeq(b, n)
	case "NOMODSEQ":
		b.noModSeq = true
	case "PERMANENTFLAGS":
		s.permanentFlags(b, r)
	case "READ-ONLY":
		b.readOnly = true
	case "READ-WRITE":
		b.readOnly = b.readOnly && b.opening
	}
}

func (s *session) validity(b *box, n uint32) {
	if b.validity != 0 && b.validity != n {
		s.blame("uidvalidity/constant", fmt.Sprintf("from %d to %d", b.validity, n), b.validityAt)
	}
	b.validity, b.validityAt = n, s.event
}

func (s *session) highestModSeq(b *box, n uint64) {
	if b.opening {
		b.highest = n
		b.told["HIGHESTMODSEQ"] = s.event
	}
	if s.lacks("CONDSTORE", "QRESYNC") {
		s.blame("modseq/advertised", "HIGHESTMODSEQ, and neither CONDSTORE nor QRESYNC is advertised", s.capsAt)
	}
}

func (s *session) permanentFlags(b *box, r *wire.Response) {
	if len(r.Code.Args) != 1 || r.Code.Args[0].Kind != wire.List {
		return
	}
	b.permanent, b.permanentAt, b.anyFlag = 0, s.event, false
	for _, f := range r.Code.Args[0].List {
		if string(f.Bytes) == `\*` {
			b.anyFlag = true
			continue
		}
		b.permanent |= s.j.flags.bit(f.Bytes)
	}
	if unknown := b.permanent &^ (b.flags | overflow | recent); unknown != 0 && b.flagsAt > b.sent {
		s.blame("flags/permanent-known", "FLAGS has not "+s.j.flags.text(unknown), b.flagsAt)
	}
}

// selected looks at the answer to SELECT or EXAMINE.
func (s *session) selected(c *command, r *wire.Response) {
	left, leftName := s.leftAt, s.leftName
	if s.opening != c {
		if b := s.box; b != nil {
			left, leftName = s.event, b.name
		}
		s.open(c)
	} else if s.box != nil && s.box.told["CLOSED"] == 0 {
		left, leftName = s.leftAt, s.leftName
	}
	b := s.box
	s.required(c, b)
	if r.Code != nil {
		s.selectCode(b, r)
	}
	s.accessCode(c, r)
	if left > c.first && boxName(leftName) != boxName(b.name) && b.told["CLOSED"] == 0 && s.advertises("CONDSTORE", "QRESYNC") {
		s.blame("qresync/closed-told", "no CLOSED for "+leftName, c.first)
	}
	s.settle(c, b)
}

// required looks for what every SELECT tells.
func (s *session) required(c *command, b *box) {
	for _, need := range []struct{ what, rule string }{
		{"EXISTS", "select/exists-told"}, {"FLAGS", "select/flags-told"},
		{"UIDVALIDITY", "uidvalidity/told"}, {"UIDNEXT", "uidnext/told"},
	} {
		if b.told[need.what] == 0 {
			s.blame(need.rule, "no "+need.what+" in the answer to "+c.verb, c.first)
		}
	}
}

// accessCode looks at READ-ONLY and READ-WRITE.
func (s *session) accessCode(c *command, r *wire.Response) {
	switch {
	case c.verb == "EXAMINE" && !r.CodeIs("READ-ONLY"):
		s.blame("select/examine-read-only", "the tagged OK has not READ-ONLY", c.first)
	case c.verb == "SELECT" && !r.CodeIs("READ-ONLY") && !r.CodeIs("READ-WRITE"):
		s.blame("select/access-code", "the tagged OK has neither READ-WRITE nor READ-ONLY", c.first)
	}
}

// settle ends the opening of a mailbox: from here on what comes is certain.
func (s *session) settle(c *command, b *box) {
	s.opening, s.unselected = nil, false
	s.refusedWithoutID(c)
	f := c.before
	if b.validity != 0 && b.validity < f.validity && f.f != nil {
		s.blame("uidvalidity/grows", fmt.Sprintf("UIDVALIDITY was %d and is %d", f.validity, b.validity), f.at, b.validityAt)
	}
	b.facts = newFacts(b.name, 0, s.event)
	if b.validity != 0 {
		b.facts = s.under(b.name, b.validity)
	}
	if b.facts.selecting++; b.facts.selecting > 1 {
		b.facts.sharedAt = s.event
	}
	// A message may have come before the tagged OK, and been told of by a second
	// EXISTS: UIDNEXT need not be above its UID.
	b.settled, b.settledUID = min(b.settled, b.exists), b.next
	if f.f == b.facts {
		s.uidNextStale(b.next, f, b.nextAt)
	}
	for i := range b.slots { // of QRESYNC
		if uid := b.slots[i].uid; uid != 0 && b.next != 0 && uid >= b.next {
			s.blame("uidnext/above-uids", fmt.Sprintf("message %d has the UID %d, UIDNEXT is %d", i+1, uid, b.next), b.slots[i].uidAt, b.nextAt)
			break
		}
	}
	if !b.readOnly {
		clear(b.facts.leaks)
	}
	b.facts.raise(b.next, b.nextAt)
	s.selectModSeq(c, b)
	b.opening = false
}

// uidNextStale holds a UIDNEXT against what was known when it was asked for.
func (s *session) uidNextStale(next uint32, f floors, at int) {
	if next != 0 && next < f.next {
		s.blame("uidnext/stale", fmt.Sprintf("UIDNEXT is %d, it was known to be at least %d", next, f.next), f.nextAt, at)
	}
}

// selectRefused ends the selection: none is left after a NO (RFC 9051 §6.3.2).
func (s *session) selectRefused(c *command, r *wire.Response) {
	s.leave()
	s.unselected = r.Status == wire.NO
	if r.Status == wire.NO && !s.identified && s.whole {
		if s.refused == nil {
			s.refused = make(map[string]int)
		}
		if len(s.refused) < maxAwaited {
			s.refused[boxName(c.text(0))] = s.event
		}
	}
}

// refusedWithoutID: nothing but an ID lies between a SELECT that was refused and
// one that was not.
func (s *session) refusedWithoutID(c *command) {
	at := s.refused[boxName(c.text(0))]
	if at != 0 && s.identified && s.idOnly(at) {
		s.blame("id/no-effect", c.verb+" was refused, and after ID it is not", at, s.idAt, c.first)
	}
	delete(s.refused, boxName(c.text(0)))
}

// idOnly says whether no command but ID was sent since the event.
func (s *session) idOnly(at int) bool { return s.idAt > at && s.otherAt < at }
