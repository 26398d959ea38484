package page

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"imaporacle/teach/room"
)

// maxMarks is how many snapshots are kept.
const maxMarks = 20

// mark is a snapshot: the mail, and what had been done until then.
type mark struct {
	id    int
	time  time.Time
	mail  room.Mark
	done  []act
	lanes []laneWas
}

// laneWas is how far a lane was.
type laneWas struct{ name, user, mailbox string }

type shownMark struct {
	ID    int    `json:"id"`
	Time  string `json:"time"`
	Steps int    `json:"steps"`
}

func shownMarks(all []mark) []shownMark {
	shown := []shownMark{}
	for _, m := range all {
		shown = append(shown, shownMark{m.id, m.time.Format(time.TimeOnly), len(m.done)})
	}
	return shown
}

// postSnapshot keeps how all is now.
func (d *desk) postSnapshot(r *http.Request) (any, error) {
	if err := d.notInLesson(); err != nil {
		return nil, err
	}
	d.turn.Lock()
	defer d.turn.Unlock()
	mail, err := d.room().Snapshot(r.Context())
	if err != nil {
		return nil, err
	}
	m := mark{time: time.Now(), mail: mail}
	for _, l := range d.room().Lanes() {
		if l.Own && !l.Ended {
			m.lanes = append(m.lanes, laneWas{l.Name, l.User, l.Mailbox})
		}
	}
	defer d.ring()
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.marks) >= maxMarks {
		return nil, wrong("There are %d snapshots: that is enough. A reset forgets them.", maxMarks)
	}
	d.lastMark++
	m.id, m.done = d.lastMark, slices.Clone(d.done)
	d.marks = append(d.marks, m)
	return nil, nil
}

// postRestore leads back to a snapshot. If nobody but the page was connected,
// all that had been done until then is done again, so that each lane knows what
// it knew. Else the mail is put back, and lanes select their mailboxes anew.
func (d *desk) postRestore(r *http.Request) (any, error) {
	d.turn.Lock()
	defer d.turn.Unlock()
	m, err := d.markOf(r.PathValue("mark"))
	if err != nil {
		return nil, err
	}
	if d.alone() {
		return nil, d.again(r.Context(), m.done)
	}
	return nil, d.putBack(func() error { return d.room().Restore(r.Context(), m.mail) }, func() error {
		for _, was := range m.lanes {
			user := was.user
			if _, known := d.users[user]; !known {
				user = ""
			}
			if err := opens(was.name, user, was.mailbox)(r.Context(), d); err != nil {
				return err
			}
		}
		return nil
	})
}

func (d *desk) markOf(id string) (mark, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, m := range d.marks {
		if strconv.Itoa(m.id) == id {
			return m, nil
		}
	}
	return mark{}, missing("There is no snapshot %q.", id)
}

// postBack takes back the last step: all but that is done again.
func (d *desk) postBack(r *http.Request) (any, error) {
	if err := d.notInLesson(); err != nil {
		return nil, err
	}
	d.turn.Lock()
	defer d.turn.Unlock()
	if !d.alone() {
		return nil, wrong("Other clients have been connected, and what they did cannot be done again: go back to a snapshot instead.")
	}
	d.mu.Lock()
	done := slices.Clone(d.done)
	d.mu.Unlock()
	if len(done) == 0 {
		return nil, wrong("There is no step to take back.")
	}
	return nil, d.again(r.Context(), done[:len(done)-1])
}

// postReset leads back to where the room began, without any lane.
func (d *desk) postReset(r *http.Request) (any, error) {
	if err := d.notInLesson(); err != nil {
		return nil, err
	}
	d.turn.Lock()
	defer d.turn.Unlock()
	if err := d.again(r.Context(), nil); err != nil {
		return nil, err
	}
	defer d.ring()
	d.mu.Lock()
	defer d.mu.Unlock()
	d.marks = nil
	return nil, nil
}

// alone reports whether nobody but the page has said anything since the room was
// put back.
func (d *desk) alone() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	ours := make(map[int]bool)
	for _, l := range d.lanes {
		ours[l.ID()] = true
	}
	return !slices.ContainsFunc(d.room().Lanes(), func(l room.LaneInfo) bool { return !ours[l.ID] && l.Last >= d.begins })
}

// again puts the room back to its beginning and does what is given. turn is
// held. What fails is passed over: it may be what failed the first time too.
func (d *desk) again(ctx context.Context, done []act) error {
	return d.putBack(func() error { return d.room().Reset(ctx) }, func() error {
		var errs []error
		for _, a := range done {
			errs = append(errs, a(ctx, d))
		}
		d.mu.Lock()
		d.done = done
		d.mu.Unlock()
		if err := errors.Join(errs...); err != nil {
			return fmt.Errorf("some steps could not be taken again: %w", err)
		}
		return nil
	})
}

// putBack closes all lanes and switches off all faults that were switched on
// here, has back put the room back, and then goes on with next. What was said
// before is no longer shown.
func (d *desk) putBack(back, next func() error) error {
	defer d.ring()
	if err := d.hangUp(); err != nil {
		return err
	}
	for _, f := range d.room().Armed() {
		if err := d.room().Disarm(f.ID); err != nil {
			return err
		}
	}
	if err := back(); err != nil {
		return err
	}
	d.mu.Lock()
	d.begins, d.done = d.room().Last()+1, nil
	d.mu.Unlock()
	for _, f := range d.first {
		if _, err := d.room().Arm(f); err != nil {
			return err
		}
	}
	return next()
}
