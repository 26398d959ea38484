package store

import "go.etcd.io/bbolt"

// mailbox returns the bucket with the messages of a mailbox.
func (a *applier) mailbox(id MailboxID) (*bbolt.Bucket, error) {
	b := a.messages.Bucket(mailboxKey(id))
	if b == nil {
		return nil, ErrNoMailbox
	}
	b.FillPercent = fillMessages
	return b, nil
}

// room returns the mailbox if a message with this UID can be added.
func (a *applier) room(id MailboxID, uid uint32) (*bbolt.Bucket, error) {
	b, err := a.mailbox(id)
	if err != nil {
		return nil, err
	}
	if b.Get(uidKey(uid)) != nil || a.ghosts.Get(ghostKey(id, uid)) != nil {
		return nil, ErrUIDTaken
	}
	return b, nil
}

func (a *applier) putMessage(b *bbolt.Bucket, m Message) error {
	return a.put(b, uidKey(m.UID), a.record(func(b []byte) []byte { return appendMessage(b, m) }))
}

func (a *applier) addMessage(op AddMessage) error {
	b, err := a.room(op.Box, op.Message.UID)
	if err != nil {
		return err
	}
	if a.bodies.Get(chunkKey(op.Message.Content, 0)) != nil {
		return ErrContentTaken
	}
	rest := op.Body
	for chunk := 0; chunk == 0 || len(rest) > 0; chunk++ { // no bytes are one empty chunk
		n := min(len(rest), chunkSize)
		if err := a.put(a.bodies, chunkKey(op.Message.Content, chunk), rest[:n:n]); err != nil {
			return err
		}
		rest = rest[n:]
	}
	return a.putMessage(b, op.Message)
}

func (a *applier) copyMessage(op CopyMessage) error {
	ref, _, err := a.find(op.FromBox, op.FromUID)
	if err != nil {
		return err
	}
	b, err := a.room(op.Box, op.Message.UID)
	if err != nil {
		return err
	}
	if err := a.share(ref.id); err != nil {
		return err
	}
	m := op.Message
	m.Content, m.Size = ref.id, ref.size
	return a.putMessage(b, m)
}

// find finds the bytes of a message or a ghost.
func (a *applier) find(box MailboxID, uid uint32) (ref contentRef, ghost bool, err error) {
	return findContent(a.messages.Bucket(mailboxKey(box)), a.ghosts, box, uid)
}

// live finds a message that is not expunged.
func (a *applier) live(box MailboxID, uid uint32) (*bbolt.Bucket, Message, error) {
	b, err := a.mailbox(box)
	if err != nil {
		return nil, Message{}, err
	}
	value := b.Get(uidKey(uid))
	if value == nil {
		return nil, Message{}, ErrNoMessage
	}
	m, err := decodeMessage(uid, value, nil)
	if err != nil {
		return nil, Message{}, corrupt(bucketMessages, append(mailboxKey(box), uidKey(uid)...), err.Error())
	}
	return b, m, nil
}

func (a *applier) setFlags(op SetFlags) error {
	b, m, err := a.live(op.Box, op.UID)
	if err != nil {
		return err
	}
	m.Flags, m.ModSeq = op.Flags, op.ModSeq
	return a.putMessage(b, m)
}

func (a *applier) setLabels(op SetLabels) error {
	b, m, err := a.live(op.Box, op.UID)
	if err != nil {
		return err
	}
	m.Labels, m.ModSeq = op.Labels, op.ModSeq
	return a.putMessage(b, m)
}

func (a *applier) expunge(op Expunge) error {
	b, m, err := a.live(op.Box, op.UID)
	if err != nil {
		return err
	}
	if err := a.delete(b, uidKey(op.UID)); err != nil {
		return err
	}
	if err := a.remember(op); err != nil {
		return err
	}
	ref := contentRef{m.Content, m.Size}
	return a.put(a.ghosts, ghostKey(op.Box, op.UID), a.record(func(b []byte) []byte { return appendGhost(b, ref) }))
}

func (a *applier) release(op Release) error {
	ref, ghost, err := a.find(op.Box, op.UID)
	switch {
	case err == ErrNoMessage:
		return nil
	case err != nil:
		return err
	case !ghost:
		return ErrNotExpunged
	}
	if err := a.delete(a.ghosts, ghostKey(op.Box, op.UID)); err != nil {
		return err
	}
	return a.unshare(ref.id)
}
