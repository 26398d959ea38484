package lesson

import "imaporacle/faults"

// Lesson is a lesson as its file has it.
type Lesson struct {
	Name    string // of the file, without number and ending: "sequence-numbers"
	File    string // for messages about it
	Title   string
	Minutes int      // how long it takes
	Needs   []string // names of the lessons that come before it
	Lanes   []string // who is connected, in order
	Start   Start    // how far they are when it begins
	Mail    []Mail   // what is in INBOX when it begins
	Faults  []faults.Fault
	// Hidden lists the faults of which Begin draws one, of which nothing may be
	// told: only in lessons that end with Find.
	Hidden []faults.Fault
	Parts  []Part
}

// Start is how far the lanes are when a lesson begins.
type Start string

// The starts. The zero value stands for Selected.
const (
	Connected     Start = "connected"     // nobody has logged in
	Authenticated Start = "authenticated" // all have logged in
	Selected      Start = "selected"      // all have INBOX selected
)

// Mail is a message by its subject; its flags are set at delivery.
type Mail struct {
	Subject string
	Flags   []string
}

// Kind says what is to be done in a Part.
type Kind string

// The kinds.
const (
	Read    Kind = "read"    // nothing but to read
	Play    Kind = "play"    // Lines are sent
	Predict Kind = "predict" // one of Choices is taken
	Task    Kind = "task"    // Conditions are to be met, by the learner's own commands
	Find    Kind = "find"    // the hidden fault is to be named
)

// Part is a piece of text and what is to be done after it.
type Part struct {
	Section string // the heading above it
	First   bool   // it is the first below that heading
	Kind    Kind
	Text    Prose

	Lines      []Say       // of Play; of Task and Find, a solution: not for the learner
	Choices    []Choice    // of Predict
	Conditions []Condition // of Play, what is true afterwards; of Task, what shall be
	Commands   int         // of Find: how many may be sent

	line int // where it begins in the file
}

// Say is a command that somebody sends, or something that is done to the server.
type Say struct {
	Lane     string // who sends it; or one of Mail and Fault
	Text     string // the command without its tag; or what Mail or Fault is about
	Together bool   // sent at once with the one before it, not after its answer

	line int
}

// What stands in place of a lane in a Say: a message of the subject Text is
// delivered to INBOX; the fault Text is the only one from now on, or "none" is.
const (
	MailLane  = "Mail"
	FaultLane = "Fault"
)

// Choice is one answer to a prediction.
type Choice struct {
	Text  Prose
	Right bool
	Why   Prose // why it is right, or is not
}
