package store

import "errors"

// Errors of reads and commits. They come wrapped with the op and the mailbox
// that they are about; use errors.Is.
var (
	ErrClosed       = errors.New("store is closed")
	ErrNoMailbox    = errors.New("no such mailbox")
	ErrNoMessage    = errors.New("no such message")
	ErrNameTaken    = errors.New("another mailbox of the user has this name")
	ErrUIDTaken     = errors.New("the mailbox has or had a message with this UID")
	ErrContentTaken = errors.New("content id is in use")
	ErrNotExpunged  = errors.New("message is not expunged")

	// ErrInvalid is an op that can never be right, such as a UID of 0.
	ErrInvalid = errors.New("invalid")

	// ErrFull means that there is no room on the disk, in the quota of the file
	// system, or below BoltOptions.MaxSize. Nothing was changed; smaller commits
	// may still succeed.
	ErrFull = errors.New("no room left")

	// ErrCorrupt is a record in the file that cannot be read.
	ErrCorrupt = errors.New("corrupt record")
)

// Errors of OpenBolt. They come wrapped with the name of the file.
var (
	ErrLocked   = errors.New("file is in use by another process")
	ErrNotStore = errors.New("file is not a mail store")
	ErrDamaged  = errors.New("file is damaged")
	ErrVersion  = errors.New("file has a format version that this program does not know")
)
