package mailbox

import (
	"sync"
	"sync/atomic"

	"imaporacle/server/store"
)

// Registry is all accounts of one server over one store.
type Registry struct {
	store     store.Store
	behaviour atomic.Pointer[Behaviour]

	remembered int // see the constant
	limits     store.Limits
	soft       bool // the limits

	mu       sync.Mutex
	accounts map[string]*Account
}

// NewRegistry returns the accounts kept in s. They behave as b says.
func NewRegistry(s store.Store, b Behaviour) *Registry {
	r := &Registry{store: s, accounts: make(map[string]*Account), remembered: remembered}
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
	if a.boxes[Inbox] == nil {
		if err := a.Create(Inbox, nil); err != nil {
			return nil, err
		}
	}
	// Only now: no quota forbids INBOX.
	a.quota.limits, err = r.limitsOf(user)
	return a, err
}
