package store

import (
	"bytes"
	"encoding/binary"
	"errors"

	"go.etcd.io/bbolt"
)

// applier does ops within one write transaction. Each op looks first and writes
// only when nothing can be wrong any more, so that an op that fails has written
// nothing.
type applier struct {
	buckets
	wrote bool   // something was written since this was last set to false
	arena []byte // records; bbolt wants them unchanged until the commit
}

func (a *applier) apply(op Op) error {
	switch op := op.(type) {
	case PutMailbox:
		return a.putMailbox(op.Mailbox)
	case DeleteMailbox:
		return a.deleteMailbox(op.ID)
	case Subscribe:
		return a.put(a.subscriptions, nameKey(op.User, op.Name), []byte{})
	case Unsubscribe:
		return a.delete(a.subscriptions, nameKey(op.User, op.Name))
	case AddMessage:
		return a.addMessage(op)
	case CopyMessage:
		return a.copyMessage(op)
	case SetFlags:
		return a.setFlags(op)
	case Expunge:
		return a.expunge(op)
	case Release:
		return a.release(op)
	case Forget:
		return a.forget(op)
	case SetQuota:
		return a.setQuota(op)
	case SetACL:
		return a.setACL(op)
	case Annotate:
		return a.annotate(op)
	case SetLabels:
		return a.setLabels(op)
	case PutThread:
		return a.putThread(op.Thread)
	}
	return ErrInvalid
}

func (a *applier) put(b *bbolt.Bucket, key, value []byte) error {
	a.wrote = true
	return b.Put(key, value)
}

func (a *applier) delete(b *bbolt.Bucket, key []byte) error {
	a.wrote = true
	return b.Delete(key)
}

// record cuts a record from the arena. encode appends it to what it is given.
func (a *applier) record(encode func([]byte) []byte) []byte {
	const room = 512
	if cap(a.arena)-len(a.arena) < room {
		a.arena = make([]byte, 0, 32*room)
	}
	start := len(a.arena)
	a.arena = encode(a.arena)
	return a.arena[start:len(a.arena):len(a.arena)]
}

func (a *applier) putMailbox(m Mailbox) error {
	key, name := mailboxKey(m.ID), nameKey(m.User, m.Name)
	value := a.mailboxes.Get(key)
	if value == nil && a.deleted.Get(key) != nil {
		return ErrNoMailbox
	}
	if id := a.names.Get(name); id != nil && !bytes.Equal(id, key) {
		return ErrNameTaken
	}
	if err := a.setName(key, name, m.ID, value); err != nil {
		return err
	}
	return a.put(a.mailboxes, key, a.record(func(b []byte) []byte { return appendMailbox(b, m) }))
}

// setName puts a mailbox under its name, and no longer under that of the old
// record; where there is none, the mailbox is new.
func (a *applier) setName(key, name []byte, id MailboxID, old []byte) error {
	if old == nil {
		a.wrote = true
		if _, err := a.messages.CreateBucket(key); err != nil {
			return err
		}
		return a.put(a.names, name, key)
	}
	m, err := decodeMailbox(id, old)
	if err != nil {
		return corrupt(bucketMailboxes, key, err.Error())
	}
	oldName := nameKey(m.User, m.Name)
	if bytes.Equal(oldName, name) {
		return nil
	}
	return errors.Join(a.delete(a.names, oldName), a.put(a.names, name, key))
}

func (a *applier) deleteMailbox(id MailboxID) error {
	key := mailboxKey(id)
	value := a.mailboxes.Get(key)
	if value == nil {
		return ErrNoMailbox
	}
	m, err := decodeMailbox(id, value)
	if err != nil {
		return corrupt(bucketMailboxes, key, err.Error())
	}
	messages, err := a.mailbox(id)
	if err != nil {
		return err
	}
	if err := a.unshareAll(id, messages); err != nil {
		return err
	}
	if err := a.releaseGhosts(key); err != nil {
		return err
	}
	if a.expunged.Bucket(key) != nil {
		if err := a.expunged.DeleteBucket(key); err != nil {
			return err
		}
	}
	return errors.Join(
		a.dropAccess(key),
		a.messages.DeleteBucket(key),
		a.delete(a.names, nameKey(m.User, m.Name)),
		a.delete(a.mailboxes, key),
		a.put(a.deleted, key, []byte{}),
	)
}

// unshareAll lets go of the bytes of all messages of a mailbox.
func (a *applier) unshareAll(id MailboxID, messages *bbolt.Bucket) error {
	flags := make(flagCache)
	return messages.ForEach(func(key, value []byte) error {
		m, err := decodeMessage(0, value, flags)
		if err != nil {
			return corrupt(bucketMessages, append(mailboxKey(id), key...), err.Error())
		}
		return a.unshare(m.Content)
	})
}

// releaseGhosts releases all ghosts whose key has the prefix: of a mailbox, or
// all there are.
func (a *applier) releaseGhosts(prefix []byte) error {
	var keys [][]byte // a bucket must not change under its cursor
	c := a.ghosts.Cursor()
	for key, value := c.Seek(prefix); key != nil && bytes.HasPrefix(key, prefix); key, value = c.Next() {
		ref, err := decodeGhost(value)
		if err != nil {
			return corrupt(bucketGhosts, key, err.Error())
		}
		if err := a.unshare(ref.id); err != nil {
			return err
		}
		keys = append(keys, key)
	}
	for _, key := range keys {
		if err := a.delete(a.ghosts, key); err != nil {
			return err
		}
	}
	return nil
}

// unshare takes one message away from those that share the bytes, and removes
// the bytes, and what is kept of their thread, after the last.
func (a *applier) unshare(content uint64) error {
	key := contentKey(content)
	n, err := a.sharing(key)
	switch {
	case err != nil:
		return err
	case n > 2:
		return a.put(a.shares, key, a.record(func(b []byte) []byte { return binary.AppendUvarint(b, n-1) }))
	case n == 2:
		return a.delete(a.shares, key)
	}
	if a.threads.Get(key) != nil {
		if err := a.delete(a.threads, key); err != nil {
			return err
		}
	}
	for chunk := 0; ; chunk++ {
		key := chunkKey(content, chunk)
		if a.bodies.Get(key) == nil {
			return nil
		}
		if err := a.delete(a.bodies, key); err != nil {
			return err
		}
	}
}

// share adds one message to those that share the bytes.
func (a *applier) share(content uint64) error {
	key := contentKey(content)
	n, err := a.sharing(key)
	if err != nil {
		return err
	}
	return a.put(a.shares, key, a.record(func(b []byte) []byte { return binary.AppendUvarint(b, n+1) }))
}

// sharing returns how many messages and ghosts share the bytes.
func (a *applier) sharing(key []byte) (uint64, error) {
	value := a.shares.Get(key)
	if value == nil {
		return 1, nil
	}
	d := decoder{rest: value}
	n := d.uvarint()
	if err := d.end(); err != nil {
		return 0, corrupt(bucketShares, key, err.Error())
	}
	return n, nil
}
