package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"runtime"
	"syscall"

	"go.etcd.io/bbolt"
	bbolterrors "go.etcd.io/bbolt/errors"
)

// Commit implements Store.
func (s *Bolt) Commit(ops []Op, done func(error)) {
	if !s.queue.put(request{ops: ops, done: done}) && done != nil {
		done(ErrClosed)
	}
}

// Close implements Store.
func (s *Bolt) Close() error {
	s.queue.close()
	<-s.ended
	return s.db.Close()
}

// write is the writer goroutine.
func (s *Bolt) write() {
	defer close(s.ended)
	var group []request
	for {
		group = s.queue.take(group)
		if group == nil {
			return
		}
		s.writer.commit(group)
		for _, r := range group {
			if r.done != nil {
				r.done(r.err)
			}
		}
		// Let those that waited for these dones commit again, so that they share
		// the next group instead of forming one after it.
		runtime.Gosched()
	}
}

// writer writes groups of requests. One goroutine uses it.
type writer struct {
	db       *bbolt.DB
	counters *counters
	saved    marks // what the file has
	broken   error // see commit
}

// commit makes a group durable in one transaction and leaves in each request why
// it failed, if it did.
func (w *writer) commit(group []request) {
	if w.broken != nil {
		fail(group, w.broken)
		return
	}
	err := w.try(group)
	switch {
	case err == nil:
	case isFull(err) && len(group) > 1:
		// One that asks for too much must not take the others with it.
		for i := range group {
			w.commit(group[i : i+1])
		}
	case isFull(err):
		fail(group, fmt.Errorf("store: %w: %w", ErrFull, err))
	default:
		// After a failed sync nobody knows what is on the disk, and asking
		// again can give a false yes. So nothing is written any more until the
		// store is opened anew and finds the last state that is whole.
		w.broken = fmt.Errorf("store: writing stopped for good: %w", err)
		fail(group, w.broken)
	}
}

func fail(group []request, err error) {
	for i := range group {
		if group[i].err == nil {
			group[i].err = err
		}
	}
}

// try puts those of the group that can be done into a transaction and commits
// it. The error is that of the transaction, which then changed nothing.
func (w *writer) try(group []request) error {
	for {
		tx, err := w.db.Begin(true)
		if err != nil {
			return err
		}
		b, err := openBuckets(tx)
		if err != nil {
			return errors.Join(err, tx.Rollback())
		}
		a := &applier{buckets: b}
		wrote, whole := applyGroup(a, group)
		if !whole {
			// What the failed request had written before it failed can only be
			// undone together with the rest. Each round leaves one out.
			if err := tx.Rollback(); err != nil {
				return err
			}
			continue
		}
		if !wrote {
			return tx.Rollback()
		}
		for _, r := range group {
			if r.err == nil {
				w.counters.raiseFor(r.ops)
			}
		}
		now := w.counters.marks()
		if now != w.saved {
			if err := b.meta.Put(keyMarks, appendMarks(nil, now)); err != nil {
				return errors.Join(err, tx.Rollback())
			}
		}
		if err := tx.Commit(); err != nil {
			return err
		}
		w.saved = now
		return nil
	}
}

// applyGroup does all requests that have not failed before. It is not whole if
// one failed after it had written something.
func applyGroup(a *applier, group []request) (wrote, whole bool) {
	for i := range group {
		r := &group[i]
		if r.err != nil {
			continue
		}
		a.wrote = false
		if r.err = a.applyAll(r.ops); r.err != nil && a.wrote {
			return wrote, false
		}
		wrote = wrote || a.wrote
	}
	return wrote, true
}

// applyAll does the ops of one request.
func (a *applier) applyAll(ops []Op) error {
	for _, op := range ops {
		if err := op.check(); err != nil {
			return opError(op, err)
		}
		if err := a.apply(op); err != nil {
			return opError(op, err)
		}
	}
	return nil
}

// isFull tells a lack of room, which leaves the file as it was.
func isFull(err error) bool {
	for _, full := range []error{bbolterrors.ErrMaxSizeReached, syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG} {
		if errors.Is(err, full) {
			return true
		}
	}
	return false
}

func appendMarks(b []byte, m marks) []byte {
	b = binary.AppendUvarint(b, m.mailbox)
	b = binary.AppendUvarint(b, m.content)
	return binary.AppendUvarint(b, m.validity)
}

func decodeMarks(b []byte) (marks, error) {
	d := decoder{rest: b}
	m := marks{d.uvarint(), d.uvarint(), d.uvarint()}
	return m, d.end()
}
