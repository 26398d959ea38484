package front

import (
	"bufio"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"time"
)

// Conn is one client's connection: a Reader and a Writer over the socket.
type Conn struct {
	*Reader
	*Writer
	limits Limits

	mu      sync.Mutex // guards net against Close from elsewhere
	net     net.Conn
	aside   bool // a read goes on while responses are sent
	idle    time.Duration
	readBy  time.Time
	writeBy time.Time

	compression *compression // nil without COMPRESS
	inflated    bool         // a DEFLATE layer has ended, and nothing came since
}

// NewConn returns the connection over c. Responses pass the filters in order.
func NewConn(c net.Conn, limits Limits, filters ...Filter) *Conn {
	conn := &Conn{net: c, limits: limits}
	conn.Writer = &Writer{out: (*socket)(conn), filters: filters}
	for _, f := range filters {
		if carrier, ok := f.(Carrier); ok {
			conn.Writer.out = carrier.Carry(conn.Writer.out)
		}
	}
	conn.Reader = &Reader{br: bufio.NewReaderSize((*socket)(conn), limits.Pending), w: conn.Writer, limits: limits}
	return conn
}

// During names the command that the responses to come belong to; nil when it
// has ended.
func (c *Conn) During(cmd *Command) { c.during = cmd }

// SetIdle sets how long the client may stay silent, from its next silence on.
func (c *Conn) SetIdle(d time.Duration) {
	c.idle = d
	c.readBy = time.Time{}
}

// TLS reports the state of TLS, nil without it.
func (c *Conn) TLS() *tls.ConnectionState {
	if t, ok := c.net.(*tls.Conn); ok {
		state := t.ConnectionState()
		return &state
	}
	return nil
}

// StartTLS makes the handshake. What the client sent before it is thrown away:
// it must not be taken for something sent under protection (RFC 9051 §6.2.1).
func (c *Conn) StartTLS(config *tls.Config) error {
	if err := c.Flush(); err != nil {
		return err
	}
	t := tls.Server(c.net, config)
	if err := c.handshake(t); err != nil {
		return err
	}
	c.mu.Lock()
	c.net = t
	c.mu.Unlock()
	c.br.Reset((*socket)(c))
	return nil
}

// Handshake makes the handshake of implicit TLS, if the connection has it.
// Left to the first response, it would wait for the client without end.
func (c *Conn) Handshake() error {
	if t, ok := c.net.(*tls.Conn); ok {
		return c.handshake(t)
	}
	return nil
}

func (c *Conn) handshake(t *tls.Conn) error {
	t.SetDeadline(time.Now().Add(c.limits.Response))
	if err := t.Handshake(); err != nil {
		return fmt.Errorf("TLS handshake: %w", err)
	}
	t.SetDeadline(time.Time{})
	c.readBy, c.writeBy = time.Time{}, time.Time{}
	return nil
}

// Close ends the connection; a read under way fails.
func (c *Conn) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.net.Close()
}

// Await waits in the background until the client's next line, or as much of it
// as is read ahead, can be read without waiting. Nothing may be read before the
// channel says so, or why nothing will come; responses go on being sent, with
// Push.
func (c *Conn) Await() <-chan error {
	ready := make(chan error, 1)
	if c.hasLine() {
		ready <- nil
		return ready
	}
	if err := c.Push(); err != nil {
		ready <- err
		return ready
	}
	c.aside = true
	go func() {
		err := c.fill()
		c.aside = false
		ready <- err
	}()
	return ready
}

// Push sends what has been gathered, and gives up what an idle connection does
// not need.
func (c *Conn) Push() error {
	if err := c.Flush(); err != nil {
		return err
	}
	c.Release()
	c.compression.release()
	return nil
}

// Finish sends what is waiting, if the client still listens, and closes the
// connection and those filters that can be closed. Its error is theirs: a
// client that is gone is none.
func (c *Conn) Finish() error {
	if errors.Is(c.Flush(), ErrReset) {
		c.linger()
	}
	c.compression.release()
	c.Close()
	var errs []error
	for _, f := range c.filters {
		if closer, ok := f.(io.Closer); ok {
			errs = append(errs, closer.Close())
		}
	}
	return errors.Join(errs...)
}

// RemoteAddr returns the client's address.
func (c *Conn) RemoteAddr() net.Addr { return c.net.RemoteAddr() }

// socket is the Conn as Reader and Writer see it.
type socket Conn

// Read sends what is waiting before it waits for the client: a response never
// lies in the buffer while both sides wait.
func (s *socket) Read(b []byte) (int, error) {
	if !s.aside {
		switch err := s.Writer.Flush(); {
		case errors.Is(err, ErrHalfClose):
			(*Conn)(s).closeWrite()
		case err != nil:
			return 0, err
		}
	}
	// Arming a timer for each command would cost more than a NOOP.
	if now := time.Now(); s.idle > 0 && s.readBy.Sub(now) < s.idle*7/8 {
		s.readBy = now.Add(s.idle)
		s.net.SetReadDeadline(s.readBy)
	}
	switch {
	case s.compression != nil:
		return s.compression.read(b)
	case s.inflated:
		return s.readBehindFlush(b)
	}
	return s.net.Read(b)
}

func (s *socket) Write(b []byte) (int, error) {
	if now := time.Now(); s.writeBy.Sub(now) < s.limits.Response/2 {
		s.writeBy = now.Add(s.limits.Response)
		s.net.SetWriteDeadline(s.writeBy)
	}
	if s.compression != nil {
		return s.compression.write((*plain)(s), b)
	}
	return s.net.Write(b)
}
