package mailbox

import (
	"cmp"
	"maps"
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

// Get returns the mailbox of that name.
func (a *Account) Get(name string) (*Mailbox, error) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	if a.failure != nil {
		return nil, a.failure
	}
	if mb := a.boxes[CanonicalName(name)]; mb != nil {
		return mb, nil
	}
	return nil, refuse("NONEXISTENT", "No such mailbox")
}

// Create makes a mailbox and those above it that are missing
// (RFC 9051 §6.3.4). A trailing delimiter only announces children: it is
// dropped.
func (a *Account) Create(name string, specialUse []string) error {
	name = CanonicalName(strings.TrimSuffix(name, Delimiter))
	if err := checkName(name); err != nil {
		return err
	}
	made, err := a.create(name, specialUse)
	if err == nil {
		a.named(MailboxName|ValidityChange, made...)
		a.named(MailboxName, parent(made[0]))
	}
	return err
}

// create returns the names of the mailboxes that it made, from the top, when
// they are durable.
func (a *Account) create(name string, specialUse []string) (made []string, err error) {
	a.mu.Lock()
	if err := a.creatable(name, specialUse); err != nil {
		a.mu.Unlock()
		return nil, err
	}
	made, ops, err := a.addParents(name, 1)
	if err != nil {
		a.mu.Unlock()
		return nil, err
	}
	made, ops = append(made, name), append(ops, a.add(name, specialUse))
	p := commit(a.registry.store, ops)
	a.mu.Unlock()
	return made, a.settle(p)
}

func (a *Account) creatable(name string, specialUse []string) error {
	if a.failure != nil {
		return a.failure
	}
	if a.boxes[name] != nil {
		return refuse("ALREADYEXISTS", "The mailbox exists already")
	}
	return a.useIsFree(specialUse)
}

// addParents makes the mailboxes above name that are missing, if the quota has
// room for them and n others.
func (a *Account) addParents(name string, n int) (made []string, ops []store.Op, err error) {
	made = slices.DeleteFunc(parents(name), func(parent string) bool { return a.boxes[parent] != nil })
	if err := a.quota.take(amount{boxes: int64(len(made) + n)}); err != nil {
		return nil, nil, err
	}
	for _, parent := range made {
		ops = append(ops, a.add(parent, nil))
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

// useIsFree refuses a second mailbox for one use (RFC 6154 §3).
func (a *Account) useIsFree(specialUse []string) error {
	for _, mb := range a.boxes {
		for _, use := range specialUse {
			if containsFold(mb.rec.SpecialUse, use) {
				return refuse("USEATTR", "%s is %s already", mb.Name(), use)
			}
		}
	}
	return nil
}

// add makes a mailbox in memory and returns what the store must do.
func (a *Account) add(name string, specialUse []string) store.Op {
	s := a.registry.store
	rec := store.Mailbox{
		ID: s.NextID(), User: a.user, Name: name,
		UIDValidity: s.NextUIDValidity(), UIDNext: 1, HighestModSeq: 1, FirstRecent: 1,
		SpecialUse: specialUse, Created: time.Now(),
	}
	a.boxes[name] = newMailbox(a.account, rec)
	return store.PutMailbox{Mailbox: rec}
}

// Delete removes a mailbox. Its children stay (RFC 9051 §6.3.5); sessions that
// have it selected are disconnected (RFC 2180 §3.3).
func (a *Account) Delete(name string) error {
	name = CanonicalName(name)
	if name == Inbox {
		return refuse("CANNOT", "INBOX cannot be deleted")
	}
	a.mu.Lock()
	p, err := a.delete(name)
	a.mu.Unlock()
	if err == nil {
		err = a.settle(p)
	}
	if err == nil {
		a.named(MailboxName, name, parent(name))
	}
	return err
}

func (a *Account) delete(name string) (*pending, error) {
	if a.failure != nil {
		return nil, a.failure
	}
	mb := a.boxes[name]
	if mb == nil {
		return nil, refuse("NONEXISTENT", "No such mailbox")
	}
	delete(a.boxes, name)
	mb.mu.Lock()
	defer mb.mu.Unlock()
	mb.quota.give(amount{octets: mb.size, messages: int64(len(mb.msgs)), boxes: 1})
	mb.removed.Store(true)
	return commit(a.registry.store, []store.Op{store.DeleteMailbox{ID: mb.id}}, mb), nil
}

// Rename gives a mailbox and its children a new name (RFC 9051 §6.3.6). Of
// INBOX only the messages move; INBOX stays, empty.
func (a *Account) Rename(from, to string) error {
	from, to = CanonicalName(from), CanonicalName(strings.TrimSuffix(to, Delimiter))
	if err := checkName(to); err != nil {
		return err
	}
	if from == Inbox {
		return a.renameInbox(to)
	}
	if strings.HasPrefix(to, from+Delimiter) {
		return refuse("CANNOT", "A mailbox cannot become its own child")
	}
	a.mu.Lock()
	made, p, err := a.rename(from, to)
	a.mu.Unlock()
	if err == nil {
		err = a.settle(p)
	}
	if err == nil {
		a.named(MailboxName|ValidityChange, made...)
		a.renamed(from, to)
	}
	return err
}

// rename returns the names of the mailboxes that it made above the new name.
func (a *Account) rename(from, to string) (made []string, p *pending, err error) {
	if a.failure != nil {
		return nil, nil, a.failure
	}
	moved := make(map[string]string)
	for name := range a.boxes {
		if name == from || strings.HasPrefix(name, from+Delimiter) {
			moved[name] = to + strings.TrimPrefix(name, from)
		}
	}
	if len(moved) == 0 {
		return nil, nil, refuse("NONEXISTENT", "No such mailbox")
	}
	for _, name := range append(slices.Collect(maps.Values(moved)), to) {
		if a.boxes[name] != nil {
			return nil, nil, refuse("ALREADYEXISTS", "A mailbox of the new name exists already")
		}
	}
	made, ops, err := a.addParents(to, 0)
	if err != nil {
		return nil, nil, err
	}
	for old, name := range moved {
		mb := a.boxes[old]
		delete(a.boxes, old)
		a.boxes[name] = mb
		mb.mu.Lock()
		mb.rec.Name = name
		mb.name.Store(&name)
		ops = append(ops, store.PutMailbox{Mailbox: mb.rec})
		mb.mu.Unlock()
	}
	return made, commit(a.registry.store, ops), nil
}

// renameInbox moves the messages as if by MOVE from a session of its own.
func (a *Account) renameInbox(to string) error {
	inbox, err := a.Get(Inbox)
	if err != nil {
		return err
	}
	made, err := a.create(to, nil)
	if err != nil {
		return err
	}
	a.named(MailboxName|ValidityChange, made[:len(made)-1]...)
	a.renamed(Inbox, to)
	dest, err := a.Get(to)
	if err != nil {
		return err
	}
	v, _, err := inbox.Open(cmp.Or(a.by, &Actor{User: a.user, Command: "RENAME"}), true)
	if err != nil {
		return err
	}
	defer v.Close()
	v.readOnly = false // opened read-only so that \Recent is left to real sessions
	all := make([]int, len(v.msgs))
	for i := range all {
		all[i] = i
	}
	_, err = v.Move(all, dest)
	return err
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

// Entry is one name that LIST can show.
type Entry struct {
	Name       string
	Exists     bool // a mailbox, not only a subscription or a name above one of either
	Subscribed bool
	SpecialUse []string
}

// Entries returns every mailbox, every subscription, and every missing name
// above these, sorted by name.
func (a *Account) Entries() []Entry {
	a.mu.RLock()
	defer a.mu.RUnlock()
	all := make(map[string]Entry)
	for name, mb := range a.boxes {
		all[name] = Entry{Name: name, Exists: true, SpecialUse: mb.rec.SpecialUse}
	}
	for name := range a.subscribed {
		e := all[name]
		e.Name, e.Subscribed = name, true
		all[name] = e
	}
	for _, name := range slices.Collect(maps.Keys(all)) {
		for _, parent := range parents(name) {
			if _, known := all[parent]; !known {
				all[parent] = Entry{Name: parent}
			}
		}
	}
	return slices.SortedFunc(maps.Values(all), func(a, b Entry) int { return strings.Compare(a.Name, b.Name) })
}
