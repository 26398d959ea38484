// Package webtest asks the HTTP servers of this program in their tests.
package webtest

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
)

// Server is what is asked.
type Server interface {
	Serve(net.Listener) error
	Close() error
}

// Visitor asks a server. It follows no redirects.
type Visitor struct {
	testing.TB
	URL    string      // of the server, without a slash at its end
	Header http.Header // of each request; its Host is what is asked for
	client http.Client
}

// Visit serves s on loopback until the test ends.
func Visit(t testing.TB, s Server) *Visitor {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- s.Serve(ln) }()
	transport := new(http.Transport)
	t.Cleanup(func() {
		for _, err := range []error{s.Close(), <-served} {
			if err != nil {
				t.Error(err)
			}
		}
		transport.CloseIdleConnections()
	})
	return &Visitor{
		TB: t, URL: "http://" + ln.Addr().String(), Header: make(http.Header),
		client: http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }},
	}
}

// Request sends "METHOD /path" with a body of that type, none if it is nil. The
// caller closes the body of the answer.
func (v *Visitor) Request(ctx context.Context, request, contentType string, body []byte) *http.Response {
	v.Helper()
	method, path, _ := strings.Cut(request, " ")
	r, err := http.NewRequestWithContext(ctx, method, v.URL+path, bytes.NewReader(body))
	if err != nil {
		v.Fatal(err)
	}
	r.Header = v.Header.Clone()
	if body != nil {
		r.Header.Set("Content-Type", contentType)
	}
	r.Host = v.Header.Get("Host")
	answer, err := v.client.Do(r)
	if err != nil {
		v.Fatal(err)
	}
	return answer
}

// Ask is Request, and returns the answer with its body as text.
func (v *Visitor) Ask(request, contentType string, body []byte) (*http.Response, string) {
	v.Helper()
	answer := v.Request(v.Context(), request, contentType, body)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		v.Fatal(err)
	}
	return answer, string(text)
}

// Event is one of a stream of server-sent events.
type Event struct{ Name, Data string }

// Events reads the stream at a path until ctx ends, or the server ends it; then
// the channel is closed.
func (v *Visitor) Events(ctx context.Context, path string) <-chan Event {
	v.Helper()
	answer := v.Request(ctx, "GET "+path, "", nil)
	events := make(chan Event, 1000)
	go func() {
		defer close(events)
		defer answer.Body.Close()
		var e Event
		for in := bufio.NewReader(answer.Body); ; {
			line, err := in.ReadString('\n')
			if err != nil {
				return
			}
			line = strings.TrimSuffix(line, "\n")
			if name, ok := strings.CutPrefix(line, "event: "); ok {
				e.Name = name
			}
			if data, ok := strings.CutPrefix(line, "data: "); ok {
				e.Data = data
				events <- e
			}
		}
	}()
	return events
}
