package store

import (
	"encoding/binary"
	"fmt"

	"go.etcd.io/bbolt"
)

// The file is laid out in top-level buckets. Numbers in keys are big-endian, so
// that the order of keys is the order of numbers:
//
//	meta           "format" → marker; "version" → byte; "marks" → counters
//	mailboxes      mailbox → record
//	deleted        mailbox → nothing; ids that must not come back
//	names          user NUL name → mailbox
//	subscriptions  user NUL name → nothing
//	messages       mailbox → bucket of: UID → record
//	ghosts         mailbox UID → content, size
//	expunged       mailbox → bucket of: mod-sequence UID → nothing
//	acls           mailbox → identifiers and their rights
//	annotations    mailbox user NUL name → value; mailbox 0 is the server
//	bodies         content chunk → bytes
//	shares         content → number of messages and ghosts, where it is not 1
//	quotas         user → limits
//	threads        content → thread and its links, where they are known
//
// Bodies get rising ids and so are appended to the end of their tree. A message
// that was never copied has no entry in shares, which spares appends a page. A
// mailbox from which nothing was expunged has no bucket in expunged.
//
// Version 1 had no expunged, and its mailboxes no ForgottenModSeq. It is read:
// all that was expunged under it counts as forgotten. Version 2 had neither
// quotas nor acls nor annotations, version 3 no threads.
var (
	bucketMeta          = []byte("meta")
	bucketMailboxes     = []byte("mailboxes")
	bucketDeleted       = []byte("deleted")
	bucketNames         = []byte("names")
	bucketSubscriptions = []byte("subscriptions")
	bucketMessages      = []byte("messages")
	bucketGhosts        = []byte("ghosts")
	bucketExpunged      = []byte("expunged")
	bucketACLs          = []byte("acls")
	bucketAnnotations   = []byte("annotations")
	bucketBodies        = []byte("bodies")
	bucketShares        = []byte("shares")
	bucketQuotas        = []byte("quotas")
	bucketThreads       = []byte("threads")

	keyFormat  = []byte("format")
	keyVersion = []byte("version")
	keyMarks   = []byte("marks")
)

const (
	formatMarker  = "imaporacle mail store"
	formatVersion = 4

	// oldestVersion had messages without the time when they were saved, and
	// kept nothing of what was expunged. Its records are read as they are
	// and written anew when they change.
	oldestVersion = 1
)

// chunkSize bounds a value of bodies. bbolt writes a leaf page anew with all its
// values, at least two, when one is added: whole messages of 50 MB would be
// written several times. Two chunks with their keys fill 32 pages of 4 kB.
const chunkSize = 64<<10 - 64

// Fill of pages where keys come in rising order. Messages leave a little room,
// as records grow with their flags.
const (
	fillAppend   = 1.0
	fillMessages = 0.9
)

// buckets gives the top-level buckets of one transaction.
type buckets struct {
	meta, mailboxes, deleted, names, subscriptions *bbolt.Bucket
	messages, ghosts, expunged, bodies, shares     *bbolt.Bucket
	quotas, threads                                *bbolt.Bucket
	acls, annotations                              *bbolt.Bucket
}

func openBuckets(tx *bbolt.Tx) (b buckets, err error) {
	for _, want := range []struct {
		name []byte
		at   **bbolt.Bucket
	}{
		{bucketMeta, &b.meta}, {bucketMailboxes, &b.mailboxes}, {bucketDeleted, &b.deleted},
		{bucketNames, &b.names}, {bucketSubscriptions, &b.subscriptions},
		{bucketMessages, &b.messages}, {bucketGhosts, &b.ghosts}, {bucketExpunged, &b.expunged},
		{bucketBodies, &b.bodies}, {bucketShares, &b.shares}, {bucketQuotas, &b.quotas},
		{bucketACLs, &b.acls}, {bucketAnnotations, &b.annotations}, {bucketThreads, &b.threads},
	} {
		if *want.at = tx.Bucket(want.name); *want.at == nil {
			return b, fmt.Errorf("%w: bucket %s is missing", ErrDamaged, want.name)
		}
	}
	b.bodies.FillPercent = fillAppend
	return b, nil
}

func mailboxKey(box MailboxID) []byte {
	return binary.BigEndian.AppendUint64(make([]byte, 0, 8), uint64(box))
}

func uidKey(uid uint32) []byte {
	return binary.BigEndian.AppendUint32(make([]byte, 0, 4), uid)
}

func ghostKey(box MailboxID, uid uint32) []byte {
	return binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint64(make([]byte, 0, 12), uint64(box)), uid)
}

func expungedKey(e Expunged) []byte {
	return binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint64(make([]byte, 0, 12), e.ModSeq), e.UID)
}

func contentKey(content uint64) []byte {
	return binary.BigEndian.AppendUint64(make([]byte, 0, 8), content)
}

func chunkKey(content uint64, chunk int) []byte {
	return binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint64(make([]byte, 0, 12), content), uint32(chunk))
}

// userKey is where a user's names begin; nameKey is one of them. A user has no
// NUL in it, so no user's keys lie between another's.
func userKey(user string) []byte {
	return append(append(make([]byte, 0, len(user)+1), user...), 0)
}

func nameKey(user, name string) []byte {
	key := make([]byte, 0, len(user)+1+len(name))
	return append(append(append(key, user...), 0), name...)
}

// corrupt says where in the file a record cannot be read, and why.
func corrupt(bucket, key []byte, why string) error {
	return fmt.Errorf("%w: bucket %s, key %x: %s", ErrCorrupt, bucket, key, why)
}
