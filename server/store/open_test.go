package store_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"imaporacle/server/store"
)

// sample makes a store with something in it and returns the bytes of its file.
func sample(t *testing.T) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "sample.db")
	s := mustOpen(t, path)
	m, err := newBox(s, "INBOX")
	if err != nil {
		t.Fatal(err)
	}
	for range 20 {
		if err := appendTo(s, &m, octets); err != nil {
			t.Fatal(err)
		}
	}
	closeSound(t, s)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// usedBytes is how much of the file the newer meta page counts.
func usedBytes(data []byte) int {
	pageSize := int(binary.NativeEndian.Uint32(data[16+8:]))
	first, second := data[16:], data[pageSize+16:]
	if binary.NativeEndian.Uint64(second[48:]) > binary.NativeEndian.Uint64(first[48:]) {
		first = second
	}
	return int(binary.NativeEndian.Uint64(first[40:])) * pageSize
}

// otherBolt makes a bbolt file with one bucket of one entry.
func otherBolt(t *testing.T, bucket string, entries ...string) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "other.db")
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		b, err := tx.CreateBucket([]byte(bucket))
		for i := 0; i < len(entries) && err == nil; i += 2 {
			err = b.Put([]byte(entries[i]), []byte(entries[i+1]))
		}
		return err
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestOpenErrors(t *testing.T) {
	good := sample(t)
	pageSize := int(binary.NativeEndian.Uint32(good[16+8:]))
	used := usedBytes(good)
	changed := func(change func([]byte)) []byte {
		b := bytes.Clone(good)
		change(b)
		return b
	}
	for _, c := range []struct {
		name, says string
		data       []byte
		want       error
	}{
		{"text", "not a bbolt database", []byte("From: somebody\r\n\r\nNot a database.\r\n"), store.ErrNotStore},
		{"zeros", "not a bbolt database", make([]byte, 4*pageSize), store.ErrNotStore},
		{"noise", "not a bbolt database", bytes.Repeat([]byte("noise"), 10_000), store.ErrNotStore},
		{"other program", "another program", otherBolt(t, "widgets", "a", "b"), store.ErrNotStore},
		{"same bucket", "another program", otherBolt(t, "meta", "format", "something else"), store.ErrNotStore},
		{"new version", "version 05", otherBolt(t, "meta", "format", "imaporacle mail store", "version", "\x05"), store.ErrVersion},
		{"no version", "version", otherBolt(t, "meta", "format", "imaporacle mail store"), store.ErrVersion},
		{"no buckets", "bucket mailboxes is missing",
			otherBolt(t, "meta", "format", "imaporacle mail store", "version", "\x01", "marks", "\x01\x01\x01"), store.ErrDamaged},
		{"no marks", "key 6d61726b73", otherBolt(t, "meta", "format", "imaporacle mail store", "version", "\x01"), store.ErrCorrupt},
		{"cut by a page", "truncated", good[:used-pageSize], store.ErrDamaged},
		{"cut by a byte", "truncated", good[:used-1], store.ErrDamaged},
		{"cut to one page", "truncated", good[:pageSize], store.ErrDamaged},
		{"cut to half a page", "truncated", good[:pageSize/2], store.ErrDamaged},
		{"cut to a few bytes", "not a bbolt database", good[:10], store.ErrNotStore},
		{"bad sums", "checksum", changed(func(b []byte) { b[16+60]++; b[pageSize+16+60]++ }), store.ErrDamaged},
		{"pages lost", "", changed(func(b []byte) { clear(b[2*pageSize:]) }), store.ErrDamaged},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "mail.db")
			if err := os.WriteFile(path, c.data, 0o600); err != nil {
				t.Fatal(err)
			}
			for again := range 2 { // the first must not have kept the lock
				if again == 1 && c.name == "pages lost" {
					break // bbolt panics there, and its mapping keeps the lock
				}
				s, err := store.OpenBolt(path, store.BoltOptions{LockTimeout: time.Millisecond})
				if err == nil {
					t.Fatal("opened", s.Close())
				}
				if !errors.Is(err, c.want) {
					t.Errorf("open: %v, want %v", err, c.want)
				}
				if !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), c.says) {
					t.Errorf("open: %q lacks the path or %q", err, c.says)
				}
			}
			if c.want != store.ErrDamaged { // the file of another must stay as it is
				if after, err := os.ReadFile(path); err != nil || !bytes.Equal(after, c.data) {
					t.Errorf("the file has changed, %v", err)
				}
			}
		})
	}
}

// TestOpenOneMeta: a file survives the loss of the older of its meta pages.
func TestOpenOneMeta(t *testing.T) {
	good := sample(t)
	pageSize := int(binary.NativeEndian.Uint32(good[16+8:]))
	for _, page := range []int{0, 1} {
		data := bytes.Clone(good)
		clear(data[page*pageSize : (page+1)*pageSize])
		path := filepath.Join(t.TempDir(), "mail.db")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		s := mustOpen(t, path)
		if list, err := s.Mailboxes("user"); err != nil || len(list) != 1 {
			t.Errorf("without meta page %d: %v, %v", page, list, err)
		}
		closeSound(t, s)
	}
}

func TestOpenPaths(t *testing.T) {
	dir := t.TempDir()
	if _, err := store.OpenBolt(dir, store.BoltOptions{}); !errors.Is(err, store.ErrNotStore) || !strings.Contains(err.Error(), "directory") {
		t.Errorf("open of a directory: %v", err)
	}
	missing := filepath.Join(dir, "no", "mail.db")
	if _, err := store.OpenBolt(missing, store.BoltOptions{}); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), missing) {
		t.Errorf("open in a missing directory: %v", err)
	}
	if _, err := store.OpenBolt(os.DevNull, store.BoltOptions{}); !errors.Is(err, store.ErrNotStore) {
		t.Errorf("open of a device: %v", err)
	}
	empty := filepath.Join(dir, "empty.db")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{empty, filepath.Join(dir, "new.db")} {
		s := mustOpen(t, path)
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v, %v", path, info.Mode(), err)
		}
		if _, err := store.OpenBolt(path, store.BoltOptions{LockTimeout: time.Millisecond}); !errors.Is(err, store.ErrLocked) {
			t.Errorf("opened twice: %v, want ErrLocked", err)
		}
		closeSound(t, s)
	}
}
