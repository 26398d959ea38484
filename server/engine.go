package server

import (
	"bytes"
	"errors"
	"io"
	"net"
	"sync"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"

	"imaporacle/server/front"
)

// engine is the base: imapserver of go-imap, each of whose connections is a
// buffer in memory with a session's front at the other end.
type engine struct {
	base *imapserver.Server
	ln   *engineListener
	done chan struct{}
}

// baseTag is the tag of every command that the base sees. The front puts the
// client's in its place.
const baseTag = "x"

func newEngine(s *Server) *engine {
	e := &engine{
		ln: &engineListener{
			conns: make(chan *engineConn), accepting: make(chan struct{}), closed: make(chan struct{}),
		},
		done: make(chan struct{}),
	}
	e.base = imapserver.New(&imapserver.Options{
		NewSession: func(c *imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			return c.NetConn().(*engineConn).session, nil, nil
		},
		Caps: imap.CapSet{
			imap.CapIMAP4rev1: {}, imap.CapIMAP4rev2: {}, imap.CapNamespace: {}, imap.CapMove: {},
			imap.CapUnauthenticate: {}, imap.CapLiteralPlus: {},
		},
		// The front decides whether a login needs TLS.
		InsecureAuth: true,
		Logger:       s.options.Log,
	})
	go func() {
		defer close(e.done)
		e.base.Serve(e.ln)
	}()
	<-e.ln.accepting // a base that is closed before it serves is a data race
	return e
}

func (e *engine) close() {
	e.base.Close()
	<-e.done
}

// dial returns a connection to the base, past its greeting.
func (e *engine) dial(s *session) (*engineConn, error) {
	c := &engineConn{session: s, ready: make(chan struct{}, 1), left: make(chan struct{})}
	c.cond.L = &c.mu
	select {
	case e.ln.conns <- c:
	case <-e.ln.closed:
		return nil, net.ErrClosed
	}
	if err := c.await(); err != nil {
		return nil, err
	}
	c.out = c.out[:0]
	return c, nil
}

// engineListener hands connections to the base.
type engineListener struct {
	conns     chan *engineConn
	begin     sync.Once
	accepting chan struct{}
	end       sync.Once
	closed    chan struct{}
}

func (l *engineListener) Accept() (net.Conn, error) {
	l.begin.Do(func() { close(l.accepting) })
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *engineListener) Close() error {
	l.end.Do(func() { close(l.closed) })
	return nil
}

func (l *engineListener) Addr() net.Addr { return &net.UnixAddr{Name: "front", Net: "memory"} }

// engineConn is the base's end of a connection in memory. One side works at a
// time: the front fills in and waits for the tagged response in out.
type engineConn struct {
	session *session
	mu      sync.Mutex
	cond    sync.Cond // in has grown, or closed
	in      []byte
	out     []byte
	ready   chan struct{} // a greeting, continuation request or tagged response ends out
	closed  bool
	tick    <-chan time.Time // when the client is to hear that a command goes on; nil for never
	leave   sync.Once
	left    chan struct{} // closed when the base is done
}

// errEngine is what the client is told when the base has ended the session.
var errEngine = errors.New("the base has closed the connection")

// exchange sends one line and returns what came: whole responses, of which the
// last is tagged or a continuation request. It is valid until the next call.
func (c *engineConn) exchange(line []byte) ([]byte, error) {
	c.mu.Lock()
	if c.closed {
		c.mu.Unlock()
		return nil, errEngine
	}
	c.out = c.out[:0]
	c.in = append(c.in, line...)
	c.cond.Signal()
	c.mu.Unlock()
	if err := c.await(); err != nil {
		return nil, err
	}
	return c.out, nil
}

func (c *engineConn) await() error {
	for waiting := true; waiting; {
		select {
		case <-c.ready:
			waiting = false
		case <-c.tick:
			c.session.sayInProgress(unknownProgress, "Still at work") // RFC 9585
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed && !complete(c.out) {
		return errEngine
	}
	return nil
}

// Read gives the base the front's line.
func (c *engineConn) Read(b []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for len(c.in) == 0 {
		if c.closed {
			return 0, io.EOF
		}
		c.cond.Wait()
	}
	n := copy(b, c.in)
	c.in = c.in[:copy(c.in, c.in[n:])]
	return n, nil
}

// Write takes responses from the base and wakes the front after the last.
func (c *engineConn) Write(b []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return 0, net.ErrClosed
	}
	c.out = append(c.out, b...)
	if complete(c.out) {
		c.signal()
	}
	return len(b), nil
}

// complete reports whether out ends with a response after which the base waits
// for the front.
func complete(out []byte) bool {
	last, ok := bytes.CutSuffix(out, []byte("\r\n"))
	if !ok {
		return false
	}
	last = last[bytes.LastIndexByte(last, '\n')+1:]
	return bytes.HasPrefix(last, []byte(baseTag+" ")) || bytes.HasPrefix(last, []byte("+")) ||
		bytes.HasPrefix(last, []byte("* OK [CAPABILITY ")) // the greeting
}

func (c *engineConn) signal() {
	select {
	case c.ready <- struct{}{}:
	default:
	}
}

// Close is called by the base when it is done.
func (c *engineConn) Close() error {
	c.end()
	c.leave.Do(func() { close(c.left) })
	return nil
}

// hangUp is called by the front when the client is gone. It returns when the
// base is done.
func (c *engineConn) hangUp() {
	c.end()
	<-c.left
}

func (c *engineConn) end() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closed = true
	c.cond.Broadcast()
	c.signal()
}

func (c *engineConn) LocalAddr() net.Addr              { return c.session.conn.RemoteAddr() }
func (c *engineConn) RemoteAddr() net.Addr             { return c.session.conn.RemoteAddr() }
func (c *engineConn) SetDeadline(time.Time) error      { return nil } // the front keeps time
func (c *engineConn) SetReadDeadline(time.Time) error  { return nil }
func (c *engineConn) SetWriteDeadline(time.Time) error { return nil }

var _ net.Conn = (*engineConn)(nil)

// byBase is the handler of the commands that the base answers. Its untagged
// responses go out as they are, then the updates, then its tagged response
// under the client's tag.
func byBase(s *session, c *front.Command) error { return s.passOn(c.Name, c.Args().Rest(), nil) }

// passOn has the base answer a command with these arguments. each, which may be
// nil, is called after each of its untagged responses.
func (s *session) passOn(name string, args []byte, each func()) error {
	line := append(s.scratch[:0], baseTag+" "...)
	line = append(line, name...)
	line, err := front.AppendInline(line, args)
	if err != nil {
		return err
	}
	s.scratch = line
	if len(line) > baseLine {
		return front.Bad("The command line is longer than %d octets", baseLine)
	}
	return s.askBase(append(line, "\r\n"...), each)
}

// baseLine is the longest line, in octets, for which the base does not close
// the connection.
const baseLine = 50<<10 - 2

// askBase passes one line to the base and its answer to the client. each, which
// may be nil, is called after each untagged response.
func (s *session) askBase(line []byte, each func()) error {
	if err := s.dialBase(); err != nil {
		return err
	}
	if s.account != nil {
		ticker := time.NewTicker(s.server.options.ProgressInterval)
		defer ticker.Stop()
		s.base.tick = ticker.C
		defer func() { s.base.tick = nil }()
	}
	out, err := s.base.exchange(line)
	if err != nil {
		return err
	}
	for {
		end := bytes.IndexByte(out, '\n') + 1
		resp := out[:end]
		out = out[end:]
		if tagged, ok := bytes.CutPrefix(resp, []byte(baseTag+" ")); ok {
			s.answer = append(s.answer[:0], bytes.TrimSuffix(tagged, []byte("\r\n"))...)
			return nil
		}
		if len(out) > 0 {
			s.conn.End(append(s.conn.Begin(), resp...))
			if each != nil {
				each()
			}
			continue
		}
		if out, err = s.continueBase(resp); err != nil {
			return err
		}
	}
}

func (s *session) dialBase() (err error) {
	if s.base == nil {
		s.base, err = s.server.engine.dial(s)
	}
	return err
}

// tellBase gives the base a command of which the client hears nothing.
func (s *session) tellBase(command string) error {
	if err := s.dialBase(); err != nil {
		return err
	}
	_, err := s.base.exchange([]byte(baseTag + " " + command + "\r\n"))
	return err
}

// continueBase passes on a continuation request of AUTHENTICATE, and what the
// client says to it.
func (s *session) continueBase(request []byte) ([]byte, error) {
	if bytes.Equal(request, []byte("+ =\r\n")) {
		// An empty challenge. "=" stands for nothing in what a client
		// sends at first, and nowhere else (RFC 4959 §3).
		request = []byte("+ \r\n")
	}
	s.conn.End(append(s.conn.Begin(), request...))
	line, err := s.conn.ReadLine()
	var mistake *front.Status
	if errors.As(err, &mistake) {
		line = []byte("*") // the base must not wait for the rest
	} else if err != nil {
		return nil, err
	}
	return s.base.exchange(append(append(s.scratch[:0], line...), "\r\n"...))
}
