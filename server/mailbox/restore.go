package mailbox

import "imaporacle/server/store"

// errReplaced is for those who hold on to what was there before a Restore.
var errReplaced = refuse("UNAVAILABLE", "The mail of the server has been replaced")

// Restore puts a snapshot of the store in the place of all that there is.
// Whatever came from the Registry before is of no more use. No session may be
// under way.
func (r *Registry) Restore(s store.Snapshot) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, a := range r.accounts {
		a.retire()
	}
	r.accounts = make(map[string]*Account)
	r.notes, r.acls = nil, nil
	r.sharing.clear()
	return r.store.Restore(s)
}

// retire refuses every change from now on, so that none reaches the store that
// was made for what is no longer there.
func (a *Account) retire() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.failure = errReplaced
	for _, mb := range a.boxes {
		mb.mu.Lock()
		mb.removed.Store(true)
		mb.mu.Unlock()
	}
}
