package server

import (
	"imaporacle/server/front"
	"imaporacle/server/mailbox"
)

// notifier is what a client has asked for by NOTIFY (RFC 5465 §3.1). The zero
// value is what NOTIFY NONE leaves: nothing.
type notifier struct {
	groups   []eventGroup  // for the mailboxes that are not selected
	selected mailbox.Kinds // for the one that is
	now      bool          // SELECTED: expunges are told at any time (RFC 5465 §6.1.1)
	items    []fetchItem   // what is told of new messages in it

	watch *mailbox.Watch // nil without groups
}

// notify answers NOTIFY.
func notify(s *session, c *front.Command) error {
	r, err := readNotify(c.Args())
	if err == nil {
		err = s.refuseGmail(r.items)
	}
	if err != nil {
		return err
	}
	if hasItem(r.items, itemModSeq) {
		s.becomeAware() // RFC 7162 §3.1
	}
	s.setNotify(&r.notifier)
	if r.none {
		return nil
	}
	if r.status {
		s.tellStatuses()
	}
	if s.view != nil { // an implicit NOOP: all that has gathered is told
		s.view.Want(mailbox.AllNews)
		s.tell(true)
		s.view.Want(s.notify.news())
	}
	return nil
}

// setNotify puts n in the place of what was asked for before.
func (s *session) setNotify(n *notifier) {
	s.endNotify()
	s.notify = n
	if len(n.groups) > 0 {
		every := func(string) bool { return true } // the hub must not wait for the account
		n.watch = s.account.Watch(s.alarm, s.server.options.Limits.Notifications,
			func(kinds mailbox.Kinds, name string) mailbox.Kinds { return n.wants(kinds, name, every) })
	}
	s.notifySelected()
}

// notifySelected has the selected mailbox ring the alarm, if there is NOTIFY.
func (s *session) notifySelected() {
	if s.notify != nil && s.view != nil {
		s.view.Want(s.notify.news())
		s.unwatch = s.view.Watch(s.alarm)
	}
}

// endNotify returns to the state before the first NOTIFY.
func (s *session) endNotify() {
	s.unwatchSelected()
	if s.notify != nil && s.notify.watch != nil {
		s.notify.watch.Stop()
	}
	s.notify = nil
}

func (s *session) unwatchSelected() {
	if s.unwatch != nil {
		s.unwatch()
		s.unwatch = nil
	}
}

// news is what is told of the selected mailbox.
func (n *notifier) news() mailbox.News {
	switch {
	case n.selected&mailbox.FlagChange != 0:
		return mailbox.AllNews
	case n.selected != 0:
		return mailbox.SizeNews
	}
	return mailbox.NoNews
}

// immediate reports whether expunges are told also where sequence numbers may
// be in use. n may be nil.
func (n *notifier) immediate() bool { return n != nil && n.now }

// newItems is what is told of new messages. n may be nil.
func (n *notifier) newItems() []fetchItem {
	if n == nil {
		return nil
	}
	return n.items
}

// wants returns the kinds that are to be told of the mailbox, by all groups
// that name it (RFC 5465 §6); "" is the server.
func (n *notifier) wants(kinds mailbox.Kinds, name string, subscribed func(string) bool) (wanted mailbox.Kinds) {
	for i := range n.groups {
		if w := n.groups[i].filter(kinds); w != 0 && n.groups[i].covers(name, subscribed) {
			wanted |= w
		}
	}
	return wanted
}

// filter returns those of the kinds that the group asks for.
func (g *eventGroup) filter(kinds mailbox.Kinds) mailbox.Kinds {
	wanted := g.events
	if g.events&mailbox.FlagChange != 0 { // RFC 5465 §5.1
		wanted |= mailbox.SeenChange | mailbox.ValidityChange
	}
	return kinds & wanted
}
