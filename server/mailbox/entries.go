package mailbox

import (
	"maps"
	"slices"
	"strings"
)

// Entry is one name that LIST can show.
type Entry struct {
	Name       string
	Exists     bool // a mailbox, not only a subscription or a name above one of either
	Subscribed bool
	SpecialUse []string
}

// Entries returns every mailbox to which the user has the right "l", in all
// namespaces, every subscription, and every missing name above these, sorted by
// name.
func (a *Account) Entries() []Entry {
	all := make(map[string]Entry)
	a.list(a, all)
	for _, owner := range a.neighbours() {
		// An account that cannot be read has nothing to show.
		if home, err := a.registry.Account(owner); err == nil {
			home.list(a, all)
		}
	}
	a.listSubscriptions(all)
	for _, name := range slices.Collect(maps.Keys(all)) {
		for _, parent := range parents(name) {
			if _, known := all[parent]; !known {
				all[parent] = Entry{Name: parent}
			}
		}
	}
	return slices.SortedFunc(maps.Values(all), func(a, b Entry) int { return strings.Compare(a.Name, b.Name) })
}

// list adds the mailboxes of the account that viewer may see. Special uses are
// the owner's: nobody else's client shall put drafts into them.
func (a *Account) list(viewer *Account, all map[string]Entry) {
	prefix := viewer.prefix(a.user)
	a.mu.RLock()
	defer a.mu.RUnlock()
	for name, mb := range a.boxes {
		if !mb.Rights(viewer.user).Has(RightLookup) {
			continue
		}
		e := Entry{Name: prefix + name, Exists: true}
		if viewer.same(a) {
			e.SpecialUse = mb.rec.SpecialUse
		}
		all[e.Name] = e
	}
}

func (a *Account) listSubscriptions(all map[string]Entry) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	for name := range a.subscribed {
		e := all[name]
		e.Name, e.Subscribed = name, true
		all[name] = e
	}
}
