package store

import (
	"encoding/binary"
	"fmt"
	"math"

	"go.etcd.io/bbolt"
)

// quotaEncoding is the only encoding of Limits so far: pairs of a name and a
// limit.
const quotaEncoding = 1

// Quota implements Store.
func (s *Bolt) Quota(user string) (limits Limits, err error) {
	err = s.view(func(tx *bbolt.Tx) error {
		value := tx.Bucket(bucketQuotas).Get([]byte(user))
		if value == nil {
			return nil
		}
		var err error
		if limits, err = decodeLimits(value); err != nil {
			return corrupt(bucketQuotas, []byte(user), err.Error())
		}
		return nil
	})
	if err != nil {
		return nil, readError(err, fmt.Sprintf("quota of %.80q", user))
	}
	return limits, nil
}

func (a *applier) setQuota(op SetQuota) error {
	return a.put(a.quotas, []byte(op.User), a.record(func(b []byte) []byte { return appendLimits(b, op.Limits) }))
}

func appendLimits(b []byte, l Limits) []byte {
	b = append(b, quotaEncoding)
	for _, name := range l.names() {
		b = binary.AppendUvarint(appendString(b, name), uint64(l[name]))
	}
	return b
}

func decodeLimits(b []byte) (Limits, error) {
	d := decoder{rest: b}
	d.encoding(quotaEncoding, quotaEncoding)
	l := make(Limits)
	for len(d.rest) > 0 {
		name, limit := d.string(), d.uvarint()
		if limit > math.MaxInt64 {
			d.fail(fmt.Errorf("limit %d does not fit into 63 bits", limit))
		}
		l[name] = int64(limit)
	}
	return l, d.end()
}
