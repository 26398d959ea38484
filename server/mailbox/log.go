package mailbox

// Kind says what happened to a message.
type Kind int

// The kinds of change.
const (
	Appended Kind = iota
	FlagsChanged
	Expunged
	Annotated // no message, but the mod-sequence rises
)

// Change is one entry of a mailbox's log.
type Change struct {
	Kind    Kind
	Message *Message
	ModSeq  uint64
	// Origin is the View whose session made the change; it is nil for what
	// came from outside, such as APPEND and COPY.
	Origin *View
	// By is the session that made the change by whatever means; it is nil for
	// what no session did, such as a delivery.
	By *Actor
	// Before and After are set for FlagsChanged.
	Before, After *FlagSet
}

// Position counts the changes of a mailbox since it was opened.
type Position uint64

// changeLog is append-only; what every View has passed is forgotten.
type changeLog struct {
	base    Position
	entries []Change
}

func (l *changeLog) end() Position { return l.base + Position(len(l.entries)) }

func (l *changeLog) add(c Change) { l.entries = append(l.entries, c) }

// from returns the entries in [start, end).
func (l *changeLog) slice(start, end Position) []Change {
	return l.entries[start-l.base : end-l.base]
}

// forget drops what lies before p. It copies only when at least half of the
// entries go, so that its cost is spread over the appends.
func (l *changeLog) forget(p Position) {
	n := int(p - l.base)
	if n == 0 || n < len(l.entries)/2 {
		return
	}
	l.entries = append([]Change(nil), l.entries[n:]...)
	l.base = p
}
