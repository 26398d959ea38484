package page

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"imaporacle/teach/room"
)

// Bounds of a stream.
const (
	streamLimit = 30 * time.Second // for what is sent at once
	streamBeat  = 20 * time.Second // between two signs of life
	atOnce      = 500              // lines in one event
)

// stream sends what happens as server-sent events: "lines" with lines, "room"
// with lanes, faults and snapshots, "state" with the state as it is now, "anew"
// when another room has taken the place of this one.
func (d *desk) stream(w http.ResponseWriter, r *http.Request) {
	after, _ := strconv.Atoi(r.FormValue("after")) // from the beginning if it is not given
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	s := &sender{w: w, control: http.NewResponseController(w)}
	shown := d.room()
	beat := time.NewTicker(streamBeat)
	defer beat.Stop()
	for s.err == nil {
		bell := d.bell()
		if d.room() != shown {
			s.send("anew", struct{}{})
			return
		}
		lines, changed := shown.Since(after, atOnce)
		_, unsaid := shown.Unsaid()
		about, state := d.tell()
		s.sendIfNew("room", about, &s.about) // lines are shown in lanes that are known
		if len(lines) > 0 {
			after = lines[len(lines)-1].ID
			s.send("lines", linesOf(lines))
			continue // the state is told when there are no more
		}
		s.sendIfNew("state", state, &s.state)
		select {
		case <-changed:
		case <-unsaid:
		case <-bell:
		case <-beat.C:
			s.beat()
		case <-r.Context().Done():
			return
		}
	}
}

// sender writes events until it fails.
type sender struct {
	w            http.ResponseWriter
	control      *http.ResponseController
	about, state *string // what was sent last
	err          error
}

func (s *sender) write(text string) {
	if s.err != nil {
		return
	}
	if s.err = s.control.SetWriteDeadline(time.Now().Add(streamLimit)); s.err != nil {
		return
	}
	if _, s.err = s.w.Write([]byte(text)); s.err == nil {
		s.err = s.control.Flush()
	}
}

func (s *sender) send(event string, v any) {
	data, err := json.Marshal(v)
	if err != nil {
		s.err = err
		return
	}
	s.write(fmt.Sprintf("event: %s\ndata: %s\n\n", event, data))
}

// sendIfNew sends what is encoded, unless it is what was sent last.
func (s *sender) sendIfNew(event string, data *string, last **string) {
	if data == nil || data == *last || *last != nil && *data == **last {
		return
	}
	*last = data
	s.write("event: " + event + "\ndata: " + *data + "\n\n")
}

// beat keeps what is between from taking the silence for an end.
func (s *sender) beat() { s.write(": still here\n\n") }

// cache has what is told of a room, encoded once for all who look.
type cache struct {
	mu           sync.Mutex
	room         *room.Room
	bell         <-chan struct{}
	last, unsaid int
	about, state *string
}

// tell returns what is to be told of the room and its state, encoded.
func (d *desk) tell() (about, state *string) {
	c := &d.told
	c.mu.Lock()
	defer c.mu.Unlock()
	bell, r := d.bell(), d.room()
	last := r.Last()
	unsaid, _ := r.Unsaid()
	if c.room != r || c.bell != bell || c.last != last || c.unsaid != unsaid || last == 0 {
		c.room, c.bell, c.last, c.unsaid = r, bell, last, unsaid
		c.about, c.state = encoded(d.about()), encoded(stateOf(r.State(0)))
	}
	return c.about, c.state
}

// encoded returns v as JSON, nil if that cannot be.
func encoded(v any) *string {
	data, err := json.Marshal(v)
	if err != nil {
		return nil
	}
	text := string(data)
	return &text
}
