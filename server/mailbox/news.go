package mailbox

// News is what a session wants to be told of what others do to the messages of
// its mailbox (RFC 5465 §5).
type News int

// The wishes that a client can have.
const (
	AllNews  News = iota // everything, as without NOTIFY
	SizeNews             // what arrives and what goes, but no flags
	NoNews               // nothing: the View is a snapshot
)

// Want sets what the session wants to be told. What it missed by an earlier
// wish is told by the next Advance that the new one allows.
func (v *View) Want(n News) { v.news = n }

// missedFlags are messages whose flags others have changed, of which the
// session was not told as it does not want it.
type missedFlags struct {
	messages map[*Message]struct{}
	since    uint64 // mod-sequence of the first change
}

func (f *missedFlags) add(c Change) {
	if len(f.messages) == 0 {
		f.messages, f.since = make(map[*Message]struct{}), c.ModSeq
	}
	f.messages[c.Message] = struct{}{}
}

// take returns the messages, of which the session is told now.
func (f *missedFlags) take() (all []*Message) {
	for m := range f.messages {
		all = append(all, m)
	}
	f.messages = nil
	return all
}

// maxLag is how many changes a snapshot may lie behind. Then it is told all, and
// begins anew: what it has not been told is kept for it.
const maxLag = 10_000

// ownEnd returns the position behind the last message that the session itself
// has added or expunged before end: so far it must be told even if it wants no
// news, as its sequence numbers change by it. mu is held.
func (v *View) ownEnd(end Position) Position {
	if end-v.cursor > maxLag {
		return end
	}
	own, from := v.cursor, max(v.cursor, v.searched)
	for i, c := range v.mb.log.slice(from, end) {
		if c.Kind != FlagsChanged && c.By == v.actor {
			own = from + Position(i) + 1
		}
	}
	v.searched = end
	return own
}
