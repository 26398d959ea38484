package store_test

import (
	"bytes"
	"errors"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"imaporacle/server/store"
)

// TestFull: a commit that needs too much fails alone and leaves the store whole.
func TestFull(t *testing.T) {
	s, err := store.OpenBolt(filepath.Join(t.TempDir(), "mail.db"), store.BoltOptions{MaxSize: 90 << 20})
	if err != nil {
		t.Fatal(err)
	}
	defer closeSound(t, s)
	m, err := newBox(s, "INBOX")
	if err != nil {
		t.Fatal(err)
	}
	huge := make([]byte, 96<<20)
	var wg sync.WaitGroup
	errs := make([]error, 9)
	for i := range errs {
		body := octets
		if i == 4 {
			body = huge
		}
		wg.Add(1)
		s.Commit([]store.Op{store.AddMessage{Box: m.ID, Body: body, Message: store.Message{
			UID: uint32(i + 1), Size: int64(len(body)), Content: s.NextContent(),
		}}}, func(err error) {
			errs[i] = err
			wg.Done()
		})
	}
	wg.Wait()
	for i, err := range errs {
		if i == 4 && !errors.Is(err, store.ErrFull) || i != 4 && err != nil {
			t.Errorf("commit %d: %v", i, err)
		}
		body, err := s.Body(m.ID, uint32(i+1), nil)
		if i == 4 && !errors.Is(err, store.ErrNoMessage) || i != 4 && !bytes.Equal(body, octets) {
			t.Errorf("body %d: %d bytes, %v", i, len(body), err)
		}
	}
}

// TestClock: UIDVALIDITY follows the clock and rises where the clock does not,
// also across a restart.
func TestClock(t *testing.T) {
	now := time.Unix(1_700_000_000, 0)
	path := filepath.Join(t.TempDir(), "mail.db")
	open := func() *store.Bolt {
		s, err := store.OpenBolt(path, store.BoltOptions{Now: func() time.Time { return now }})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	s := open()
	next := func(want uint32) {
		t.Helper()
		if got := s.NextUIDValidity(); got != want {
			t.Errorf("UIDVALIDITY %d, want %d", got, want)
		}
		if err := commit(s, store.Subscribe{User: "user", Name: "any commit"}); err != nil {
			t.Error(err)
		}
	}
	next(1_700_000_000)
	next(1_700_000_001)
	closeSound(t, s)
	s = open()
	next(1_700_000_002)
	now = time.Unix(1_600_000_000, 0)
	next(1_700_000_003)
	closeSound(t, s)
	now = time.Unix(1_800_000_000, 0)
	s = open()
	next(1_800_000_000)
	now = time.Unix(0, 0)
	next(1_800_000_001)
	closeSound(t, s)
}
