package mailbox

import (
	"slices"
	"strings"
	"sync"
	"time"

	"imaporacle/server/store"
)

// Account is the mailboxes and subscriptions of one user, as one session
// changes them.
type Account struct {
	*account
	by *Actor // the session, nil if it is none
}

// As returns the same Account as the session of actor changes it.
func (a *Account) As(actor *Actor) *Account { return &Account{account: a.account, by: actor} }

// account is what the sessions of a user share.
type account struct {
	registry *Registry
	user     string
	quota    *quota
	hub      hub
	threads  threadIndex

	mu         sync.RWMutex
	boxes      map[string]*Mailbox
	subscribed map[string]bool
	failure    error // why nothing is served any more
}

// settle waits until a change of the names is durable. If it never will be,
// memory is ahead of the disk: nothing of the account is served from then on.
func (a *Account) settle(p *pending) error {
	err := p.wait()
	if err != nil {
		a.mu.Lock()
		a.failure = err
		a.mu.Unlock()
	}
	return err
}

// Get returns the personal mailbox of that name, whatever the rights to it.
func (a *Account) Get(name string) (*Mailbox, error) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	if a.failure != nil {
		return nil, a.failure
	}
	if mb := a.boxes[CanonicalName(name)]; mb != nil {
		return mb, nil
	}
	return nil, errNonexistent
}

// Create makes a mailbox and those above it that are missing
// (RFC 9051 §6.3.4). A trailing delimiter only announces children: it is
// dropped. Special uses are for personal mailboxes.
func (a *Account) Create(name string, specialUse []string) error {
	name = CanonicalName(strings.TrimSuffix(name, Delimiter))
	if err := checkName(name); err != nil {
		return err
	}
	home, inner, err := a.homeOfNew(name)
	if err != nil {
		return err
	}
	if !home.same(a) && len(specialUse) > 0 {
		return refuse("USEATTR", "Only your own mailboxes can have a special use")
	}
	made, err := home.create(a.user, inner, specialUse)
	if err == nil {
		home.named(MailboxName|ValidityChange, made...)
		home.named(MailboxName, parent(made[0]))
	}
	return err
}

// create returns the names of the mailboxes that it made, from the top, when
// they are durable.
func (a *Account) create(user, name string, specialUse []string) (made []string, err error) {
	a.mu.Lock()
	if err := a.creatable(user, name, specialUse); err != nil {
		a.mu.Unlock()
		return nil, err
	}
	made, ops, err := a.addParents(name, 1)
	if err != nil {
		a.mu.Unlock()
		return nil, err
	}
	made, ops = append(made, name), append(ops, a.add(name, specialUse)...)
	p := commit(a.registry.store, ops)
	a.mu.Unlock()
	return made, a.settle(p)
}

func (a *Account) creatable(user, name string, specialUse []string) error {
	if a.failure != nil {
		return a.failure
	}
	if err := a.taken(user, name); err != nil {
		return err
	}
	if err := a.mayCreate(user, name); err != nil {
		return err
	}
	return a.useIsFree(specialUse, nil)
}

// addParents makes the mailboxes above name that are missing, if the quota has
// room for them and n others.
func (a *Account) addParents(name string, n int) (made []string, ops []store.Op, err error) {
	made = slices.DeleteFunc(parents(name), func(parent string) bool { return a.boxes[parent] != nil })
	if err := a.quota.take(amount{boxes: int64(len(made) + n)}); err != nil {
		return nil, nil, err
	}
	for _, parent := range made {
		ops = append(ops, a.add(parent, nil)...)
	}
	return made, ops, nil
}

// named publishes that mailboxes of these names have come or gone; "" is none.
// The mailbox above one that comes or goes is affected too (RFC 5465 §5.4).
func (a *Account) named(kinds Kinds, names ...string) {
	for _, name := range names {
		if name != "" {
			a.hub.publish(Event{Kinds: kinds, Name: name, By: a.by})
		}
	}
}

// renamed publishes the new name of a mailbox (RFC 5465 §5.4).
func (a *Account) renamed(from, to string) {
	a.hub.publish(Event{Kinds: MailboxName | ValidityChange, Name: to, OldName: from, By: a.by})
}

// useIsFree refuses a mailbox other than self for a use that has one
// (RFC 6154 §3).
func (a *Account) useIsFree(specialUse []string, self *Mailbox) error {
	for _, mb := range a.boxes {
		if mb == self {
			continue
		}
		for _, use := range specialUse {
			if containsFold(mb.rec.SpecialUse, use) {
				return refuse("USEATTR", "%s is %s already", mb.Name(), use)
			}
		}
	}
	return nil
}

// add makes a mailbox in memory and returns what the store must do. The access
// control list is that of the mailbox above (RFC 4314 §4, CREATE).
func (a *Account) add(name string, specialUse []string) []store.Op {
	s := a.registry.store
	rec := store.Mailbox{
		ID: s.NextID(), User: a.user, Name: name,
		UIDValidity: s.NextUIDValidity(), UIDNext: 1, HighestModSeq: 1, FirstRecent: 1,
		SpecialUse: specialUse, Created: time.Now(),
	}
	mb := newMailbox(a.account, rec)
	ops := []store.Op{store.PutMailbox{Mailbox: rec}}
	if above := a.above(name); above != nil && len(above.access()) > 0 {
		ops = append(ops, mb.setACL(above.access()))
	}
	a.boxes[name] = mb
	return ops
}

// Delete removes a mailbox. Its children stay (RFC 9051 §6.3.5); sessions that
// have it selected are disconnected (RFC 2180 §3.3).
func (a *Account) Delete(name string) error {
	home, inner, err := a.home(CanonicalName(name))
	switch {
	case err != nil:
		return err
	case home == nil:
		return errNonexistent
	}
	home.mu.Lock()
	p, err := home.delete(a.user, inner)
	home.mu.Unlock()
	if err == nil {
		err = home.settle(p)
	}
	if err == nil {
		home.named(MailboxName, inner, parent(inner))
	}
	return err
}

func (a *Account) delete(user, name string) (*pending, error) {
	if a.failure != nil {
		return nil, a.failure
	}
	mb := a.boxes[name]
	if mb == nil {
		return nil, errNonexistent
	}
	if err := mb.permit(user, RightDeleteMailbox); err != nil {
		return nil, err
	}
	if name == Inbox {
		return nil, refuse("CANNOT", "INBOX cannot be deleted")
	}
	delete(a.boxes, name)
	mb.mu.Lock()
	defer mb.mu.Unlock()
	mb.quota.give(amount{octets: mb.size, messages: int64(len(mb.msgs)), boxes: 1})
	mb.removed.Store(true)
	a.registry.sharing.replace(a.user, mb.access(), nil)
	return commit(a.registry.store, []store.Op{store.DeleteMailbox{ID: mb.id}}, mb), nil
}

// Subscribe adds a name to the subscriptions, whether or not it exists
// (RFC 9051 §6.3.7).
func (a *Account) Subscribe(name string) error {
	name = CanonicalName(name)
	if err := checkName(name); err != nil {
		return err
	}
	return a.subscribe(name, true, store.Subscribe{User: a.user, Name: name})
}

// Unsubscribe removes a name from the subscriptions.
func (a *Account) Unsubscribe(name string) error {
	name = CanonicalName(name)
	return a.subscribe(name, false, store.Unsubscribe{User: a.user, Name: name})
}

func (a *Account) subscribe(name string, on bool, op store.Op) error {
	a.mu.Lock()
	if err := a.failure; err != nil {
		a.mu.Unlock()
		return err
	}
	if on {
		a.subscribed[name] = true
	} else {
		delete(a.subscribed, name)
	}
	p := commit(a.registry.store, []store.Op{op})
	a.mu.Unlock()
	err := a.settle(p)
	if err == nil {
		a.hub.publish(Event{Kinds: SubscriptionChange, Name: name, By: a.by})
	}
	return err
}

// Subscribed reports whether a name is subscribed to.
func (a *Account) Subscribed(name string) bool {
	a.mu.RLock()
	defer a.mu.RUnlock()
	return a.subscribed[name]
}
