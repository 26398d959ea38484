package proxy

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"time"

	"imaporacle/server/front"
)

// upstream is a connection to the real server. One goroutine reads whole
// responses and another writes, so that neither direction waits for the other:
// a server that does not read until its responses are taken blocks nobody.
type upstream struct {
	conn   net.Conn
	reader *front.ResponseReader

	responses chan []byte // closed at the end
	err       error       // why it was closed; valid then
	send      chan []byte // one at a time: the next when sent says so
	sent      chan error
	done      chan struct{} // closed by close
	closing   sync.Once
	wg        sync.WaitGroup
}

// readAhead is how many responses are read before the client has taken those
// before them.
const readAhead = 16

// dial connects and returns the greeting with it. Over STARTTLS the greeting's
// capabilities are those of after it (RFC 9051 §6.2.1).
func (p *Proxy) dial(ctx context.Context) (u *upstream, greeting []byte, err error) {
	o := &p.options
	ctx, cancel := context.WithTimeout(ctx, o.DialTimeout)
	defer cancel()
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", o.Upstream)
	if err != nil {
		return nil, nil, err
	}
	defer context.AfterFunc(ctx, func() { conn.SetDeadline(time.Unix(1, 0)) })()
	u = &upstream{
		conn: conn, responses: make(chan []byte, readAhead), send: make(chan []byte, 1), sent: make(chan error, 1), done: make(chan struct{}),
	}
	if o.UpstreamSecurity == TLS {
		u.conn = tls.Client(conn, o.UpstreamTLS)
	}
	u.reader = front.NewResponseReader(u.conn, o.Limits.Literal)
	greeting, err = u.reader.ReadResponse()
	if err == nil && o.UpstreamSecurity == StartTLS {
		greeting, err = u.startTLS(greeting, o)
	}
	if err != nil {
		conn.Close()
		return nil, nil, fmt.Errorf("greeting: %w", err)
	}
	return u, greeting, nil
}

// startTLS protects the connection and returns the greeting as it holds then.
func (u *upstream) startTLS(greeting []byte, o *Options) ([]byte, error) {
	if _, err := u.ask("STARTTLS"); err != nil {
		return nil, err
	}
	u.conn = tls.Client(u.conn, o.UpstreamTLS)
	u.reader = front.NewResponseReader(u.conn, o.Limits.Literal) // nothing sent before it counts
	untagged, err := u.ask("CAPABILITY")
	if err != nil {
		return nil, err
	}
	for _, resp := range untagged {
		if names, ok := capabilityResponse(resp); ok {
			return withCode(greeting, names), nil
		}
	}
	return greeting, nil
}

// ownTag is the tag of the proxy's own commands, which clients never see.
const ownTag = "imaporacle"

// ask sends a command of the proxy's own and returns the untagged responses.
func (u *upstream) ask(command string) (untagged [][]byte, err error) {
	if _, err := fmt.Fprintf(u.conn, "%s %s\r\n", ownTag, command); err != nil {
		return nil, err
	}
	for {
		resp, err := u.reader.ReadResponse()
		if err != nil {
			return nil, err
		}
		tagged, ok := bytes.CutPrefix(resp, []byte(ownTag+" "))
		if !ok {
			untagged = append(untagged, resp)
			continue
		}
		if !bytes.HasPrefix(tagged, []byte("OK")) {
			return nil, fmt.Errorf("%s is answered %q", command, tagged)
		}
		return untagged, nil
	}
}

// start begins to read and write in the background.
func (u *upstream) start() {
	u.conn.SetDeadline(time.Time{})
	u.wg.Go(func() {
		defer close(u.responses)
		for {
			resp, err := u.reader.ReadResponse()
			if len(resp) > 0 {
				select {
				case u.responses <- resp:
				case <-u.done:
					return
				}
			}
			if err != nil {
				u.err = err
				return
			}
		}
	})
	u.wg.Go(func() {
		for {
			select {
			case data := <-u.send:
				_, err := u.conn.Write(data)
				u.sent <- err
			case <-u.done:
				return
			}
		}
	})
}

// closeWrite tells the server that nothing more will come.
func (u *upstream) closeWrite() error {
	if half, ok := u.conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return errors.ErrUnsupported
}

// close ends the connection and returns when nothing of it runs any more.
func (u *upstream) close() {
	u.abort()
	u.wg.Wait()
}

// abort ends the connection; whoever reads or writes fails.
func (u *upstream) abort() {
	u.closing.Do(func() { close(u.done) })
	u.conn.Close()
}

// ended says in words why the server is gone.
func (u *upstream) ended() string {
	if u.err == nil || errors.Is(u.err, io.EOF) {
		return "the server has closed the connection"
	}
	return u.err.Error()
}
