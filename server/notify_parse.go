package server

import (
	"slices"
	"strings"

	"imaporacle/server/front"
	"imaporacle/server/mailbox"
)

// notifyRequest is a NOTIFY command (RFC 5465 §8).
type notifyRequest struct {
	notifier
	none   bool
	status bool // STATUS: the state of the mailboxes first

	chosen      bool // SELECTED or SELECTED-DELAYED was given
	names       int
	unsupported bool // an event that we do not know was asked for
}

// eventGroup asks for events in some mailboxes.
type eventGroup struct {
	scope  scope
	names  []string // for scopeSubtree and scopeMailboxes
	events mailbox.Kinds
}

// scope is a way to specify mailboxes (RFC 5465 §6).
type scope int

const (
	scopePersonal scope = iota
	scopeSubscribed
	scopeSubtree
	scopeMailboxes
	scopeSelected
	scopeSelectedDelayed
)

// scopes has "inboxes" stand for "personal": any mailbox may get mail
// (RFC 5465 §6.3).
var scopes = map[string]scope{
	"PERSONAL": scopePersonal, "INBOXES": scopePersonal, "SUBSCRIBED": scopeSubscribed,
	"SUBTREE": scopeSubtree, "MAILBOXES": scopeMailboxes,
	"SELECTED": scopeSelected, "SELECTED-DELAYED": scopeSelectedDelayed,
}

// covers reports whether the group asks for events of the mailbox; "" is the
// server, which belongs to every group.
func (g *eventGroup) covers(name string, subscribed func(string) bool) bool {
	switch {
	case name == "" || g.scope == scopePersonal:
		return true
	case g.scope == scopeSubscribed:
		return subscribed(name)
	}
	return slices.ContainsFunc(g.names, func(top string) bool {
		below, ok := strings.CutPrefix(name, top)
		return ok && (below == "" || g.scope == scopeSubtree && strings.HasPrefix(below, mailbox.Delimiter))
	})
}

// notifyEvent is an event that a client can ask for.
type notifyEvent struct {
	name string
	kind mailbox.Kinds // 0 if it is not supported
}

var notifyEvents = []notifyEvent{
	{"MessageNew", mailbox.MessageNew},
	{"MessageExpunge", mailbox.MessageExpunge},
	{"FlagChange", mailbox.FlagChange},
	{"AnnotationChange", 0},
	{"MailboxName", mailbox.MailboxName},
	{"SubscriptionChange", mailbox.SubscriptionChange},
	{"MailboxMetadataChange", mailbox.MailboxMetadataChange},
	{"ServerMetadataChange", mailbox.ServerMetadataChange},
}

// badEvent refuses what is not supported; it lists all that is
// (RFC 5465 §3.1).
func badEvent() error {
	var names []string
	for _, e := range notifyEvents {
		if e.kind != 0 {
			names = append(names, e.name)
		}
	}
	return front.No("BADEVENT ("+strings.Join(names, " ")+")", "An event is not supported")
}

// What one NOTIFY may ask for: whoever causes an event compares it with all.
const (
	maxEventGroups  = 100
	maxWatchedNames = 1000
)

func readNotify(a *front.Args) (r notifyRequest, err error) {
	if err = a.SP(); err != nil {
		return r, err
	}
	word, err := a.Keyword("SET or NONE")
	switch {
	case err != nil:
		return r, err
	case word == "NONE":
		r.none = true
		return r, a.End()
	case word != "SET":
		return r, front.Bad("Expected SET or NONE, found %.40s", word)
	}
	if err = r.readStatusIndicator(a); err != nil {
		return r, err
	}
	for first := true; first || a.Peek() != 0; first = false {
		if err = a.SP(); err == nil {
			err = r.readGroup(a)
		}
		if err != nil {
			return r, err
		}
	}
	switch {
	case r.unsupported:
		return r, badEvent()
	case len(r.groups) > maxEventGroups || r.names > maxWatchedNames:
		return r, front.No("NOTIFICATIONOVERFLOW", "NOTIFY takes at most %d groups and %d names", maxEventGroups, maxWatchedNames)
	}
	return r, a.End()
}

func (r *notifyRequest) readStatusIndicator(a *front.Args) error {
	if strings.HasPrefix(string(a.Rest()), " (") {
		return nil
	}
	if err := a.SP(); err != nil {
		return err
	}
	word, err := a.Keyword("STATUS or a list of events")
	if err == nil && word != "STATUS" {
		err = front.Bad("Expected STATUS or a list of events, found %.40s", word)
	}
	r.status = true
	return err
}

// readGroup reads an event-group.
func (r *notifyRequest) readGroup(a *front.Args) error {
	if err := a.Expect('('); err != nil {
		return err
	}
	word, err := a.Keyword("a specification of mailboxes")
	if err != nil {
		return err
	}
	var g eventGroup
	var ok bool
	if g.scope, ok = scopes[word]; !ok {
		return front.Bad("Unknown specification of mailboxes %.40s", word)
	}
	if g.scope == scopeSubtree || g.scope == scopeMailboxes {
		if err := g.readNames(a); err != nil {
			return err
		}
	}
	if err := a.SP(); err != nil {
		return err
	}
	if err := r.readEvents(a, &g); err != nil {
		return err
	}
	if err := a.Expect(')'); err != nil {
		return err
	}
	return r.add(g)
}

// add takes a group that has been read.
func (r *notifyRequest) add(g eventGroup) error {
	if !g.isSelected() {
		r.groups = append(r.groups, g)
		r.names += len(g.names)
		return nil
	}
	switch {
	case r.chosen: // RFC 5465 §6.1
		return front.Bad("SELECTED and SELECTED-DELAYED can be given once")
	case g.events&^mailbox.MessageEvents != 0:
		return front.Bad("SELECTED and SELECTED-DELAYED take events of messages only")
	}
	r.chosen, r.selected = true, g.events
	r.now = g.scope == scopeSelected && g.events != 0
	return nil
}

func (g *eventGroup) isSelected() bool {
	return g.scope == scopeSelected || g.scope == scopeSelectedDelayed
}

// readNames reads a space and one mailbox name or a list of them.
func (g *eventGroup) readNames(a *front.Args) error {
	if err := a.SP(); err != nil {
		return err
	}
	read := func() error {
		name, err := a.Mailbox()
		g.names = append(g.names, mailbox.CanonicalName(strings.TrimSuffix(name, mailbox.Delimiter)))
		return err
	}
	if a.Peek() == '(' {
		return a.List("a list of mailbox names", false, read)
	}
	return read()
}

// readEvents reads the events of a group, and which of them must stand together
// (RFC 5465 §5).
func (r *notifyRequest) readEvents(a *front.Args, g *eventGroup) error {
	if a.Peek() != '(' {
		word, err := a.Keyword("a list of events or NONE")
		if err == nil && word != "NONE" {
			err = front.Bad("Expected a list of events or NONE, found %.40s", word)
		}
		return err
	}
	needsSize := false // an event was given that needs MessageNew and MessageExpunge
	err := a.List("a list of events", false, func() error {
		name, err := a.Keyword("an event")
		if err != nil {
			return err
		}
		i := slices.IndexFunc(notifyEvents, func(e notifyEvent) bool { return strings.EqualFold(e.name, name) })
		if i < 0 || notifyEvents[i].kind == 0 {
			r.unsupported = true
			needsSize = needsSize || i >= 0 // AnnotationChange
			return nil
		}
		g.events |= notifyEvents[i].kind
		needsSize = needsSize || notifyEvents[i].kind == mailbox.FlagChange
		if notifyEvents[i].kind == mailbox.MessageNew && strings.HasPrefix(string(a.Rest()), " (") {
			return r.readNewItems(a, g)
		}
		return nil
	})
	if err != nil {
		return err
	}
	switch size := g.events & (mailbox.MessageNew | mailbox.MessageExpunge); {
	case size == mailbox.MessageNew || size == mailbox.MessageExpunge:
		return front.Bad("MessageNew and MessageExpunge need each other")
	case needsSize && size == 0:
		return front.Bad("FlagChange and AnnotationChange need MessageNew and MessageExpunge")
	}
	return nil
}

// readNewItems reads a space and what is to be told of new messages.
func (r *notifyRequest) readNewItems(a *front.Args, g *eventGroup) (err error) {
	if !g.isSelected() {
		return front.Bad("Only SELECTED and SELECTED-DELAYED take FETCH items") // RFC 5465 §8
	}
	a.Accept(' ')
	r.items, err = readItems(a)
	return err
}
