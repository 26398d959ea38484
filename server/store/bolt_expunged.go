package store

import (
	"encoding/binary"
	"fmt"

	"go.etcd.io/bbolt"
)

// What Bolt remembers of expunges: keys without values, in the order in which
// they are asked for and forgotten.

// Expunged implements Store.
func (s *Bolt) Expunged(box MailboxID) ([]Expunged, error) {
	var list []Expunged
	err := s.view(func(tx *bbolt.Tx) error {
		key := mailboxKey(box)
		if tx.Bucket(bucketMailboxes).Get(key) == nil {
			return ErrNoMailbox
		}
		b := tx.Bucket(bucketExpunged).Bucket(key)
		if b == nil {
			return nil
		}
		return b.ForEach(func(k, _ []byte) error {
			if len(k) != 12 {
				return corrupt(bucketExpunged, append(key, k...), "key is not a mod-sequence and a UID")
			}
			list = append(list, Expunged{ModSeq: binary.BigEndian.Uint64(k), UID: binary.BigEndian.Uint32(k[8:])})
			return nil
		})
	})
	if err != nil {
		return nil, readError(err, fmt.Sprintf("expunges of mailbox %d", box))
	}
	return list, nil
}

// remember notes that a message goes.
func (a *applier) remember(op Expunge) error {
	a.wrote = true
	b, err := a.expunged.CreateBucketIfNotExists(mailboxKey(op.Box))
	if err != nil {
		return err
	}
	b.FillPercent = fillAppend
	return a.put(b, expungedKey(Expunged{ModSeq: op.ModSeq, UID: op.UID}), []byte{})
}

func (a *applier) forget(op Forget) error {
	if _, err := a.mailbox(op.Box); err != nil {
		return err
	}
	b := a.expunged.Bucket(mailboxKey(op.Box))
	if b == nil {
		return nil
	}
	var keys [][]byte // a bucket must not change under its cursor
	c := b.Cursor()
	for key, _ := c.First(); len(key) >= 8 && binary.BigEndian.Uint64(key) <= op.ModSeq; key, _ = c.Next() {
		keys = append(keys, key)
	}
	for _, key := range keys {
		if err := a.delete(b, key); err != nil {
			return err
		}
	}
	return nil
}
