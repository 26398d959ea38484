package mailbox

import (
	"cmp"
	"fmt"
	"slices"
)

// Policy is what an operator decides about all accounts.
type Policy struct {
	// Admins have all rights to the shared mailboxes, and create those that
	// have no parent. There are none by default.
	Admins []string
	// Metadata bounds annotations.
	Metadata MetadataLimits
}

// MetadataLimits bound annotations (RFC 5464 §4.1). A zero stands for the
// default.
type MetadataLimits struct {
	Size    int // octets of one value; 65,536 by default, the RFC asks for 1,024
	Entries int // of one mailbox or the server, the shared and those of each user apart; 100 by default, the RFC asks for 10
}

func (l MetadataLimits) withDefaults() MetadataLimits {
	return MetadataLimits{Size: cmp.Or(l.Size, 64<<10), Entries: cmp.Or(l.Entries, 100)}
}

// tooLarge is the response code for a value over the limit (RFC 5464 §4.3).
func (l MetadataLimits) tooLarge() string { return fmt.Sprintf("METADATA MAXSIZE %d", l.Size) }

// isAdmin reports whether the user has all rights to shared mailboxes.
func (r *Registry) isAdmin(user string) bool { return slices.Contains(r.policy.Admins, user) }
