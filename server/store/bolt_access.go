package store

import (
	"bytes"
	"encoding/binary"
	"fmt"

	"go.etcd.io/bbolt"
)

// ACLs implements Store.
func (s *Bolt) ACLs() ([]ACL, error) {
	var list []ACL
	err := s.view(func(tx *bbolt.Tx) error {
		boxes := tx.Bucket(bucketMailboxes)
		return tx.Bucket(bucketACLs).ForEach(func(key, value []byte) error {
			if len(key) != 8 {
				return corrupt(bucketACLs, key, "key is not a mailbox id")
			}
			id := MailboxID(binary.BigEndian.Uint64(key))
			m, err := decodeMailbox(id, boxes.Get(key))
			if err != nil {
				return corrupt(bucketMailboxes, key, err.Error())
			}
			d := decoder{rest: value}
			acl := ACL{Box: id, User: m.User, Grants: d.grants()}
			if err := d.end(); err != nil {
				return corrupt(bucketACLs, key, err.Error())
			}
			list = append(list, acl)
			return nil
		})
	})
	if err != nil {
		return nil, readError(err, "access control lists")
	}
	return list, nil
}

// grants are identifiers and rights in turn.
func (d *decoder) grants() []Grant {
	words := d.list()
	grants := make([]Grant, 0, len(words)/2)
	for len(words) >= 2 {
		grants = append(grants, Grant{Identifier: words[0], Rights: words[1]})
		words = words[2:]
	}
	return grants
}

func appendGrants(b []byte, grants []Grant) []byte {
	b = binary.AppendUvarint(b, 2*uint64(len(grants)))
	for _, g := range grants {
		b = appendString(appendString(b, g.Identifier), g.Rights)
	}
	return b
}

// Annotations implements Store.
func (s *Bolt) Annotations(box MailboxID) ([]Annotation, error) {
	var list []Annotation
	err := s.view(func(tx *bbolt.Tx) error {
		prefix := mailboxKey(box)
		if box != ServerBox && tx.Bucket(bucketMailboxes).Get(prefix) == nil {
			return ErrNoMailbox
		}
		c := tx.Bucket(bucketAnnotations).Cursor()
		for key, value := c.Seek(prefix); bytes.HasPrefix(key, prefix); key, value = c.Next() {
			user, name, ok := bytes.Cut(key[len(prefix):], []byte{0})
			if !ok {
				return corrupt(bucketAnnotations, key, "key has no user and name")
			}
			list = append(list, Annotation{User: string(user), Name: string(name), Value: string(value)})
		}
		return nil
	})
	if err != nil {
		return nil, readError(err, fmt.Sprintf("annotations of mailbox %d", box))
	}
	return list, nil
}

func (a *applier) setACL(op SetACL) error {
	key := mailboxKey(op.Box)
	switch {
	case a.mailboxes.Get(key) == nil:
		return ErrNoMailbox
	case len(op.Grants) == 0:
		return a.delete(a.acls, key)
	}
	return a.put(a.acls, key, appendGrants(nil, op.Grants))
}

func (a *applier) annotate(op Annotate) error {
	box := mailboxKey(op.Box)
	if op.Box != ServerBox && a.mailboxes.Get(box) == nil {
		return ErrNoMailbox
	}
	key := append(box, nameKey(op.Annotation.User, op.Annotation.Name)...)
	if op.Remove {
		return a.delete(a.annotations, key)
	}
	return a.put(a.annotations, key, []byte(op.Annotation.Value))
}

// dropAccess removes what a mailbox leaves beside its messages.
func (a *applier) dropAccess(box []byte) error {
	if err := a.delete(a.acls, box); err != nil {
		return err
	}
	var keys [][]byte // a bucket must not change under its cursor
	c := a.annotations.Cursor()
	for key, _ := c.Seek(box); bytes.HasPrefix(key, box); key, _ = c.Next() {
		keys = append(keys, key)
	}
	for _, key := range keys {
		if err := a.delete(a.annotations, key); err != nil {
			return err
		}
	}
	return nil
}
