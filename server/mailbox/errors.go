package mailbox

import "fmt"

// Refusal is the error for what cannot be done: the session answers NO with
// Code (RFC 5530 and others, without brackets) and Text.
type Refusal struct {
	Code string
	Text string
}

func (r *Refusal) Error() string {
	if r.Code == "" {
		return r.Text
	}
	return "[" + r.Code + "] " + r.Text
}

func refuse(code, format string, args ...any) error {
	return &Refusal{Code: code, Text: fmt.Sprintf(format, args...)}
}

// errDeleted is the answer where a mailbox was deleted while it was in use.
var errDeleted error = &Refusal{Code: "NONEXISTENT", Text: "The mailbox has been deleted"}

// ErrNoPermission is the answer to what the user's rights do not allow
// (RFC 5530 §3).
var ErrNoPermission error = &Refusal{Code: "NOPERM", Text: "Permission denied"}

// errNonexistent is the answer to a mailbox that is not there, and the same to
// one of which the user must not know.
var errNonexistent error = &Refusal{Code: "NONEXISTENT", Text: "No such mailbox"}

// ErrReadOnly is the answer to a change in a mailbox opened by EXAMINE.
var ErrReadOnly error = &Refusal{Code: "", Text: "Mailbox is read-only"}
