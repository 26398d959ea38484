package front

import (
	"cmp"
	"time"
)

// Limits bound what one connection can take. A zero stands for the default.
type Limits struct {
	Line        int           // octets of a command without its literals (RFC 2683 §3.2.1.5 asks for 8,000)
	Literal     int64         // octets of all literals of one command
	Pending     int           // octets of pipelined commands read ahead; the rest waits in the network
	BadCommands int           // malformed commands in a row before BYE
	Response    time.Duration // for a client to take what is sent

	// Notifications is how many events of NOTIFY wait to be told; with more
	// they end (RFC 5465 §5.8).
	Notifications int
}

// WithDefaults returns the limits with the defaults in place of zeros.
func (l Limits) WithDefaults() Limits {
	d := DefaultLimits()
	l.Line = cmp.Or(l.Line, d.Line)
	l.Literal = cmp.Or(l.Literal, d.Literal)
	l.Pending = cmp.Or(l.Pending, d.Pending)
	l.BadCommands = cmp.Or(l.BadCommands, d.BadCommands)
	l.Response = cmp.Or(l.Response, d.Response)
	l.Notifications = cmp.Or(l.Notifications, d.Notifications)
	return l
}

// DefaultLimits suit ordinary clients.
func DefaultLimits() Limits {
	return Limits{
		Line:        64 << 10,
		Literal:     64 << 20,
		Pending:     4 << 10,
		BadCommands: 50,
		Response:    time.Minute,

		Notifications: 1000,
	}
}
