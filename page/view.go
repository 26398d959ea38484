package page

import (
	"strings"

	"imaporacle/teach/explain"
	"imaporacle/teach/room"
)

// line is a room.Line for the page.
type line struct {
	ID     int           `json:"id"`
	Time   string        `json:"time"` // 15:04:05.000
	Lane   int           `json:"lane"`
	Who    room.Who      `json:"who"`
	Kind   string        `json:"kind"`
	Text   string        `json:"text"`
	Faults []room.Firing `json:"faults,omitempty"`
	Broken []broken      `json:"broken,omitempty"`
}

type broken struct {
	Rule  string `json:"rule"`
	Lines []int  `json:"lines"`
}

func linesOf(all []room.Line) []line {
	list := make([]line, len(all))
	for i, l := range all {
		list[i] = lineOf(l)
	}
	return list
}

func lineOf(l room.Line) line {
	v := line{
		ID: l.ID, Time: l.Time.Format("15:04:05.000"), Lane: l.Lane, Who: l.Who, Kind: kindOf(l), Text: l.Text, Faults: l.Faults,
	}
	for _, b := range l.Breaks {
		v.Broken = append(v.Broken, broken{b.Rule, noNil(b.Lines)})
	}
	return v
}

// kindOf names a kind so that it can be the name of a class.
func kindOf(l room.Line) string {
	if l.Kind == explain.Continuation {
		return "continuation"
	}
	return strings.ToLower(string(l.Kind))
}

// about is what is told of a room beside its lines and its state.
type about struct {
	Lanes  []lane      `json:"lanes"`
	Faults []armed     `json:"faults"`
	Marks  []shownMark `json:"marks"`
	Begins int         `json:"begins"` // ID of the line at which what is shown begins
	Steps  int         `json:"steps"`  // that can be taken back
}

// lane is a room.LaneInfo for the page.
type lane struct {
	ID       int    `json:"id"`
	Name     string `json:"name"`
	Own      bool   `json:"own"`
	User     string `json:"user"`
	Mailbox  string `json:"mailbox"`
	ReadOnly bool   `json:"readOnly"`
	Idle     bool   `json:"idle"`
	Ended    bool   `json:"ended"`
	Last     int    `json:"last"` // ID of its last line
}

type armed struct {
	ID   string `json:"id"`
	Line string `json:"line"`
	Kind string `json:"kind"`
}

func (d *desk) about() about {
	r := d.room()
	a := about{Lanes: []lane{}, Faults: []armed{}}
	for _, l := range r.Lanes() {
		a.Lanes = append(a.Lanes, lane{l.ID, l.Name, l.Own, l.User, l.Mailbox, l.ReadOnly, l.Idle, l.Ended, l.Last})
	}
	for _, f := range r.Armed() {
		a.Faults = append(a.Faults, armed{f.ID, f.Fault.String(), f.Fault.Kind()})
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	a.Begins, a.Marks, a.Steps = d.begins, shownMarks(d.marks), len(d.done)
	return a
}

// state is a room.State for the page.
type state struct {
	Boxes []box       `json:"boxes"`
	Lanes []laneState `json:"lanes"`
}

type box struct {
	User        string    `json:"user"`
	Name        string    `json:"name"`
	UIDValidity uint32    `json:"uidValidity"`
	UIDNext     uint32    `json:"uidNext"`
	ModSeq      uint64    `json:"modSeq"`
	Messages    []message `json:"messages"`
	Total       int       `json:"total"`
}

type message struct {
	UID     uint32   `json:"uid"`
	Flags   []string `json:"flags"`
	Subject string   `json:"subject"`
	ModSeq  uint64   `json:"modSeq"`
}

type laneState struct {
	Lane    int       `json:"lane"`
	User    string    `json:"user"` // who owns the mailbox
	Mailbox string    `json:"mailbox"`
	Told    []told    `json:"told"`
	Exists  int       `json:"exists"`
	Recent  int       `json:"recent"`
	Waiting []waiting `json:"waiting"`
	Waits   int       `json:"waits"` // how many there are in all
}

type told struct {
	Seq    int      `json:"seq"`
	UID    uint32   `json:"uid"`
	Flags  []string `json:"flags"`
	Recent bool     `json:"recent,omitempty"`
	Gone   bool     `json:"gone,omitempty"`
}

type waiting struct {
	What string `json:"what"`
	UID  uint32 `json:"uid"`
	By   int    `json:"by"`
}

// stateOf is nil for what is forgotten.
func stateOf(s *room.State) *state {
	if s == nil {
		return nil
	}
	v := &state{Boxes: []box{}, Lanes: []laneState{}}
	for _, b := range s.Boxes {
		shown := box{b.User, b.Name, b.UIDValidity, b.UIDNext, b.HighestModSeq, make([]message, 0, len(b.Messages)), b.Total}
		for _, m := range b.Messages {
			shown.Messages = append(shown.Messages, message{m.UID, noNil(m.Flags), m.Subject, m.ModSeq})
		}
		v.Boxes = append(v.Boxes, shown)
	}
	for _, l := range s.Lanes {
		if l.Mailbox == "" {
			continue
		}
		shown := laneState{
			Lane: l.Lane, User: l.Owner, Mailbox: l.Mailbox, Told: make([]told, 0, len(l.Told)), Exists: l.Exists, Recent: l.Recent,
			Waiting: []waiting{}, Waits: l.WaitingAll,
		}
		for _, t := range l.Told {
			shown.Told = append(shown.Told, told{t.Seq, t.UID, noNil(t.Flags), t.Recent, t.Gone})
		}
		for _, w := range l.Waiting {
			shown.Waiting = append(shown.Waiting, waiting(w))
		}
		v.Lanes = append(v.Lanes, shown)
	}
	return v
}

// noNil is a list that is written as [] if there is nothing in it.
func noNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
