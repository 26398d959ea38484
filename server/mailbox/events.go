package mailbox

import (
	"sync"
	"sync/atomic"
)

// Kinds is a set of the events of which a client can be notified (RFC 5465 §5).
type Kinds uint

// The events. The last two are none of the RFC's. SeenChange goes with the
// events of messages after which UNSEEN of STATUS may be another, ValidityChange
// with the MailboxName after which a name stands for another mailbox, whose
// UIDVALIDITY is another.
const (
	MessageNew Kinds = 1 << iota
	MessageExpunge
	FlagChange
	MailboxName
	SubscriptionChange
	MailboxMetadataChange
	ServerMetadataChange
	SeenChange
	ValidityChange

	// MessageEvents are those that happen to messages.
	MessageEvents = MessageNew | MessageExpunge | FlagChange
)

// Event is something that has happened, and is durable.
type Event struct {
	Kinds   Kinds
	Mailbox *Mailbox // of events that happen to messages, else nil
	Name    string   // of the mailbox for the others, also if it is gone
	OldName string   // the name before, if it has been renamed
	Entries []string // names of the metadata that have changed
	By      *Actor   // the session that did it, nil if none did
}

// about returns the name of the mailbox concerned; "" is the server.
func (e Event) about() string {
	if e.Mailbox != nil {
		return e.Mailbox.Name()
	}
	return e.Name
}

// hub hands events to those who watch: each Mailbox has one, and each account
// one for its names and for all that comes from its mailboxes. Where nobody
// watches, an event costs the look at a number.
type hub struct {
	above   *hub // of the account, nil if this is it
	count   atomic.Int32
	mu      sync.Mutex
	watches map[*Watch]struct{}
}

// publish hands e to all that watch here and above. It may be called with any
// lock of a mailbox held.
func (h *hub) publish(e Event) {
	for ; h != nil; h = h.above {
		if h.count.Load() == 0 {
			continue
		}
		h.mu.Lock()
		for w := range h.watches {
			w.offer(e)
		}
		h.mu.Unlock()
	}
}

func (h *hub) watch(w *Watch) *Watch {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.watches == nil {
		h.watches = make(map[*Watch]struct{})
	}
	w.hub = h
	h.watches[w] = struct{}{}
	h.count.Store(int32(len(h.watches)))
	return w
}

// Watch gathers the events that one session wants. It is safe for concurrent
// use.
type Watch struct {
	hub   *hub
	by    *Actor                               // whose events are not news
	wants func(kinds Kinds, name string) Kinds // nil to be pinged for anything
	ping  chan<- struct{}
	limit int

	mu       sync.Mutex
	events   []Event
	changed  map[*Mailbox]int // where in events those of its messages are gathered
	overflow bool
}

// offer takes e if it is wanted. All that happens to the messages of one
// mailbox is one event until it is taken.
func (w *Watch) offer(e Event) {
	if w.wants != nil && !w.gather(e) {
		return
	}
	select {
	case w.ping <- struct{}{}:
	default: // one ping stands for any number of events
	}
}

func (w *Watch) gather(e Event) bool {
	if e.By != nil && e.By == w.by || !w.wanted(e) {
		return false
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.overflow {
		return false
	}
	if at, ok := w.changed[e.Mailbox]; ok {
		w.events[at].Kinds |= e.Kinds
		return true
	}
	if len(w.events) == w.limit {
		w.events, w.changed, w.overflow = nil, nil, true
		return true
	}
	if e.Mailbox != nil {
		if w.changed == nil {
			w.changed = make(map[*Mailbox]int)
		}
		w.changed[e.Mailbox] = len(w.events)
	}
	w.events = append(w.events, e)
	return true
}

func (w *Watch) wanted(e Event) bool {
	return w.wants(e.Kinds, e.about()) != 0 || e.OldName != "" && w.wants(e.Kinds, e.OldName) != 0
}

// Take returns the events since the last time, in the order in which they
// began. With overflow they were more than the session may keep waiting: they
// are lost, and no more are gathered.
func (w *Watch) Take() (events []Event, overflow bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	events = w.events
	w.events, w.changed = nil, nil
	return events, w.overflow
}

// Stop ends the watch.
func (w *Watch) Stop() {
	w.hub.mu.Lock()
	defer w.hub.mu.Unlock()
	delete(w.hub.watches, w)
	w.hub.count.Store(int32(len(w.hub.watches)))
}

// Watch gathers what happens in the account, but for what is done through this
// Account, and pings c when there is something to take. wants says which of
// the kinds are wanted of the mailbox of a name; it is called by whoever causes
// the event, and must neither block nor call back. At most limit events wait.
func (a *Account) Watch(c chan<- struct{}, limit int, wants func(kinds Kinds, name string) Kinds) *Watch {
	return a.hub.watch(&Watch{by: a.by, wants: wants, ping: c, limit: limit})
}

// Watch pings c whenever there may be something to tell, until stop is called.
func (v *View) Watch(c chan<- struct{}) (stop func()) {
	return v.mb.hub.watch(&Watch{ping: c}).Stop
}

// MetadataChanged publishes that the metadata entries of a mailbox, or of the
// server if name is empty, have changed and are durable (RFC 5464 §4.4.2).
func (a *Account) MetadataChanged(name string, entries ...string) {
	kind := MailboxMetadataChange
	if name == "" {
		kind = ServerMetadataChange
	}
	a.hub.publish(Event{Kinds: kind, Name: CanonicalName(name), Entries: entries, By: a.by})
}

// events returns the events that the change is.
func (c Change) events() Kinds {
	switch c.Kind {
	case FlagsChanged:
		if c.Before.seen() == c.After.seen() {
			return FlagChange
		}
		return FlagChange | SeenChange
	case Annotated: // published by its names
		return 0
	case Expunged:
		return MessageExpunge | c.Message.seenChange()
	}
	return MessageNew | c.Message.seenChange()
}

// seenChange is the event that m comes or goes, for UNSEEN.
func (m *Message) seenChange() Kinds {
	if m.Flags().seen() {
		return 0
	}
	return SeenChange
}
