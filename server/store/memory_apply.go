package store

import (
	"bytes"
	"slices"
)

// undo takes back what one op did.
type undo func()

// apply does all of ops or, if one fails, none.
func (m *Memory) apply(ops []Op) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return ErrClosed
	}
	var undos []undo
	if len(ops) > 1 {
		undos = make([]undo, 0, len(ops))
	}
	for i, op := range ops {
		err := op.check()
		var back undo
		if err == nil {
			back, err = m.applyOne(op)
		}
		if err != nil {
			for _, back := range slices.Backward(undos) {
				back()
			}
			return opError(op, err)
		}
		if back != nil && i < len(ops)-1 { // after the last op nothing can fail
			undos = append(undos, back)
		}
	}
	m.raiseFor(ops)
	return nil
}

// applyOne does one op, or nothing if it returns an error.
func (m *Memory) applyOne(op Op) (undo, error) {
	switch op := op.(type) {
	case PutMailbox:
		return m.putMailbox(op)
	case DeleteMailbox:
		return m.deleteMailbox(op)
	case Subscribe:
		return m.subscribe(op.User, op.Name, true), nil
	case Unsubscribe:
		return m.subscribe(op.User, op.Name, false), nil
	case AddMessage:
		return m.addMessage(op)
	case CopyMessage:
		return m.copyMessage(op)
	case SetFlags:
		return m.setFlags(op)
	case Expunge:
		return m.expunge(op)
	case Release:
		return m.release(op)
	case Forget:
		return m.forget(op)
	case SetQuota:
		return m.setQuota(op), nil
	case SetACL:
		return m.setACL(op)
	case Annotate:
		return m.annotate(op)
	case SetLabels:
		return m.setLabels(op)
	case PutThread:
		return m.putThread(op), nil
	}
	return nil, ErrInvalid
}

func (m *Memory) putMailbox(op PutMailbox) (undo, error) {
	next := normalMailbox(op.Mailbox)
	b := m.boxes[next.ID]
	_, deleted := m.deleted[next.ID]
	if deleted {
		return nil, ErrNoMailbox
	}
	names := m.user(next.User).names
	if id, taken := names[next.Name]; taken && id != next.ID {
		return nil, ErrNameTaken
	}
	if b == nil {
		m.boxes[next.ID] = &memoryBox{
			mailbox:  next,
			messages: make(map[uint32]Message),
			ghosts:   make(map[uint32]uint64),
			expunged: make(map[Expunged]struct{}),

			annotations: make(map[annotationKey]string),
		}
		names[next.Name] = next.ID
		return func() {
			delete(m.boxes, next.ID)
			delete(names, next.Name)
		}, nil
	}
	old := b.mailbox
	m.replace(b, next)
	return func() { m.replace(b, old) }, nil
}

func (m *Memory) replace(b *memoryBox, next Mailbox) {
	delete(m.user(b.mailbox.User).names, b.mailbox.Name)
	m.user(next.User).names[next.Name] = next.ID
	b.mailbox = next
}

func (m *Memory) deleteMailbox(op DeleteMailbox) (undo, error) {
	b := m.boxes[op.ID]
	if b == nil {
		return nil, ErrNoMailbox
	}
	names := m.user(b.mailbox.User).names
	delete(m.boxes, op.ID)
	delete(names, b.mailbox.Name)
	m.deleted[op.ID] = struct{}{}
	var backs []undo
	for _, msg := range b.messages {
		backs = append(backs, m.unshare(msg.Content))
	}
	for _, id := range b.ghosts {
		backs = append(backs, m.unshare(id))
	}
	return func() {
		for _, back := range slices.Backward(backs) {
			back()
		}
		delete(m.deleted, op.ID)
		names[b.mailbox.Name] = op.ID
		m.boxes[op.ID] = b
	}, nil
}

func (m *Memory) subscribe(user, name string, on bool) undo {
	names := m.user(user).subscriptions
	_, was := names[name]
	set := func(on bool) {
		if on {
			names[name] = struct{}{}
		} else {
			delete(names, name)
		}
	}
	set(on)
	return func() { set(was) }
}

// room returns the mailbox if a message with this UID can be added.
func (m *Memory) room(box MailboxID, uid uint32) (*memoryBox, error) {
	b := m.boxes[box]
	if b == nil {
		return nil, ErrNoMailbox
	}
	if _, _, taken := m.content(box, uid); taken {
		return nil, ErrUIDTaken
	}
	return b, nil
}

func (m *Memory) addMessage(op AddMessage) (undo, error) {
	b, err := m.room(op.Box, op.Message.UID)
	if err != nil {
		return nil, err
	}
	msg := normalMessage(op.Message)
	if m.contents[msg.Content] != nil {
		return nil, ErrContentTaken
	}
	m.contents[msg.Content] = &memoryContent{body: bytes.Clone(op.Body), refs: 1}
	b.messages[msg.UID] = msg
	return func() {
		delete(b.messages, msg.UID)
		delete(m.contents, msg.Content)
	}, nil
}

func (m *Memory) copyMessage(op CopyMessage) (undo, error) {
	id, _, ok := m.content(op.FromBox, op.FromUID)
	if !ok {
		return nil, ErrNoMessage
	}
	b, err := m.room(op.Box, op.Message.UID)
	if err != nil {
		return nil, err
	}
	c := m.contents[id]
	c.refs++
	msg := normalMessage(op.Message)
	msg.Content, msg.Size = id, int64(len(c.body))
	b.messages[msg.UID] = msg
	return func() {
		delete(b.messages, msg.UID)
		c.refs--
	}, nil
}

func (m *Memory) setFlags(op SetFlags) (undo, error) {
	b, old, err := m.live(op.Box, op.UID)
	if err != nil {
		return nil, err
	}
	next := old
	next.Flags, next.ModSeq = cloneStrings(op.Flags), op.ModSeq
	b.messages[op.UID] = next
	return func() { b.messages[op.UID] = old }, nil
}

func (m *Memory) setLabels(op SetLabels) (undo, error) {
	b, old, err := m.live(op.Box, op.UID)
	if err != nil {
		return nil, err
	}
	next := old
	next.Labels, next.ModSeq = cloneStrings(op.Labels), op.ModSeq
	b.messages[op.UID] = next
	return func() { b.messages[op.UID] = old }, nil
}

func (m *Memory) expunge(op Expunge) (undo, error) {
	b, msg, err := m.live(op.Box, op.UID)
	if err != nil {
		return nil, err
	}
	delete(b.messages, op.UID)
	b.ghosts[op.UID] = msg.Content
	gone := Expunged{ModSeq: op.ModSeq, UID: op.UID}
	_, known := b.expunged[gone]
	b.expunged[gone] = struct{}{}
	return func() {
		if !known {
			delete(b.expunged, gone)
		}
		delete(b.ghosts, op.UID)
		b.messages[op.UID] = msg
	}, nil
}

func (m *Memory) release(op Release) (undo, error) {
	id, ghost, ok := m.content(op.Box, op.UID)
	if !ok {
		return nil, nil
	}
	if !ghost {
		return nil, ErrNotExpunged
	}
	b := m.boxes[op.Box]
	delete(b.ghosts, op.UID)
	back := m.unshare(id)
	return func() {
		back()
		b.ghosts[op.UID] = id
	}, nil
}

func (m *Memory) forget(op Forget) (undo, error) {
	b := m.boxes[op.Box]
	if b == nil {
		return nil, ErrNoMailbox
	}
	var old []Expunged
	for e := range b.expunged {
		if e.ModSeq <= op.ModSeq {
			old = append(old, e)
			delete(b.expunged, e)
		}
	}
	return func() {
		for _, e := range old {
			b.expunged[e] = struct{}{}
		}
	}, nil
}

// live finds a message that is not expunged.
func (m *Memory) live(box MailboxID, uid uint32) (*memoryBox, Message, error) {
	b := m.boxes[box]
	if b == nil {
		return nil, Message{}, ErrNoMailbox
	}
	msg, ok := b.messages[uid]
	if !ok {
		return nil, Message{}, ErrNoMessage
	}
	return b, msg, nil
}

// unshare takes one message away from those that share the bytes.
func (s *memoryState) unshare(id uint64) undo {
	c := s.contents[id]
	c.refs--
	if c.refs == 0 {
		delete(s.contents, id)
	}
	return func() {
		c.refs++
		s.contents[id] = c
	}
}
