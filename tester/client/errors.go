package client

import (
	"fmt"
	"time"

	"imaporacle/internal/wire"
)

// DialError says that no session could be had: connecting, TLS or the greeting
// failed. It wraps the cause, which may be another error of this package.
type DialError struct {
	Addr string
	Step string // "connect", "TLS", "greeting" or "STARTTLS"
	Err  error
}

func (e *DialError) Error() string { return fmt.Sprintf("%s: %s: %v", e.Addr, e.Step, e.Err) }

func (e *DialError) Unwrap() error { return e.Err }

// HandshakeError says that TLS was begun and could not be negotiated; it wraps
// the reason.
type HandshakeError struct{ Err error }

func (e *HandshakeError) Error() string { return e.Err.Error() }

func (e *HandshakeError) Unwrap() error { return e.Err }

// TimeoutError says that what was awaited did not come within the limit.
type TimeoutError struct {
	Waiting string // what for
	After   time.Duration
	Partial []byte // what came of a response that is not complete
}

func (e *TimeoutError) Error() string {
	s := fmt.Sprintf("time-out after %v: waiting for %s", e.After, e.Waiting)
	if len(e.Partial) > 0 {
		s += fmt.Sprintf(", of which %d octets came", len(e.Partial))
	}
	return s
}

// Timeout makes it a net.Error in kind.
func (e *TimeoutError) Timeout() bool { return true }

// CanceledError says that the context ended a wait; it wraps its cause.
type CanceledError struct {
	Waiting string
	Err     error
}

func (e *CanceledError) Error() string { return fmt.Sprintf("waiting for %s: %v", e.Waiting, e.Err) }

func (e *CanceledError) Unwrap() error { return e.Err }

// ClosedError says that the connection ended while something was awaited.
type ClosedError struct {
	Waiting string
	HasBye  bool
	Bye     string // text of the BYE, code included, if one came
	Err     error  // io.EOF, io.ErrUnexpectedEOF or that of the network
}

func (e *ClosedError) Error() string {
	if e.HasBye {
		return fmt.Sprintf("connection closed while waiting for %s, after BYE %s", e.Waiting, e.Bye)
	}
	return fmt.Sprintf("connection closed while waiting for %s: %v", e.Waiting, e.Err)
}

func (e *ClosedError) Unwrap() error { return e.Err }

// RefusedError says that a command was answered NO or BAD where OK was needed.
type RefusedError struct {
	Command string
	Status  wire.Status // NoStatus if it was not sent: the server forbids it
	Code    string      // name of the response code, or ""
	Text    string
}

func (e *RefusedError) Error() string {
	if e.Status == wire.NoStatus {
		return fmt.Sprintf("%s: %s", e.Command, e.Text)
	}
	if e.Code != "" {
		return fmt.Sprintf("%s: %v [%s] %s", e.Command, e.Status, e.Code, e.Text)
	}
	return fmt.Sprintf("%s: %v %s", e.Command, e.Status, e.Text)
}

// ProtocolError says that a response makes going on impossible.
type ProtocolError struct {
	Waiting  string
	Response *wire.Response // nil if it could not be read at all
	Err      error
}

func (e *ProtocolError) Error() string {
	s := fmt.Sprintf("waiting for %s: %v", e.Waiting, e.Err)
	if e.Response != nil {
		s += fmt.Sprintf(": %.80q", e.Response.Raw)
	}
	return s
}

func (e *ProtocolError) Unwrap() error { return e.Err }

// FloodError says that a server sent more than the client keeps for one command.
type FloodError struct {
	Waiting   string
	Responses int
	Bytes     int
}

func (e *FloodError) Error() string {
	return fmt.Sprintf("flood while waiting for %s: %d responses, %d octets", e.Waiting, e.Responses, e.Bytes)
}
