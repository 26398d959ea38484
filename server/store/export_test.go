package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"

	"go.etcd.io/bbolt"
)

// Sound checks the structure of the file, and that the bytes in it are just
// those that messages and ghosts name, as often as they do.
func (s *Bolt) Sound() error {
	err := s.view(func(tx *bbolt.Tx) error {
		var errs []error
		for err := range tx.Check() {
			errs = append(errs, err)
		}
		used, err := s.used(tx)
		if err != nil {
			return err
		}
		b, err := openBuckets(tx)
		if err != nil {
			return err
		}
		a := applier{buckets: b}
		bodies := make(map[uint64]bool)
		err = b.bodies.ForEach(func(key, _ []byte) error {
			bodies[binary.BigEndian.Uint64(key)] = true
			return nil
		})
		for id := range bodies {
			n, err := a.sharing(contentKey(id))
			if err != nil || used[id] != n {
				errs = append(errs, fmt.Errorf("content %d has %d users but counts %d, %v", id, used[id], n, err))
			}
		}
		for id := range used {
			if !bodies[id] {
				errs = append(errs, fmt.Errorf("content %d is used but not there", id))
			}
		}
		err = errors.Join(err, b.threads.ForEach(func(key, _ []byte) error {
			if id := binary.BigEndian.Uint64(key); !bodies[id] {
				errs = append(errs, fmt.Errorf("the thread of content %d is kept without it", id))
			}
			return nil
		}))
		if shares := b.shares.Stats().KeyN; shares > len(bodies) {
			errs = append(errs, fmt.Errorf("%d shares for %d contents", shares, len(bodies)))
		}
		return errors.Join(append(errs, err)...)
	})
	if errors.Is(err, ErrClosed) {
		return nil
	}
	return err
}

// used counts the messages and ghosts of each content.
func (s *Bolt) used(tx *bbolt.Tx) (map[uint64]uint64, error) {
	used := make(map[uint64]uint64)
	messages := tx.Bucket(bucketMessages)
	err := messages.ForEachBucket(func(box []byte) error {
		return messages.Bucket(box).ForEach(func(key, value []byte) error {
			m, err := decodeMessage(binary.BigEndian.Uint32(key), value, nil)
			used[m.Content]++
			return err
		})
	})
	return used, errors.Join(err, tx.Bucket(bucketGhosts).ForEach(func(_, value []byte) error {
		ref, err := decodeGhost(value)
		used[ref.id]++
		return err
	}))
}

// Contents lists the ids of the bytes that are kept.
func (s *Bolt) Contents() (list []uint64) {
	_ = s.view(func(tx *bbolt.Tx) error {
		return tx.Bucket(bucketBodies).ForEach(func(key, _ []byte) error {
			if binary.BigEndian.Uint32(key[8:]) == 0 {
				list = append(list, binary.BigEndian.Uint64(key))
			}
			return nil
		})
	})
	return list
}

// Contents lists the ids of the bytes that are kept.
func (m *Memory) Contents() []uint64 {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return slices.Sorted(maps.Keys(m.contents))
}

// Transactions counts the write transactions of the file so far.
func (s *Bolt) Transactions() (n int) {
	_ = s.view(func(tx *bbolt.Tx) error {
		n = tx.ID()
		return nil
	})
	return n
}
