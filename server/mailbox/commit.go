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
	queued := make([]batch, len(boxes))
	for i, mb := range boxes {
		queued[i] = mb.queue()
	}
	s.Commit(ops, func(err error) {
		for i, mb := range boxes {
			mb.settled(queued[i], err)
		}
		p.err = storageError(err)
		p.wg.Done()
	})
	return p
}

// batch is the changes of a mailbox in one commit.
type batch struct {
	end   Position // behind the last of them
	kinds Kinds
	by    *Actor
}

// queue sums up the changes that have not been queued in the store before. mu
// is held.
func (mb *Mailbox) queue() batch {
	b := batch{end: mb.log.end()}
	for _, c := range mb.log.slice(mb.queued, b.end) {
		b.kinds |= c.events()
		b.by = c.By
	}
	mb.queued = b.end
	return b
}

// settled records how the commit of a batch went, and publishes it. It runs in
// the store's order and, for the memory store, while mu is held: it must not
// take it.
func (mb *Mailbox) settled(b batch, err error) {
	e := Event{Mailbox: mb, By: b.by}
	if err == nil { // else those who look learn of the failure, and nobody else
		mb.committed.Store(uint64(b.end))
		e.Kinds = b.kinds
	}
	mb.failed(err)
	mb.hub.publish(e)
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
	settled := mb.durable() >= mb.log.end()
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
