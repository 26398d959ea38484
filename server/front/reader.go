package front

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
)

// Reader frames commands: a line, and where it ends in a literal's
// announcement, the literal and the line that follows it (RFC 9051 §4.3).
type Reader struct {
	br     *bufio.Reader
	w      *Writer
	limits Limits
	line   []byte // the command being read, with its literals
	start  int    // where its last line begins
	quotes quotes // where line ends
	size   int64  // octets of its literals
	count  int    // of its literals
	refuse error  // why the command is answered without being looked at
}

// FatalError ends the connection: what follows in the stream cannot be told
// apart from commands any more.
type FatalError struct{ Text string }

func (e *FatalError) Error() string { return e.Text }

// LiteralLimit tells how large the literals of a command may be, in octets.
// It is asked before the client is invited to send one.
type LiteralLimit func(*Command) (int64, error)

// ReadCommand returns the next command. An error of type *Status is the
// client's mistake: it is the answer to Command, whose Tag may be empty, and
// the next command can be read. Any other error ends the connection.
func (r *Reader) ReadCommand(limit LiteralLimit) (*Command, error) {
	if err := r.w.ended(); err != nil {
		return nil, err // also if the client has sent commands ahead
	}
	r.line, r.quotes, r.size, r.count, r.refuse = r.line[:0:cap(r.line)], quotes{}, 0, 0, nil
	if cap(r.line) > 2*r.limits.Line {
		r.line = nil // its literal may have been kept
	}
	for {
		if err := r.readLine(); err != nil {
			return nil, err
		}
		lit, ok, err := r.announced()
		if err != nil {
			r.refuse = err
		}
		if !ok {
			break
		}
		if done, err := r.readLiteral(lit, limit); err != nil || done {
			return r.refused(err)
		}
	}
	if r.refuse != nil {
		return r.refused(nil)
	}
	return parseHead(r.line)
}

// refused returns the command that is not looked at, with the reason.
func (r *Reader) refused(err error) (*Command, error) {
	if err != nil {
		return nil, err
	}
	c, err := parseHead(r.line)
	if err == nil || c.Tag != "" {
		err = r.refuse
	}
	return c, err
}

// ReadLine returns one line without its end, for the answers to continuation
// requests and for DONE. It is valid until the next read.
func (r *Reader) ReadLine() ([]byte, error) {
	r.line, r.quotes, r.size, r.refuse = r.line[:0], quotes{}, 0, nil
	if err := r.readLine(); err != nil {
		return nil, err
	}
	return r.line, r.refuse
}

// lineTail is how much is kept of the end of a line that is too long: enough
// for the announcement of a literal.
const lineTail = 64

// readLine appends a line without its end to r.line. What is over the limit
// is read and thrown away, from before the line's end: a literal that it
// announces must not be taken for a command.
func (r *Reader) readLine() error {
	start := len(r.line)
	r.start = start
	dropped := 0
	for {
		chunk, err := r.br.ReadSlice('\n')
		r.quotes.pass(chunk)
		r.line = append(r.line, chunk...)
		if over := int(int64(len(r.line)) - r.size - int64(r.limits.Line)); over > 0 {
			r.refuse = Bad("The command line is longer than %d octets", r.limits.Line)
			if dropped += over; dropped > 16*r.limits.Line {
				return &FatalError{"Command line too long"}
			}
			end := max(len(r.line)-lineTail, start)
			r.line = slices.Delete(r.line, max(end-over, start), end)
		}
		if err == nil {
			break
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			if err == io.EOF && len(r.line) > start {
				err = io.ErrUnexpectedEOF
			}
			return err
		}
	}
	r.hear(r.line[start:])
	// Of this line alone: a literal before it may end with CR.
	line := bytes.TrimSuffix(bytes.TrimSuffix(r.line[start:], []byte("\n")), []byte("\r"))
	r.line = r.line[:start+len(line)]
	return nil
}

// announced reports whether the line ends with the announcement of a literal.
func (r *Reader) announced() (literal, bool, error) { return r.quotes.announced(r.line[r.start:]) }

// quotes tells whether a quoted string is open: a brace in it announces no
// literal.
type quotes struct{ open, escaped bool }

// pass takes note of what follows.
func (q *quotes) pass(b []byte) {
	for _, c := range b {
		switch {
		case q.escaped:
			q.escaped = false
		case c == '"':
			q.open = !q.open
		case c == '\\' && q.open:
			q.escaped = true
		}
	}
}

// literal is an announcement {n} or {n+}.
type literal struct {
	size    int64
	nonSync bool
}

// announced reports whether a line, without its end, after which the quotes are
// such, ends with the announcement of a literal.
func (q *quotes) announced(line []byte) (literal, bool, error) {
	if q.open || len(line) < 3 || line[len(line)-1] != '}' {
		return literal{}, false, nil
	}
	open := bytes.LastIndexByte(line, '{')
	if open < 0 {
		return literal{}, false, nil
	}
	digits := line[open+1 : len(line)-1]
	plus := bytes.HasSuffix(digits, []byte("+"))
	digits = bytes.TrimSuffix(digits, []byte("+"))
	for _, c := range digits {
		if !isDigit(c) {
			return literal{}, false, nil
		}
	}
	n, err := strconv.ParseInt(string(digits), 10, 64)
	if errors.Is(err, strconv.ErrRange) && plus {
		return literal{size: maxSkip + 1, nonSync: true}, true, nil // more than anybody reads past
	}
	if err != nil {
		return literal{}, false, Bad("The literal's size {%s} is not a number", digits)
	}
	return literal{size: n, nonSync: plus}, true, nil
}

// maxSkip bounds how much of a refused literal is read past.
const maxSkip = 1 << 30

// readLiteral reads the literal, or refuses it. done reports that the client,
// not invited, will send no more of this command.
func (r *Reader) readLiteral(lit literal, limit LiteralLimit) (done bool, err error) {
	if r.refuse == nil {
		r.refuse = r.admit(lit, limit)
	}
	if !lit.nonSync {
		if r.refuse != nil {
			return true, nil
		}
		r.w.Line("+ Ready for ", strconv.FormatInt(lit.size, 10), " octets")
	}
	if r.refuse != nil {
		if lit.size > maxSkip {
			return false, &FatalError{"Literal too large"}
		}
		_, err := io.CopyN(io.Discard, r.br, lit.size)
		return false, err
	}
	return false, r.takeLiteral(lit.size)
}

// admit says why the literal is not wanted.
func (r *Reader) admit(lit literal, limit LiteralLimit) error {
	c, err := parseHead(r.line)
	if err != nil {
		return err
	}
	c.Announced, c.Literals = lit.size, r.count
	most, err := limit(c)
	if err != nil {
		return err
	}
	if lit.size > most-r.size {
		// RFC 7889 §4, RFC 9051 §4.3.
		return No("TOOBIG", "Literals of %s are limited to %d octets", c.Name, most)
	}
	return nil
}

// literalStep is how much memory a literal gets ahead of its bytes: a client
// that announces much and sends nothing costs little.
const literalStep = 1 << 20

func (r *Reader) takeLiteral(size int64) error {
	r.line = append(r.line, '\r', '\n')
	start := len(r.line)
	if err := r.appendLiteral(size); err != nil {
		return err
	}
	r.size += size + 2
	r.count++
	r.hear(r.line[start:])
	return nil
}

// appendLiteral appends the octets to r.line.
func (r *Reader) appendLiteral(size int64) error {
	for left := size; left > 0; {
		n := int(min(left, literalStep))
		at := len(r.line)
		if cap(r.line)-at < n {
			grown := make([]byte, at, max(2*cap(r.line), at+n+128))
			r.line = grown[:copy(grown, r.line)]
		}
		r.line = r.line[:at+n]
		if _, err := io.ReadFull(r.br, r.line[at:]); err != nil {
			return fmt.Errorf("in a literal: %w", err)
		}
		left -= int64(n)
	}
	return nil
}

// hear tells the listeners among the filters what the client sent.
func (r *Reader) hear(data []byte) {
	for _, f := range r.w.filters {
		if l, ok := f.(Listener); ok {
			l.Received(data)
		}
	}
}

// hasLine reports whether a line, or as much of it as is read ahead, is at hand.
func (r *Reader) hasLine() bool {
	ahead, _ := r.br.Peek(r.br.Buffered())
	return len(ahead) == r.br.Size() || bytes.IndexByte(ahead, '\n') >= 0
}

// fill reads ahead until there is a line.
func (r *Reader) fill() error {
	for !r.hasLine() {
		if _, err := r.br.Peek(r.br.Buffered() + 1); err != nil {
			return err
		}
	}
	return nil
}

// Buffered reports whether more input is at hand.
func (r *Reader) Buffered() bool { return r.br.Buffered() > 0 }

// Keep returns b, which is part of the command just read, in a form that stays
// as it is when the next command is read: itself if it is most of what was
// read, else a copy.
func (r *Reader) Keep(b []byte) []byte {
	if len(b) < cap(r.line)*3/4 {
		return bytes.Clone(b)
	}
	r.line = nil
	return b
}
