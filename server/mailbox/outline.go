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

// Follower reads the log of a Mailbox. What it has not read is not forgotten.
type Follower struct {
	mb    *Mailbox
	at    Position
	watch *Watch
}

// Follow returns a Follower of what happens from now on, which is to be stopped.
// It pings c when there may be something to read.
func (mb *Mailbox) Follow(c chan<- struct{}) *Follower {
	mb.mu.Lock()
	defer mb.mu.Unlock()
	f := &Follower{mb, mb.durable(), mb.hub.watch(&Watch{ping: c})}
	if mb.followers == nil {
		mb.followers = make(map[*Follower]struct{})
	}
	mb.followers[f] = struct{}{}
	return f
}

// Next returns the changes that have become durable since the last time, and
// the Position behind them.
func (f *Follower) Next() (changes []Change, end Position) {
	if f.mb.durable() <= f.at {
		return nil, f.at // the quick answer: nothing has happened
	}
	f.mb.mu.Lock()
	defer f.mb.mu.Unlock()
	end = f.mb.durable()
	changes = slices.Clone(f.mb.log.slice(f.at, end))
	f.at = end
	return changes, end
}

// Stop ends it.
func (f *Follower) Stop() {
	f.watch.Stop()
	f.mb.mu.Lock()
	defer f.mb.mu.Unlock()
	delete(f.mb.followers, f)
	f.mb.trim()
}
