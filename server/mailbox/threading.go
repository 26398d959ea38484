package mailbox

import (
	"errors"
	"slices"

	"imaporacle/server/message"
	"imaporacle/server/store"
)

// threading is the search for the threads of new messages.
type threading struct {
	index     *threadIndex
	registry  *Registry
	contents  []*threaded
	byContent map[uint64]*threaded
	buf       []byte // space for the bytes of a message
}

// threaded is what all messages of one Content have in common.
type threaded struct {
	store.Thread
	places []place

	parent *threaded // another that is linked to it
	known  uint64    // of the last parent: the eldest known thread of all, or 0
	first  uint64    // of the last parent: the least Content of all
}

// place is where a message is.
type place struct {
	mb *Mailbox
	m  *Message
}

func (t *threading) add(mb *Mailbox, m *Message) {
	if m.thread.Load() != 0 {
		return // it was copied from one that had its thread
	}
	c := t.byContent[m.Content]
	if c == nil {
		c = &threaded{Thread: store.Thread{Content: m.Content}, first: m.Content}
		t.byContent[m.Content] = c
		t.contents = append(t.contents, c)
	}
	c.places = append(c.places, place{mb, m})
}

// identify gives each message its thread.
func (t *threading) identify() error {
	if err := t.recall(t.contents); err != nil {
		return err
	}
	var fresh []*threaded
	for _, c := range t.contents {
		if c.ID != 0 {
			continue
		}
		ok, err := t.read(c)
		if err != nil {
			return err
		}
		if ok {
			fresh = append(fresh, c)
		}
	}
	if err := t.assign(fresh); err != nil {
		return err
	}
	for _, c := range t.contents {
		for _, p := range c.places {
			p.m.thread.Store(c.ID)
		}
	}
	return nil
}

// recall takes the threads that are known from the store.
func (t *threading) recall(list []*threaded) error {
	ids := make([]uint64, len(list))
	for i, c := range list {
		ids[i] = c.Content
	}
	known, err := t.registry.store.Threads(ids)
	if err != nil {
		return storageError(err)
	}
	for _, k := range known {
		t.byContent[k.Content].Thread = k
		t.index.learn(k)
	}
	return nil
}

// read finds the links of a message; ok is false if it is gone meanwhile.
func (t *threading) read(c *threaded) (ok bool, err error) {
	for _, p := range c.places {
		raw, err := p.mb.Body(p.m, t.buf)
		switch {
		case err == nil:
			t.buf, c.Links = raw, message.Links(raw)
			return true, nil
		case !errors.Is(err, store.ErrNoMessage):
			return false, storageError(err)
		}
	}
	return false, nil
}

// assign gives threads to those that have none, and returns when that is
// durable. One account does so at a time: where two have copies of a message
// these are in one thread (RFC 8474 §5.2).
func (t *threading) assign(fresh []*threaded) error {
	if len(fresh) == 0 {
		return nil
	}
	t.registry.threading.Lock()
	defer t.registry.threading.Unlock()
	if err := t.recall(fresh); err != nil {
		return err
	}
	fresh = slices.DeleteFunc(fresh, func(c *threaded) bool { return c.ID != 0 })
	unite(fresh)
	for _, c := range fresh {
		root := c.root()
		root.first = min(root.first, c.Content)
		for _, link := range c.Links {
			if id := t.index.links[link]; id != 0 && (root.known == 0 || id < root.known) {
				root.known = id
			}
		}
	}
	for _, c := range fresh {
		if c.ID = c.root().known; c.ID == 0 {
			c.ID = c.root().first
		}
	}
	return t.keep(fresh)
}

// unite makes those that share a link have one root.
func unite(list []*threaded) {
	first := make(map[uint64]*threaded)
	for _, c := range list {
		for _, link := range c.Links {
			other := first[link]
			if other == nil {
				first[link] = c
				continue
			}
			if a, b := other.root(), c.root(); a != b {
				b.parent = a
			}
		}
	}
}

// root finds the last parent, and shortens the way to it.
func (c *threaded) root() *threaded {
	for c.parent != nil {
		if c.parent.parent != nil {
			c.parent = c.parent.parent
		}
		c = c.parent
	}
	return c
}

// keptAtOnce is how many threads go into one commit.
const keptAtOnce = 10_000

// keep makes the threads of list durable.
func (t *threading) keep(list []*threaded) error {
	var queued []*pending
	for part := range slices.Chunk(list, keptAtOnce) {
		ops := make([]store.Op, len(part))
		for i, c := range part {
			ops[i] = store.PutThread{Thread: c.Thread}
		}
		queued = append(queued, commit(t.registry.store, ops))
	}
	for _, p := range queued {
		if err := p.wait(); err != nil {
			return err
		}
	}
	for _, c := range list {
		t.index.learn(c.Thread)
	}
	return nil
}
