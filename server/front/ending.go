package front

import (
	"crypto/tls"
	"net"
)

// linger has Close send RST in place of FIN.
func (c *Conn) linger() {
	socket := c.net
	if t, ok := socket.(*tls.Conn); ok {
		socket = t.NetConn()
	}
	if tcp, ok := socket.(*net.TCPConn); ok {
		tcp.SetLinger(0)
	}
}

// closeWrite tells the client that nothing more will come, if the connection is
// one that can: again does no harm.
func (c *Conn) closeWrite() {
	if half, ok := c.net.(interface{ CloseWrite() error }); ok {
		half.CloseWrite()
	}
}
