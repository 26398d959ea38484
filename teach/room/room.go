package room

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"sync/atomic"

	"imaporacle/faults"
	"imaporacle/internal/ring"
	"imaporacle/internal/wire"
	"imaporacle/oracle/judge"
	"imaporacle/server"
	"imaporacle/server/front"
	"imaporacle/server/mailbox"
)

// Room is a server of which everything that is said is remembered, with the
// state after it. It is safe for concurrent use.
type Room struct {
	hidden bool
	lines  *ring.Ring[*record]
	door   *door // through which own lanes come

	server atomic.Pointer[server.Server] // nil before Serve
	faults atomic.Pointer[faults.Live]   // nil if there are none to be changed
	own    bool                          // the server is the Room's own
	start  Mark

	firings firings

	pings chan struct{} // a mailbox may have news
	over  chan struct{} // closed at the end
	work  sync.WaitGroup

	// mu is held while a line is taken down, so that lines, states and what
	// the judge hears are in one order. It is taken within locks of the server,
	// and never the other way round; those of mailboxes are taken within it.
	mu      sync.Mutex
	parser  *wire.Parser
	seats   map[int]*seat // by the number of the connection
	order   []*seat       // as they came
	watched map[*mailbox.Mailbox]*watched
	state   *state        // after the last line
	stale   bool          // something has changed since
	unsaid  int           // changes that no session has made
	news    chan struct{} // closed at the next
	judge   *judge.Judge
	broken  []Broken
	found   []judge.Violation // by the line being taken down
	history history
	closed  bool
}

// Options configure a Room with a server of its own, which keeps its mail in
// memory. The zero value is an empty mailbox, a user "user" with the password
// "pass", and no faults.
type Options struct {
	Users  map[string]string // passwords by name
	Mail   []Mail            // what is there first
	Faults []faults.Fault
	Hidden bool // faults act, but lines do not tell which, nor what they break
	Lines  int  // how many lines are kept, with their states; 5000 by default
}

// AttachOptions configure a Room that watches the server of somebody else.
type AttachOptions struct {
	Journal *faults.Journal // of the server's faults; nil if there are none
	Lines   int             // as in Options
}

// defaultLines is how many lines are kept.
const defaultLines = 5000

// New returns a Room with a server of its own. The error says what is wrong
// with a fault or with the mail.
func New(o Options) (*Room, error) {
	live, err := faults.NewLive(o.Faults...)
	if err != nil {
		return nil, fmt.Errorf("room: %w", err)
	}
	r := newRoom(o.Lines, live.Journal(), true)
	r.hidden, r.own = o.Hidden, true
	srv := server.New(server.Options{
		Users: o.Users, Behaviour: live.Behaviour(),
		Filters: func(conn int, remote net.Addr) []front.Filter {
			return append(live.Filters(conn, remote), r.Filter(conn, remote))
		},
	})
	r.server.Store(srv)
	if err := r.fill(o.Mail); err != nil {
		return nil, errors.Join(fmt.Errorf("room: %w", err), srv.Close())
	}
	if err := r.Serve(srv, live); err != nil {
		return nil, errors.Join(err, srv.Close())
	}
	return r, nil
}

// Attach returns a Room for a server that is to be made: its Options.Filters
// must end with the Room's Filter. Serve tells the Room which it is.
func Attach(o AttachOptions) *Room { return newRoom(o.Lines, o.Journal, false) }

// newRoom returns a Room without a server. alone says that nobody can change
// the mail but through it.
func newRoom(lines int, journal *faults.Journal, alone bool) *Room {
	if lines <= 0 {
		lines = defaultLines
	}
	r := &Room{
		lines: ring.New[*record](lines), door: newDoor(), parser: wire.NewParser(wire.Limits{}),
		seats: make(map[int]*seat), watched: make(map[*mailbox.Mailbox]*watched), state: new(state),
		pings: make(chan struct{}, 1), over: make(chan struct{}), news: make(chan struct{}),
	}
	r.judge = r.newJudge(alone)
	if journal != nil {
		journal.Watch(r.firings.add)
	}
	return r
}

// Serve has the Room watch a server, and serves its own lanes on it. live are
// the server's faults, nil if they cannot be changed. It keeps what Reset leads
// back to.
func (r *Room) Serve(srv *server.Server, live *faults.Live) error {
	r.server.Store(srv)
	r.faults.Store(live)
	for _, user := range srv.Users() { // an INBOX that comes later would have another UIDVALIDITY
		if _, err := srv.Account(user); err != nil {
			return fmt.Errorf("room: %w", err)
		}
	}
	mail, err := firstMail(srv)
	if err != nil && !errors.Is(err, errMuchMail) {
		return fmt.Errorf("room: %w", err)
	}
	r.mu.Lock()
	r.history = history{mail: mail, reason: err}
	r.mu.Unlock()
	if r.start, err = r.Snapshot(context.Background()); err != nil {
		return err
	}
	go srv.Serve(r.door)
	r.work.Go(r.listen)
	return nil
}

// Close ends the Room's own lanes, and its server if it has one of its own. It
// returns when nothing of it runs any more.
func (r *Room) Close() error {
	r.mu.Lock()
	first := !r.closed
	r.closed = true
	var lanes []*Lane
	for _, s := range r.order {
		if s.lane != nil {
			lanes = append(lanes, s.lane)
		}
	}
	r.mu.Unlock()
	if !first {
		return nil
	}
	for _, l := range lanes {
		l.Close()
	}
	close(r.over)
	r.work.Wait()
	r.door.Close()
	if r.own {
		return r.server.Load().Close()
	}
	return nil
}
