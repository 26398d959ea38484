package front

import (
	"fmt"
	"io"
	"net"
)

// Filter sees every response on its way to the socket. A chain of them is
// where wire faults act and where transcripts are taken. No two methods of the
// filters of one connection are called at the same time.
type Filter interface {
	// Response is given one complete response, with its literals and final
	// CRLF, and the command under way, which is nil between commands. It
	// returns what is sent in its place: the same, something else, several
	// responses, or nothing. resp is valid during the call only.
	Response(during *Command, resp []byte) []byte
}

// Listener is a Filter that also hears what the client sends, between
// responses.
type Listener interface {
	Filter
	// Received is given what was read: a line or a literal. The bytes are
	// valid during the call only.
	Received(data []byte)
}

// Interceptor is a Filter that is shown each command before it is carried out.
type Interceptor interface {
	Filter
	// Command may change the command. Its error is what a handler's would be:
	// nil lets the command be carried out, a *Status is its answer, and any
	// other ends the connection: a *FatalError with BYE, net.ErrClosed
	// without a word.
	Command(c *Command) error
}

// Ender is a Filter that can end the connection.
type Ender interface {
	Filter
	// Ends is asked when a response has passed the filter. Unless it is nil,
	// what has been gathered is sent, and nothing after it: net.ErrClosed
	// closes the connection, ErrReset resets it, and after ErrHalfClose the
	// client is still read.
	Ends() error
}

// Carrier is a Filter that carries to the socket what has been gathered.
type Carrier interface {
	Filter
	// Carry returns a Writer that hands on to w what it is given, at a time
	// of its choice. Its error ends the connection, as that of an Ender.
	Carry(w io.Writer) io.Writer
}

// The ways to end a connection other than by closing it.
var (
	ErrReset     = fmt.Errorf("reset: %w", net.ErrClosed)
	ErrHalfClose = fmt.Errorf("half-closed: %w", net.ErrClosed)
)
