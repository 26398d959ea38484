package proxy

import "imaporacle/server/front"

// turn follows the client through a command: what its next piece is, and
// whether it may come before the server has said something.
type turn struct {
	command *front.Command // under way, nil if its line had no tag and name
	reads   bool           // the next piece is to be read now
	refused bool           // the command is not passed on
	literal int64          // its size, where it is one
	next    stage
}

// stage is what the next piece of the client's is.
type stage int

const (
	aCommand stage = iota // the first line of one
	aLiteral
	aRest   // the line behind a literal
	aAnswer // the line to a continuation request of AUTHENTICATE or IDLE
)

// begins reports whether the next piece is the first line of a command.
func (t *turn) begins() bool { return t.next == aCommand }

// await has the next piece read.
func (t *turn) await(c *front.Conn) <-chan front.Piece {
	if t.next == aLiteral {
		return c.AwaitLiteral(t.literal)
	}
	return c.AwaitLine()
}

// advance takes note that the piece has come.
func (t *turn) advance(piece []byte) {
	switch t.next {
	case aLiteral:
		t.next = aRest
		return
	case aAnswer:
		if t.command.Name == "IDLE" {
			t.next, t.command = aCommand, nil
		} else {
			t.reads = false // AUTHENTICATE may ask for more
		}
		return
	}
	size, nonSync, announced := front.Announced(piece)
	switch {
	case announced:
		t.next, t.literal, t.reads = aLiteral, size, nonSync
	case t.next == aCommand && t.command != nil && (t.command.Name == "AUTHENTICATE" || t.command.Name == "IDLE"):
		t.next, t.reads = aAnswer, false
	default:
		t.next, t.command = aCommand, nil
	}
	if t.refused && !t.reads { // nobody invites the rest
		*t = turn{reads: true, refused: true}
	}
}

// invited takes note of a continuation request.
func (t *turn) invited() { t.reads = true }

// answered takes note of the response that ends a command, which is nil if its
// line had no tag. If the server has invited nothing, or only an answer,
// nothing more comes of the command; a literal that is on its way does.
func (t *turn) answered(c *front.Command) {
	if c == t.command && (!t.reads || t.next == aAnswer) {
		*t = turn{reads: true}
	}
}
