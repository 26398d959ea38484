package judge

import "strings"

// account is what is known of the mailboxes of one user, by all sessions.
type account struct{ boxes map[string]*facts }

// facts is what is known of a mailbox under one UIDVALIDITY: what was true once
// stays true.
type facts struct {
	name     string
	validity uint32 // 0: not known yet
	at       int    // event that told it

	next      uint32 // no message that comes later has a lower UID
	nextAt    int
	modSeq    uint64 // the highest that was told
	modSeqAt  int
	messages  map[key]*message
	claims    map[uint32]claim // who was told of \Recent first
	leaks     map[uint32]leak  // what STORE has changed that must change nothing, until somebody may
	selecting int              // sessions that have it selected
	sharedAt  int              // when several sessions had it last
	expungeAt int              // the last command that may have removed messages
}

// key names a message as a session sees it: UTF8=ACCEPT may show it otherwise
// (RFC 6855 §5).
type key struct {
	uid  uint32
	utf8 bool
}

// claim is the selection by a read-write session that was shown a message as \Recent.
type claim struct {
	box *box
	at  int
}

const (
	maxMessages = 1 << 16 // whose facts are kept, in a mailbox
	maxBoxes    = 1 << 12 // that are kept, of a user
)

// floors are the facts of a mailbox at the moment at which a command was sent:
// what its answer cannot fall below.
type floors struct {
	f        *facts
	validity uint32
	at       int
	next     uint32
	nextAt   int
	modSeq   uint64
	modSeqAt int
}

// account returns that of the user, or one for this session alone.
func (s *session) account() *account {
	id := "user " + s.user
	if s.user == "" {
		id = "session " + s.name
	}
	a := s.j.accounts[id]
	if a == nil {
		a = &account{boxes: make(map[string]*facts)}
		s.j.accounts[id] = a
	}
	return a
}

// boxName is a name in the form in which names are compared.
func boxName(name string) string {
	if strings.EqualFold(name, "INBOX") {
		return "INBOX"
	}
	return name
}

// factsOf returns what is known of a mailbox by name, as far as it goes.
func (s *session) factsOf(name string) *facts {
	a := s.account()
	name = boxName(name)
	f := a.boxes[name]
	if f == nil {
		f = newFacts(name, 0, 0)
		if len(a.boxes) < maxBoxes {
			a.boxes[name] = f
		}
	}
	return f
}

func newFacts(name string, validity uint32, at int) *facts {
	return &facts{name: name, validity: validity, at: at,
		messages: make(map[key]*message), claims: make(map[uint32]claim)}
}

// under returns the facts of the name under a UIDVALIDITY that was just told.
func (s *session) under(name string, validity uint32) *facts {
	f := s.factsOf(name)
	switch {
	case f.validity == validity:
	case f.validity == 0:
		f.validity, f.at = validity, s.event
	default:
		f = newFacts(f.name, validity, s.event)
		if a := s.account(); a.boxes[f.name] != nil {
			a.boxes[f.name] = f
		}
	}
	return f
}

// forget drops what is known of a name that is given to another mailbox, and of
// those below it, whatever stands between the levels.
func (s *session) forget(name string) {
	name = boxName(name)
	boxes := s.account().boxes
	for known := range boxes {
		if known == name || strings.HasPrefix(known, name) && !isLetter(known[len(name)]) {
			delete(boxes, known)
		}
	}
}

func isLetter(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}

// floorsFor returns what is known of the mailbox that a command is about.
func (s *session) floorsFor(c *command) floors {
	switch {
	case c.has("SELECT", "EXAMINE", "STATUS", "APPEND"):
		return s.factsOf(c.text(0)).floors()
	case c.has("COPY", "MOVE"):
		return s.factsOf(c.text(1)).floors()
	case s.box != nil && s.box.facts != nil:
		return s.box.facts.floors()
	}
	return floors{}
}

func (f *facts) floors() floors {
	return floors{f, f.validity, f.at, f.next, f.nextAt, f.modSeq, f.modSeqAt}
}

// raise notes that no message that comes later has a UID below next.
func (f *facts) raise(next uint32, event int) {
	if next > f.next {
		f.next, f.nextAt = next, event
	}
}

func (f *facts) raiseModSeq(n uint64, event int) {
	if n > f.modSeq {
		f.modSeq, f.modSeqAt = n, event
	}
}

// message returns what is kept of a message, or nil if that is too much.
func (f *facts) message(k key) *message {
	m := f.messages[k]
	if m == nil && len(f.messages) < maxMessages {
		m = new(message)
		f.messages[k] = m
	}
	return m
}
