package mailbox

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"imaporacle/server/store"
)

// ThreadIDs (RFC 8474 §5.2). Which messages belong together says message.Links.
// Nothing of it is done until a client asks: then all messages of the account
// that are new since the last time are read, those that are linked to each
// other or to a known thread get its ID, and that is made durable before it is
// told. A thread bears the Content of the first message in it. An ID never
// changes: where a message comes that links two threads it joins the elder, and
// both stay.

// threadIndex knows the threads of an account.
type threadIndex struct {
	mu    sync.Mutex        // also guards Mailbox.threaded
	links map[uint64]uint64 // each link that was met, and its thread
}

// Thread returns the thread of m, a message of the mailbox: the same number for
// all messages of the owner that belong together, and for all copies of them.
func (mb *Mailbox) Thread(m *Message) (uint64, error) {
	if id := m.thread.Load(); id != 0 {
		return id, nil
	}
	a, err := mb.registry.Account(mb.owner)
	if err != nil {
		return 0, err
	}
	if err := a.thread(mb, m); err != nil {
		return 0, err
	}
	if id := m.thread.Load(); id != 0 {
		return id, nil
	}
	if err := mb.usable(); err != nil {
		return 0, err
	}
	return 0, refuse("SERVERBUG", "The message cannot be read")
}

// ThreadID returns the ObjectID of a thread.
func ThreadID(thread uint64) string { return "T" + strconv.FormatUint(thread, 10) }

// ParseThreadID returns the thread that a ThreadID stands for, 0 if it is none.
// Two different ids never stand for the same.
func ParseThreadID(id string) uint64 {
	thread, err := strconv.ParseUint(strings.TrimPrefix(id, "T"), 10, 64)
	if err != nil || ThreadID(thread) != id {
		return 0
	}
	return thread
}

// thread brings the index up to date, with m in it even if m is expunged.
func (a *account) thread(mb *Mailbox, m *Message) error {
	x := &a.threads
	x.mu.Lock()
	defer x.mu.Unlock()
	if m.thread.Load() != 0 {
		return nil // another session was quicker
	}
	news := threading{index: x, registry: a.registry, byContent: make(map[uint64]*threaded)}
	last, err := a.unthreaded(&news)
	if err != nil {
		return err
	}
	news.add(mb, m)
	if err := news.identify(); err != nil {
		return err
	}
	for box, uid := range last {
		box.threaded = uid
	}
	return nil
}

// unthreaded adds to news what has come into the mailboxes since the last time,
// and returns how far that is. What is added is durable.
func (a *account) unthreaded(news *threading) (last map[*Mailbox]uint32, err error) {
	a.mu.RLock()
	boxes := slices.Collect(maps.Values(a.boxes))
	a.mu.RUnlock()
	last = make(map[*Mailbox]uint32)
	for _, mb := range boxes {
		mb.mu.Lock()
		msgs := slices.Clip(mb.msgs[find(mb.msgs, mb.threaded+1):])
		mb.mu.Unlock()
		if len(msgs) == 0 {
			continue
		}
		err := mb.settle()
		switch {
		case mb.removed.Load():
			continue
		case err != nil:
			return nil, err
		}
		for _, m := range msgs {
			news.add(mb, m)
		}
		last[mb] = msgs[len(msgs)-1].UID
	}
	return last, nil
}

// learn notes the links of a thread; of two threads with one link the elder
// counts.
func (x *threadIndex) learn(k store.Thread) {
	if x.links == nil {
		x.links = make(map[uint64]uint64)
	}
	for _, link := range k.Links {
		if id, known := x.links[link]; !known || k.ID < id {
			x.links[link] = k.ID
		}
	}
}
