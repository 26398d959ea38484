package proxy

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"sync/atomic"
	"time"

	"imaporacle/server/front"
)

// session is one client and its connection to the server. One goroutine, that
// of serve, handles all that comes from either side, so that filters see one
// thing after the other.
type session struct {
	proxy  *Proxy
	number int
	ctx    context.Context // ends when the session has to
	stop   context.CancelFunc
	ended  chan struct{} // closed when the session is over
	client *front.Conn
	// serial passes commands on one by one: filters that are shown commands
	// take each response for one of the last.
	serial bool
	up     *upstream
	dialed atomic.Pointer[upstream] // up, for abort

	pending       []*front.Command // passed on and not answered, in order
	authenticated bool
	over          bool // BYE was said, or there is nobody to say it to

	turn   turn               // what the client's next piece is
	piece  <-chan front.Piece // being read, nil if none is
	data   []byte             // the last piece, on its way to the server; nil if none is
	own    *front.Command     // answered here when pending is empty
	answer *front.Status      // to it, nil if it is to be carried out
	grace  <-chan time.Time   // after the client has gone: until when the server may answer
}

func newSession(p *Proxy, conn net.Conn, number int) *session {
	var filters []front.Filter
	if p.options.Filters != nil {
		filters = p.options.Filters(number, conn.RemoteAddr())
	}
	ctx, stop := context.WithCancel(p.ctx)
	return &session{
		ctx: ctx, stop: stop, ended: make(chan struct{}),
		serial: slices.ContainsFunc(filters, func(f front.Filter) bool { _, ok := f.(front.Interceptor); return ok }),
		proxy:  p, number: number, client: front.NewConn(conn, p.options.Limits, filters...), turn: turn{reads: true},
	}
}

// serve runs the session to its end.
func (s *session) serve() {
	defer s.end()
	if err := s.client.Handshake(); err != nil {
		s.logf("%v", err)
		return
	}
	up, greeting, err := s.proxy.dial(s.ctx)
	switch {
	case s.ctx.Err() != nil: // the end needs no reason
	case err != nil:
		s.logf("upstream: %v", err)
		s.client.Line("* BYE [UNAVAILABLE] The server behind the proxy cannot be reached")
	}
	if err != nil {
		return
	}
	s.up = up
	s.dialed.Store(up)
	if s.ctx.Err() != nil { // abort came before
		return
	}
	up.start()
	s.pass(greeting)
	for !s.over {
		if err := s.step(); err != nil {
			s.sayBye(err)
			return
		}
	}
}

// step waits for one thing to happen and handles it. What the client is to be
// told is sent when nothing more of it is at hand.
func (s *session) step() error {
	select {
	case resp, ok := <-s.up.responses:
		return s.response(resp, ok)
	default:
	}
	if s.own != nil && len(s.pending) == 0 {
		return s.answerOwn()
	}
	switch err := s.client.Push(); {
	case errors.Is(err, front.ErrHalfClose):
		s.client.CloseWrite()
	case err != nil:
		return err
	}
	if s.mayRead() {
		s.piece = s.turn.await(s.client)
	}
	select {
	case resp, ok := <-s.up.responses:
		return s.response(resp, ok)
	case p := <-s.piece:
		s.piece = nil
		return s.received(p)
	case err := <-s.up.sent:
		s.data = nil
		return err
	case <-s.grace:
		s.over = true
		return nil
	}
}

// mayRead reports whether the client's next piece is to be read now.
func (s *session) mayRead() bool {
	if s.piece != nil || s.data != nil || s.own != nil || !s.turn.reads || s.grace != nil {
		return false
	}
	return !s.serial || !s.turn.begins() || len(s.pending) == 0
}

// received handles a piece of the client's.
func (s *session) received(p front.Piece) error {
	switch {
	case errors.Is(p.Err, io.EOF) || errors.Is(p.Err, io.ErrUnexpectedEOF):
		return s.hungUp()
	case p.Err != nil:
		return p.Err
	}
	s.client.Hear(p.Data)
	if s.turn.begins() {
		s.turn.refused = false
		// A line without a tag or command is for the server to answer.
		if c, err := front.ParseCommand(bytes.Clone(p.Data)); err == nil {
			args := c.Args().Rest()
			if err := s.begin(c); err != nil {
				return err
			}
			if !bytes.Equal(args, c.Args().Rest()) {
				p.Data = fmt.Appendf(nil, "%s %s%s\r\n", c.Tag, c.Name, c.Args().Rest())
			}
		}
	}
	if s.turn.advance(p.Data); s.turn.refused {
		return nil
	}
	s.data = p.Data
	s.up.send <- p.Data
	return nil
}

// begin shows a command to the filters, and decides who answers it. What they
// make of literals is not passed on: these have not come yet.
func (s *session) begin(c *front.Command) error {
	err := s.client.Intercept(c)
	var answer *front.Status
	switch {
	case errors.As(err, &answer):
		s.own, s.answer = c, answer
	case err != nil:
		return err
	case s.isOwn(c):
		s.own, s.answer = c, nil
	default:
		s.pending = append(s.pending, c)
	}
	s.turn.command, s.turn.refused = c, s.own != nil
	return nil
}

// hungUp lets the server finish what the client has asked for before it went.
func (s *session) hungUp() error {
	s.grace = time.After(s.proxy.options.Limits.Response)
	if err := s.up.closeWrite(); err != nil {
		s.over = true
	}
	return nil
}

// response handles a response of the server, or its end.
func (s *session) response(resp []byte, ok bool) error {
	if !ok {
		if !s.over && s.grace == nil {
			s.logf("upstream: %s", s.up.ended())
			s.client.Line("* BYE [UNAVAILABLE] The server behind the proxy has ended the connection")
		}
		s.over = true
		return nil
	}
	s.pass(resp)
	return nil
}

// pass hands a response on to the client.
func (s *session) pass(resp []byte) {
	c, tagged := s.commandOf(resp)
	kind := statusOf(resp)
	switch {
	case tagged && kind == "OK" && (c.Name == "LOGIN" || c.Name == "AUTHENTICATE"), kind == "PREAUTH":
		s.authenticated = true
	case tagged && kind == "OK" && c.Name == "UNAUTHENTICATE":
		s.authenticated = false
	}
	s.client.During(c)
	s.client.End(append(s.client.Begin(), s.disguise(resp)...))
	s.client.During(nil)
	switch {
	case tagged:
		s.turn.answered(c)
	case kind == "BAD":
		s.turn.answered(nil)
	case resp[0] == '+':
		s.turn.invited()
	case kind == "BYE":
		s.saidBye()
	}
}

// saidBye lets the server close the connection: what it says until then, such
// as the OK of LOGOUT, is passed on, and its end needs no other BYE.
func (s *session) saidBye() {
	if s.grace == nil {
		s.grace = time.After(s.proxy.options.Limits.Response)
	}
}

// commandOf returns the command to which a response belongs: the one that it
// answers, or the first that is not answered. It is nil between commands.
func (s *session) commandOf(resp []byte) (c *front.Command, tagged bool) {
	tag, _, _ := bytes.Cut(resp, []byte(" "))
	for i, c := range s.pending {
		if c.Tag == string(tag) {
			s.pending = append(s.pending[:i:i], s.pending[i+1:]...)
			return c, true
		}
	}
	if len(s.pending) > 0 {
		return s.pending[0], false
	}
	return nil, false
}

// sayBye tells the client why the connection ends, if it can still listen.
func (s *session) sayBye(err error) {
	var fatal *front.FatalError
	switch {
	case errors.As(err, &fatal):
		s.client.Line("* BYE ", fatal.Text)
	case !errors.Is(err, net.ErrClosed):
		s.logf("%v", err)
		s.client.Line("* BYE The connection has failed")
	}
}

// end gives back all that the session holds.
func (s *session) end() {
	if err := s.client.Finish(); err != nil {
		s.logf("%v", err)
	}
	if s.piece != nil {
		<-s.piece
	}
	if s.up != nil {
		s.up.close()
	}
}

// abort ends the session from elsewhere.
func (s *session) abort() {
	s.client.Close()
	if up := s.dialed.Load(); up != nil {
		up.abort()
	}
}

func (s *session) logf(format string, args ...any) {
	s.proxy.options.Log.Printf("connection %d: "+format, append([]any{s.number}, args...)...)
}
