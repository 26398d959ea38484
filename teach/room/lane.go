package room

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync"
)

// Lane is a connection of the Room's own, through which a learner speaks. It is
// safe for concurrent use; one command is sent at a time.
type Lane struct {
	room   *Room
	name   string
	prefix string // of tags
	conn   net.Conn
	out    chan []byte   // to the server
	over   chan struct{} // closed when the Room has the end of it
	seat   *seat         // set before the greeting

	sending sync.Mutex // held while a command is sent

	mu      sync.Mutex
	count   int       // of tags
	pending []pending // commands that are not answered, in the order sent
	last    string    // tag of the last of them that was sent
	waiting string    // tag of the one that the server has invited to go on; "" for none
	greeted bool
	ended   bool
	changed chan struct{} // closed when any of this changes
	close   sync.Once
}

// pending is a command that is not answered yet.
type pending struct {
	tag  string
	idle bool // it is IDLE
}

// maxLanes is how many lanes of its own a Room has at a time.
const maxLanes = 12

// Errors of lanes.
var (
	ErrTooManyLanes = fmt.Errorf("room: there are %d lanes already: close one", maxLanes)
	ErrLaneEnded    = errors.New("the connection has ended")
)

// Open connects a new lane to the server, in memory, and waits for the
// greeting. name is what it is called, such as "Ann".
func (r *Room) Open(ctx context.Context, name string) (*Lane, error) {
	if r.server.Load() == nil {
		return nil, errors.New("room: there is no server yet")
	}
	l := &Lane{
		room: r, name: name, out: make(chan []byte, 1), over: make(chan struct{}),
		changed: make(chan struct{}),
	}
	prefix, err := r.admit(name)
	if err != nil {
		return nil, err
	}
	l.prefix = prefix
	if l.conn, err = r.door.enter(l); err != nil {
		return nil, err
	}
	go l.read()
	go l.write()
	if err := l.wait(ctx, func() bool { return l.greeted }); err != nil {
		l.Close()
		return nil, fmt.Errorf("room: %s: %w", name, err)
	}
	return l, nil
}

// admit returns the prefix of a new lane's tags: its initial, if no other has
// it.
func (r *Room) admit(name string) (prefix string, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return "", errClosed
	}
	taken := make(map[string]bool)
	for _, s := range r.order {
		if s.lane != nil && !s.ended {
			taken[s.lane.prefix] = true
		}
	}
	if len(taken) >= maxLanes {
		return "", ErrTooManyLanes
	}
	initial := strings.ToUpper(name[:min(len(name), 1)])
	if initial < "A" || initial > "Z" {
		initial = "L"
	}
	for n := range maxLanes {
		prefix = initial + strings.Repeat("x", n)
		if !taken[prefix] {
			break
		}
	}
	return prefix, nil
}

// ID returns the number of the lane's connection.
func (l *Lane) ID() int { return l.seat.id }

// Name returns what the lane is called.
func (l *Lane) Name() string { return l.name }

// Send sends a command, given without a tag, and waits for its answer: the
// tagged one, or the + of IDLE and AUTHENTICATE. All lines of it are in the
// Room then, and what lanes in IDLE or with NOTIFY hear of it. After such a + text is what the command waits for, such as
// "DONE". A literal is written as {n}CRLF and n octets in text; before a
// synchronizing one the server is waited for. The error is of ctx or
// ErrLaneEnded, or says what is wrong with text; an answer of NO or BAD is none.
func (l *Lane) Send(ctx context.Context, text string) (tag string, err error) {
	tag, err = l.Start(ctx, text)
	if err != nil {
		return tag, err
	}
	return tag, l.hears(ctx, tag)
}

// hears waits for an answer, and until lanes that are told of news unasked have
// been told what the command did.
func (l *Lane) hears(ctx context.Context, tag string) error {
	if err := l.Wait(ctx, tag); err != nil {
		return err
	}
	return l.room.server.Load().Settle(ctx)
}

// Start is Send without waiting for the answer.
func (l *Lane) Start(ctx context.Context, text string) (tag string, err error) {
	l.sending.Lock()
	defer l.sending.Unlock()
	l.mu.Lock()
	tag = l.waiting
	if tag == "" {
		l.count++
		tag = l.prefix + itoa(l.count)
		text = tag + " " + text
		l.mu.Unlock()
		return tag, l.send(ctx, text)
	}
	idle := l.pending[l.find(tag)].idle
	if idle && !strings.EqualFold(strings.TrimSpace(text), "DONE") {
		l.mu.Unlock()
		return "", fmt.Errorf("room: %s is in IDLE, which DONE ends (RFC 9051 §6.3.13)", l.name)
	}
	l.waiting = ""
	l.mu.Unlock()
	return tag, l.put(ctx, text+"\r\n")
}

// SendRaw sends lines as they are, with tags of their own, all at once but for
// synchronizing literals, and waits for the answer to the last.
func (l *Lane) SendRaw(ctx context.Context, lines string) (tag string, err error) {
	tag, err = l.startRaw(ctx, strings.TrimRight(lines, "\r\n"))
	if err != nil {
		return tag, err
	}
	return tag, l.hears(ctx, tag)
}

func (l *Lane) startRaw(ctx context.Context, text string) (tag string, err error) {
	l.sending.Lock()
	defer l.sending.Unlock()
	if err := l.send(ctx, text); err != nil {
		return "", err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.last, nil
}

// Wait waits for the answer to the command of that tag.
func (l *Lane) Wait(ctx context.Context, tag string) error {
	if err := l.wait(ctx, func() bool { return l.find(tag) < 0 || l.waiting == tag }); err != nil {
		return fmt.Errorf("room: %s: %s: %w", l.name, tag, err)
	}
	return nil
}

// find returns the index of a command among those that are not answered, -1 if
// it is not there. mu is held.
func (l *Lane) find(tag string) int {
	return slices.IndexFunc(l.pending, func(p pending) bool { return p.tag == tag })
}

// Close ends the connection without a word, and returns when the Room has its
// end. Again does no harm.
func (l *Lane) Close() error {
	l.close.Do(func() { l.conn.Close() })
	<-l.over
	return nil
}
