package mailbox

import (
	"maps"
	"slices"
	"sync"
)

// sharing knows whose mailboxes name an identifier in their lists. So LIST
// looks at the accounts that have something to show, and at no others, and a
// name leads to no account of which the user must not know.
type sharing struct {
	mu sync.Mutex
	// owners maps identifiers to owners, and these to how many mailboxes of
	// theirs name the identifier.
	owners map[string]map[string]int
}

// replace notes that a mailbox of owner has another list.
func (s *sharing) replace(owner string, old, next accessList) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.count(owner, next, +1)
	s.count(owner, old, -1)
}

// clear forgets everybody.
func (s *sharing) clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.owners)
}

// count adds or removes a list. mu is held.
func (s *sharing) count(owner string, list accessList, n int) {
	for _, identifier := range list.identifiers() {
		owners := s.owners[identifier]
		if owners == nil {
			owners = make(map[string]int)
			s.owners[identifier] = owners
		}
		if owners[owner] += n; owners[owner] == 0 {
			delete(owners, owner)
		}
		if len(owners) == 0 {
			delete(s.owners, identifier)
		}
	}
}

// with returns the owners whose mailboxes name the user or anyone, in order.
func (s *sharing) with(user string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	owners := slices.Collect(maps.Keys(s.owners[user]))
	owners = append(owners, slices.Collect(maps.Keys(s.owners[Anyone]))...)
	slices.Sort(owners)
	return slices.Compact(owners)
}
