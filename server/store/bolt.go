package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"time"

	"go.etcd.io/bbolt"
	bbolterrors "go.etcd.io/bbolt/errors"
)

// Bolt is a Store in one file of bbolt. Make it with OpenBolt.
//
// A goroutine of its own writes: it takes all Commits that wait and puts them
// into one transaction, so that they share its two syncs of the disk.
type Bolt struct {
	counters
	db     *bbolt.DB
	queue  *queue
	writer writer
	ended  chan struct{} // closed when the writer has called its last done
}

// BoltOptions are the options of OpenBolt. The zero value is good.
type BoltOptions struct {
	// LockTimeout is how long to wait for another process that has the file
	// open; 0 means one second.
	LockTimeout time.Duration

	// MaxSize bounds the file, in bytes; Commits that need more fail with
	// ErrFull. 0 means no bound.
	MaxSize int

	// Now is the clock behind NextUIDValidity; nil means time.Now.
	Now func() time.Time
}

var _ Store = (*Bolt)(nil)

// view runs a read transaction. Nothing that points into the file may leave it:
// bbolt unmaps pages and writes to them again.
func (s *Bolt) view(read func(*bbolt.Tx) error) error {
	err := s.db.View(read)
	if errors.Is(err, bbolterrors.ErrDatabaseNotOpen) {
		return ErrClosed
	}
	return err
}

// Mailboxes implements Store.
func (s *Bolt) Mailboxes(user string) ([]Mailbox, error) {
	var list []Mailbox
	err := s.view(func(tx *bbolt.Tx) error {
		records := tx.Bucket(bucketMailboxes)
		return eachName(tx.Bucket(bucketNames), user, func(key, id []byte) error {
			if len(id) != 8 {
				return corrupt(bucketNames, key, "value is not a mailbox id")
			}
			m, err := decodeMailbox(MailboxID(binary.BigEndian.Uint64(id)), records.Get(id))
			if err != nil {
				return corrupt(bucketMailboxes, id, err.Error())
			}
			list = append(list, m)
			return nil
		})
	})
	if err != nil {
		return nil, readError(err, fmt.Sprintf("mailboxes of %.80q", user))
	}
	return list, nil
}

// Subscriptions implements Store.
func (s *Bolt) Subscriptions(user string) ([]string, error) {
	var list []string
	err := s.view(func(tx *bbolt.Tx) error {
		return eachName(tx.Bucket(bucketSubscriptions), user, func(key, _ []byte) error {
			list = append(list, string(key[len(user)+1:]))
			return nil
		})
	})
	if err != nil {
		return nil, readError(err, fmt.Sprintf("subscriptions of %.80q", user))
	}
	return list, nil
}

// eachName goes through the names of a user in byte order.
func eachName(b *bbolt.Bucket, user string, yield func(key, value []byte) error) error {
	prefix := userKey(user)
	c := b.Cursor()
	for key, value := c.Seek(prefix); bytes.HasPrefix(key, prefix); key, value = c.Next() {
		if err := yield(key, value); err != nil {
			return err
		}
	}
	return nil
}

// messageBatch is how many messages are read in one transaction. An open read
// transaction keeps the writer from growing the file's mapping, so none is open
// while yield runs.
const messageBatch = 512

// Messages implements Store.
func (s *Bolt) Messages(box MailboxID, yield func(Message) error) error {
	flags := make(flagCache)
	batch := make([]Message, 0, messageBatch)
	for next := uint64(1); ; {
		var err error
		batch, err = s.readBatch(box, uint32(next), batch[:0], flags)
		if err != nil {
			return readError(err, fmt.Sprintf("messages of mailbox %d", box))
		}
		for _, m := range batch {
			if err := yield(m); err != nil {
				return err
			}
		}
		if len(batch) < messageBatch {
			return nil
		}
		next = uint64(batch[len(batch)-1].UID) + 1
		if next > 1<<32-1 {
			return nil
		}
	}
}

// readBatch appends the messages from a UID on until batch is full.
func (s *Bolt) readBatch(box MailboxID, from uint32, batch []Message, flags flagCache) ([]Message, error) {
	err := s.view(func(tx *bbolt.Tx) error {
		b := tx.Bucket(bucketMessages).Bucket(mailboxKey(box))
		if b == nil {
			return ErrNoMailbox
		}
		c := b.Cursor()
		for key, value := c.Seek(uidKey(from)); key != nil && len(batch) < cap(batch); key, value = c.Next() {
			if len(key) != 4 {
				return corrupt(bucketMessages, append(mailboxKey(box), key...), "key is not a UID")
			}
			m, err := decodeMessage(binary.BigEndian.Uint32(key), value, flags)
			if err != nil {
				return corrupt(bucketMessages, append(mailboxKey(box), key...), err.Error())
			}
			batch = append(batch, m)
		}
		return nil
	})
	return batch, err
}

// Body implements Store. It copies the bytes into buf if they fit.
func (s *Bolt) Body(box MailboxID, uid uint32, buf []byte) ([]byte, error) {
	err := s.view(func(tx *bbolt.Tx) error {
		ref, _, err := findContent(tx.Bucket(bucketMessages).Bucket(mailboxKey(box)), tx.Bucket(bucketGhosts), box, uid)
		if err != nil {
			return err
		}
		if ref.size < 0 || ref.size > tx.Size() {
			return corrupt(bucketBodies, contentKey(ref.id), fmt.Sprintf("size of %d in a file of %d bytes", ref.size, tx.Size()))
		}
		buf, err = appendBody(slices.Grow(buf[:0], int(ref.size)), tx.Bucket(bucketBodies), ref)
		return err
	})
	if err != nil {
		return nil, readError(err, onMessage("body of", box, uid))
	}
	return buf, nil
}

// contentRef is how a message or ghost names its bytes.
type contentRef struct {
	id   uint64
	size int64
}

// findContent finds the bytes of a message or a ghost. messages is the bucket of
// the mailbox, nil if there is none.
func findContent(messages, ghosts *bbolt.Bucket, box MailboxID, uid uint32) (ref contentRef, ghost bool, err error) {
	if messages == nil {
		return ref, false, ErrNoMessage
	}
	key := uidKey(uid)
	if value := messages.Get(key); value != nil {
		m, err := decodeMessage(uid, value, nil)
		if err != nil {
			return ref, false, corrupt(bucketMessages, append(mailboxKey(box), key...), err.Error())
		}
		return contentRef{m.Content, m.Size}, false, nil
	}
	key = ghostKey(box, uid)
	value := ghosts.Get(key)
	if value == nil {
		return ref, false, ErrNoMessage
	}
	ref, err = decodeGhost(value)
	if err != nil {
		return ref, false, corrupt(bucketGhosts, key, err.Error())
	}
	return ref, true, nil
}

func appendGhost(b []byte, ref contentRef) []byte {
	return binary.AppendVarint(binary.AppendUvarint(b, ref.id), ref.size)
}

func decodeGhost(b []byte) (contentRef, error) {
	d := decoder{rest: b}
	ref := contentRef{id: d.uvarint(), size: d.varint()}
	return ref, d.end()
}

// appendBody joins the chunks of a content.
func appendBody(buf []byte, bodies *bbolt.Bucket, ref contentRef) ([]byte, error) {
	for chunk := 0; ; chunk++ {
		key := chunkKey(ref.id, chunk)
		value := bodies.Get(key)
		buf = append(buf, value...)
		if value != nil && int64(len(buf)) < ref.size {
			continue
		}
		if int64(len(buf)) != ref.size {
			return buf, corrupt(bucketBodies, key, fmt.Sprintf("body has %d bytes where %d were stored", len(buf), ref.size))
		}
		return buf, nil
	}
}

func readError(err error, what string) error {
	if errors.Is(err, ErrClosed) {
		return err
	}
	return fmt.Errorf("store: %s: %w", what, err)
}
