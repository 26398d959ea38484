package front

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// What a proxy needs: it hands on what the client sends piece by piece, as the
// upstream server must decide itself which literals it wants.

// Piece is what the client sent: a line with its end, or a literal. It is valid
// until the next is asked for.
type Piece struct {
	Data []byte
	Err  error
}

// AwaitLine reads the next line in the background; responses go on being sent,
// with Flush. Nothing else may be read until it is there. A line over the limit
// is a FatalError.
func (c *Conn) AwaitLine() <-chan Piece { return c.await(c.Reader.pieceLine) }

// AwaitLiteral reads a literal of that size in the same way. One over the limit
// is a FatalError.
func (c *Conn) AwaitLiteral(size int64) <-chan Piece {
	return c.await(func() error {
		if size > c.limits.Literal {
			return &FatalError{"Literal too large"}
		}
		return c.Reader.appendLiteral(size)
	})
}

func (c *Conn) await(read func() error) <-chan Piece {
	ready := make(chan Piece, 1)
	c.aside = true
	if cap(c.line) > 2*c.limits.Line {
		c.line = nil // after a large literal: an idle connection stays small
	}
	c.line = c.line[:0]
	go func() {
		err := read()
		ready <- Piece{c.line, err}
	}()
	return ready
}

// pieceLine reads a line with its end into r.line.
func (r *Reader) pieceLine() error {
	for {
		chunk, err := r.br.ReadSlice('\n')
		r.line = append(r.line, chunk...)
		switch {
		case len(r.line) > r.limits.Line:
			return &FatalError{"Command line too long"}
		case err == nil:
			return nil
		case err == io.EOF && len(r.line) > 0:
			return io.ErrUnexpectedEOF
		case !errors.Is(err, bufio.ErrBufferFull):
			return err
		}
	}
}

// CloseWrite tells the client that nothing more will come, though it is still
// read.
func (c *Conn) CloseWrite() { c.closeWrite() }

// Hear tells the filters of a piece.
func (c *Conn) Hear(piece []byte) { c.hear(piece) }

// ParseCommand returns the command that a line begins, with its end or without.
// It is returned also with an error, with the tag if there is one.
func ParseCommand(line []byte) (*Command, error) { return parseHead(trimEnd(line)) }

// Announced returns the size, in octets, of the literal that a line of a
// command announces, and whether the client sends it uninvited (RFC 7888).
func Announced(line []byte) (size int64, nonSync, ok bool) {
	var q quotes
	line = trimEnd(line)
	q.pass(line)
	lit, ok, err := q.announced(line)
	return lit.size, lit.nonSync, ok && err == nil
}

func trimEnd(line []byte) []byte {
	return bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r"))
}
