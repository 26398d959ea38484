package store_test

import (
	"os"
	"path/filepath"
	"testing"

	"go.uber.org/goleak"

	"imaporacle/server/store"
	"imaporacle/server/store/storetest"
)

// TestMain lets the test binary play the other process, too: see child.
func TestMain(m *testing.M) {
	if role := os.Getenv(childRole); role != "" {
		os.Exit(child(role, os.Getenv(childPath)))
	}
	goleak.VerifyTestMain(m)
}

func TestMemory(t *testing.T) {
	storetest.Run(t, func(t *testing.T) (store.Store, func() store.Store) {
		s := store.NewMemory()
		t.Cleanup(func() { s.Close() })
		return s, nil
	})
}

func TestBolt(t *testing.T) {
	storetest.Run(t, func(t *testing.T) (store.Store, func() store.Store) {
		path := filepath.Join(t.TempDir(), "mail.db")
		s := mustOpen(t, path)
		t.Cleanup(func() { closeSound(t, s) })
		return s, func() store.Store {
			closeSound(t, s)
			s = mustOpen(t, path)
			return s
		}
	})
}

func mustOpen(t testing.TB, path string) *store.Bolt {
	t.Helper()
	s, err := store.OpenBolt(path, store.BoltOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// closeSound closes a store after it was found sound.
func closeSound(t testing.TB, s *store.Bolt) {
	t.Helper()
	if err := s.Sound(); err != nil {
		t.Errorf("file is not sound: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}
