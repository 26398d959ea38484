package room

import "fmt"

// Mailboxes returns the names of the mailboxes that a user may see, sorted.
func (r *Room) Mailboxes(user string) ([]string, error) {
	account, err := r.server.Load().Account(user)
	if err != nil {
		return nil, fmt.Errorf("room: %w", err)
	}
	var all []string
	for _, e := range account.Entries() {
		if e.Exists {
			all = append(all, e.Name)
		}
	}
	return all, nil
}

// HasMail reports whether there is a message in a mailbox of a user's.
func (r *Room) HasMail(user, name string) (bool, error) {
	account, err := r.server.Load().Account(user)
	if err != nil {
		return false, fmt.Errorf("room: %w", err)
	}
	mb, err := account.Get(name)
	if err != nil {
		return false, fmt.Errorf("room: mailbox %q of %s: %w", name, user, err)
	}
	return len(mb.MessagesAfter(0, 1)) > 0, nil
}
