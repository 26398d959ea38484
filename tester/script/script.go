package script

import "time"

// State is how far the runner goes before a script begins. Each state does
// what those before it do.
type State uint8

// The states.
const (
	NonAuth  State = iota // connected
	Auth                  // logged in; the test mailboxes are deleted
	Created               // the test mailbox is created
	Appended              // messages are appended to it
	Selected              // it is selected, on each connection
)

var stateNames = []string{"nonauth", "auth", "created", "appended", "selected"}

func (s State) String() string { return stateNames[s] }

// Script is a test: one file.
type Script struct {
	Name string // the file's, below the folder from which it was loaded
	File string
	// About is the comment that begins the file.
	About string

	Capabilities []string // all must be advertised, else the test is skipped
	Connections  int
	Messages     int // to append beforehand; -1: all of the mbox
	State        State
	IgnoreExtra  bool           // untagged responses that are not listed are no failure
	Users        map[int]string // by connection, where it is not the first user

	Mbox     []Message
	greeting []expectation // of the first connection
	groups   []group
}

// Extension says whether the test is one of extensions: it needs capabilities.
func (s *Script) Extension() bool { return len(s.Capabilities) > 0 }

// Commands returns the number of individual commands, as the tally counts them.
func (s *Script) Commands() int { return len(s.groups) }

// Message is one message of an mbox.
type Message struct {
	Data []byte
	Date time.Time // of its From line; zero without one that can be read
}

// group is one individual command of the tally: a command, or several that are
// sent at once, and the responses.
type group struct {
	line     int
	conn     int // from 1
	commands []command
	expected []expectation
	pause    time.Duration // afterwards
	outputs  []string
}

// command is one command line.
type command struct {
	line  int
	tag   string // of the script, "" without
	parts line
	reply reply
}

// reply is the tagged response that must come.
type reply struct {
	line int
	kind string // "OK", "NO", "BAD", or "" for any
	args []arg  // how it begins
}

// mark is what an expected response is.
type mark byte

const (
	must    mark = '*'
	mustNot mark = '!'
	may     mark = '?'
)

// expectation is an untagged response.
type expectation struct {
	line int
	mark mark
	text string // as the script has it
	args []arg
}
