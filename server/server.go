package server

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"imaporacle/server/mailbox"
	"imaporacle/server/store"
)

// Server is an IMAP server.
type Server struct {
	options  Options
	registry *mailbox.Registry
	ownStore store.Store // to be closed with the server, nil if the caller's
	engine   *engine
	scram    scramKeys
	users    directory

	// gate is held for reading while a session begins, and for writing while
	// the mail is replaced.
	gate sync.RWMutex

	mu        sync.Mutex
	listeners []net.Listener
	sessions  map[int]*session // by the number of the connection
	count     int              // of connections, ever
	closed    bool
	done      chan struct{} // closed when Close begins
	wg        sync.WaitGroup
}

// New returns a server that does not listen yet.
func New(o Options) *Server {
	s := &Server{options: o.withDefaults(), sessions: make(map[int]*session), done: make(chan struct{})}
	if s.options.Store == nil {
		s.ownStore = store.NewMemory()
		s.options.Store = s.ownStore
	}
	s.registry = mailbox.NewRegistry(s.options.Store, s.options.Behaviour,
		mailbox.Policy{Admins: s.options.Admins, Metadata: s.options.Metadata})
	s.registry.LimitAccounts(s.options.Quota, s.options.SoftQuota)
	s.users.passwords.Store(&s.options.Users)
	s.engine = newEngine(s)
	return s
}

// Start listens on Options.Addr, and TLSAddr if given, and serves in the
// background.
func (s *Server) Start() error {
	addrs := []string{s.options.Addr}
	if s.options.TLSAddr != "" {
		if s.options.TLS == nil {
			return errors.New("server: TLSAddr needs TLS")
		}
		addrs = append(addrs, s.options.TLSAddr)
	}
	for i, addr := range addrs {
		ln, err := net.Listen("tcp", addr)
		if err != nil {
			s.Close()
			return fmt.Errorf("server: %w", err)
		}
		if i > 0 {
			ln = tls.NewListener(ln, s.options.TLS)
		}
		if !s.track(ln) {
			return net.ErrClosed
		}
		go func() {
			defer s.wg.Done()
			if err := s.accept(ln); err != nil {
				s.options.Log.Printf("accept on %s: %v", ln.Addr(), err)
			}
		}()
	}
	return nil
}

// Serve serves the connections of ln until Close, or until accepting fails. A
// listener made by tls.NewListener gives implicit TLS.
func (s *Server) Serve(ln net.Listener) error {
	if !s.track(ln) {
		return net.ErrClosed
	}
	defer s.wg.Done()
	return s.accept(ln)
}

// track registers a listener; it is closed at once when the server is.
func (s *Server) track(ln net.Listener) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		ln.Close()
		return false
	}
	s.listeners = append(s.listeners, ln)
	s.wg.Add(1)
	return true
}

func (s *Server) accept(ln net.Listener) error {
	for {
		conn, err := ln.Accept()
		if errors.Is(err, net.ErrClosed) {
			return nil
		}
		if err != nil {
			// Often there are too many open files: they will be fewer.
			s.options.Log.Printf("accept on %s: %v", ln.Addr(), err)
			select {
			case <-s.done:
				return nil
			case <-time.After(acceptPause):
				continue
			}
		}
		s.begin(conn)
	}
}

// acceptPause is how long the server waits after it could not accept.
const acceptPause = 100 * time.Millisecond

func (s *Server) begin(conn net.Conn) {
	s.gate.RLock()
	defer s.gate.RUnlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		conn.Close()
		return
	}
	s.count++
	sess := newSession(s, conn, s.count)
	s.sessions[s.count] = sess
	s.wg.Add(1)
	go func() {
		defer s.wg.Done()
		sess.serve()
		s.mu.Lock()
		delete(s.sessions, sess.actor.Conn)
		s.mu.Unlock()
		close(sess.ended)
	}()
}

// Addr returns the address of the first listener, "host:port"; empty before
// there is one.
func (s *Server) Addr() string { return s.addr(0) }

// TLSAddr returns the address for implicit TLS; empty if there is none.
func (s *Server) TLSAddr() string { return s.addr(1) }

func (s *Server) addr(i int) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if i >= len(s.listeners) {
		return ""
	}
	return s.listeners[i].Addr().String()
}

// Close stops listening, ends all connections, and returns when nothing of the
// server runs any more. The store is closed if the server made it.
func (s *Server) Close() error {
	s.mu.Lock()
	first := !s.closed
	s.closed = true
	var errs []error
	if first {
		close(s.done)
		for _, ln := range s.listeners {
			errs = append(errs, ln.Close())
		}
		for _, sess := range s.sessions {
			sess.conn.Close()
		}
	}
	s.mu.Unlock()
	s.wg.Wait()
	if !first {
		return nil
	}
	s.engine.close()
	if s.ownStore != nil {
		errs = append(errs, s.ownStore.Close())
	}
	return errors.Join(errs...)
}

// Account returns the mailboxes of a user, to fill or look at them without a
// connection.
func (s *Server) Account(user string) (*mailbox.Account, error) { return s.registry.Account(user) }
