package store

import (
	"fmt"
	"maps"
	"slices"
)

// Limits are the quotas of a user: the limit of each resource that has one, by
// the resource's name and in its unit (RFC 9208 §3.1).
type Limits map[string]int64

// SetQuota replaces the limits of a user. Without any the user has none, which
// differs from a user whose limits were never set.
type SetQuota struct {
	User   string
	Limits Limits
}

func (op SetQuota) check() error {
	for name, limit := range op.Limits {
		if name == "" || limit < 0 {
			return fmt.Errorf("%w: limit %d of resource %.40q", ErrInvalid, limit, name)
		}
	}
	return checkName("user name", op.User)
}

func (op SetQuota) String() string { return fmt.Sprintf("set quota of %.80q", op.User) }

// normalLimits is a copy that is not nil: an empty one was set.
func normalLimits(l Limits) Limits {
	if l == nil {
		return Limits{}
	}
	return maps.Clone(l)
}

// names returns the names of the resources in byte order.
func (l Limits) names() []string { return slices.Sorted(maps.Keys(l)) }
