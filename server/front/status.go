package front

import "fmt"

// Status is a status response, and the error with which a command ends when
// it does not succeed: NO for what cannot be done, BAD for what makes no sense
// (RFC 9051 §7.1).
type Status struct {
	Type string // OK, NO, BAD, BYE
	Code string // without brackets, may be empty
	Text string
}

func (s *Status) Error() string {
	if s.Code != "" {
		return s.Type + " [" + s.Code + "] " + s.Text
	}
	return s.Type + " " + s.Text
}

// Bad returns the error for a command that the client should not have sent.
func Bad(format string, args ...any) error {
	return &Status{Type: "BAD", Text: fmt.Sprintf(format, args...)}
}

// No returns the error for a command that cannot be carried out. code may be
// empty.
func No(code, format string, args ...any) error {
	return &Status{Type: "NO", Code: code, Text: fmt.Sprintf(format, args...)}
}
