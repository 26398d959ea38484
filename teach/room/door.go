package room

import (
	"errors"
	"net"
	"sync"
)

// door is the listener through which own lanes come to the server, over memory.
type door struct {
	conns  chan net.Conn
	once   sync.Once
	closed chan struct{}
}

func newDoor() *door { return &door{conns: make(chan net.Conn), closed: make(chan struct{})} }

// errClosed is what is said once the Room is closed.
var errClosed = errors.New("room: the room is closed")

// enter hands the server's end of a connection to the server, as the lane's,
// and returns the client's.
func (d *door) enter(l *Lane) (net.Conn, error) {
	client, srv := net.Pipe()
	select {
	case d.conns <- &laneConn{srv, l}:
		return client, nil
	case <-d.closed:
		return nil, errClosed
	}
}

// Accept implements net.Listener.
func (d *door) Accept() (net.Conn, error) {
	select {
	case c := <-d.conns:
		return c, nil
	case <-d.closed:
		return nil, net.ErrClosed
	}
}

// Close implements net.Listener; again does no harm.
func (d *door) Close() error {
	d.once.Do(func() { close(d.closed) })
	return nil
}

// Addr implements net.Listener.
func (d *door) Addr() net.Addr { return memory("room") }

// laneConn is the server's end of a lane's connection. By its address the
// Room's filter knows the lane again.
type laneConn struct {
	net.Conn
	lane *Lane
}

// RemoteAddr implements net.Conn.
func (c *laneConn) RemoteAddr() net.Addr { return laneAddr{c.lane} }

// Close implements net.Conn. A server that is closing has no session for it.
func (c *laneConn) Close() error {
	if c.lane.seat == nil {
		close(c.lane.over)
	}
	return c.Conn.Close()
}

type laneAddr struct{ lane *Lane }

func (a laneAddr) Network() string { return "memory" }
func (a laneAddr) String() string  { return a.lane.name }

// memory is the address of what has no other.
type memory string

func (memory) Network() string  { return "memory" }
func (m memory) String() string { return string(m) }
