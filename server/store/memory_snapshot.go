package store

import (
	"fmt"
	"maps"
)

// memorySnapshot is a copy of what a Memory keeps, without ghosts. It shares
// the bytes of messages, which never change.
type memorySnapshot struct {
	state memoryState
	size  int64
}

// Size implements Snapshot. What is shared counts, as it may be gone from the
// store.
func (s *memorySnapshot) Size() int64 { return s.size }

// entrySize is about what an entry of an index takes, in octets.
const entrySize = 200

// Snapshot implements Store.
func (m *Memory) Snapshot() (Snapshot, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if m.closed {
		return nil, ErrClosed
	}
	s := &memorySnapshot{state: m.memoryState.withoutGhosts()}
	for _, b := range s.state.boxes {
		s.size += entrySize * int64(1+len(b.messages)+len(b.expunged))
	}
	for _, c := range s.state.contents {
		s.size += int64(len(c.body))
	}
	return s, nil
}

// Restore implements Store.
func (m *Memory) Restore(snap Snapshot) error {
	s, ok := snap.(*memorySnapshot)
	if !ok {
		return fmt.Errorf("store: restore a %T: %w", snap, ErrInvalid)
	}
	m.commits.Lock()
	defer m.commits.Unlock()
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return ErrClosed
	}
	m.memoryState = s.state.withoutGhosts() // a copy: the Snapshot stays as it is
	return nil
}

// withoutGhosts returns a copy.
func (s *memoryState) withoutGhosts() memoryState {
	c := memoryState{
		boxes:       make(map[MailboxID]*memoryBox, len(s.boxes)),
		deleted:     maps.Clone(s.deleted),
		users:       make(map[string]*memoryUser, len(s.users)),
		contents:    make(map[uint64]*memoryContent, len(s.contents)),
		quotas:      maps.Clone(s.quotas),
		annotations: maps.Clone(s.annotations),
	}
	for id, content := range s.contents {
		copied := *content
		c.contents[id] = &copied
	}
	for id, b := range s.boxes {
		c.boxes[id] = &memoryBox{
			mailbox: b.mailbox, messages: maps.Clone(b.messages), ghosts: make(map[uint32]uint64),
			expunged: maps.Clone(b.expunged), grants: b.grants, annotations: maps.Clone(b.annotations),
		}
		for _, content := range b.ghosts {
			c.unshare(content)
		}
	}
	for name, u := range s.users {
		c.users[name] = &memoryUser{names: maps.Clone(u.names), subscriptions: maps.Clone(u.subscriptions)}
	}
	return c
}
