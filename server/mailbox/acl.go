package mailbox

import (
	"slices"
	"strings"

	"imaporacle/server/store"
)

// Anyone is the identifier that stands for every user, anonymous or not
// (RFC 4314 §2).
const Anyone = "anyone"

// maxGrants bounds the access control list of a mailbox.
const maxGrants = 128

// kept are the rights that the owner of a mailbox never loses.
const kept = RightLookup | RightAdmin

// Grant is one pair of an access control list. An Identifier that begins with
// "-" takes the Rights away.
type Grant struct {
	Identifier string
	Rights     Rights
}

// accessList is an access control list, in the order in which it was made. It
// is never changed, only replaced.
type accessList []Grant

// accessListOf reads what the store keeps.
func accessListOf(grants []store.Grant) (accessList, error) {
	list := make(accessList, len(grants))
	for i, g := range grants {
		rights, err := ParseRights(g.Rights)
		if err != nil {
			return nil, err
		}
		list[i] = Grant{g.Identifier, rights}
	}
	return list, nil
}

func (l accessList) records() []store.Grant {
	records := make([]store.Grant, len(l))
	for i, g := range l {
		records[i] = store.Grant{Identifier: g.Identifier, Rights: g.Rights.String()}
	}
	return records
}

func (l accessList) find(identifier string) int {
	return slices.IndexFunc(l, func(g Grant) bool { return g.Identifier == identifier })
}

// rights returns what the list gives to a user who has these rights without it.
// Of the pairs that apply the most specific gives, as with Dovecot, and each
// negative one takes away (RFC 4314 §2).
func (l accessList) rights(user string, without Rights) Rights {
	given, taken, named := without, Rights(0), without != 0
	for _, g := range l {
		switch {
		case g.Identifier == user:
			given, named = g.Rights, true
		case g.Identifier == Anyone && !named:
			given = g.Rights
		case g.Identifier == "-"+user, g.Identifier == "-"+Anyone:
			taken |= g.Rights
		}
	}
	return given &^ taken
}

// access returns the access control list without the owner's pair if that is
// the default.
func (mb *Mailbox) access() accessList {
	if l := mb.acl.Load(); l != nil {
		return *l
	}
	return nil
}

// Rights returns the rights of a user. The owner has all of them, but for what
// the list says, and never loses "l" and "a". An administrator has all rights
// to shared mailboxes.
func (mb *Mailbox) Rights(user string) Rights {
	switch {
	case mb.owner == user:
		return mb.access().rights(user, AllRights) | kept
	case mb.owner == sharedOwner && mb.registry.isAdmin(user):
		return AllRights
	}
	return mb.access().rights(user, 0)
}

// permit refuses what a user lacks a right for. Without "l" the answer is that
// for a mailbox that does not exist (RFC 4314 §6).
func (mb *Mailbox) permit(user string, need Rights) error {
	have := mb.Rights(user)
	switch {
	case have.Has(need):
		return nil
	case !have.Has(RightLookup):
		return errNonexistent
	}
	return ErrNoPermission
}

// ACL returns the access control list, that of the owner first. Nobody owns a
// shared mailbox.
func (mb *Mailbox) ACL() []Grant {
	list := slices.Clone(mb.access())
	if mb.owner == sharedOwner {
		return list
	}
	own := Grant{mb.owner, AllRights}
	if i := list.find(mb.owner); i >= 0 {
		own = list[i]
		list = slices.Delete(list, i, i+1)
	}
	return append([]Grant{own}, list...)
}

// Grantable returns the rights that an identifier always has, and those that it
// can be given (RFC 4314 §3.4).
func (mb *Mailbox) Grantable(identifier string) (always, optional Rights) {
	switch {
	case identifier == mb.owner:
		always = kept
	case mb.owner == sharedOwner && mb.registry.isAdmin(identifier):
		always = AllRights
	}
	return always, AllRights &^ always
}

// Grant changes the rights of an identifier: change gets those that its pair
// has, none if there is no pair, and returns the new ones (RFC 4314 §3.1).
func (mb *Mailbox) Grant(identifier string, change func(Rights) Rights) error {
	return mb.changeACL(func(list accessList) (accessList, error) {
		old := Grant{Identifier: identifier}
		i := list.find(identifier)
		switch {
		case i >= 0:
			old = list[i]
		case identifier == mb.owner:
			old.Rights = AllRights
		}
		next := Grant{identifier, change(old.Rights)}
		if identifier == mb.owner {
			next.Rights |= kept
		}
		switch {
		case i >= 0:
			list[i] = next
		case len(list) >= maxGrants:
			return nil, refuse("LIMIT", "The list has %d identifiers already", maxGrants)
		default:
			list = append(list, next)
		}
		return list, nil
	})
}

// Revoke removes the pair of an identifier, if there is one. The owner has all
// rights then (RFC 4314 §3.2).
func (mb *Mailbox) Revoke(identifier string) error {
	return mb.changeACL(func(list accessList) (accessList, error) {
		return slices.DeleteFunc(list, func(g Grant) bool { return g.Identifier == identifier }), nil
	})
}

// changeACL replaces the list by what change makes of a copy, and returns when
// that is durable. The sessions of the mailbox are woken: their rights may be
// others now.
func (mb *Mailbox) changeACL(change func(accessList) (accessList, error)) error {
	mb.mu.Lock()
	err := mb.usable()
	var next accessList
	if err == nil {
		next, err = change(slices.Clone(mb.access()))
	}
	if err != nil {
		mb.mu.Unlock()
		return err
	}
	p := commit(mb.registry.store, []store.Op{mb.setACL(next)}, mb)
	mb.mu.Unlock()
	return p.wait()
}

// setACL is the one place at which the list of a mailbox becomes another. It
// returns what the store must do.
func (mb *Mailbox) setACL(next accessList) store.Op {
	mb.registry.sharing.replace(mb.owner, mb.access(), next)
	mb.acl.Store(&next)
	return store.SetACL{Box: mb.id, Grants: next.records()}
}

// identifiers returns whom a list gives something: only they can see more than
// without it.
func (l accessList) identifiers() []string {
	var names []string
	for _, g := range l {
		if !strings.HasPrefix(g.Identifier, "-") {
			names = append(names, g.Identifier)
		}
	}
	return names
}
