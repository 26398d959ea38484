// Package store keeps what an IMAP server must not lose: mailboxes,
// subscriptions, the index of messages, and the bytes of messages.
//
// There are two stores behind one interface: Memory forgets all when it is
// closed, Bolt keeps one file. The layer above holds the whole index in memory
// and answers from there; it comes here to make a change durable and to read
// the bytes of a message.
package store

import "time"

// MailboxID names a mailbox for the life of the store, whatever the mailbox is
// called meanwhile. It is allocated by NextID and never used again, not even
// after the mailbox is deleted. 0 is no mailbox.
type MailboxID uint64

// Mailbox is what is known of one mailbox beside its messages.
type Mailbox struct {
	ID            MailboxID
	User, Name    string // Name is unique for a User
	UIDValidity   uint32 // RFC 9051 §2.3.1.1
	UIDNext       uint32 // RFC 9051 §2.3.1.1
	HighestModSeq uint64 // RFC 7162 §3.1.2.1

	// ForgottenModSeq is the highest mod-sequence of the expunges that are no
	// longer remembered (RFC 7162 §5.3). What Expunged returns is complete
	// above it only.
	ForgottenModSeq uint64

	// FirstRecent is the lowest UID that no read-write session has claimed as
	// \Recent, RFC 3501 §2.3.2.
	FirstRecent uint32

	SpecialUse []string  // attributes of RFC 6154 §2, in the order given
	Keywords   []string  // keywords ever used here, in the order given
	Created    time.Time // to the nanosecond, with the zone's offset

	// AccessKey is the secret with which the user authorizes URLs, empty if
	// there is none (RFC 4467 §2.2).
	AccessKey string
}

// Message is the index entry of one message.
type Message struct {
	UID          uint32 // never 0, RFC 9051 §9 (nz-number)
	ModSeq       uint64
	InternalDate time.Time // to the nanosecond, with the zone's offset
	Saved        time.Time // when it came into the mailbox, RFC 8514 §3; zero if not known
	Size         int64     // length of the bytes, in octets
	Flags        []string  // in the order given; system flags and keywords alike
	Labels       []string  // Gmail's, in the order given

	// Content names the bytes. A copy has the Content of its original, so what
	// is computed from the bytes can be kept by Content. It is allocated by
	// NextContent and never used for other bytes.
	Content uint64
}

// Expunged tells of a message that is gone, and when it went.
type Expunged struct {
	ModSeq uint64 // RFC 7162 §3.2
	UID    uint32
}

// Snapshot is all that a store kept at one moment.
type Snapshot interface {
	// Size returns about how much memory it takes, in octets.
	Size() int64
}

// Store is a place for mailboxes. All methods may be called from any number of
// goroutines. After Close they fail with ErrClosed.
//
// What a Commit changes is seen by the reading methods when its done is called,
// or a little earlier.
type Store interface {
	// NextID allocates the id of a new mailbox.
	NextID() MailboxID

	// NextContent allocates the id of new bytes, for AddMessage.
	NextContent() uint64

	// NextUIDValidity returns a value greater than each it returned before and
	// each that a mailbox has had, also across restarts and also within one
	// second (RFC 9051 §2.3.1.1). It is durable once a commit that was queued
	// after this call is.
	NextUIDValidity() uint32

	// Mailboxes returns the mailboxes of a user in byte order of their names.
	// The caller owns the result. An unknown user has none.
	Mailboxes(user string) ([]Mailbox, error)

	// Subscriptions returns the names that a user subscribed to, in byte order.
	// They need not be mailboxes (RFC 9051 §6.3.7).
	Subscriptions(user string) ([]string, error)

	// Quota returns the limits of a user, nil if they were never set. The caller
	// owns the result.
	Quota(user string) (Limits, error)

	// Threads returns what is kept of the threads of these contents, in their
	// order; those of which nothing is kept are left out. The caller owns the
	// result.
	Threads(contents []uint64) ([]Thread, error)

	// Messages yields the messages of a mailbox in ascending order of UID and
	// stops at the first error of yield, which it returns. Ghosts are left out.
	// Flags may be shared between messages and must not be modified. No lock
	// is held while yield runs, so a commit meanwhile may be seen in part.
	// Without the mailbox the error is ErrNoMailbox.
	Messages(box MailboxID, yield func(Message) error) error

	// Expunged returns the expunges of a mailbox that have not been forgotten,
	// in ascending order of mod-sequence and then of UID. The caller owns the
	// result. Without the mailbox the error is ErrNoMailbox.
	Expunged(box MailboxID) ([]Expunged, error)

	// ACLs returns the access control lists that are not empty, in the order
	// of the mailboxes' ids. The caller owns the result.
	ACLs() ([]ACL, error)

	// Annotations returns the annotations of a mailbox, or of the server as a
	// whole for ServerBox, in byte order of user and name. Without the mailbox
	// the error is ErrNoMailbox.
	Annotations(box MailboxID) ([]Annotation, error)

	// Body returns the bytes of a message, live or ghost. They may stand in
	// buf's storage, which is used from its start whatever its length, and must
	// not be modified by the caller; when they are no longer needed they can be
	// the buf of another call. The error is ErrNoMessage if there is no
	// such message, or no such mailbox.
	Body(box MailboxID, uid uint32, buf []byte) ([]byte, error)

	// Commit applies ops in order, each seeing what those before it did: all of
	// them or, if one fails, none. It queues and returns; it blocks only while
	// too much is queued already.
	//
	// done, which may be nil, is called exactly once: with nil when the ops are
	// durable, or with the error of the op that failed. Dones are called one at
	// a time in the order of the Commit calls, before Commit returns (Memory)
	// or from another goroutine (Bolt). So done must be quick, must not call
	// Commit or Close, and must not wait for a lock that somebody holds around
	// Commit; it may read.
	//
	// ops and all slices in it must stay unchanged until done is called; the
	// store keeps none of them afterwards.
	Commit(ops []Op, done func(error))

	// Snapshot keeps, in memory, all that was queued before. What a commit changes
	// at the same time is in it as a whole, or not at all.
	Snapshot() (Snapshot, error)

	// Restore puts back what a Snapshot of this store keeps, and returns when
	// that is durable. Ghosts do not come back; ids go on from where they are,
	// so that none that came after the Snapshot is handed out again. A
	// Snapshot of another kind of store is ErrInvalid.
	Restore(Snapshot) error

	// Close waits until all that was queued is durable and its dones have been
	// called. Closing twice does no harm.
	Close() error
}
