package room

import (
	"cmp"
	"slices"

	"imaporacle/internal/told"
	"imaporacle/server/mailbox"
)

// State is the mailboxes that lanes have selected, as they are, and what each
// lane has been told of its own. It must not be changed.
type State struct {
	Boxes []*Box
	Lanes []*LaneState
}

// Box is a mailbox as it is.
type Box struct {
	User                 string // its owner
	Name                 string
	UIDValidity, UIDNext uint32
	HighestModSeq        uint64
	Messages             []*Message // the first 100 and the last 100
	Total                int        // how many there are
}

// Message is a message as it is.
type Message struct {
	UID     uint32
	Flags   []string // without \Recent, which belongs to sessions
	Subject string
	ModSeq  uint64
}

// LaneState is what a lane has been told, and what waits.
type LaneState struct {
	Lane       int
	User       string // who is logged in, "" for nobody
	Owner      string // of the mailbox
	Mailbox    string // that is selected, "" if none is; what follows is of it
	ReadOnly   bool
	Told       []Told    // the first 100 and the last 100
	Exists     int       // how many there are
	Recent     int       // as RECENT said
	Waiting    []Waiting // at most 200
	WaitingAll int       // how many there are
}

// Told is a message as a lane knows it.
type Told struct {
	Seq    int
	UID    uint32   // 0 if the lane was told of a message that is not there
	Flags  []string // without \Recent
	Recent bool
	Gone   bool // expunged, of which the lane has not been told
}

// Waiting is a change of which a lane has not been told.
type Waiting struct {
	What string // "appended", "flags", "expunged" or "annotated"
	UID  uint32
	By   int // the lane that made it, 0 if none did
}

var whats = map[mailbox.Kind]string{
	mailbox.Appended: "appended", mailbox.FlagsChanged: "flags", mailbox.Expunged: "expunged", mailbox.Annotated: "annotated",
}

// state is what is kept of a State, which shares with others what did not
// change between them.
type state struct {
	boxes []*Box
	lanes []lanePicture
}

type lanePicture struct {
	LaneState // without Told
	told      *told.Mailbox
}

// State returns the state as it was after the line of that ID; now if it is 0
// or not said yet. It is nil if the line is forgotten.
func (r *Room) State(id int) *State {
	if id <= 0 || id > r.lines.Last() {
		r.mu.Lock()
		r.pass()
		s := r.present()
		r.mu.Unlock()
		return s.shown()
	}
	rec, ok := r.lines.Get(id)
	if !ok {
		return nil
	}
	return rec.state.shown()
}

// present returns the state as it is now. mu is held.
func (r *Room) present() *state {
	if !r.stale {
		return r.state
	}
	r.stale = false
	r.state = new(state)
	for _, w := range r.watched {
		r.state.boxes = append(r.state.boxes, w.shown)
	}
	slices.SortFunc(r.state.boxes, func(a, b *Box) int {
		return cmp.Or(cmp.Compare(a.User, b.User), cmp.Compare(a.Name, b.Name), cmp.Compare(a.UIDValidity, b.UIDValidity))
	})
	for _, s := range r.order {
		if !s.ended {
			r.state.lanes = append(r.state.lanes, s.picture())
		}
	}
	return r.state
}

func (s *seat) picture() lanePicture {
	p := lanePicture{LaneState: LaneState{Lane: s.id, User: s.user}}
	o := s.outlook
	if o == nil {
		return p
	}
	p.told = o.told.Snapshot()
	p.Owner, p.Mailbox, p.ReadOnly = o.user, o.mailbox, o.readOnly
	p.Exists, p.Recent, p.Waiting, p.WaitingAll = p.told.Exists, p.told.Recent, o.waiting, o.total
	return p
}

// shown makes the State. What it shows of the rows is not kept: it would cost
// more than the rows.
func (s *state) shown() *State {
	view := &State{Boxes: s.boxes}
	for _, p := range s.lanes {
		l := p.LaneState
		if p.told != nil {
			l.Told = windowOf(p.told)
		}
		view.Lanes = append(view.Lanes, &l)
	}
	return view
}

// windowOf returns the first and the last of the messages.
func windowOf(m *told.Mailbox) []Told {
	all := make([]Told, 0, min(m.Exists, 2*window))
	add := func(from, to int) {
		for seq, r := range m.Range(from, to) {
			all = append(all, Told{Seq: seq, UID: r.UID, Flags: r.Flags, Recent: r.Recent, Gone: r.Gone})
		}
	}
	add(1, window)
	add(max(window, m.Exists-window)+1, m.Exists)
	return all
}
