package page

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"

	"imaporacle/oracle"
	"imaporacle/teach/lesson"
	"imaporacle/teach/room"
)

// lessonList is what the list of lessons shows.
type lessonList []*lesson.Lesson

// lessonContent is what the page of a lesson begins with.
type lessonContent struct {
	*lesson.Lesson
	Number, Of int
	Next       *lesson.Lesson // that comes after it; nil after the last
	Columns    []column       // of the table, for who names a hidden fault
}

type column struct {
	Name, Title, Meaning string
	Cells                []oracle.Cell
}

func (p *Page) showLessons(w http.ResponseWriter, r *http.Request) {
	p.show(w, r, http.StatusOK, "lessons.html", lessonList(p.options.Lessons))
}

func (p *Page) showLesson(w http.ResponseWriter, r *http.Request) {
	for i, l := range p.options.Lessons {
		if l.Name != r.PathValue("lesson") {
			continue
		}
		c := lessonContent{Lesson: l, Number: i + 1, Of: len(p.options.Lessons), Columns: columns()}
		if i+1 < len(p.options.Lessons) {
			c.Next = p.options.Lessons[i+1]
		}
		p.show(w, r, http.StatusOK, "lesson.html", c)
		return
	}
	fail(w, r, http.StatusNotFound, "There is no lesson of that name.")
}

// columns returns those of the table that a hidden fault can show in.
func columns() []column {
	var all []column
	for _, c := range oracle.Columns {
		one := column{Name: string(c), Title: c.Title(), Meaning: c.Meaning()}
		for _, cell := range oracle.Vocabulary[c] {
			if cell != oracle.Yes && cell != oracle.Unknown {
				one.Cells = append(one.Cells, cell)
			}
		}
		all = append(all, one)
	}
	return all
}

// beginLesson begins a lesson in a room of its own.
func (p *Page) beginLesson(r *http.Request) (any, error) {
	for _, l := range p.options.Lessons {
		if l.Name != r.PathValue("lesson") {
			continue
		}
		run, err := lesson.Begin(r.Context(), l, rand.Uint64())
		if err != nil {
			return nil, err
		}
		key, err := p.desks.add(run)
		if err != nil {
			return nil, errors.Join(err, run.Close())
		}
		return struct {
			Room string `json:"room"`
		}{key}, nil
	}
	return nil, missing("There is no lesson %q.", r.PathValue("lesson"))
}

// lessonWays adds the ways in which a learner goes through a lesson. Each
// answers with the part as it is then.
func (p *Page) lessonWays(mux *http.ServeMux) {
	for pattern, step := range map[string]lessonStep{
		"GET lesson":         func(*desk, *http.Request) error { return nil },
		"POST lesson/play":   (*desk).playLesson,
		"POST lesson/answer": (*desk).answerLesson,
		"POST lesson/next":   func(d *desk, _ *http.Request) error { return d.run.Next() },
		"POST lesson/again":  func(d *desk, r *http.Request) error { return d.run.Again(r.Context()) },
		"POST lesson/solve":  (*desk).solveLesson,
		"POST lesson/name":   (*desk).nameFault,
	} {
		mux.HandleFunc(below(pattern), p.answer(p.inDesk(func(d *desk, r *http.Request) (any, error) {
			if d.run == nil {
				return nil, missing("There is no lesson in this room.")
			}
			defer d.ring() // the room may be another
			if err := step(d, r); err != nil {
				return nil, err
			}
			return d.part(), nil
		})))
	}
}

type lessonStep func(*desk, *http.Request) error

// lessonLimit is how long a step of a lesson may take.
const lessonLimit = 30 * time.Second

func (d *desk) playLesson(r *http.Request) error {
	ctx, cancel := context.WithTimeout(r.Context(), lessonLimit)
	defer cancel()
	_, err := d.run.Play(ctx)
	return err
}

func (d *desk) answerLesson(r *http.Request) error {
	var in struct{ Choice int }
	if err := read(r, &in); err != nil {
		return err
	}
	if _, err := d.run.Answer(in.Choice); err != nil {
		return err
	}
	d.did(func(p *progress) {
		if p.choice < 0 { // the first answer counts
			p.choice = in.Choice
		}
	})
	return nil
}

func (d *desk) solveLesson(r *http.Request) error {
	ctx, cancel := context.WithTimeout(r.Context(), lessonLimit)
	defer cancel()
	solution, err := d.run.Solve(ctx)
	if err != nil {
		return err
	}
	d.did(func(p *progress) { p.solved = solution })
	return nil
}

func (d *desk) nameFault(r *http.Request) error {
	var in struct {
		Column oracle.Column
		Cell   oracle.Cell
	}
	if err := read(r, &in); err != nil {
		return err
	}
	g, err := d.run.Name(in.Column, in.Cell)
	if err != nil {
		return err
	}
	d.did(func(p *progress) { p.grade = &g })
	return nil
}

// sendInLesson sends what a learner has typed. It counts as a command of the
// lesson.
func (d *desk) sendInLesson(r *http.Request, text string) error {
	for _, l := range d.room().Lanes() {
		if strconv.Itoa(l.ID) != r.PathValue("lane") || !l.Own {
			continue
		}
		ctx, cancel := context.WithTimeout(r.Context(), answerLimit)
		defer cancel()
		err := d.run.Send(ctx, lesson.Say{Lane: l.Name, Text: text})
		if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, room.ErrLaneEnded) {
			return nil // the lane shows it
		}
		return err
	}
	return missing("There is no lane %q in which one can type.", r.PathValue("lane"))
}
