package store

import (
	"fmt"
	"strings"
)

// Op is one change, part of a Commit: a value of one of the types below, not a
// pointer to it.
type Op interface {
	// check finds what is wrong with the op whatever the store holds.
	check() error
	// String says which op it is, and on what, for errors.
	String() string
}

// PutMailbox creates the mailbox of this ID, or replaces what is known of it,
// its name included. It fails with ErrNameTaken if another mailbox of the user
// has the name at this point of the Commit, and with ErrNoMailbox if the ID
// belonged to a mailbox that was deleted.
type PutMailbox struct{ Mailbox Mailbox }

// DeleteMailbox removes a mailbox with all its messages and ghosts. Bytes that
// messages of other mailboxes share stay.
type DeleteMailbox struct{ ID MailboxID }

// Subscribe adds a name to those that the user subscribed to. It may be there
// already.
type Subscribe struct{ User, Name string }

// Unsubscribe removes a name from those that the user subscribed to. It need
// not be there.
type Unsubscribe struct{ User, Name string }

// AddMessage adds a message and its bytes. Message.Content is a fresh
// NextContent, Message.Size the length of Body.
type AddMessage struct {
	Box     MailboxID
	Message Message
	Body    []byte
}

// CopyMessage adds a message that shares the bytes of another, which may be a
// ghost. Content and Size of Message are those of the source, whatever is given.
type CopyMessage struct {
	Box     MailboxID
	Message Message
	FromBox MailboxID
	FromUID uint32
}

// SetFlags replaces flags and mod-sequence of a message.
type SetFlags struct {
	Box    MailboxID
	UID    uint32
	Flags  []string
	ModSeq uint64
}

// SetLabels replaces labels and mod-sequence of a message.
type SetLabels struct {
	Box    MailboxID
	UID    uint32
	Labels []string
	ModSeq uint64
}

// Expunge removes a message from the index. It becomes a ghost: its bytes stay
// readable, for the sessions that have not been told (RFC 2180 §4.1), until
// Release, or until the store is next opened. That it went with ModSeq is
// remembered until Forget (RFC 7162 §3.2).
type Expunge struct {
	Box    MailboxID
	UID    uint32
	ModSeq uint64
}

// Forget lets go of what is remembered of the expunges of a mailbox, up to a
// mod-sequence and with it. It does not touch Mailbox.ForgottenModSeq.
type Forget struct {
	Box    MailboxID
	ModSeq uint64
}

// Release removes a ghost, and its bytes unless another message shares them.
// The ghost need not be there; it may have gone with its mailbox. A message
// that is not expunged gives ErrNotExpunged.
type Release struct {
	Box MailboxID
	UID uint32
}

// maxName bounds a user's or a mailbox's name, so that both fit into one key.
const maxName = 8 << 10

func checkName(what, name string) error {
	switch {
	case name == "":
		return fmt.Errorf("%w: empty %s", ErrInvalid, what)
	case len(name) > maxName:
		return fmt.Errorf("%w: %s of %d bytes, at most %d", ErrInvalid, what, len(name), maxName)
	case strings.IndexByte(name, 0) >= 0:
		return fmt.Errorf("%w: NUL in %s", ErrInvalid, what)
	}
	return nil
}

func checkNames(user, name string) error {
	if err := checkName("user name", user); err != nil {
		return err
	}
	return checkName("mailbox name", name)
}

func checkUID(uid uint32) error {
	if uid == 0 {
		return fmt.Errorf("%w: UID 0", ErrInvalid)
	}
	return nil
}

func (op PutMailbox) check() error {
	if op.Mailbox.ID == 0 {
		return fmt.Errorf("%w: mailbox id 0", ErrInvalid)
	}
	return checkNames(op.Mailbox.User, op.Mailbox.Name)
}

func (op AddMessage) check() error {
	if op.Message.Content == 0 {
		return fmt.Errorf("%w: content id 0", ErrInvalid)
	}
	if op.Message.Size != int64(len(op.Body)) {
		return fmt.Errorf("%w: size %d with %d bytes", ErrInvalid, op.Message.Size, len(op.Body))
	}
	return checkUID(op.Message.UID)
}

func (op DeleteMailbox) check() error { return nil }
func (op Subscribe) check() error     { return checkNames(op.User, op.Name) }
func (op Unsubscribe) check() error   { return checkNames(op.User, op.Name) }
func (op CopyMessage) check() error   { return checkUID(op.Message.UID) }
func (op SetFlags) check() error      { return checkUID(op.UID) }
func (op SetLabels) check() error     { return checkUID(op.UID) }
func (op Expunge) check() error       { return checkUID(op.UID) }
func (op Release) check() error       { return checkUID(op.UID) }
func (op Forget) check() error        { return nil }

func (op PutMailbox) String() string {
	return fmt.Sprintf("put mailbox %d %.80q", op.Mailbox.ID, op.Mailbox.Name)
}
func (op DeleteMailbox) String() string { return fmt.Sprintf("delete mailbox %d", op.ID) }
func (op Subscribe) String() string     { return fmt.Sprintf("subscribe to %.80q", op.Name) }
func (op Unsubscribe) String() string   { return fmt.Sprintf("unsubscribe from %.80q", op.Name) }
func (op AddMessage) String() string    { return onMessage("add", op.Box, op.Message.UID) }
func (op SetFlags) String() string      { return onMessage("set flags of", op.Box, op.UID) }
func (op SetLabels) String() string     { return onMessage("set labels of", op.Box, op.UID) }
func (op Expunge) String() string       { return onMessage("expunge", op.Box, op.UID) }
func (op Release) String() string       { return onMessage("release", op.Box, op.UID) }
func (op Forget) String() string {
	return fmt.Sprintf("forget expunges of mailbox %d up to %d", op.Box, op.ModSeq)
}
func (op CopyMessage) String() string {
	return onMessage("copy", op.FromBox, op.FromUID) + onMessage(" to", op.Box, op.Message.UID)
}

func onMessage(verb string, box MailboxID, uid uint32) string {
	return fmt.Sprintf("%s mailbox %d UID %d", verb, box, uid)
}

// opError says which op of a commit failed.
func opError(op Op, err error) error { return fmt.Errorf("store: %s: %w", op, err) }
