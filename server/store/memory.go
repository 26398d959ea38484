package store

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"
)

// Memory is a Store that keeps nothing beyond Close. Make it with NewMemory.
type Memory struct {
	counters

	// commits is held from the first op of a Commit to the end of its done, so
	// that dones come in order. mu guards the rest and is free during done, so
	// that done may read.
	commits sync.Mutex
	mu      sync.RWMutex

	closed bool
	memoryState
}

// memoryState is all that a Memory keeps.
type memoryState struct {
	boxes    map[MailboxID]*memoryBox
	deleted  map[MailboxID]struct{}
	users    map[string]*memoryUser
	contents map[uint64]*memoryContent
	quotas   map[string]Limits

	annotations map[annotationKey]string // of the server
}

type memoryBox struct {
	mailbox  Mailbox
	messages map[uint32]Message
	ghosts   map[uint32]uint64 // UID to content
	expunged map[Expunged]struct{}

	grants      []Grant
	annotations map[annotationKey]string
}

type memoryUser struct {
	names         map[string]MailboxID
	subscriptions map[string]struct{}
}

// memoryContent is bytes with the number of messages and ghosts that share them.
type memoryContent struct {
	body   []byte
	refs   int
	thread Thread // its ID is 0 if it is not known
}

var _ Store = (*Memory)(nil)

// NewMemory returns an empty store.
func NewMemory() *Memory {
	return &Memory{
		counters: counters{now: time.Now},
		memoryState: memoryState{
			boxes:    make(map[MailboxID]*memoryBox),
			deleted:  make(map[MailboxID]struct{}),
			users:    make(map[string]*memoryUser),
			contents: make(map[uint64]*memoryContent),
			quotas:   make(map[string]Limits),

			annotations: make(map[annotationKey]string),
		},
	}
}

// user returns the user's entry, made if it is missing.
func (m *Memory) user(name string) *memoryUser {
	u := m.users[name]
	if u == nil {
		u = &memoryUser{names: make(map[string]MailboxID), subscriptions: make(map[string]struct{})}
		m.users[name] = u
	}
	return u
}

// Mailboxes implements Store.
func (m *Memory) Mailboxes(user string) ([]Mailbox, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if m.closed {
		return nil, ErrClosed
	}
	u := m.users[user]
	if u == nil {
		return nil, nil
	}
	var list []Mailbox
	for _, name := range slices.Sorted(maps.Keys(u.names)) {
		list = append(list, normalMailbox(m.boxes[u.names[name]].mailbox))
	}
	return list, nil
}

// Subscriptions implements Store.
func (m *Memory) Subscriptions(user string) ([]string, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if m.closed {
		return nil, ErrClosed
	}
	u := m.users[user]
	if u == nil {
		return nil, nil
	}
	return slices.Sorted(maps.Keys(u.subscriptions)), nil
}

// Messages implements Store.
func (m *Memory) Messages(box MailboxID, yield func(Message) error) error {
	list, err := m.messages(box)
	if err != nil {
		return err
	}
	for _, msg := range list {
		if err := yield(msg); err != nil {
			return err
		}
	}
	return nil
}

func (m *Memory) messages(box MailboxID) ([]Message, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if m.closed {
		return nil, ErrClosed
	}
	b := m.boxes[box]
	if b == nil {
		return nil, fmt.Errorf("store: messages of mailbox %d: %w", box, ErrNoMailbox)
	}
	list := make([]Message, 0, len(b.messages))
	for _, uid := range slices.Sorted(maps.Keys(b.messages)) {
		list = append(list, b.messages[uid])
	}
	return list, nil
}

// Expunged implements Store.
func (m *Memory) Expunged(box MailboxID) ([]Expunged, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if m.closed {
		return nil, ErrClosed
	}
	b := m.boxes[box]
	if b == nil {
		return nil, fmt.Errorf("store: expunges of mailbox %d: %w", box, ErrNoMailbox)
	}
	return slices.SortedFunc(maps.Keys(b.expunged), func(x, y Expunged) int {
		return cmp.Or(cmp.Compare(x.ModSeq, y.ModSeq), cmp.Compare(x.UID, y.UID))
	}), nil
}

// Body implements Store. It returns the store's own bytes and leaves buf alone.
func (m *Memory) Body(box MailboxID, uid uint32, _ []byte) ([]byte, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if m.closed {
		return nil, ErrClosed
	}
	id, _, ok := m.content(box, uid)
	if !ok {
		return nil, fmt.Errorf("store: %s: %w", onMessage("body of", box, uid), ErrNoMessage)
	}
	return m.contents[id].body, nil
}

// content finds the content of a message or a ghost.
func (m *Memory) content(box MailboxID, uid uint32) (id uint64, ghost, ok bool) {
	b := m.boxes[box]
	if b == nil {
		return 0, false, false
	}
	if msg, ok := b.messages[uid]; ok {
		return msg.Content, false, true
	}
	id, ok = b.ghosts[uid]
	return id, ok, ok
}

// Commit implements Store. It calls done before it returns.
func (m *Memory) Commit(ops []Op, done func(error)) {
	m.commits.Lock()
	defer m.commits.Unlock()
	err := m.apply(ops)
	if done != nil {
		done(err)
	}
}

// Close implements Store.
func (m *Memory) Close() error {
	m.commits.Lock()
	defer m.commits.Unlock()
	m.mu.Lock()
	defer m.mu.Unlock()
	m.closed = true
	m.memoryState = memoryState{}
	return nil
}
