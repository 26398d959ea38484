package mailbox

import (
	"slices"
	"strings"
)

// The namespaces beside the personal one (RFC 2342, RFC 9051 §6.3.10).
// "Other Users/ann/Lists" is the mailbox that ann calls "Lists"; what is below
// "Shared" belongs to nobody. No personal mailbox can be created in either.
const (
	OtherUsers = "Other Users"
	Shared     = "Shared"
)

// sharedOwner takes the place of the owner of shared mailboxes. No user can
// have this name: SASLprep prohibits the character (RFC 4013 §2.3).
const sharedOwner = "\x01shared"

// Lookup returns the mailbox of that name in any namespace, if the user has
// the rights that are needed.
func (a *Account) Lookup(name string, need Rights) (*Mailbox, error) {
	home, inner, err := a.home(CanonicalName(name))
	switch {
	case err != nil:
		return nil, err
	case home == nil:
		return nil, errNonexistent
	}
	mb, err := home.Get(inner)
	if err != nil {
		return nil, err
	}
	if err := mb.permit(a.user, need); err != nil {
		return nil, err
	}
	return mb, nil
}

// home returns the account in which a canonical name lies, and the name there.
// The account is nil if there is none, or none of which the user may know.
func (a *Account) home(name string) (home *Account, inner string, err error) {
	first, rest, _ := strings.Cut(name, Delimiter)
	if first != OtherUsers && first != Shared || a.has(name) {
		return a, name, nil
	}
	owner := sharedOwner
	if first == OtherUsers {
		owner, rest, _ = strings.Cut(rest, Delimiter)
	}
	if rest == "" || !slices.Contains(a.neighbours(), owner) || owner == sharedOwner && first != Shared {
		return nil, "", nil
	}
	home, err = a.registry.Account(owner)
	if err != nil {
		return nil, "", err
	}
	return home.As(a.by), canonicalInbox(rest), nil
}

// Personal reports whether a name is one of the user's own mailboxes, whether or
// not there is one.
func (a *Account) Personal(name string) bool {
	home, _, err := a.home(CanonicalName(name))
	return err == nil && home.same(a)
}

// homeOfNew returns the account in which a mailbox of that canonical name would
// be created, and its name there.
func (a *Account) homeOfNew(name string) (home *Account, inner string, err error) {
	home, inner, err = a.home(name)
	first, _, _ := strings.Cut(inner, Delimiter)
	switch {
	case err != nil:
		return nil, "", err
	case name == OtherUsers || name == Shared:
		return nil, "", refuse("CANNOT", "%s is a namespace", name)
	case home == nil:
		return nil, "", ErrNoPermission
	case home.user == sharedOwner && first == Inbox:
		return nil, "", refuse("CANNOT", "INBOX is personal")
	}
	return home, inner, nil
}

// same reports whether both are the account of one user. Either may be nil.
func (a *Account) same(b *Account) bool {
	return a != nil && b != nil && a.account == b.account
}

// has reports whether the account has a mailbox of that name. One from before
// there were namespaces keeps a name that could not be given any more.
func (a *Account) has(name string) bool {
	a.mu.RLock()
	defer a.mu.RUnlock()
	return a.boxes[name] != nil
}

// neighbours returns the owners of mailboxes of which the user may know some.
// A user whose name cannot be one level of a mailbox name is left out.
func (a *Account) neighbours() []string {
	owners := a.registry.sharing.with(a.user)
	if a.registry.isAdmin(a.user) && !slices.Contains(owners, sharedOwner) {
		owners = append(owners, sharedOwner)
	}
	return slices.DeleteFunc(owners, func(owner string) bool {
		return owner == a.user ||
			owner != sharedOwner && (strings.Contains(owner, Delimiter) || checkName(owner) != nil)
	})
}

// prefix returns what stands before the names of an owner's mailboxes.
func (a *Account) prefix(owner string) string {
	switch owner {
	case a.user:
		return ""
	case sharedOwner:
		return Shared + Delimiter
	}
	return OtherUsers + Delimiter + owner + Delimiter
}

// NameOf returns the name by which the user knows a mailbox, in UTF-8.
func (a *Account) NameOf(mb *Mailbox) string { return a.prefix(mb.owner) + mb.Name() }

// ownedBy reports whether the user can do with the account what the rights to
// single mailboxes do not decide: create mailboxes that have no parent.
func (a *Account) ownedBy(user string) bool {
	return a.user == user || a.user == sharedOwner && a.registry.isAdmin(user)
}

// mayCreate refuses a new mailbox without the right "k" to the nearest one
// above it (RFC 4314 §4). mu is held.
func (a *Account) mayCreate(user, name string) error {
	above := a.above(name)
	if above == nil && a.ownedBy(user) || above != nil && above.Rights(user).Has(RightCreate) {
		return nil
	}
	return ErrNoPermission
}

// above returns the nearest mailbox above a name, nil if there is none. mu is
// held.
func (a *Account) above(name string) *Mailbox {
	for _, parent := range slices.Backward(parents(name)) {
		if mb := a.boxes[parent]; mb != nil {
			return mb
		}
	}
	return nil
}

// taken refuses a name that is in use, without telling it to who must not know.
// mu is held.
func (a *Account) taken(user, name string) error {
	switch mb := a.boxes[name]; {
	case mb == nil:
		return nil
	case !mb.Rights(user).Has(RightLookup):
		return ErrNoPermission
	}
	return refuse("ALREADYEXISTS", "A mailbox of that name exists already")
}
