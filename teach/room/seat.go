package room

import (
	"strconv"

	"imaporacle/internal/wire"
	"imaporacle/server/mailbox"
)

// seat is a connection, as the Room sees it. The Room's mu guards it.
type seat struct {
	room   *Room
	id     int // number of the connection
	name   string
	remote string
	lane   *Lane // nil if it is not the Room's own

	user    string
	command string // under way
	spoken  *spoken
	idle    bool
	ended   bool
	last    int // ID of its last line

	view    *mailbox.View // what is selected
	outlook *outlook      // on it; nil if nothing is
}

func itoa(n int) string { return strconv.Itoa(n) }

// session is what the judge calls the connection.
func (s *seat) session() string { return itoa(s.id) }

// LaneInfo tells of a lane.
type LaneInfo struct {
	ID       int // number of the connection
	Name     string
	Own      bool   // the Room's, not a real client's
	Remote   string // where a real client is
	User     string // "" before login
	Mailbox  string // that is selected; "" if none is
	ReadOnly bool
	Command  string // under way; "" if none is
	Idle     bool   // in IDLE
	Ended    bool
	Last     int // ID of its last line; 0 if it has none yet
}

// Lanes tells of all lanes, in the order in which they came; of those that have
// ended only the last are remembered.
func (r *Room) Lanes() []LaneInfo {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := make([]LaneInfo, 0, len(r.order))
	for _, s := range r.order {
		all = append(all, s.info())
	}
	return all
}

func (s *seat) info() LaneInfo {
	i := LaneInfo{
		ID: s.id, Name: s.name, Own: s.lane != nil, User: s.user, Command: s.command, Idle: s.idle, Ended: s.ended, Last: s.last,
	}
	if !i.Own {
		i.Remote = s.remote
	}
	if s.outlook != nil {
		i.Mailbox, i.ReadOnly = s.outlook.mailbox, s.outlook.readOnly
	}
	return i
}

// maxEnded is how many lanes that have ended are remembered.
const maxEnded = 20

// forgetEnded forgets the first of them if they are too many. mu is held.
func (r *Room) forgetEnded() {
	ended := 0
	for _, s := range r.order {
		if s.ended {
			ended++
		}
	}
	kept := r.order[:0:0]
	for _, s := range r.order {
		if s.ended && ended > maxEnded {
			ended--
			delete(r.seats, s.id)
			continue
		}
		kept = append(kept, s)
	}
	r.order = kept
}

// selects begins anew for what has been selected, nil for nothing. mu of the
// Room is held.
func (s *seat) selects(view *mailbox.View) {
	if s.view != nil {
		s.room.unwatch(s.view.Mailbox())
	}
	s.view, s.outlook = view, nil
	s.room.stale = true
	if view == nil {
		return
	}
	s.room.watch(view.Mailbox())
	s.outlook = newOutlook(view)
}

// hear takes from a response what the client has been told. mu of the Room is
// held.
func (s *seat) hear(resp *wire.Response) {
	if s.outlook == nil {
		return
	}
	if s.outlook.hear(resp) {
		s.room.stale = true
	}
}
