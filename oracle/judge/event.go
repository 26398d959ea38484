package judge

import (
	"fmt"
	"strings"
	"time"

	"imaporacle/internal/wire"
)

// Kind says what an Event is.
type Kind uint8

// The kinds of event.
const (
	Client  Kind = iota // octets from the client: a line, a literal or both
	Server              // one response, with its literals
	Opened              // the connection begins here: a greeting comes next
	Closed              // the client closed it, or nobody knows who did
	Lost                // the server closed it
	Missing             // something was said that is not in the trace
)

// Event is something that happened on one connection.
type Event struct {
	N       int       // counts over all sessions, from 1 on; 0 lets the Judge count
	Time    time.Time // zero if it is not known
	Session string    // names the connection
	Kind    Kind
	Bytes   []byte // of Client and Server; not changed, and kept only in part
	// Response is what the Bytes of a Server say, if somebody has read them
	// already; nil has the Judge read them.
	Response *wire.Response
}

var marks = [...]string{Client: "C", Server: "S", Opened: "-", Closed: "-", Lost: "-", Missing: "-"}
var remarks = [...]string{Client: "", Server: "", Opened: "(connected)", Closed: "(closed)", Lost: "(the server has closed the connection)", Missing: "(something is missing here)"}

// maxLine is how many octets of an event are quoted.
const maxLine = 400

// String writes the event on one line: "12 A S: * 3 EXISTS".
func (e Event) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d %s %s: %s", e.N, e.Session, marks[e.Kind], remarks[e.Kind])
	shown := e.Bytes[:min(len(e.Bytes), maxLine)]
	shown = []byte(strings.TrimSuffix(string(shown), "\r\n"))
	for _, c := range shown {
		switch {
		case c == '\r':
		case c == '\n':
			b.WriteString(`\n`)
		case c < 0x20 || c >= 0x7f:
			fmt.Fprintf(&b, `\x%02x`, c)
		default:
			b.WriteByte(c)
		}
	}
	if more := len(e.Bytes) - maxLine; more > 0 {
		fmt.Fprintf(&b, "...(%d octets more)", more)
	}
	return b.String()
}
