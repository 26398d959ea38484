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

// ErrReadOnly is the answer to a change in a mailbox opened by EXAMINE.
var ErrReadOnly error = &Refusal{Code: "", Text: "Mailbox is read-only"}
