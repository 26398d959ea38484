package mailbox

import (
	"cmp"
	"slices"
	"sync"
	"sync/atomic"

	"imaporacle/server/store"
)

// Mailbox is the state that all sessions share: the messages, and the log of
// what changed.
//
// A change is applied to memory and appended to the log under mu, queued in
// the store in the same order, and acknowledged once it is durable. Views move
// no further than the committed part of the log, so that no session is told
// of what a crash could still undo.
type Mailbox struct {
	registry *Registry
	id       store.MailboxID
	quota    *quota // of the account that the mailbox belongs to
	owner    string // never another

	mu        sync.Mutex
	rec       store.Mailbox
	notes     notes
	msgs      []*Message // ascending UID; Views share the array, so it only grows or is replaced
	log       changeLog
	queued    Position // up to which the log has been queued in the store
	views     map[*View]struct{}
	followers map[*Follower]struct{}
	deleted   map[*Message]struct{} // messages with \Deleted
	ghosts    map[*Message]int      // expunged messages, and how many Views have not been told
	reexposed map[uint32]struct{}   // UIDs below rec.FirstRecent that a fault left unclaimed
	history   history               // of the messages
	gone      []store.Expunged      // what is remembered of expunges, in the order in which they came
	unseen    int
	size      int64
	trimAt    int // length of the log at which trimming is worth a walk over the Views

	name      atomic.Pointer[string]
	acl       atomic.Pointer[accessList] // see setACL
	removed   atomic.Bool                // deleted: its sessions must end
	known     atomic.Int32               // how many keywords there are
	committed atomic.Uint64              // Position up to which the log is durable
	failure   atomic.Pointer[error]
	hub       hub
	keyResets atomic.Uint64 // how often the access key has been reset

	threaded uint32 // UID up to which the account's threadIndex has seen the messages
}

func newMailbox(a *account, rec store.Mailbox) *Mailbox {
	mb := &Mailbox{
		registry:  a.registry,
		id:        rec.ID,
		quota:     a.quota,
		owner:     rec.User,
		rec:       rec,
		notes:     make(notes),
		views:     make(map[*View]struct{}),
		deleted:   make(map[*Message]struct{}),
		ghosts:    make(map[*Message]int),
		reexposed: make(map[uint32]struct{}),
		hub:       hub{above: &a.hub},
	}
	mb.name.Store(&rec.Name)
	mb.keepKeywords(rec.Keywords)
	return mb
}

// load reads the messages of rec from the store, and counts them.
func load(a *account, rec store.Mailbox) (*Mailbox, error) {
	mb := newMailbox(a, rec)
	sets := make(map[string]*FlagSet) // most messages share a few sets
	err := a.registry.store.Messages(rec.ID, func(s store.Message) error {
		set := NewFlagSet(s.Flags...)
		if known, ok := sets[set.text]; ok {
			set = known
		}
		sets[set.text] = set
		mb.insert(newMessage(s, set))
		return nil
	})
	a.quota.add(amount{octets: mb.size, messages: int64(len(mb.msgs)), boxes: 1})
	if err == nil {
		mb.gone, err = a.registry.store.Expunged(rec.ID)
	}
	var list []store.Annotation
	if err == nil {
		list, err = a.registry.store.Annotations(rec.ID)
	}
	mb.notes = notesOf(list)
	if acl, ok := a.registry.acls[rec.ID]; ok {
		mb.acl.Store(&acl) // sharing knows it already
		delete(a.registry.acls, rec.ID)
	}
	return mb, err
}

// insert adds m at the end and keeps the counters. mu is held.
func (mb *Mailbox) insert(m *Message) {
	mb.msgs = append(mb.msgs, m)
	mb.size += m.Size
	mb.count(m, m.Flags(), +1)
	mb.touched(m)
}

// count adds or removes a message with these flags from the counters.
func (mb *Mailbox) count(m *Message, flags *FlagSet, n int) {
	if !flags.seen() {
		mb.unseen += n
	}
	switch {
	case !flags.deleted():
	case n > 0:
		mb.deleted[m] = struct{}{}
	default:
		delete(mb.deleted, m)
	}
}

// setFlags changes the flags of m, logs it and returns what the store must
// keep. mu is held. An expunged message is changed in memory only: nothing of
// it is to survive.
func (mb *Mailbox) setFlags(m *Message, flags *FlagSet, modSeq uint64, origin *View) []store.Op {
	before := m.Flags()
	m.marks.Store(&marks{flags, modSeq})
	mb.touched(m)
	mb.log.add(Change{
		Kind: FlagsChanged, Message: m, ModSeq: modSeq,
		Origin: origin, By: origin.actor, Before: before, After: flags,
	})
	if m.Expunged() {
		return nil
	}
	mb.count(m, before, -1)
	mb.count(m, flags, +1)
	return []store.Op{store.SetFlags{Box: mb.id, UID: m.UID, Flags: flags.Names(), ModSeq: modSeq}}
}

// nextModSeq returns the mod-sequence of a change that is being made.
func (mb *Mailbox) nextModSeq() uint64 {
	mb.rec.HighestModSeq++
	return mb.rec.HighestModSeq
}

// addKeywords makes names known to the mailbox (RFC 9051 §7.2.6: FLAGS lists
// what may be set). mu is held.
func (mb *Mailbox) addKeywords(names []string) error {
	for _, name := range names {
		if systemIndex(name) >= 0 || containsFold(mb.rec.Keywords, name) {
			continue
		}
		if len(mb.rec.Keywords) >= maxKeywords {
			return refuse("LIMIT", "A mailbox holds at most %d keywords", maxKeywords)
		}
		// The slice is shared with Views: it only grows.
		mb.keepKeywords(append(slices.Clip(mb.rec.Keywords), name))
	}
	return nil
}

// keepKeywords makes names all keywords of the mailbox. mu is held.
func (mb *Mailbox) keepKeywords(names []string) {
	mb.rec.Keywords = names
	mb.known.Store(int32(len(names)))
}

// maxKeywords bounds what a session must be told in FLAGS.
const maxKeywords = 256

func byUID(a, b *Message) int { return cmp.Compare(a.UID, b.UID) }

// find returns the index of the first message whose UID is at least uid.
func find(msgs []*Message, uid uint32) int {
	i, _ := slices.BinarySearchFunc(msgs, uid, func(m *Message, uid uint32) int {
		return cmp.Compare(m.UID, uid)
	})
	return i
}

// Name returns the mailbox's name, in UTF-8.
func (mb *Mailbox) Name() string { return *mb.name.Load() }

// SpecialUse returns the uses that its owner gave the mailbox (RFC 6154 §3). The
// caller must not change the slice.
func (mb *Mailbox) SpecialUse() []string {
	mb.mu.Lock()
	defer mb.mu.Unlock()
	return mb.rec.SpecialUse
}

// Body returns the bytes of m; buf may be used for them. The caller must not
// change what it gets.
func (mb *Mailbox) Body(m *Message, buf []byte) ([]byte, error) {
	return mb.registry.store.Body(mb.id, m.UID, buf)
}

// Status is what STATUS and SELECT tell of a mailbox (RFC 9051 §6.3.11).
type Status struct {
	Messages      int
	Recent        int
	Unseen        int
	Deleted       int
	UIDNext       uint32
	UIDValidity   uint32
	HighestModSeq uint64
	Size          int64 // octets of all messages
	DeletedSize   int64 // octets of those with \Deleted
}

// Status returns the figures as of the last committed change. It claims
// nothing as \Recent (RFC 3501 §6.3.10).
func (mb *Mailbox) Status(actor *Actor) (Status, error) {
	mb.mu.Lock()
	st := Status{
		Messages:      len(mb.msgs),
		Unseen:        mb.unseen,
		Deleted:       len(mb.deleted),
		UIDNext:       mb.rec.UIDNext,
		UIDValidity:   mb.rec.UIDValidity,
		HighestModSeq: mb.rec.HighestModSeq,
		Size:          mb.size,
	}
	for m := range mb.deleted {
		st.DeletedSize += m.Size
	}
	if at := (Moment{Actor: actor, Mailbox: mb.Name()}); mb.registry.Behaviour().HasRecent(at) {
		st.Recent = len(mb.unclaimed())
		mb.look(at)
	}
	mb.mu.Unlock()
	return st, mb.settle()
}
