package client

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"imaporacle/internal/wire"
)

// Direction says who spoke.
type Direction byte

// The directions.
const (
	ClientSide Direction = 'C'
	Server     Direction = 'S'
	Remark     Direction = '-' // neither: Note says what happened
)

// Event is something that was sent, received or remarked.
type Event struct {
	N     int // from 1 on, over all connections
	Time  time.Time
	Conn  string
	Dir   Direction
	Bytes []byte // read-only; passwords are taken out
	Note  string
	// Change says what became of the connection, of a Remark about that.
	Change Change
	// Response is what the Bytes of a Server say. Only Observe is told of it: it
	// is not kept.
	Response *wire.Response
}

// Change is what becomes of a connection.
type Change byte

// The changes.
const (
	NoChange Change = iota
	Opened          // it begins
	Closed          // the client ended it
	Lost            // the server ended it
)

// Recorder keeps what was said on all connections of a run, in one order. The
// zero value is ready; a nil *Recorder records nothing. It is safe for
// concurrent use.
type Recorder struct {
	// MaxBytes limits the octets kept, 512 MiB by default. Beyond it events
	// are kept without their octets, and say so.
	MaxBytes int
	// Observe, if set before the first connection, is told of each event in
	// their order. It must not call the Recorder.
	Observe func(Event)
	// Forget has the Recorder number the events, and keep none.
	Forget bool

	mu     sync.Mutex
	last   int // number of the last event
	events []Event
	bytes  int
}

func (r *Recorder) add(conn string, dir Direction, b []byte) int {
	return r.record(Event{Conn: conn, Dir: dir, Bytes: b})
}

func (r *Recorder) hear(conn string, resp *wire.Response) int {
	return r.record(Event{Conn: conn, Dir: Server, Bytes: resp.Raw, Response: resp})
}

func (r *Recorder) note(conn, text string) int {
	return r.record(Event{Conn: conn, Dir: Remark, Note: text})
}

func (r *Recorder) change(conn string, c Change, text string) {
	r.record(Event{Conn: conn, Dir: Remark, Note: text, Change: c})
}

// Note records a remark, of a probe for example, and returns its number.
func (r *Recorder) Note(conn, text string) int { return r.note(conn, text) }

func (r *Recorder) record(e Event) int {
	if r == nil {
		return 0
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	limit := r.MaxBytes
	if limit <= 0 {
		limit = 512 << 20
	}
	r.last++
	e.N, e.Time = r.last, time.Now()
	if r.Observe != nil {
		r.Observe(e)
	}
	e.Response = nil
	if r.Forget {
		return e.N
	}
	if r.bytes+len(e.Bytes) > limit {
		e.Note = fmt.Sprintf("%d octets not kept", len(e.Bytes))
		e.Bytes = nil
	}
	r.bytes += len(e.Bytes)
	r.events = append(r.events, e)
	return e.N
}

// Len returns the number of the last event.
func (r *Recorder) Len() int {
	if r == nil {
		return 0
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.last
}

// Events returns the events from number from to number to, both included, as
// far as they exist.
func (r *Recorder) Events(from, to int) []Event {
	if r == nil {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	from, to = max(from, 1), min(to, len(r.events))
	if from > to {
		return nil
	}
	return append([]Event(nil), r.events[from-1:to]...)
}

// Lines returns the same events as text, one line each:
//
//	12 A C: a3 STORE 1 +FLAGS (\Seen)
//
// Literals follow their length, quoted; large ones are abridged.
func (r *Recorder) Lines(from, to int) []string {
	events := r.Events(from, to)
	lines := make([]string, len(events))
	for i, e := range events {
		lines[i] = e.String()
	}
	return lines
}

// String returns the event as a line.
func (e Event) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d %s %c: ", e.N, e.Conn, e.Dir)
	printOctets(&b, e.Bytes)
	if e.Note != "" {
		if len(e.Bytes) > 0 {
			b.WriteByte(' ')
		}
		b.WriteString("(" + e.Note + ")")
	}
	return b.String()
}

const (
	maxPrintedLiteral = 64
	maxPrintedLine    = 1000
)

// printOctets writes a command or response on one line.
func printOctets(b *strings.Builder, raw []byte) {
	for len(raw) > 0 {
		line, rest, whole := bytes.Cut(raw, []byte("\n"))
		line = bytes.TrimSuffix(line, []byte("\r"))
		printLine(b, line)
		n, literal := literalLength(line)
		switch {
		case !whole || len(rest) == 0:
			return
		case literal:
			n = min(n, len(rest))
			printLiteral(b, rest[:n])
			raw = rest[n:]
		default:
			// More lines, as the middle of a literal that was sent apart.
			b.WriteString(`\n`)
			raw = rest
		}
		if b.Len() > 4*maxPrintedLine {
			fmt.Fprintf(b, "...(%d octets more)", len(raw))
			return
		}
	}
}

func printLine(b *strings.Builder, line []byte) {
	rest := 0
	if len(line) > maxPrintedLine {
		line, rest = line[:maxPrintedLine], len(line)-maxPrintedLine
	}
	for _, c := range line {
		if c < 0x20 || c >= 0x7f {
			fmt.Fprintf(b, `\x%02x`, c)
		} else {
			b.WriteByte(c)
		}
	}
	if rest > 0 {
		fmt.Fprintf(b, "...(%d octets more)", rest)
	}
}

func printLiteral(b *strings.Builder, data []byte) {
	if len(data) <= maxPrintedLiteral {
		b.WriteString(strconv.Quote(string(data)))
		return
	}
	fmt.Fprintf(b, "%q...(%d octets)", data[:maxPrintedLiteral/2], len(data))
}

// literalLength reads "{n}" or "{n+}" at the end of a line.
func literalLength(line []byte) (int, bool) {
	open := bytes.LastIndexByte(line, '{')
	if open < 0 || line[len(line)-1] != '}' {
		return 0, false
	}
	digits := bytes.TrimSuffix(line[open+1:len(line)-1], []byte{'+'})
	n, err := strconv.ParseUint(string(digits), 10, 31)
	return int(n), err == nil
}
