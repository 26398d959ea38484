package store_test

import (
	"bytes"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"imaporacle/server/store"
)

// stores runs a benchmark on both stores.
func stores(b *testing.B, run func(b *testing.B, s store.Store)) {
	b.Run("memory", func(b *testing.B) { run(b, store.NewMemory()) })
	b.Run("bolt", func(b *testing.B) {
		s, err := store.OpenBolt(filepath.Join(b.TempDir(), "mail.db"), store.BoltOptions{})
		if err != nil {
			b.Fatal(err)
		}
		defer s.Close()
		run(b, s)
	})
}

func commit(s store.Store, ops ...store.Op) error {
	result := make(chan error, 1)
	s.Commit(ops, func(err error) { result <- err })
	return <-result
}

var octets = bytes.Repeat([]byte("0123456789abcdef"), 256) // 4 kB

func newBox(s store.Store, name string) (store.Mailbox, error) {
	m := store.Mailbox{ID: s.NextID(), User: "user", Name: name, UIDValidity: s.NextUIDValidity(), UIDNext: 1, Created: time.Now()}
	return m, commit(s, store.PutMailbox{Mailbox: m})
}

// appendTo is what an APPEND commits: the message and the mailbox with its next UID.
func appendTo(s store.Store, m *store.Mailbox, body []byte) error {
	uid := m.UIDNext
	m.UIDNext++
	m.HighestModSeq++
	return commit(s,
		store.AddMessage{Box: m.ID, Body: body, Message: store.Message{
			UID: uid, ModSeq: m.HighestModSeq, InternalDate: m.Created, Size: int64(len(body)), Content: s.NextContent(),
			Flags: []string{`\Seen`},
		}},
		store.PutMailbox{Mailbox: *m})
}

func BenchmarkCommit(b *testing.B) {
	for _, committers := range []int{1, 8} {
		b.Run(fmt.Sprintf("committers=%d", committers), func(b *testing.B) {
			stores(b, func(b *testing.B, s store.Store) { benchmarkCommit(b, s, committers) })
		})
	}
}

func benchmarkCommit(b *testing.B, s store.Store, committers int) {
	var left atomic.Int64
	left.Store(int64(b.N))
	var wg sync.WaitGroup
	b.SetBytes(int64(len(octets)))
	for c := range committers {
		m, err := newBox(s, fmt.Sprint("box", c))
		if err != nil {
			b.Fatal(err)
		}
		wg.Go(func() {
			for left.Add(-1) >= 0 {
				if err := appendTo(s, &m, octets); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "commits/s")
	if s, ok := s.(*store.Bolt); ok {
		b.ReportMetric(float64(b.N)/float64(s.Transactions()), "commits/transaction")
	}
}

func BenchmarkBody(b *testing.B) {
	stores(b, func(b *testing.B, s store.Store) {
		const messages = 2000
		m, err := newBox(s, "INBOX")
		if err != nil {
			b.Fatal(err)
		}
		var ops []store.Op
		for uid := range uint32(messages) {
			ops = append(ops, store.AddMessage{Box: m.ID, Body: octets, Message: store.Message{
				UID: uid + 1, Size: int64(len(octets)), Content: s.NextContent(),
			}})
		}
		if err := commit(s, ops...); err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(len(octets)))
		b.ReportAllocs()
		var buf []byte
		for n := uint32(0); b.Loop(); n++ {
			if buf, err = s.Body(m.ID, n%messages+1, buf); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkMessages(b *testing.B) {
	stores(b, func(b *testing.B, s store.Store) {
		const messages = 100_000
		m, err := newBox(s, "INBOX")
		if err != nil {
			b.Fatal(err)
		}
		var ops []store.Op
		for uid := range uint32(messages) {
			ops = append(ops, store.AddMessage{Box: m.ID, Message: store.Message{
				UID: uid + 1, InternalDate: m.Created, Content: s.NextContent(), Flags: []string{`\Seen`, "$label1"},
			}})
		}
		if err := commit(s, ops...); err != nil {
			b.Fatal(err)
		}
		b.ReportAllocs()
		for b.Loop() {
			if err := s.Messages(m.ID, func(store.Message) error { return nil }); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(b.N)*messages/b.Elapsed().Seconds(), "messages/s")
	})
}
