package store

import (
	"fmt"
	"slices"
)

// Thread tells which thread some bytes belong to, for all messages that share
// them (RFC 8474 §5.2).
type Thread struct {
	Content uint64   // names the bytes
	ID      uint64   // never 0
	Links   []uint64 // what other messages of the thread are found by, in the order given
}

// PutThread keeps a Thread as long as there are the bytes that it is about. If
// they are gone already it does nothing.
type PutThread struct{ Thread Thread }

func (op PutThread) check() error {
	if op.Thread.Content == 0 || op.Thread.ID == 0 {
		return fmt.Errorf("%w: content id %d in thread %d", ErrInvalid, op.Thread.Content, op.Thread.ID)
	}
	return nil
}

func (op PutThread) String() string {
	return fmt.Sprintf("put content %d into thread %d", op.Thread.Content, op.Thread.ID)
}

func normalThread(t Thread) Thread {
	t.Links = slices.Clip(append([]uint64(nil), t.Links...)) // nil if there are none
	return t
}
