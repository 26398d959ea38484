package server

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"runtime/debug"
	"time"

	"imaporacle/server/front"
	"imaporacle/server/mailbox"
)

// session is one connection: what the client has logged in to and selected.
type session struct {
	server *Server
	conn   *front.Conn
	actor  mailbox.Actor
	base   *engineConn // nil until a command needs it

	account  *mailbox.Account // nil before login
	nameless bool             // logged in by ANONYMOUS
	exceeded uint64           // Account.Exceeded of which the client was warned
	view     *mailbox.View    // nil unless a mailbox is selected
	rev2     bool             // IMAP4rev2 is enabled (RFC 9051 §6.3.1)
	modSeqs                   // what RFC 7162 adds
	utf8     bool             // UTF8=ACCEPT is enabled (RFC 6855 §3)
	uidOnly  bool             // UIDONLY is enabled (RFC 9586 §3)
	saved    []uint32         // UIDs that a SEARCH saved (RFC 9051 §6.4.4.1)

	running  bool   // a handler is at work
	numbered bool   // the UID SEARCH under way has sequence numbers
	answer   []byte // the tagged response to come, without its tag
	over     bool   // the client said LOGOUT, or must be sent away
	bad      int    // malformed commands in a row
	scratch  []byte
	contexts []*searchContext   // results that are kept up to date (RFC 5267 §4.3)
	alarm    chan struct{}      // rings when there may be something to tell
	fence    chan chan struct{} // closed when all is told; taken while resting
	notify   *notifier          // what NOTIFY asked for; nil before the first
	unwatch  func()             // ends the watch of the selected mailbox, nil if there is none

	annotations *mailbox.Watch // after ENABLE METADATA, else nil

	visible // to others
}

func newSession(s *Server, c net.Conn, number int) *session {
	var filters []front.Filter
	if s.options.Filters != nil {
		filters = s.options.Filters(number, c.RemoteAddr())
	}
	sess := &session{server: s, conn: front.NewConn(c, s.options.Limits, filters...), alarm: make(chan struct{}, 1), fence: make(chan chan struct{})}
	sess.actor.Conn = number
	sess.began, sess.ended = time.Now(), make(chan struct{})
	return sess
}

// serve runs the session to its end.
func (s *session) serve() {
	defer s.end()
	if err := s.conn.Handshake(); err != nil {
		s.server.options.Log.Printf("connection %d: %v", s.actor.Conn, err)
		return
	}
	s.conn.SetIdle(s.server.options.LoginIdle)
	s.conn.Line("* OK [CAPABILITY ", s.capabilities(), "] ", s.server.options.Greeting)
	for !s.over {
		if err := s.serveOne(); err != nil {
			s.sayBye(err)
			return
		}
	}
}

// serveOne reads and answers one command.
func (s *session) serveOne() error {
	if s.notify != nil { // RFC 5465 §3.1: the client listens all the time
		if err := s.await(false); err != nil || s.over {
			return err
		}
	}
	c, err := s.conn.ReadCommand(s.literalLimit)
	var mistake *front.Status
	switch {
	case err == nil:
		s.bad = 0
		s.conn.During(c)
		s.underWay.Store(c)
		err = s.execute(c)
		s.underWay.Store(nil)
		s.conn.During(nil)
	case errors.As(err, &mistake):
		s.refuse(c, mistake)
		err = nil
	}
	return err
}

// end gives back all that the session holds.
func (s *session) end() {
	if s.base != nil {
		s.base.hangUp()
	}
	s.deselect()
	s.endNotify()
	s.endAnnotations()
	if err := s.conn.Finish(); err != nil {
		s.server.options.Log.Printf("connection %d: %v", s.actor.Conn, err)
	}
}

// refuse answers a command that could not be read.
func (s *session) refuse(c *front.Command, mistake *front.Status) {
	s.conn.Status(c.Tag, mistake)
	s.bad++
	if s.bad >= s.server.options.Limits.BadCommands {
		s.conn.Line("* BYE Too many malformed commands")
		s.over = true
	}
}

// sayBye tells the client why the connection ends, if it can still listen.
func (s *session) sayBye(err error) {
	var fatal *front.FatalError
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, net.ErrClosed):
	case errors.Is(err, os.ErrDeadlineExceeded):
		s.conn.Line("* BYE Idle for too long")
	case errors.As(err, &fatal):
		s.conn.Line("* BYE ", fatal.Text)
	default:
		s.server.options.Log.Printf("connection %d: %v", s.actor.Conn, err)
		s.conn.Line("* BYE Internal error")
	}
}

// execute carries out one command. Its error ends the connection; what the
// client did wrong is answered here.
func (s *session) execute(c *front.Command) error {
	s.answer = s.answer[:0]
	var e entry
	err := s.conn.Intercept(c)
	s.actor.Command, s.actor.Tag = c.Name, c.Tag
	if err == nil {
		e, err = s.lookup(c)
	}
	if err == nil {
		err = s.run(e, c)
	}
	answer := answerTo(err)
	if err != nil && answer == nil {
		return err
	}
	if answer == nil || answer.Type != "BAD" {
		s.tellNews(e)
	}
	s.numbered = false
	switch {
	case answer != nil:
		s.conn.Status(c.Tag, answer)
	case len(s.answer) > 0:
		s.conn.Line(c.Tag, " ", string(s.answer))
	default:
		s.conn.Line(c.Tag, " OK ", c.Name, " completed")
	}
	if e.after != nil && answer == nil {
		return e.after(s)
	}
	return nil
}

// answerTo returns the tagged response to an error that is the client's; it is
// nil for others, and for none.
func answerTo(err error) *front.Status {
	var answer *front.Status
	var refusal *mailbox.Refusal
	switch {
	case errors.As(err, &answer):
		return answer
	case errors.As(err, &refusal):
		return &front.Status{Type: "NO", Code: refusal.Code, Text: refusal.Text}
	}
	return nil
}

// run calls the handler. A panic is this server's mistake, not the client's,
// and must not take other sessions with it.
func (s *session) run(e entry, c *front.Command) (err error) {
	s.running = true
	defer func() {
		s.running = false
		if v := recover(); v != nil {
			s.server.options.Log.Printf("connection %d: %s: panic: %v\n%s", s.actor.Conn, c.Name, v, debug.Stack())
			err = front.No("SERVERBUG", "Internal error")
		}
	}()
	if e.check != nil {
		if err := e.check(c.Args()); err != nil {
			return err
		}
	}
	if e.states == selected && !s.view.Rights().Has(mailbox.RightRead) {
		return mailbox.ErrNoPermission // and BYE: see tell
	}
	return e.run(s, c)
}

// ok sets the tagged response of the command under way.
func (s *session) ok(code, format string, args ...any) {
	s.answer = append(s.answer[:0], "OK "...)
	if code != "" {
		s.answer = fmt.Appendf(s.answer, "[%s] ", code)
	}
	s.answer = fmt.Appendf(s.answer, format, args...)
}

// smallLiteral bounds the literals of commands that take no messages, in octets.
const smallLiteral = 64 << 10

// metadataLiterals bounds the literals of SETMETADATA, in octets.
const metadataLiterals = 1 << 20

// literalLimit refuses before the client sends what would be refused anyhow.
func (s *session) literalLimit(c *front.Command) (int64, error) {
	if _, err := s.lookup(c); err != nil {
		return 0, err
	}
	if appends(c.Name) {
		if refusal := answerTo(s.foresee(c)); refusal != nil {
			return 0, refusal
		}
		return s.server.options.Limits.Literal, nil
	}
	if c.Name == "SETMETADATA" { // to say what the limit is
		return min(metadataLiterals, s.server.options.Limits.Literal), nil
	}
	return min(smallLiteral, s.server.options.Limits.Literal), nil
}

// deselect closes the View, if there is one.
func (s *session) deselect() {
	s.unwatchSelected()
	if s.view != nil {
		s.view.Close()
		s.view = nil
		s.shown.Store(nil)
	}
	s.saved = nil
	s.sent, s.vanished, s.behind = 0, false, 0
	s.contexts = nil
}
