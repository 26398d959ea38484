package mailbox

// Remember has the mailboxes remember n expunges at least.
func (r *Registry) Remember(n int) { r.remembered = n }
