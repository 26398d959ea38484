package stress

import (
	"math"
	"slices"
	"sync"
)

// history is what was done to flags and told of them in a round, in all
// sessions. Each flag of each message is a register of its own, to which STORE
// writes, and which FETCH reads. What was done is atomic if all of it can be put
// in one order, each operation at a moment between its beginning and its end.
//
// It must raise no alarm where the RFCs allow what was seen:
//
//   - A session may be told of changes late. What it is told is true of some
//     moment since it selected the mailbox; if it also is true of one since its
//     last NOOP, CHECK or SELECT, all sessions have the same picture.
//   - What is told during a command may become true for others only when it is
//     completed.
//   - STORE that was not answered OK, is conditional or was made in a mailbox
//     that is read-only may have changed a flag or not; so may FETCH of BODY[].
//   - Of a message that may have been expunged nothing counts (RFC 2180 §4).
//   - What the flags of a new message are, nobody knows; flags that are not
//     permanent are left out.
//
// Moments are numbers of events, which count over all sessions.
type history struct {
	mu    sync.Mutex
	boxes map[boxKey]*boxHistory
}

// boxKey names a mailbox; validity is its UIDVALIDITY.
type boxKey struct {
	user     int
	name     string
	validity uint32
}

type boxHistory struct {
	transient flags // not permanent in some session
	messages  map[uint32]*messageHistory
	expunges  []expunge
}

// expunge is a command that may have removed messages: those with the UIDs, or
// if there are none all that may have had \Deleted. With all it may be any, or
// have done anything to them.
type expunge struct {
	from, to int
	uids     []uint32
	all      bool
}

type messageHistory struct {
	undeleted bool // known to have begun without \Deleted
	ops       []flagOp
}

// opKind is what a flagOp does.
type opKind uint8

const (
	write opKind = iota
	maybe        // a write that may have been made or not
	read
)

// flagOp is an operation on some of the flags of a message.
type flagOp struct {
	kind     opKind
	set      flags // that are written or read
	value    flags // what they are then
	from, to int
	opened   int // of a read: when the session began to select the mailbox
	session  string
	text     string // of a write, the command
	seq      uint32 // of a read, the message sequence number
}

// never is the end of what was not answered.
const never = math.MaxInt

func newHistory() *history { return &history{boxes: make(map[boxKey]*boxHistory)} }

func (h *history) box(k boxKey) *boxHistory {
	b := h.boxes[k]
	if b == nil {
		b = &boxHistory{messages: make(map[uint32]*messageHistory)}
		h.boxes[k] = b
	}
	return b
}

func (b *boxHistory) message(uid uint32) *messageHistory {
	m := b.messages[uid]
	if m == nil {
		m = new(messageHistory)
		b.messages[uid] = m
	}
	return m
}

// add takes an operation on each of some messages.
func (h *history) add(k boxKey, op flagOp, uids ...uint32) {
	h.mu.Lock()
	defer h.mu.Unlock()
	b := h.box(k)
	for _, uid := range uids {
		m := b.message(uid)
		m.ops = append(m.ops, op)
	}
}

// permanent takes note of the flags that a session was told are permanent.
func (h *history) permanent(k boxKey, set flags) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.box(k).transient |= allFlags &^ set
}

// appended takes note of a message that was made without \Deleted.
func (h *history) appended(k boxKey, uid uint32) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.box(k).message(uid).undeleted = true
}

func (h *history) expunge(k boxKey, e expunge) {
	h.mu.Lock()
	defer h.mu.Unlock()
	b := h.box(k)
	b.expunges = append(b.expunges, e)
}

// end returns the moment from which on a message may be gone.
func (b *boxHistory) end(uid uint32, m *messageHistory) int {
	deleted := 0 // the first moment at which it may have \Deleted
	if m.undeleted {
		deleted = never
		for _, op := range m.ops {
			if op.kind != read && op.set&op.value&deletedFlag != 0 {
				deleted = min(deleted, op.from)
			}
		}
	}
	end := never
	for _, e := range b.expunges {
		if e.all || e.uids == nil && e.to >= deleted || slices.Contains(e.uids, uid) {
			end = min(end, e.from)
		}
	}
	return end
}
