package page

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"imaporacle/faults"
	"imaporacle/teach/lesson"
	"imaporacle/teach/room"
)

// desk is a room as the page shows it, with what was done in it, so that a step
// can be taken back.
type desk struct {
	server *room.Room        // the room of the server; nil in a lesson
	users  map[string]string // whom the page can log in
	run    *lesson.Run       // nil in the room of the server
	first  []faults.Fault    // those that were on when it began
	told   cache             // what was told of the state last

	// turn is held for writing while the room is put back, so that nobody does
	// something in it meanwhile.
	turn sync.RWMutex

	mu       sync.Mutex
	lanes    []*room.Lane // in the order in which they were opened, also those that have ended
	done     []act        // since the room was put back to its beginning
	begins   int          // ID of the line at which what is shown begins
	marks    []mark
	lastMark int
	rung     chan struct{} // closed at the next change that is no line
	progress progress      // in a lesson
	inside   int           // requests under way
	used     time.Time
}

// newDesk returns a desk for the room of the server, or for a lesson.
func newDesk(r *room.Room, users map[string]string, run *lesson.Run) *desk {
	d := &desk{server: r, users: users, run: run, begins: 1, progress: progress{part: -1}, rung: make(chan struct{}), used: time.Now()}
	if run != nil { // how the lanes came to where they are is not the matter
		d.begins = d.room().Last() + 1
	}
	for _, a := range d.room().Armed() {
		d.first = append(d.first, a.Fault)
	}
	return d
}

// room returns what is shown. A lesson that begins a part again has another.
func (d *desk) room() *room.Room {
	if d.run != nil {
		return d.run.Room()
	}
	return d.server
}

func (d *desk) enter() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.inside++
}

func (d *desk) leave() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.inside--
	d.used = time.Now()
}

// idleSince reports whether nobody has been here since a moment.
func (d *desk) idleSince(t time.Time) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.inside == 0 && d.used.Before(t)
}

// ring has those who look told of a change that is no line.
func (d *desk) ring() {
	d.mu.Lock()
	defer d.mu.Unlock()
	close(d.rung)
	d.rung = make(chan struct{})
}

// bell returns what the next ring closes.
func (d *desk) bell() <-chan struct{} {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.rung
}

// close ends what the page has opened.
func (d *desk) close() error {
	if d.run != nil {
		return d.run.Close()
	}
	return d.hangUp()
}

func (d *desk) hangUp() error {
	d.mu.Lock()
	lanes := d.lanes
	d.lanes = nil
	d.mu.Unlock()
	var errs []error
	for _, l := range lanes {
		errs = append(errs, l.Close())
	}
	return errors.Join(errs...)
}

func (d *desk) userNames() []string { return slices.Sorted(maps.Keys(d.users)) }

// lane returns a lane by the order in which it was opened.
func (d *desk) lane(ordinal int) *room.Lane {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.lanes[ordinal]
}

// act is something that was done in a room, so that it can be done again when
// the room has been put back. Lanes are known to it by the order in which they
// were opened: their connections have other numbers then.
type act func(ctx context.Context, d *desk) error

// do does something, and remembers it if that worked.
func (d *desk) do(ctx context.Context, a act) error {
	d.turn.RLock()
	defer d.turn.RUnlock()
	d.mu.Lock()
	full := len(d.done) >= maxActs
	d.mu.Unlock()
	if full {
		return wrong("%d steps have been taken since the beginning: reset, and go on from there.", maxActs)
	}
	if err := a(ctx, d); err != nil {
		return err
	}
	d.mu.Lock()
	d.done = append(d.done, a)
	d.mu.Unlock()
	d.ring()
	return nil
}

// maxActs bounds what is done again when a step is taken back.
const maxActs = 5000
