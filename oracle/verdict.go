package oracle

// Column is a column of the table. Its text is the key in JSON.
type Column string

// The five columns about several sessions on one mailbox.
const (
	Checkpoint   Column = "checkpoint"
	Recent       Column = "recent"
	AtomicFlags  Column = "atomic_flags"
	ExpungeFetch Column = "expunge_fetch"
	ExpungeStore Column = "expunge_store"
)

// AnySession is no column: it is where findings belong that the judge made of
// what all sessions were told.
const AnySession Column = ""

// Columns lists the columns in the order of the table.
var Columns = []Column{Checkpoint, Recent, AtomicFlags, ExpungeFetch, ExpungeStore}

var titles = map[Column]string{
	Checkpoint:   "Checkpoint",
	Recent:       `\Recent`,
	AtomicFlags:  "Atomic flags",
	ExpungeFetch: "Expunge fetch",
	ExpungeStore: "Expunge store",
	AnySession:   "any session",
}

// Title returns the heading of the column, or what stands in place of it.
func (c Column) Title() string { return titles[c] }

// Cell is what the table says of a server in one column.
type Cell string

// The words of the table. Which of them a column can hold: see Vocabulary.
const (
	Unknown        Cell = "?" // could not be told
	Yes            Cell = "Yes"
	No             Cell = "No"
	Unreliable     Cell = "Unreliable"      // \Recent: several sessions saw it, or none
	NotImplemented Cell = "Not implemented" // \Recent: never seen
	Bugs           Cell = "Bugs"            // Atomic flags: lost under concurrency only
	Cached         Cell = "Cached"          // Expunge fetch: metadata, but no header or body
	CachedSome     Cell = "Cached (some)"   // Expunge fetch: part of the metadata
	Session        Cell = "Session"         // Expunge store: seen by the storing session alone
	Delayed        Cell = "Delayed"         // Expunge store: seen by others once the EXPUNGE is told
	Ignored        Cell = "Ignored"         // Expunge store: OK, but nothing changes
	Broken         Cell = "Broken"          // the answer itself breaks the rules
)

// Vocabulary lists the cells that each column can hold, Unknown apart.
var Vocabulary = map[Column][]Cell{
	Checkpoint:   {Yes, No},
	Recent:       {Yes, Unreliable, NotImplemented},
	AtomicFlags:  {Yes, Bugs, No},
	ExpungeFetch: {Yes, Cached, CachedSome, No, Broken},
	ExpungeStore: {Yes, Session, Delayed, Ignored, No, Broken},
}

// Detail tells apart what one cell does not.
type Detail string

// The details that a cell can bear.
const (
	NoDetail        Detail = ""
	NeverSeenDetail Detail = "flag changes are never seen by other sessions" // Session
	RefusedDetail   Detail = "the EXPUNGE is refused while others look"      // the expunge columns
)

// Verdict is one cell with what belongs to it.
type Verdict struct {
	Cell   Cell   `json:"cell"`
	Detail Detail `json:"detail,omitempty"`
	// Legal: what the cell describes is something that the RFCs allow,
	// though it is not Yes.
	Legal bool `json:"legal,omitempty"`
	// Notes are facts beside the cell: what it rests on, what else was seen.
	Notes []string `json:"notes,omitempty"`
}

// Finding is one rule that a server was seen not to follow, or a liberty that
// it was seen to take.
type Finding struct {
	Rule     string   `json:"rule"` // the ID of a Rule
	Column   Column   `json:"column"`
	Expected string   `json:"expected"`
	Seen     string   `json:"seen"`
	Lines    []string `json:"lines,omitempty"` // of all sessions, in order
}

// Report is what a tester says of a server.
type Report struct {
	Verdicts map[Column]Verdict
	Findings []Finding
}
