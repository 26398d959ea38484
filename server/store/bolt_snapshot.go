package store

import (
	"bytes"
	"fmt"

	"go.etcd.io/bbolt"
)

// boltSnapshot is a copy of the buckets of a file.
type boltSnapshot struct{ buckets []node }

// node is a key of a bucket with its value, or with the bucket that it names.
type node struct {
	key, value []byte
	bucket     []node // not nil if it is one
}

// Size implements Snapshot.
func (s *boltSnapshot) Size() int64 { return sizeOf(s.buckets) }

// nodeSize is what a node takes beside its bytes, in octets.
const nodeSize = 72

func sizeOf(nodes []node) (n int64) {
	for _, e := range nodes {
		n += nodeSize + int64(len(e.key)+len(e.value)) + sizeOf(e.bucket)
	}
	return n
}

// Snapshot implements Store. It copies the file: nothing that points into it
// may outlive the transaction.
func (s *Bolt) Snapshot() (Snapshot, error) {
	if err := s.settle(); err != nil {
		return nil, err
	}
	snap := new(boltSnapshot)
	err := s.view(func(tx *bbolt.Tx) error {
		return tx.ForEach(func(name []byte, b *bbolt.Bucket) error {
			content, err := copyBucket(b)
			snap.buckets = append(snap.buckets, node{key: bytes.Clone(name), bucket: content})
			return err
		})
	})
	if err != nil {
		return nil, readError(err, "snapshot")
	}
	return snap, nil
}

func copyBucket(b *bbolt.Bucket) ([]node, error) {
	nodes := []node{}
	err := b.ForEach(func(key, value []byte) error {
		n := node{key: bytes.Clone(key), value: bytes.Clone(value)}
		if value == nil {
			var err error
			if n.bucket, err = copyBucket(b.Bucket(key)); err != nil {
				return err
			}
		}
		nodes = append(nodes, n)
		return nil
	})
	return nodes, err
}

// Restore implements Store. What was queued before is written first; it would
// be applied to the wrong mail.
func (s *Bolt) Restore(snap Snapshot) error {
	kept, ok := snap.(*boltSnapshot)
	if !ok {
		return fmt.Errorf("store: restore a %T: %w", snap, ErrInvalid)
	}
	if err := s.settle(); err != nil {
		return err
	}
	if err := s.db.Update(func(tx *bbolt.Tx) error { return s.restore(tx, kept) }); err != nil {
		return fmt.Errorf("store: restore: %w", err)
	}
	return nil
}

// settle waits until what has been queued is durable.
func (s *Bolt) settle() error {
	settled := make(chan error, 1)
	s.Commit(nil, func(err error) { settled <- err })
	return <-settled
}

func (s *Bolt) restore(tx *bbolt.Tx, kept *boltSnapshot) error {
	for _, n := range kept.buckets {
		if err := tx.DeleteBucket(n.key); err != nil {
			return err
		}
		b, err := tx.CreateBucket(n.key)
		if err != nil {
			return err
		}
		if err := fillBucket(b, n.bucket); err != nil {
			return err
		}
	}
	b, err := openBuckets(tx)
	if err != nil {
		return err
	}
	// Those of the Snapshot are old.
	if err := b.meta.Put(keyMarks, appendMarks(nil, s.marks())); err != nil {
		return err
	}
	return (&applier{buckets: b}).releaseGhosts(nil)
}

func fillBucket(b *bbolt.Bucket, nodes []node) error {
	b.FillPercent = fillMessages // keys come in rising order
	for _, n := range nodes {
		if n.bucket == nil {
			if err := b.Put(n.key, n.value); err != nil {
				return err
			}
			continue
		}
		inner, err := b.CreateBucket(n.key)
		if err == nil {
			err = fillBucket(inner, n.bucket)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
