package store

import (
	"encoding/binary"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.etcd.io/bbolt"
)

// A file of version 1 is read and becomes one of this version; its messages
// have no save date, and keep that when their flags change.
func TestOldVersion(t *testing.T) {
	path := filepath.Join(t.TempDir(), "mail.db")
	want := Message{UID: 1, ModSeq: 2, InternalDate: time.Unix(3, 0).UTC(), Size: 4, Content: 5}
	s := openHere(t, path)
	commitHere(t, s,
		PutMailbox{Mailbox: Mailbox{ID: 1, User: "u", Name: "n"}},
		AddMessage{Box: 1, Message: want, Body: []byte("text")})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	age(t, path, want)

	for _, flags := range [][]string{nil, {`\Seen`}} {
		s = openHere(t, path)
		if flags != nil {
			want.Flags, want.ModSeq = flags, 6
			commitHere(t, s, SetFlags{Box: 1, UID: 1, Flags: flags, ModSeq: 6})
		}
		err := s.Messages(1, func(got Message) error {
			if !cmp.Equal(got, want, timesEqual) {
				t.Error(cmp.Diff(want, got, timesEqual))
			}
			return nil
		})
		version := s.view(func(tx *bbolt.Tx) error {
			if v := tx.Bucket(bucketMeta).Get(keyVersion); len(v) != 1 || v[0] != formatVersion {
				t.Errorf("version %x", v)
			}
			return nil
		})
		if err != nil || version != nil {
			t.Fatal(err, version)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// age makes the file one of version 1, with m as the only message.
func age(t *testing.T, path string, m Message) {
	t.Helper()
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	err = db.Update(func(tx *bbolt.Tx) error {
		record := binary.AppendUvarint([]byte{messageEncoding1}, m.ModSeq)
		record = binary.AppendVarint(appendTime(record, m.InternalDate), m.Size)
		record = binary.AppendUvarint(record, m.Content)
		if err := tx.Bucket(bucketMessages).Bucket(mailboxKey(1)).Put(uidKey(m.UID), record); err != nil {
			return err
		}
		if err := tx.DeleteBucket(bucketExpunged); err != nil {
			return err
		}
		return tx.Bucket(bucketMeta).Put(keyVersion, []byte{oldestVersion})
	})
	if err != nil {
		t.Fatal(err)
	}
}

func openHere(t *testing.T, path string) *Bolt {
	t.Helper()
	s, err := OpenBolt(path, BoltOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func commitHere(t *testing.T, s *Bolt, ops ...Op) {
	t.Helper()
	done := make(chan error, 1)
	s.Commit(ops, func(err error) { done <- err })
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}
