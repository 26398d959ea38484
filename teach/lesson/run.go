package lesson

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"imaporacle/faults"
	"imaporacle/teach/room"
)

// Run is a lesson under way, in a Room of its own. It is safe for concurrent
// use.
type Run struct {
	lesson *Lesson
	hidden *faults.Fault // nil if there is none

	playing sync.Mutex // held while lines of the lesson are played

	mu    sync.Mutex
	stage *stage
	at    int    // index of the part
	from  int    // ID of the last line before it
	sent  int    // how many of its lines have been sent
	taken int    // of Choices, -1 for none
	grade *Grade // once the fault is named
}

// stage is a Room with the lanes in it.
type stage struct {
	room  *room.Room
	lanes map[string]*room.Lane
}

// Begin begins a lesson: it starts a server with the lesson's mail and connects
// the lanes. seed decides which fault is hidden, if one is.
func Begin(ctx context.Context, l *Lesson, seed uint64) (*Run, error) {
	return begin(ctx, l, draw(l.Hidden, seed))
}

// begin begins a lesson with a given hidden fault.
func begin(ctx context.Context, l *Lesson, hidden *faults.Fault) (*Run, error) {
	r := &Run{lesson: l, hidden: hidden, taken: -1}
	var err error
	if r.stage, err = r.set(ctx); err != nil {
		return nil, err
	}
	r.from = r.stage.room.Last()
	return r, nil
}

// The one user of lessons.
const (
	user     = "user"
	password = "pass"
)

// set sets the stage as it is when the lesson begins.
func (r *Run) set(ctx context.Context) (_ *stage, err error) {
	o := room.Options{Faults: r.lesson.Faults, Hidden: r.hidden != nil}
	if r.hidden != nil {
		o.Faults = append(o.Faults[:len(o.Faults):len(o.Faults)], *r.hidden)
	}
	for _, m := range r.lesson.Mail {
		o.Mail = append(o.Mail, room.Mail{Flags: m.Flags, Message: m.message(), Date: written})
	}
	s := &stage{lanes: make(map[string]*room.Lane)}
	if s.room, err = room.New(o); err != nil {
		return nil, fmt.Errorf("%s: %w", r.lesson.File, err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("%s: %w", r.lesson.File, err), s.room.Close())
		}
	}()
	for _, name := range r.lesson.Lanes {
		if s.lanes[name], err = s.room.Open(ctx, name); err != nil {
			return nil, err
		}
		for _, command := range r.lesson.Start.commands() {
			if _, err = s.lanes[name].Send(ctx, command); err != nil {
				return nil, err
			}
		}
	}
	return s, nil
}

// commands lead a lane to the start.
func (s Start) commands() []string {
	login := "LOGIN " + user + " " + password
	switch s {
	case Connected:
		return nil
	case Authenticated:
		return []string{login}
	}
	return []string{login, "SELECT INBOX"}
}

// written is the date of all messages, so that they are the same in each run.
var written = time.Date(2026, time.February, 2, 9, 0, 0, 0, time.UTC)

// message makes the message.
func (m Mail) message() []byte {
	return fmt.Appendf(nil, "From: Ann <ann@example.org>\r\nTo: Bob <bob@example.org>\r\nDate: %s\r\nSubject: %s\r\n"+
		"Message-ID: <%x@example.org>\r\n\r\nThis is about %s.\r\n", written.Format(time.RFC1123Z), m.Subject, m.Subject, m.Subject)
}

// Close ends the lesson and its server.
func (r *Run) Close() error { return r.Room().Close() }

// Lesson returns the lesson.
func (r *Run) Lesson() *Lesson { return r.lesson }

// Room returns where the lesson takes place. After Again and Solve it is another.
func (r *Run) Room() *room.Room {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.stage.room
}

// Lane returns the lane of that name in the present Room, nil if there is none.
func (r *Run) Lane(name string) *room.Lane {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.stage.lanes[name]
}

// Current returns the part under way, and its index in the lesson. After the
// last, ok is false.
func (r *Run) Current() (part Part, index int, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.at == len(r.lesson.Parts) {
		return Part{}, r.at, false
	}
	return r.lesson.Parts[r.at], r.at, true
}

// Done reports whether the lesson is over.
func (r *Run) Done() bool {
	_, _, ok := r.Current()
	return !ok
}

// Errors of what comes too early or too late.
var (
	ErrUnfinished = errors.New("there is something to do here first")
	ErrNotHere    = errors.New("this part asks for something else")
	ErrNoCommands = errors.New("no command is left: name the fault")
)

// Ready reports whether what is to be done in the part is done.
func (r *Run) Ready() bool {
	part, _, ok := r.Current()
	if !ok {
		return false
	}
	if part.Kind == Task {
		return met(r.Mark())
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	switch part.Kind {
	case Play:
		return r.sent == len(part.Lines)
	case Predict:
		return r.taken >= 0
	case Find:
		return r.grade != nil
	}
	return true
}

// Next goes on to the next part. It is ErrUnfinished while the present one is
// not Ready.
func (r *Run) Next() error {
	if !r.Ready() {
		return ErrUnfinished
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.enter(r.at + 1)
	return nil
}

// enter begins a part. mu is held.
func (r *Run) enter(at int) {
	r.at, r.from = at, r.stage.room.Last()
	r.sent, r.taken = 0, -1
}

// Answer takes the choice of that index in a prediction, and returns it: with
// whether it is right, and why. The first answer counts.
func (r *Run) Answer(choice int) (Choice, error) {
	part, _, ok := r.Current()
	if !ok || part.Kind != Predict {
		return Choice{}, ErrNotHere
	}
	if choice < 0 || choice >= len(part.Choices) {
		return Choice{}, fmt.Errorf("the choices are 1 to %d", len(part.Choices))
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.taken < 0 {
		r.taken = choice
	}
	return part.Choices[r.taken], nil
}

// Mark says of each condition of the part whether it is met, and what is
// missing: of a Task, and of a Play, whose conditions say what its lines show.
func (r *Run) Mark() []Mark {
	part, _, ok := r.Current()
	if !ok {
		return nil
	}
	return r.facts().marks(part.Conditions)
}

// facts gathers what has happened since the part began.
func (r *Run) facts() *facts {
	r.mu.Lock()
	s, from := r.stage, r.from
	r.mu.Unlock()
	f := &facts{lanes: make(map[string]int), state: s.room.State(0), broken: s.room.Broken()}
	f.lines, _ = s.room.Since(from, s.room.Last())
	for name, lane := range s.lanes {
		f.lanes[name] = lane.ID()
	}
	return f
}

// Left returns how many commands may still be sent; limited is false where
// there is no limit.
func (r *Run) Left() (n int, limited bool) {
	part, _, ok := r.Current()
	if !ok || part.Kind != Find {
		return 0, false
	}
	return max(part.Commands-r.facts().commands(""), 0), true
}

// Again begins the part again: in a new Room, in which all that came before it
// has been played. A hidden fault must have been named first.
func (r *Run) Again(ctx context.Context) error {
	part, at, ok := r.Current()
	if !ok || part.Kind == Find {
		return ErrNotHere
	}
	r.playing.Lock()
	defer r.playing.Unlock()
	s, err := r.set(ctx)
	if err != nil {
		return err
	}
	for _, before := range r.lesson.Parts[:at] {
		if err := s.playAll(ctx, before.Lines); err != nil {
			return errors.Join(err, s.room.Close())
		}
	}
	r.mu.Lock()
	old := r.stage
	r.stage = s
	r.enter(at)
	r.mu.Unlock()
	return old.room.Close()
}

// Solve begins a Task again and does it with the lesson's own solution, which
// it returns.
func (r *Run) Solve(ctx context.Context) ([]Say, error) {
	part, _, ok := r.Current()
	if !ok || part.Kind != Task {
		return nil, ErrNotHere
	}
	if err := r.Again(ctx); err != nil {
		return nil, err
	}
	r.mu.Lock()
	s := r.stage
	r.mu.Unlock()
	return part.Lines, s.playAll(ctx, part.Lines)
}
