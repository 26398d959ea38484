package store

import (
	"fmt"
	"strings"
)

// Grant is one pair of an access control list: an identifier, which may begin
// with "-" for rights that are taken away, and the letters of its rights
// (RFC 4314 §2).
type Grant struct{ Identifier, Rights string }

// ACL is the access control list of a mailbox.
type ACL struct {
	Box    MailboxID
	User   string // who has the mailbox
	Grants []Grant
}

// SetACL replaces the access control list of a mailbox; an empty one is the
// same as none. It goes with the mailbox.
type SetACL struct {
	Box    MailboxID
	Grants []Grant
}

// ServerBox stands for the server as a whole in Annotate and Annotations.
const ServerBox MailboxID = 0

// Annotation is one entry of METADATA (RFC 5464 §3). User is whose it is, empty
// for a shared one; Name is the entry without its scope, such as "comment".
type Annotation struct{ User, Name, Value string }

// Annotate sets an annotation of a mailbox or of the server, or removes it. It
// goes with the mailbox.
type Annotate struct {
	Box        MailboxID
	Annotation Annotation
	Remove     bool
}

func (op SetACL) check() error {
	for _, g := range op.Grants {
		if err := checkName("identifier", g.Identifier); err != nil {
			return err
		}
	}
	return nil
}

func (op Annotate) check() error {
	if strings.IndexByte(op.Annotation.User, 0) >= 0 || len(op.Annotation.User) > maxName {
		return fmt.Errorf("%w: user name of an annotation", ErrInvalid)
	}
	return checkName("entry name", op.Annotation.Name)
}

func (op SetACL) String() string { return fmt.Sprintf("set ACL of mailbox %d", op.Box) }
func (op Annotate) String() string {
	return fmt.Sprintf("annotate mailbox %d with %.80q", op.Box, op.Annotation.Name)
}
