package mailbox

import (
	"fmt"
	"sync"
	"sync/atomic"

	"imaporacle/server/store"
)

// Registry is all accounts of one server over one store.
type Registry struct {
	store     store.Store
	behaviour atomic.Pointer[Behaviour]
	policy    Policy
	sharing   sharing

	remembered int // see the constant
	limits     store.Limits
	soft       bool // the limits

	threading sync.Mutex // held by the account that makes threads

	mu       sync.Mutex
	accounts map[string]*Account
	// notes are the server's annotations; acls the lists of the mailboxes whose
	// accounts have not been opened yet. Both are nil until an account is.
	notes notes
	acls  map[store.MailboxID]accessList
}

// NewRegistry returns the accounts kept in s. They behave as b says, under the
// policy p.
func NewRegistry(s store.Store, b Behaviour, p Policy) *Registry {
	p.Metadata = p.Metadata.withDefaults()
	r := &Registry{
		store: s, policy: p, accounts: make(map[string]*Account), remembered: remembered,
		sharing: sharing{owners: make(map[string]map[string]int)},
	}
	r.behaviour.Store(&b)
	return r
}

// LimitAccounts gives limits to the accounts that have none of their own. Soft
// limits, of any account, stop nothing (RFC 9208 §3.1.2). It comes before the
// first Account.
func (r *Registry) LimitAccounts(limits store.Limits, soft bool) { r.limits, r.soft = limits, soft }

// Behaviour returns the behaviour in force.
func (r *Registry) Behaviour() Behaviour { return *r.behaviour.Load() }

// Account returns the mailboxes of user, with an INBOX, which it makes if
// there is none (RFC 9051 §5.1).
func (r *Registry) Account(user string) (*Account, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if a, ok := r.accounts[user]; ok {
		return a, nil
	}
	a, err := r.open(user)
	if err != nil {
		return nil, storageError(err)
	}
	r.accounts[user] = a
	return a, nil
}

func (r *Registry) open(user string) (*Account, error) {
	if err := r.prepare(); err != nil {
		return nil, err
	}
	recs, err := r.store.Mailboxes(user)
	if err != nil {
		return nil, err
	}
	subs, err := r.store.Subscriptions(user)
	if err != nil {
		return nil, err
	}
	a := &Account{account: &account{
		registry: r, user: user,
		boxes: make(map[string]*Mailbox), subscribed: make(map[string]bool), quota: &quota{soft: r.soft},
	}}
	for _, rec := range recs {
		if a.boxes[rec.Name], err = load(a.account, rec); err != nil {
			return nil, err
		}
	}
	for _, name := range subs {
		a.subscribed[name] = true
	}
	if user == sharedOwner {
		return a, nil // neither INBOX nor the limits of a user
	}
	if a.boxes[Inbox] == nil {
		if err := a.Create(Inbox, nil); err != nil {
			return nil, err
		}
	}
	// Only now: no quota forbids INBOX.
	a.quota.limits, err = r.limitsOf(user)
	return a, err
}

// prepare reads, once, what concerns all accounts. mu is held.
func (r *Registry) prepare() error {
	if r.notes != nil {
		return nil
	}
	list, err := r.store.Annotations(store.ServerBox)
	if err != nil {
		return err
	}
	acls, err := r.store.ACLs()
	if err != nil {
		return err
	}
	r.acls = make(map[store.MailboxID]accessList)
	for _, acl := range acls {
		grants, err := accessListOf(acl.Grants)
		if err != nil {
			return fmt.Errorf("access control list of mailbox %d: %w", acl.Box, err)
		}
		r.acls[acl.Box] = grants
	}
	for _, acl := range acls {
		r.sharing.replace(acl.User, nil, r.acls[acl.Box])
	}
	r.notes = notesOf(list)
	return nil
}
