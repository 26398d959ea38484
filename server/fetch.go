package server

import (
	"slices"

	"imaporacle/server/front"
	"imaporacle/server/mailbox"
	"imaporacle/server/message"
)

// fetch answers FETCH and UID FETCH (RFC 9051 §6.4.5).
func fetch(s *session, c *front.Command) error {
	uid := c.Name == "UID FETCH"
	set, items, mods, err := readFetch(c.Args())
	if err != nil {
		return err
	}
	if uid && !s.uidOnly && !hasItem(items, itemUID) {
		items = append([]fetchItem{uidItem}, items...) // RFC 9051 §6.4.9
	}
	indexes, err := s.fetched(set, items, mods, uid)
	if err != nil || len(indexes) == 0 {
		return err
	}
	f := fetcher{session: s, mb: s.view.Mailbox(), items: items}
	if err := f.markSeen(indexes); err != nil {
		return err
	}
	s.announceKeywords()
	p := s.progress("Fetched", len(indexes))
	for k, i := range indexes {
		p.at(k)
		if err := f.send(indexes, k, i); err != nil {
			return err
		}
	}
	if f.tellExpunges {
		s.tell(true)
	}
	if f.invalid {
		return front.Bad("Invalid message set")
	}
	if f.missing {
		return front.No("EXPUNGEISSUED", "Some of the messages no longer exist")
	}
	return f.failure
}

// fetched returns the indexes of the messages of a FETCH, once the modifiers
// have had their say.
func (s *session) fetched(set front.NumSet, items []fetchItem, mods fetchModifiers, uid bool) ([]int, error) {
	if err := s.refuseGmail(items); err != nil {
		return nil, err
	}
	if err := mods.check(s, uid); err != nil {
		return nil, err
	}
	indexes, err := s.narrowed(set, mods, uid)
	if err != nil {
		return nil, err
	}
	if hasItem(items, itemModSeq) {
		s.becomeAware() // RFC 7162 §3.1
	}
	if mods.vanished {
		s.sendEarlier(s.vanishable(set), mods.since, 0)
	}
	return indexes, nil
}

// narrowed resolves the set. PARTIAL cuts it before CHANGEDSINCE filters it
// (RFC 9394 §3.4).
func (s *session) narrowed(set front.NumSet, mods fetchModifiers, uid bool) ([]int, error) {
	if mods.partial == nil && mods.changed {
		return s.resolveChanged(set, uid, mods.since)
	}
	indexes, err := s.resolve(set, uid)
	if err != nil || mods.partial == nil {
		return indexes, err
	}
	start, end := mods.partial.slice(len(indexes))
	indexes = indexes[start:end]
	if !mods.changed {
		return indexes, nil
	}
	changed := s.view.ChangedSince(mods.since)
	return slices.DeleteFunc(indexes, func(i int) bool {
		_, ok := slices.BinarySearch(changed, i)
		return !ok
	}), nil
}

// fetcher is a FETCH under way.
type fetcher struct {
	*session
	mb    *mailbox.Mailbox
	items []fetchItem

	m        *mailbox.Message // the message being sent
	flags    *mailbox.FlagSet // and modSeq are nil and 0 if they are not asked for
	modSeq   uint64
	raw, buf []byte // its bytes, and the space for those of the next
	tree     *message.Part
	fld      []byte // space for what is made of them

	missing      bool  // a message could not be served: tagged NO
	invalid      bool  // a fault has that answered BAD
	tellExpunges bool  // a fault has EXPUNGE sent inside the FETCH
	failure      error // an item that failed: tagged NO, after the others
}

// markSeen sets \Seen where an item asks for it, before anything is sent: the
// response shows the flags after that (RFC 9051 §6.4.5).
func (f *fetcher) markSeen(indexes []int) error {
	if !setsSeen(f.items) || f.view.ReadOnly() || !f.view.Rights().Has(mailbox.RightSeen) {
		return nil
	}
	var unseen []int
	for _, i := range indexes {
		m := f.view.Messages()[i]
		if !m.Expunged() && !f.view.Flags(m).Has(mailbox.Seen) {
			unseen = append(unseen, i)
		}
	}
	if len(unseen) == 0 {
		return nil
	}
	if _, err := f.view.SetFlags(unseen, mailbox.AddFlags, []string{mailbox.Seen}); err != nil {
		return err
	}
	f.items = f.withModSeq(withItem(f.items, flagsItem))
	return nil
}

// send writes the FETCH response of one message.
func (f *fetcher) send(indexes []int, k, i int) error {
	f.m = f.view.Messages()[i]
	f.raw, f.tree = nil, nil
	if hasItem(f.items, itemFlags) || hasItem(f.items, itemModSeq) {
		f.flags, f.modSeq = f.view.Marks(f.m)
		f.announceBefore()
	}
	if f.m.Expunged() && !f.serves(indexes, k) {
		return nil
	}
	b := f.appendFetch(f.conn.Begin(), uint32(i)+1, f.m.UID)
	start := len(b)
	for _, item := range f.items {
		before := len(b)
		if before > start {
			b = append(b, ' ')
		}
		with := len(b)
		var err error
		if b, err = f.append(b, item); err != nil {
			return err
		}
		if len(b) == with { // the item was left out
			b = b[:before]
		}
	}
	if len(b) > start {
		f.conn.End(append(b, ")\r\n"...))
	}
	return nil
}

// body returns the message's bytes.
func (f *fetcher) body() ([]byte, error) {
	if f.raw != nil {
		return f.raw, nil
	}
	raw, err := f.mb.Body(f.m, f.buf)
	if err != nil {
		return nil, front.No("SERVERBUG", "The message cannot be read: %v", err)
	}
	f.raw, f.buf = raw, raw
	return raw, nil
}

// parts returns the message's MIME structure.
func (f *fetcher) parts() (*message.Part, error) {
	if f.tree == nil {
		raw, err := f.body()
		if err != nil {
			return nil, err
		}
		f.tree = message.Parse(raw)
	}
	return f.tree, nil
}
