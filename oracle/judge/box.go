package judge

import "imaporacle/internal/wire"

// box is the selected mailbox as the session has been told of it.
type box struct {
	name     string
	readOnly bool
	opening  bool // the answer to SELECT still comes: of which mailbox, is not certain
	sent     int  // event of SELECT
	facts    *facts

	told     map[string]int // what the answer to SELECT has told, by event
	exists   uint32
	existsAt int
	arrived  uint32 // messages told since SELECT
	awaited  []arrival
	slots    []slot         // of the numbers from 1 on, as far as something was told of them
	gone     map[uint32]int // UIDs whose EXPUNGE was told

	recent      uint32
	recentAt    int
	recentKnown bool // RECENT was told, and no message has gone since

	flags, permanent     flagSet
	flagsAt, permanentAt int
	anyFlag              bool // PERMANENTFLAGS has \*

	validity   uint32
	validityAt int
	next       uint32 // UIDNEXT
	nextAt     int
	settled    uint32 // messages up to this number were there at SELECT
	settledUID uint32 // UIDNEXT of then, 0 if it was not told
	noModSeq   bool
	highest    uint64
}

// slot is what is known of the message with a number. Events are 0 for what was
// not told.
type slot struct {
	uid     uint32
	uidAt   int
	flags   flagSet
	flagAt  int
	flagSeq uint64 // the mod-sequence told together with the flags
	modSeq  uint64
	modAt   int
	news    bool // it came after SELECT
}

// maxSlots is up to which number messages are known: a hostile EXISTS must not
// cost memory.
const maxSlots = 1 << 20

// opensNow says whether a response begins the answer to SELECT.
func (s *session) opensNow(r *wire.Response) bool {
	if len(s.inflight) == 0 || !s.inflight[0].selects() || s.opening == s.inflight[0] {
		return false
	}
	switch r.Name {
	case "EXISTS", "RECENT", "FLAGS", "FETCH", "VANISHED", "LIST":
		return true
	case "EXPUNGE":
		return false // no new mailbox begins with it
	}
	return r.Status == wire.OK
}

// open begins a new mailbox.
func (s *session) open(c *command) {
	s.leave()
	s.opening = c
	s.box = &box{name: c.text(0), readOnly: c.verb == "EXAMINE", opening: true, sent: c.first,
		told: make(map[string]int), gone: make(map[uint32]int)}
}

// closedSays: what comes now is of the mailbox that is being opened.
func (s *session) closedSays() {
	if len(s.inflight) == 0 || !s.inflight[0].selects() {
		return
	}
	s.open(s.inflight[0])
	s.box.told["CLOSED"] = s.event
}

// leave ends the selection.
func (s *session) leave() {
	if b := s.box; b != nil && b.facts != nil && !b.opening {
		if b.facts.selecting--; b.facts.selecting > 0 || s.othersOpen(b.name) {
			b.facts.sharedAt = s.event
		}
	}
	if s.box != nil && !s.box.opening {
		s.leftAt, s.leftName = s.event, s.box.name
	}
	s.box, s.opening = nil, nil
}

// othersOpen says whether another session is about to have the mailbox selected.
// It may have been answered already, in part.
func (s *session) othersOpen(name string) bool {
	for _, o := range s.j.sessions {
		if o == s {
			continue
		}
		for _, c := range o.inflight {
			if c.selects() && boxName(c.text(0)) == boxName(name) {
				return true
			}
		}
	}
	return false
}

// slot returns what is known of a message, or nil if nothing can be.
func (b *box) slot(seq uint32) *slot {
	if seq == 0 || seq > b.exists || seq > maxSlots {
		return nil
	}
	for uint32(len(b.slots)) < seq {
		b.slots = append(b.slots, slot{news: !b.opening && uint32(len(b.slots)) >= b.settled})
	}
	return &b.slots[seq-1]
}

// bySeq returns what is known of a message without making room for it.
func (b *box) bySeq(seq uint32) *slot {
	if seq == 0 || seq > uint32(len(b.slots)) {
		return nil
	}
	return &b.slots[seq-1]
}
