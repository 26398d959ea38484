// Package web begins and ends the HTTP servers of this program, which have
// streams that go on until somebody ends them.
package web

import (
	"context"
	"errors"
	"log"
	"net"
	"net/http"
	"time"
)

// Server is an HTTP server.
type Server struct {
	http http.Server
	stop context.CancelFunc // ends streams
}

// New returns a server that has handler answer. logger, if not nil, receives
// what goes wrong.
func New(handler http.Handler, logger *log.Logger) *Server {
	ctx, stop := context.WithCancel(context.Background())
	return &Server{stop: stop, http: http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		ErrorLog:          logger,
		BaseContext:       func(net.Listener) context.Context { return ctx },
	}}
}

// Serve answers the requests that come to ln, until Close.
func (s *Server) Serve(ln net.Listener) error {
	if err := s.http.Serve(ln); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// closeLimit is how long requests under way may take at the end.
const closeLimit = 5 * time.Second

// Close ends the contexts of all requests, and with them streams, and returns
// when no request is under way.
func (s *Server) Close() error {
	s.stop()
	ctx, cancel := context.WithTimeout(context.Background(), closeLimit)
	defer cancel()
	if err := s.http.Shutdown(ctx); err != nil {
		return errors.Join(err, s.http.Close())
	}
	return nil
}
