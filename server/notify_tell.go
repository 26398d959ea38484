package server

import (
	"slices"
	"sort"

	"github.com/emersion/go-imap/v2"

	"imaporacle/server/front"
	"imaporacle/server/mailbox"
)

// tellElsewhere sends what NOTIFY asks for of the names, and of the mailboxes
// that are not selected (RFC 5465 §5).
func (s *session) tellElsewhere() {
	if s.notify == nil || s.notify.watch == nil || s.over {
		return
	}
	events, overflow := s.notify.watch.Take()
	if overflow { // RFC 5465 §5.8
		s.setNotify(&notifier{})
		s.conn.Line("* OK [NOTIFICATIONOVERFLOW] More has happened than could be told: as after NOTIFY NONE")
		return
	}
	var names *listQuery // of this moment, made when it is first needed
	for _, e := range events {
		if e.Mailbox != nil {
			s.tellMessages(e)
			continue
		}
		if names == nil {
			q := s.listQuery(&imap.ListOptions{ReturnSubscribed: true}, "")
			names = &q
		}
		s.tellName(e, names)
	}
}

// tellName sends an event of a mailbox as a whole, or of the server.
func (s *session) tellName(e mailbox.Event, names *listQuery) {
	subscribed := s.account.Subscribed
	if e.Kinds&mailbox.SubscriptionChange != 0 { // who unsubscribes concerns those subscribed as well
		subscribed = func(string) bool { return true }
	}
	wanted := s.notify.wants(e.Kinds, e.Name, subscribed)
	asOld := mailbox.Kinds(0)
	if e.OldName != "" {
		asOld = s.notify.wants(e.Kinds, e.OldName, subscribed)
	}
	switch {
	case (wanted|asOld)&(mailbox.MailboxName|mailbox.SubscriptionChange) != 0:
		s.sendList("LIST", names.describe(e))
	case wanted&(mailbox.MailboxMetadataChange|mailbox.ServerMetadataChange) != 0:
		s.tellMetadata(e)
	}
	if wanted&mailbox.ValidityChange != 0 {
		s.tellMadeAnew(e.Name)
	}
}

// describe is the LIST data of a mailbox whose name or subscription has
// changed (RFC 5465 §5.4, §5.5).
func (q *listQuery) describe(e mailbox.Event) *imap.ListData {
	d := &imap.ListData{Mailbox: e.Name, Delim: rune(mailbox.Delimiter[0]), OldName: e.OldName}
	i := sort.Search(len(q.entries), func(i int) bool { return q.entries[i].Name >= e.Name })
	if i == len(q.entries) || q.entries[i].Name != e.Name {
		d.Attrs = []imap.MailboxAttr{imap.MailboxAttrNonExistent}
		return d
	}
	d.Attrs = q.attributes(q.entries[i], q.below(i))
	return d
}

// tellMessages sends the STATUS of a mailbox in which messages have come, gone
// or changed (RFC 5465 §5.1 to §5.3).
func (s *session) tellMessages(e mailbox.Event) {
	name := e.Mailbox.Name()
	if mb, err := s.account.Get(name); err != nil || mb != e.Mailbox || s.hasSelected(mb) {
		return
	}
	wanted := s.notify.wants(e.Kinds, name, s.account.Subscribed)
	var items []string
	if wanted&(mailbox.MessageNew|mailbox.MessageExpunge) != 0 {
		items = append(items, "MESSAGES", "UIDNEXT")
	}
	if wanted&mailbox.FlagChange != 0 && s.condstore {
		items = append(items, "UIDVALIDITY")
	}
	if wanted&mailbox.SeenChange != 0 {
		items = append(items, "UNSEEN")
	}
	if wanted&mailbox.MessageEvents != 0 && s.condstore {
		items = append(items, "HIGHESTMODSEQ")
	}
	s.tellStatus(e.Mailbox, items)
}

// tellMadeAnew sends the UIDVALIDITY of a mailbox whose name was another's or
// nobody's (RFC 5465 §5.1).
func (s *session) tellMadeAnew(name string) {
	if mb, err := s.account.Get(name); err == nil && !s.hasSelected(mb) {
		s.tellStatus(mb, []string{"MESSAGES", "UIDNEXT", "UIDVALIDITY"})
	}
}

// tellStatuses sends the STATUS of each mailbox in which messages are watched,
// but for the selected one (RFC 5465 §3.1).
func (s *session) tellStatuses() {
	for _, e := range s.account.Entries() {
		wanted := s.notify.wants(mailbox.MessageEvents, e.Name, s.account.Subscribed)
		mb, err := s.account.Get(e.Name)
		if wanted == 0 || err != nil || s.hasSelected(mb) {
			continue
		}
		items := []string{"MESSAGES", "UIDNEXT", "UIDVALIDITY"} // MessageNew goes with every event
		if wanted&mailbox.FlagChange != 0 || s.condstore {
			items = append(items, "HIGHESTMODSEQ")
		}
		s.tellStatus(mb, items)
	}
}

func (s *session) hasSelected(mb *mailbox.Mailbox) bool {
	return s.view != nil && s.view.Mailbox() == mb
}

// tellStatus sends these items of a mailbox, if there are any.
func (s *session) tellStatus(mb *mailbox.Mailbox, items []string) {
	if len(items) == 0 {
		return
	}
	if err := s.sendStatus(mb, wishFor(items...)); err != nil {
		s.server.options.Log.Printf("connection %d: NOTIFY: %s: %v", s.actor.Conn, mb.Name(), err)
	}
}

// tellMetadata sends the names of the entries that have changed
// (RFC 5464 §4.4.2).
func (s *session) tellMetadata(e mailbox.Event) {
	b := append(s.conn.Begin(), "* METADATA "...)
	b = front.AppendMailbox(b, e.Name, s.speaksUTF8())
	for _, entry := range e.Entries {
		b = front.AppendAstring(append(b, ' '), entry)
	}
	s.conn.End(append(b, "\r\n"...))
}

// tellNew sends what NOTIFY and the contexts ask for of messages that others
// have added, each message in one response (RFC 5465 §5.2, §7).
func (s *session) tellNew(arrived []*mailbox.Message, reviews []review) {
	for _, m := range arrived {
		i := s.view.Find(m.UID)
		if msgs := s.view.Messages(); i == len(msgs) || msgs[i] != m {
			continue // it came and went
		}
		items := s.notify.newItems()
		for _, r := range reviews {
			if r.adds(m.UID) {
				items = withItems(items, r.q.returns.items)
			}
		}
		if len(items) == 0 {
			continue
		}
		if hasItem(items, itemFlags) {
			items = s.withModSeq(items)
		}
		if err := s.fetchOne(i, items); err != nil {
			s.server.options.Log.Printf("connection %d: FETCH of a new message: %v", s.actor.Conn, err)
		}
	}
}

// fetchOne sends the items of the message at an index, as FETCH would.
func (s *session) fetchOne(i int, items []fetchItem) error {
	f := fetcher{session: s, mb: s.view.Mailbox(), items: items}
	one := []int{i}
	if err := f.markSeen(one); err != nil {
		return err
	}
	if err := f.send(one, 0, i); err != nil {
		return err
	}
	return f.failure
}

// withItems adds the items that are not there yet.
func withItems(items, more []fetchItem) []fetchItem {
	for _, item := range more {
		same := func(i fetchItem) bool { return i.kind == item.kind && i.label == item.label }
		if !slices.ContainsFunc(items, same) {
			items = append(slices.Clip(items), item)
		}
	}
	return items
}
