package proxy

import (
	"context"
	"errors"
	"net"
	"sync"
	"time"
)

// Proxy passes IMAP on to a server. Make it with New.
type Proxy struct {
	options Options
	ctx     context.Context // ends when Close begins
	stop    context.CancelFunc

	mu        sync.Mutex
	closed    bool
	count     int // of connections, ever
	sessions  map[int]*session
	listeners []net.Listener
	wg        sync.WaitGroup
}

// New returns a Proxy that does not listen yet.
func New(o Options) *Proxy {
	ctx, stop := context.WithCancel(context.Background())
	return &Proxy{options: o.withDefaults(), ctx: ctx, stop: stop, sessions: make(map[int]*session)}
}

// Serve serves the connections of ln until Close, or until accepting fails. A
// listener made by tls.NewListener gives implicit TLS.
func (p *Proxy) Serve(ln net.Listener) error {
	p.mu.Lock()
	if p.closed {
		p.mu.Unlock()
		ln.Close()
		return net.ErrClosed
	}
	p.listeners = append(p.listeners, ln)
	p.wg.Add(1)
	p.mu.Unlock()
	defer p.wg.Done()
	for {
		conn, err := ln.Accept()
		if errors.Is(err, net.ErrClosed) {
			return nil
		}
		if err == nil {
			p.begin(conn)
			continue
		}
		// Often there are too many open files: they will be fewer.
		p.options.Log.Printf("accept on %s: %v", ln.Addr(), err)
		select {
		case <-p.ctx.Done():
			return nil
		case <-time.After(acceptPause):
		}
	}
}

// acceptPause is how long the proxy waits after it could not accept.
const acceptPause = 100 * time.Millisecond

func (p *Proxy) begin(conn net.Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		conn.Close()
		return
	}
	p.count++
	s := newSession(p, conn, p.count)
	p.sessions[s.number] = s
	p.wg.Go(func() {
		defer p.over(s)
		defer context.AfterFunc(s.ctx, s.abort)()
		s.serve()
	})
}

// over forgets a session that has ended.
func (p *Proxy) over(s *session) {
	p.mu.Lock()
	defer p.mu.Unlock()
	s.stop()
	delete(p.sessions, s.number)
	close(s.ended)
}

// Disconnect ends the connection of that number without a word, and that to the
// server behind it, and returns when its session is over. It reports whether
// there was such a connection.
func (p *Proxy) Disconnect(conn int) bool {
	p.mu.Lock()
	s := p.sessions[conn]
	p.mu.Unlock()
	if s == nil {
		return false
	}
	s.stop()
	<-s.ended
	return true
}

// Close stops listening, ends all connections, and returns when nothing of the
// proxy runs any more.
func (p *Proxy) Close() error {
	p.mu.Lock()
	p.closed = true
	var errs []error
	for _, ln := range p.listeners {
		errs = append(errs, ln.Close())
	}
	p.listeners = nil
	p.mu.Unlock()
	p.stop()
	p.wg.Wait()
	return errors.Join(errs...)
}
