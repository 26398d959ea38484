package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"go.etcd.io/bbolt"

	"imaporacle/server/store"
)

// asVersion1 makes a file what version 1 would have written: without the bucket
// of expunges, and with mailboxes that end before ForgottenModSeq, which is 0
// and so one byte.
func asVersion1(t *testing.T, path string) {
	t.Helper()
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		records := make(map[string][]byte)
		boxes := tx.Bucket([]byte("mailboxes"))
		err := boxes.ForEach(func(key, value []byte) error {
			records[string(key)] = append([]byte{1}, value[1:len(value)-2]...) // without ForgottenModSeq 0 and an empty AccessKey
			return nil
		})
		for key, record := range records {
			err = errors.Join(err, boxes.Put([]byte(key), record))
		}
		return errors.Join(err,
			tx.DeleteBucket([]byte("expunged")), tx.DeleteBucket([]byte("quotas")), tx.DeleteBucket([]byte("threads")),
			tx.Bucket([]byte("meta")).Put([]byte("version"), []byte{1}))
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}

// A file of version 1 is read, and what was expunged under it counts as
// forgotten: nobody knows what that was.
func TestUpgrade(t *testing.T) {
	path := filepath.Join(t.TempDir(), "mail.db")
	if err := os.WriteFile(path, sample(t), 0o600); err != nil {
		t.Fatal(err)
	}
	s := mustOpen(t, path)
	boxes, err := s.Mailboxes("user")
	if err != nil {
		t.Fatal(err)
	}
	m := boxes[0]
	m.HighestModSeq = 77
	if err := commit(s, store.PutMailbox{Mailbox: m}); err != nil {
		t.Fatal(err)
	}
	closeSound(t, s)
	asVersion1(t, path)
	for range 2 { // also when the new version has been written
		s = mustOpen(t, path)
		boxes, err = s.Mailboxes("user")
		if err != nil || len(boxes) != 1 || boxes[0].Name != "INBOX" || boxes[0].HighestModSeq != 77 || boxes[0].ForgottenModSeq != 77 {
			t.Errorf("mailboxes %+v, %v", boxes, err)
		}
		if gone, err := s.Expunged(m.ID); err != nil || len(gone) != 0 {
			t.Errorf("expunged %v, %v", gone, err)
		}
		closeSound(t, s)
	}
	s = mustOpen(t, path)
	defer closeSound(t, s)
	if err := commit(s, store.Expunge{Box: m.ID, UID: 1, ModSeq: 78}); err != nil {
		t.Fatal(err)
	}
	if gone, err := s.Expunged(m.ID); err != nil || len(gone) != 1 {
		t.Errorf("expunged %v, %v", gone, err)
	}
}

// A file of version 2 is read; it had neither quotas nor access control lists
// nor annotations nor threads.
func TestUpgradeFrom2(t *testing.T) {
	path := filepath.Join(t.TempDir(), "mail.db")
	if err := os.WriteFile(path, sample(t), 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		return errors.Join(
			tx.DeleteBucket([]byte("quotas")), tx.DeleteBucket([]byte("acls")), tx.DeleteBucket([]byte("annotations")),
			tx.DeleteBucket([]byte("threads")),
			tx.Bucket([]byte("meta")).Put([]byte("version"), []byte{2}))
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	s := mustOpen(t, path)
	boxes, err := s.Mailboxes("user")
	if err != nil || len(boxes) != 1 {
		t.Fatalf("mailboxes %+v, %v", boxes, err)
	}
	grants := []store.Grant{{Identifier: "anyone", Rights: "l"}}
	if err := commit(s, store.SetQuota{User: "user", Limits: store.Limits{"MESSAGE": 5}},
		store.SetACL{Box: boxes[0].ID, Grants: grants},
		store.PutThread{Thread: store.Thread{Content: 1, ID: 1}}); err != nil {
		t.Fatal(err)
	}
	closeSound(t, s)
	s = mustOpen(t, path)
	defer closeSound(t, s)
	if limits, err := s.Quota("user"); err != nil || limits["MESSAGE"] != 5 {
		t.Errorf("quota %v, %v", limits, err)
	}
	if acls, err := s.ACLs(); err != nil || len(acls) != 1 {
		t.Errorf("ACLs %+v, %v", acls, err)
	}
	if threads, err := s.Threads([]uint64{1}); err != nil || len(threads) != 1 {
		t.Errorf("threads %v, %v", threads, err)
	}
}
