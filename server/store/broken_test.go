package store

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	bbolterrors "go.etcd.io/bbolt/errors"
)

// TestBroken: after an error of the file nothing more is acknowledged, in this
// life of the store.
func TestBroken(t *testing.T) {
	path := filepath.Join(t.TempDir(), "mail.db")
	s, err := OpenBolt(path, BoltOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.db.Close(); err != nil { // stands for a disk that fails
		t.Fatal(err)
	}
	const dones = 4
	errs := make(chan error, dones)
	for range dones {
		s.Commit([]Op{Subscribe{User: "u", Name: "n"}}, func(err error) { errs <- err })
	}
	for range dones {
		err := <-errs
		if !errors.Is(err, bbolterrors.ErrDatabaseNotOpen) || !strings.Contains(err.Error(), "stopped for good") {
			t.Errorf("commit: %v", err)
		}
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// TestCorruptRecords: a record that cannot be read is an error that names its
// place; it fails the commits that need it, and no others.
func TestCorruptRecords(t *testing.T) {
	s, err := OpenBolt(filepath.Join(t.TempDir(), "mail.db"), BoltOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	commit := func(ops ...Op) error {
		result := make(chan error, 1)
		s.Commit(ops, func(err error) { result <- err })
		return <-result
	}
	add := func(uid uint32) Op {
		return AddMessage{Box: 1, Body: []byte("x"), Message: Message{UID: uid, Size: 1, Content: uint64(uid)}}
	}
	if err := commit(PutMailbox{Mailbox{ID: 1, User: "u", Name: "n"}}, add(1), add(2), add(3), Expunge{1, 3, 0}); err != nil {
		t.Fatal(err)
	}
	tx, err := s.db.Begin(true)
	if err != nil {
		t.Fatal(err)
	}
	err = errors.Join(
		tx.Bucket(bucketMessages).Bucket(mailboxKey(1)).Put(uidKey(1), []byte{99}),
		tx.Bucket(bucketBodies).Put(chunkKey(2, 0), []byte("longer")),
		tx.Bucket(bucketGhosts).Put(ghostKey(1, 3), []byte{0x80}),
		tx.Bucket(bucketMailboxes).Put(mailboxKey(1), []byte{}),
		tx.Commit(),
	)
	if err != nil {
		t.Fatal(err)
	}
	_, errMailboxes := s.Mailboxes("u")
	_, errMessage := s.Body(1, 1, nil)
	_, errBody := s.Body(1, 2, nil)
	_, errGhost := s.Body(1, 3, nil)
	for place, err := range map[string]error{
		"bucket mailboxes, key 0000000000000001: record ends":                            errMailboxes,
		"mailbox 1 UID 1: corrupt record: bucket messages, key 000000000000000100000001": errMessage,
		"key 000000000000000100000001: encoding 99":                                      s.Messages(1, nil),
		"bucket bodies, key 000000000000000200000000: body has 6 bytes where 1":          errBody,
		"bucket ghosts, key 000000000000000100000003":                                    errGhost,
		"put mailbox 1 \"m\": corrupt record: bucket mailboxes":                          commit(PutMailbox{Mailbox{ID: 1, User: "u", Name: "m"}}),
		"delete mailbox 1: corrupt record: bucket mailboxes":                             commit(add(5), DeleteMailbox{1}),
		"set flags of mailbox 1 UID 1: corrupt record":                                   commit(SetFlags{Box: 1, UID: 1}),
		"release mailbox 1 UID 3: corrupt record":                                        commit(Release{1, 3}),
	} {
		if !errors.Is(err, ErrCorrupt) || !strings.Contains(err.Error(), place) {
			t.Errorf("%v\nwant ErrCorrupt with %q", err, place)
		}
	}
	if err := commit(add(5)); err != nil {
		t.Errorf("commit that needs none of them: %v", err)
	}
}
