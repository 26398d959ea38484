package room

import (
	"bytes"
	"net"
	"strings"
	"time"

	"imaporacle/internal/wire"
	"imaporacle/oracle/judge"
	"imaporacle/server/front"
	"imaporacle/server/mailbox"
	"imaporacle/server/transcript"
	"imaporacle/teach/explain"
)

// tap takes down what one connection says. It belongs at the end of the chain
// of filters, where it sees what is really sent.
type tap struct {
	*transcript.Tap
	room   *Room
	seat   *seat
	during string // name of the command under way

	inside  bool // the first line of a command has come, and not its answer
	literal int  // octets of the literal that comes next, -1 if none does
}

var _ front.Listener = (*tap)(nil)

// Filter returns what takes down the connection of that number.
func (r *Room) Filter(conn int, remote net.Addr) front.Filter {
	s := &seat{room: r, id: conn, remote: remote.String(), name: "client " + itoa(conn)}
	if a, ok := remote.(laneAddr); ok {
		s.lane, s.name = a.lane, a.lane.name
		a.lane.seat = s
	}
	t := &tap{room: r, seat: s, literal: -1}
	t.Tap = transcript.NewTap(t.say)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.seats[conn] = s
	r.order = append(r.order, s)
	r.forgetEnded()
	r.stale = true
	s.last = r.add(Line{Lane: conn, Who: Note, Kind: explain.Note, Text: s.name + " is connected"}, judge.Opened, nil)
	return t
}

// Response implements front.Filter.
func (t *tap) Response(during *front.Command, resp []byte) []byte {
	t.during = ""
	if during != nil {
		t.during = during.Name
	}
	return t.Tap.Response(during, resp)
}

// say takes down what one side said; passwords are masked.
func (t *tap) say(who byte, said []byte) {
	if who == 'C' {
		t.client(said)
		return
	}
	user, view := t.room.selected(t.seat.id)
	t.room.mu.Lock()
	defer t.room.mu.Unlock()
	t.server(said, user, view)
}

// selected is what a session has selected, nil before the server is known. It
// takes locks of the server: mu must not be held.
func (r *Room) selected(conn int) (user string, view *mailbox.View) {
	srv := r.server.Load()
	if srv == nil {
		return "", nil
	}
	return srv.Selected(conn)
}

// client takes down a line, or a literal.
func (t *tap) client(said []byte) {
	r := t.room
	r.mu.Lock()
	defer r.mu.Unlock()
	line, _ := cutLine(said)
	l := Line{Lane: t.seat.id, Who: Client, Kind: explain.Data, Text: display(said), Command: t.seat.command}
	literal := t.literal >= 0 && t.literal == len(said)
	switch {
	case literal:
		var b strings.Builder
		quote(&b, said)
		l.Text = b.String()
	case !t.inside:
		t.inside = true
		l.Kind = explain.Command
		l.Tag, _, _ = strings.Cut(string(line), " ")
		l.Command = explain.CommandName(string(line))
		t.seat.command = l.Command
	}
	if l.Kind == explain.Command {
		t.seat.spoken = &spoken{lane: t.seat.id, user: t.seat.user, raw: bytes.Clone(said)}
		r.history.begins(t.seat.spoken)
	} else {
		r.history.goesOn(t.seat.spoken, said)
	}
	t.literal = -1
	if !literal {
		if !bytes.HasSuffix(said, []byte("\n")) { // a password was cut out to the end
			said = append(bytes.Clone(said), "\r\n"...)
		}
		if n, ok := wire.Announced(line); ok {
			t.literal = n
		}
		if len(line) == 0 && l.Kind == explain.Data {
			// What follows a literal is empty: no line of its own.
			r.judge.Feed(judge.Event{N: t.seat.last, Session: t.seat.session(), Kind: judge.Client, Bytes: said})
			return
		}
	}
	l.why = explain.Client(l.Kind, l.Text, l.Command, literal)
	t.seat.last = r.add(l, judge.Client, said)
}

// server takes down a response. view is what the session has selected.
func (t *tap) server(said []byte, user string, view *mailbox.View) {
	r, s := t.room, t.seat
	l := Line{Lane: s.id, Who: Server, Kind: explain.Other, Text: display(said), Command: t.during}
	resp, err := r.parser.Parse(bytes.Clone(said), true)
	if err == nil {
		l.Kind, l.Tag, l.why = explain.KindOf(resp), resp.Tag, explain.Response(resp, t.during)
	}
	if s.user != user {
		s.user, r.stale = user, true
	}
	if s.view != view {
		s.selects(view)
	}
	r.pass()
	if err == nil {
		s.hear(resp)
	}
	if l.Tag != "" || err == nil && resp.Status == wire.BAD {
		t.inside, t.literal, s.command, s.idle = false, -1, "", false
	}
	if l.Kind == explain.Continuation && t.during == "IDLE" {
		s.idle = true
	}
	s.last = r.add(l, judge.Server, said)
}

// Close takes down the end of the connection.
func (t *tap) Close() error {
	r, s := t.room, t.seat
	r.mu.Lock()
	defer r.mu.Unlock()
	s.selects(nil)
	s.ended, s.idle, s.command = true, false, ""
	r.stale = true
	r.add(Line{Lane: s.id, Who: Note, Kind: explain.Note, Text: s.name + " is gone"}, judge.Closed, nil)
	if s.lane != nil {
		close(s.lane.over)
	}
	return nil
}

// add takes down a line, with the state after it, and returns its ID. said is
// what the judge hears. mu is held.
func (r *Room) add(l Line, kind judge.Kind, said []byte) int {
	l.Time = time.Now()
	l.ID = r.lines.Last() + 1
	if l.Who != Client {
		l.Faults = r.firings.take(l.Lane)
	}
	if l.Lane != 0 {
		l.Breaks = r.hear(judge.Event{N: l.ID, Time: l.Time, Session: r.seats[l.Lane].session(), Kind: kind, Bytes: said})
	}
	r.pass()
	rec := &record{Line: l, state: r.present()}
	r.lines.Add(func(int) *record { return rec })
	return l.ID
}
