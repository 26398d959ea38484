package mailbox

import "slices"

// Outline is a Mailbox as it is, as far as one looks at a time.
type Outline struct {
	Name                 string
	UIDValidity, UIDNext uint32
	HighestModSeq        uint64
	Total                int        // how many messages there are
	First, Last          []*Message // the first and the last of them, none twice
}

// Outline returns the mailbox with at most n messages from each end.
func (mb *Mailbox) Outline(n int) Outline {
	mb.mu.Lock()
	defer mb.mu.Unlock()
	first := min(n, len(mb.msgs))
	last := max(first, len(mb.msgs)-n)
	return Outline{
		Name: mb.Name(), UIDValidity: mb.rec.UIDValidity, UIDNext: mb.rec.UIDNext, HighestModSeq: mb.rec.HighestModSeq,
		Total: len(mb.msgs), First: slices.Clone(mb.msgs[:first]), Last: slices.Clone(mb.msgs[last:]),
	}
}

// Owner returns the user whose mailbox it is.
func (mb *Mailbox) Owner() string { return mb.owner }

// durable is the end of what is durable of the log.
func (mb *Mailbox) durable() Position { return Position(mb.committed.Load()) }

// Changes returns the durable changes from that Position on that are not
// forgotten, and the Position behind them. What a View has still to be told is
// never forgotten.
func (mb *Mailbox) Changes(from Position) (changes []Change, end Position) {
	if mb.durable() <= from {
		return nil, from // the quick answer: nothing has happened
	}
	mb.mu.Lock()
	defer mb.mu.Unlock()
	end = mb.durable()
	return slices.Clone(mb.log.slice(max(from, mb.log.base), end)), end
}
