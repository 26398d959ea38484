package judge

import (
	"slices"
	"strings"
	"time"

	"imaporacle/internal/wire"
)

// session is one connection, and all that its client knows.
type session struct {
	j     *Judge
	name  string
	event int  // number of the present one
	whole bool // the trace has it from the greeting on
	gap   bool // something of it is missing
	spoke bool // the client has said something
	heard bool // the server has

	in       assembler
	inflight []*command // in the order sent
	done     []string   // tags completed lately
	doneAt   []int

	user    string // "" if it is not known
	authed  bool   // known to be authenticated
	utf8    bool   // UTF-8 may be sent
	caps    map[string]bool
	capsAt  int
	enabled map[string]int // by the event that says so

	condstore  bool // a CONDSTORE enabling command has been sent
	aware      bool // and answered OK
	box        *box // what is selected, or being selected; nil if nothing is, or not known
	opening    *command
	unselected bool // known to have nothing selected

	badAt         int // an untagged BAD, of which it is not known what it answers
	byeAt         int
	leftAt        int // when a mailbox was left, and which
	leftName      string
	refused       map[string]int // SELECT refused, by name: before any ID
	identified    bool
	idAt, otherAt int // the last ID, and the last command that is neither ID nor SELECT
	idleSince     time.Time
	lastHeard     time.Time
}

func newSession(j *Judge, name string) *session {
	return &session{j: j, name: name, enabled: make(map[string]int)}
}

// revision2 says whether the server may speak IMAP4rev2 alone: it advertises it,
// or nobody knows what it advertises.
func (s *session) revision2() bool { return s.caps == nil || s.caps["IMAP4REV2"] }

// advertises says whether the server is known to advertise one of these.
func (s *session) advertises(names ...string) bool {
	return slices.ContainsFunc(names, func(n string) bool { return s.caps[n] })
}

// lacks says whether the server is known to advertise none of these.
func (s *session) lacks(names ...string) bool { return s.caps != nil && !s.advertises(names...) }

// serverSays takes a response.
func (s *session) serverSays(e Event) {
	r := s.read(e)
	if r == nil {
		return
	}
	first := !s.heard
	s.heard, s.lastHeard = true, e.Time
	s.syntax(r)
	s.afterBye(r)
	if first && s.greeting(r) {
		return
	}
	s.capabilities(r)
	switch r.Kind {
	case wire.Continuation:
		s.continuation()
	case wire.Tagged:
		s.tagged(r)
	case wire.Untagged:
		s.untagged(r)
	}
}

// read returns the response, nil if it is beyond the limits of the reader, which
// says nothing of the server.
func (s *session) read(e Event) *wire.Response {
	utf8 := s.utf8 || !s.whole
	if e.Response != nil && e.Response.UTF8 == utf8 {
		return e.Response
	}
	r, err := s.j.parser.Parse(e.Bytes, utf8)
	if err != nil {
		return nil
	}
	return r
}

// untagged takes an untagged response into what is known.
func (s *session) untagged(r *wire.Response) {
	if r.Status != wire.NoStatus || r.Code != nil {
		s.status(r)
		return
	}
	for _, c := range s.inflight {
		c.wanted.answer(c, r)
	}
	if r.Name == "EXISTS" && !r.HasNumber {
		return
	}
	if s.opensNow(r) {
		s.open(s.inflight[0])
	}
	switch r.Name {
	case "EXISTS", "RECENT", "EXPUNGE", "VANISHED", "FLAGS", "FETCH", "UIDFETCH":
		s.mailboxSays(r)
	case "SEARCH", "SORT", "ESEARCH", "THREAD":
		s.found(r)
	case "STATUS":
		s.statusSays(r)
	case "LIST", "LSUB":
		s.listSays(r)
	case "ENABLED":
		s.enabledSays(r)
	}
}

// mailboxSays takes what is about the selected mailbox.
func (s *session) mailboxSays(r *wire.Response) {
	b := s.box
	if b == nil {
		return
	}
	switch r.Name {
	case "EXISTS":
		s.exists(b, r.Number)
	case "RECENT":
		s.recentCount(b, r.Number)
	case "EXPUNGE":
		s.expunge(b, r)
	case "VANISHED":
		s.vanished(b, r)
	case "FLAGS":
		s.flagsSay(b, r)
	case "FETCH":
		s.fetch(b, r)
	case "UIDFETCH":
		s.uidFetch(b, r)
	}
}

// status takes an untagged status response, or a code without one.
func (s *session) status(r *wire.Response) {
	switch r.Status {
	case wire.BYE:
		s.bye()
	case wire.BAD:
		s.untaggedBad()
	}
	s.refusal(r)
	if r.Code == nil {
		return
	}
	if r.Code.Name == "CLOSED" {
		s.closedSays()
		return
	}
	if s.opensNow(r) {
		s.open(s.inflight[0])
	}
	if r.Code.Name == "COPYUID" {
		s.moved(r)
	}
	if s.box != nil {
		s.selectCode(s.box, r)
	}
}

// tagged takes the end of a command.
func (s *session) tagged(r *wire.Response) {
	i := slices.IndexFunc(s.inflight, func(c *command) bool { return c.tag == r.Tag })
	if i < 0 {
		s.unknownTag(r)
		return
	}
	c := s.inflight[i]
	s.inflight = slices.Delete(s.inflight, i, i+1)
	if s.in.current == c {
		s.in.reset() // refused before it was sent to its end
	}
	s.remember(c.tag)
	s.refusal(r)
	if c.bad {
		if c.selects() {
			s.leave()
		}
		return
	}
	switch r.Status {
	case wire.OK:
		s.completed(c, r)
	case wire.NO, wire.BAD:
		s.refusedCommand(c, r)
	}
}

// prepare looks at a command before it is answered.
func (s *session) prepare(c *command) {
	switch c.verb {
	case "EXPUNGE", "CLOSE", "MOVE", "REPLACE":
		if s.box != nil && s.box.facts != nil {
			s.box.facts.expungeAt = c.first
		}
	case "ID":
		s.identified, s.idAt = true, c.first
	case "LOGIN":
		if s.caps["LOGINDISABLED"] {
			c.disabledAt = s.capsAt
		}
	}
	if !c.has("ID", "SELECT", "EXAMINE") {
		s.otherAt = c.first
	}
	c.before = s.floorsFor(c)
	if s.enablesCondstore(c) {
		s.condstore = true
	}
	c.wanted.ask(s, c)
}

// completed looks at a command that was answered OK.
func (s *session) completed(c *command, r *wire.Response) {
	s.answeredData(c)
	if s.enablesCondstore(c) {
		s.aware = true
	}
	switch c.verb {
	case "LOGIN", "AUTHENTICATE":
		s.loggedIn(c)
	case "UNAUTHENTICATE":
		s.unauthenticated()
	case "STARTTLS":
		s.caps = nil
	case "LOGOUT":
		s.loggedOut()
	case "SELECT", "EXAMINE":
		s.selected(c, r)
	case "CLOSE", "UNSELECT":
		s.leave()
		s.unselected = true
	case "FETCH":
		s.fetchDone(c)
	case "STORE":
		s.storeDone(c, r)
	case "SEARCH", "SORT", "THREAD":
		s.searchDone(c)
	case "LIST":
		s.listDone(c)
	case "COPY", "MOVE", "APPEND":
		s.copied(c, r)
	case "NOOP", "CHECK", "IDLE":
		s.polled(c)
	case "EXPUNGE":
		s.expungeDone(c, r)
	case "DELETE", "RENAME":
		s.forget(c.text(0))
		s.forget(c.text(1))
	case "NOTIFY":
		s.notified(c)
	}
	if c.verb != "SELECT" && c.verb != "EXAMINE" && s.box != nil && r.Code != nil {
		s.selectCode(s.box, r)
	}
}

// refusedCommand looks at a command that was answered NO or BAD.
func (s *session) refusedCommand(c *command, r *wire.Response) {
	if c.selects() {
		s.selectRefused(c, r)
	}
	if r.Status == wire.BAD {
		s.answeredBad(c)
	}
	if c.verb == "SEARCH" {
		s.searchRefused(c, r)
	}
}

// loggedIn takes notice of who it is: of AUTHENTICATE nobody can tell.
func (s *session) loggedIn(c *command) {
	if c.disabledAt != 0 {
		s.blame("login/disabled", "LOGIN was answered OK", c.disabledAt, c.first)
	}
	s.authed, s.unselected = true, true
	if c.verb == "LOGIN" {
		s.user = c.text(0)
	}
}

// close ends what is known of the connection.
func (s *session) close(e Event) {
	if e.Kind == Lost && s.byeAt == 0 && (s.heard || s.whole) {
		var pending []int
		for _, c := range s.inflight {
			pending = append(pending, c.first)
		}
		if !s.idleDied(e) {
			s.blame("bye/before-close", "the connection was closed without BYE", pending...)
		}
	}
	s.leave()
}

// unauthenticated: whatever was selected or enabled is so no more (RFC 8437 §4).
func (s *session) unauthenticated() {
	s.authed, s.user = false, ""
	s.leave()
	s.unselected = true
	s.condstore, s.aware, s.utf8 = false, false, false
	clear(s.enabled)
}

// missing forgets what something that is not in the trace may have changed.
func (s *session) missing() {
	s.leave()
	s.gap, s.whole, s.unselected, s.caps, s.byeAt = true, false, false, nil, 0
	for _, c := range s.inflight {
		c.bad = true
	}
}

// isEnabled says whether the client has asked for one of these, and it is on.
func (s *session) isEnabled(names ...string) bool {
	return slices.ContainsFunc(names, func(n string) bool { return s.enabled[n] != 0 })
}

func upper(s string) string { return strings.ToUpper(s) }
