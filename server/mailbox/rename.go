package mailbox

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"imaporacle/server/store"
)

// Rename gives a mailbox and its children a new name (RFC 9051 §6.3.6). Of
// INBOX only the messages move; INBOX stays, empty. A mailbox never changes its
// owner by that.
func (a *Account) Rename(from, to string) error {
	from, to = CanonicalName(from), CanonicalName(strings.TrimSuffix(to, Delimiter))
	if err := checkName(to); err != nil {
		return err
	}
	home, old, err := a.home(from)
	switch {
	case err != nil:
		return err
	case home == nil:
		return errNonexistent
	}
	dest, name, err := a.homeOfNew(to)
	if err != nil || !dest.same(home) {
		return home.acrossNamespaces(a.user, old, err)
	}
	if home.same(a) && old == Inbox {
		return a.renameInbox(name)
	}
	if strings.HasPrefix(to, from+Delimiter) {
		return refuse("CANNOT", "A mailbox cannot become its own child")
	}
	home.mu.Lock()
	made, p, err := home.rename(a.user, old, name)
	home.mu.Unlock()
	if err == nil {
		err = home.settle(p)
	}
	if err == nil {
		home.named(MailboxName|ValidityChange, made...)
		home.renamed(old, name)
	}
	return err
}

// acrossNamespaces says why a mailbox cannot have a name in another account:
// first that it is not there, so that nobody learns that it is.
func (a *Account) acrossNamespaces(user, from string, reason error) error {
	mb, err := a.Get(from)
	if err == nil {
		err = mb.permit(user, RightDeleteMailbox)
	}
	switch {
	case err != nil:
		return err
	case reason != nil:
		return reason
	}
	return refuse("CANNOT", "A mailbox cannot be renamed into another namespace")
}

// rename returns the names of the mailboxes that it made above the new name.
func (a *Account) rename(user, from, to string) (made []string, p *pending, err error) {
	if a.failure != nil {
		return nil, nil, a.failure
	}
	if err := a.mayRename(user, from, to); err != nil {
		return nil, nil, err
	}
	moved := make(map[string]string)
	for name := range a.boxes {
		if name == from || strings.HasPrefix(name, from+Delimiter) {
			moved[name] = to + strings.TrimPrefix(name, from)
		}
	}
	if len(moved) == 0 {
		return nil, nil, errNonexistent
	}
	for _, name := range append(slices.Collect(maps.Values(moved)), to) {
		if err := a.taken(user, name); err != nil {
			return nil, nil, err
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

// mayRename asks for "x" on the mailbox and "k" on the one above its new name
// (RFC 4314 §4). What is not a mailbox itself, but has some below it, is
// renamed by the owner only. mu is held.
func (a *Account) mayRename(user, from, to string) error {
	switch mb := a.boxes[from]; {
	case mb != nil:
		if err := mb.permit(user, RightDeleteMailbox); err != nil {
			return err
		}
	case !a.ownedBy(user):
		return errNonexistent
	}
	if from == Inbox {
		return ErrNoPermission // not one's own
	}
	return a.mayCreate(user, to)
}

// renameInbox moves the messages as if by MOVE from a session of its own, and
// copies the annotations (RFC 5464 §4.1).
func (a *Account) renameInbox(to string) error {
	inbox, err := a.Lookup(Inbox, RightDeleteMailbox)
	if err != nil {
		return err
	}
	made, err := a.create(a.user, to, nil)
	if err != nil {
		return err
	}
	a.named(MailboxName|ValidityChange, made[:len(made)-1]...)
	a.renamed(Inbox, to)
	dest, err := a.Get(to)
	if err != nil {
		return err
	}
	if err := inbox.copyAnnotations(dest); err != nil {
		return err
	}
	v, _, err := inbox.Open(cmp.Or(a.by, &Actor{User: a.user, Command: "RENAME"}), true)
	if err != nil {
		return err
	}
	defer v.Close()
	v.readOnly = false // opened read-only so that \Recent is left to real sessions
	v.unbound = true
	all := make([]int, len(v.msgs))
	for i := range all {
		all[i] = i
	}
	_, err = v.Move(all, dest)
	return err
}
