package mailbox

import (
	"sync"

	"imaporacle/server/store"
)

// pending is a change on its way to the disk.
type pending struct {
	wg  sync.WaitGroup
	err error
}

// wait returns when the change is durable, or the reason why it never will be.
func (p *pending) wait() error {
	p.wg.Wait()
	return p.err
}

// commit queues ops, which have been applied to the memory of boxes already.
// The locks of all boxes are held, so that the store's order is the log's.
func commit(s store.Store, ops []store.Op, boxes ...*Mailbox) *pending {
	p := new(pending)
	p.wg.Add(1)
	ends := make([]Position, len(boxes))
	for i, mb := range boxes {
		ends[i] = mb.log.end()
	}
	s.Commit(ops, func(err error) {
		for i, mb := range boxes {
			mb.settled(ends[i], err)
		}
		p.err = storageError(err)
		p.wg.Done()
	})
	return p
}

// settled records how a commit up to end went. It runs in the store's order
// and, for the memory store, while mu is held: it must not take it.
func (mb *Mailbox) settled(end Position, err error) {
	if err == nil {
		mb.committed.Store(uint64(end))
	}
	mb.failed(err)
	mb.watchers.wake()
}

// failed records a storage failure. Memory is ahead of the disk from then on:
// nothing of this mailbox is served any more, rather than served wrongly.
func (mb *Mailbox) failed(err error) {
	if err != nil {
		mb.failure.CompareAndSwap(nil, &err)
	}
}

// settle waits until all that has been applied to memory is durable.
func (mb *Mailbox) settle() error {
	mb.mu.Lock()
	settled := Position(mb.committed.Load()) >= mb.log.end()
	mb.mu.Unlock()
	if err := mb.usable(); err != nil || settled {
		return err
	}
	return commit(mb.registry.store, nil).wait()
}

// usable says why nothing of the mailbox can be changed any more: it is
// deleted, which happens under mu, or the storage has failed.
func (mb *Mailbox) usable() error {
	if mb.removed.Load() {
		return errDeleted
	}
	if err := mb.failure.Load(); err != nil {
		return storageError(*err)
	}
	return nil
}

func storageError(err error) error {
	if err == nil {
		return nil
	}
	return refuse("SERVERBUG", "Storage failed: %v", err)
}

// watchers are the sessions that wait for changes.
type watchers struct {
	mu    sync.Mutex
	chans map[chan<- struct{}]struct{}
}

func (w *watchers) add(c chan<- struct{}) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.chans == nil {
		w.chans = make(map[chan<- struct{}]struct{})
	}
	w.chans[c] = struct{}{}
}

func (w *watchers) remove(c chan<- struct{}) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.chans, c)
}

// wake pings each watcher; one ping stands for any number of changes.
func (w *watchers) wake() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for c := range w.chans {
		select {
		case c <- struct{}{}:
		default:
		}
	}
}
