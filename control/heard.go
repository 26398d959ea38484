package control

import (
	"cmp"
	"net"
	"slices"
	"sync"
	"time"

	"imaporacle/internal/overheard"
	"imaporacle/internal/told"
	"imaporacle/internal/wire"
	"imaporacle/server/front"
)

// Heard knows the connections of a proxy, by what was really said on them. It is
// safe for concurrent use.
type Heard struct {
	disconnect func(conn int) bool

	mu   sync.Mutex
	open map[int]*ear
}

// NewHeard returns a Heard that knows no connection yet. disconnect ends the
// connection of a number, and reports whether there was one.
func NewHeard(disconnect func(conn int) bool) *Heard {
	return &Heard{disconnect: disconnect, open: make(map[int]*ear)}
}

// ear is a filter that listens to one connection.
type ear struct {
	heard  *Heard
	parser *wire.Parser

	mu    sync.Mutex
	about session // what does not change
	overheard.Session
	told *told.Mailbox // of the mailbox that was selected last
}

var (
	_ front.Interceptor = (*ear)(nil)
	_ front.Listener    = (*ear)(nil)
)

// Filter returns what listens to the connection of that number. It belongs at
// the end of a chain of filters, where it hears what is really sent.
func (h *Heard) Filter(conn int, remote net.Addr) front.Filter {
	e := &ear{
		heard: h, parser: wire.NewParser(wire.Limits{}),
		about: session{Connection: conn, Remote: remote.String(), Began: time.Now()},
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.open[conn] = e
	return e
}

// Command implements front.Interceptor.
func (e *ear) Command(c *front.Command) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.Begin(c)
	if overheard.Selects(c.Name) {
		e.told = told.New(nil)
	}
	return nil
}

// Received implements front.Listener.
func (e *ear) Received(data []byte) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.Hear(data)
}

// Response implements front.Filter.
func (e *ear) Response(_ *front.Command, resp []byte) []byte {
	e.mu.Lock()
	defer e.mu.Unlock()
	for one := range front.Responses(resp) {
		if r, err := e.parser.Parse(one, true); err == nil {
			e.take(r)
		}
	}
	return resp
}

// take takes in a response. mu is held.
func (e *ear) take(r *wire.Response) {
	switch {
	case r.Kind == wire.Tagged && e.During != nil && e.During.Tag == r.Tag:
		e.Answered(r.Status == wire.OK)
		e.Between()
	case e.told == nil:
	case r.CodeIs("CLOSED"): // what came before it was of the other mailbox (RFC 9051 §7.1)
		e.told = told.New(nil)
	default:
		e.told.Hear(r)
	}
}

// Close is called at the end of the connection.
func (e *ear) Close() error {
	e.heard.mu.Lock()
	defer e.heard.mu.Unlock()
	delete(e.heard.open, e.about.Connection)
	return nil
}

// now returns the session as it is now, and what was told of the mailbox that is
// selected; nil if none is.
func (e *ear) now() (session, *told.Mailbox) {
	e.mu.Lock()
	defer e.mu.Unlock()
	s := e.about
	s.User, s.Mailbox = e.User, e.Mailbox
	if e.During != nil {
		s.Command, s.Tag = e.During.Name, e.During.Tag
	}
	if s.Mailbox == "" {
		return s, nil
	}
	s.ReadOnly = e.ReadOnly
	return s, e.told.Snapshot()
}

func (h *Heard) all() []session {
	h.mu.Lock()
	defer h.mu.Unlock()
	all := []session{}
	for _, e := range h.open {
		s, _ := e.now()
		all = append(all, s)
	}
	slices.SortFunc(all, func(a, b session) int { return cmp.Compare(a.Connection, b.Connection) })
	return all
}

func (h *Heard) one(conn int) (of oneSession, ok bool) {
	h.mu.Lock()
	e := h.open[conn]
	h.mu.Unlock()
	if e == nil {
		return of, false
	}
	s, m := e.now()
	of.session = s
	if m != nil {
		of.Told = &picture{UIDValidity: m.UIDValidity, UIDNext: m.UIDNext, Exists: m.Exists, Messages: []toldMessage{}}
		for seq, r := range m.Known() {
			of.Told.Messages = append(of.Told.Messages, toldMessage{Seq: seq, UID: r.UID, Flags: withRecent(r.Flags, r.Recent)})
		}
	}
	return of, true
}

// Disconnect ends a connection. It reports whether there was such a one.
func (h *Heard) Disconnect(conn int) bool { return h.disconnect(conn) }

// disconnectAll ends all connections that there are now.
func (h *Heard) disconnectAll() {
	for _, s := range h.all() {
		h.disconnect(s.Connection)
	}
}
