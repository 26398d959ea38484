// Package learn leads through lessons in a terminal: the lanes are drawn in
// columns, or told in words for those who hear the screen.
package learn

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"

	"imaporacle/teach/lesson"
)

// Options say where a lesson takes place.
type Options struct {
	In     io.Reader
	Out    io.Writer
	Width  int    // columns; 80 if it is 0
	Colour bool   // the terminal has colours
	Plain  bool   // nothing is drawn: for screen readers
	Echo   bool   // what is read is written too: nobody types it
	Seed   uint64 // of hidden faults
}

// minWidth is the narrowest terminal that words fit into.
const minWidth = 20

// errQuit ends it all.
var errQuit = errors.New("quit")

// Run leads through lessons, from the one at first on, until the learner has had
// enough. The end of the input and of ctx are such a wish, and no errors.
func Run(ctx context.Context, o Options, all []*lesson.Lesson, first int) error {
	if o.Width == 0 {
		o.Width = 80
	}
	o.Width = max(o.Width, minWidth)
	t := &teacher{screen: screen{out: o.Out, width: o.Width, colour: o.Colour, plain: o.Plain}, in: newInput(ctx, o)}
	for i := first; i < len(all); i++ {
		err := t.lesson(ctx, all[i], o.Seed)
		if err == nil && i+1 < len(all) {
			t.line("The next lesson is: %s (%d minutes).", all[i+1].Title, all[i+1].Minutes)
			_, err = t.ask("Enter begins it, quit ends")
		}
		if errors.Is(err, errQuit) || errors.Is(err, context.Canceled) {
			t.line("Goodbye. `imaporacle learn %s` comes back to this lesson.", all[i].Name)
			return t.err
		}
		if err != nil {
			return err
		}
	}
	t.line("That was the last lesson.")
	return t.err
}

// teacher leads through a lesson.
type teacher struct {
	screen
	in  *input
	run *lesson.Run

	shown int // ID of the last line of the Room that was shown
	from  int // ID of the last line before the last command, for why
}

// lesson leads through one lesson.
func (t *teacher) lesson(ctx context.Context, l *lesson.Lesson, seed uint64) error {
	run, err := lesson.Begin(ctx, l, seed)
	if err != nil {
		return err
	}
	t.run = run
	defer run.Close()
	t.fresh()
	t.title(l.Title)
	t.line("It takes about %d minutes. `help` tells what you can type.", l.Minutes)
	for {
		part, _, ok := run.Current()
		if !ok {
			break
		}
		if part.First && part.Section != l.Title {
			t.heading(part.Section)
		}
		if part.Kind == lesson.Predict {
			t.gap()
			t.strong("Predict")
		}
		t.prose(part.Text)
		if err := t.part(ctx, part); err != nil {
			return err
		}
		if err := run.Next(); err != nil {
			return err
		}
	}
	t.gap()
	t.line("This is the end of the lesson %q.", l.Title)
	return nil
}

// fresh forgets what has been shown: all that is said from now on is news.
func (t *teacher) fresh() {
	t.shown = t.run.Room().Last()
	t.from = t.shown
}

// part has the learner do what is to be done.
func (t *teacher) part(ctx context.Context, part lesson.Part) error {
	switch part.Kind {
	case lesson.Play:
		return t.play(ctx)
	case lesson.Predict:
		return t.predict(ctx, part)
	case lesson.Task:
		return t.task(ctx)
	case lesson.Find:
		return t.find(ctx)
	}
	if part.Kind == lesson.Read && t.isLast() {
		return nil
	}
	_, err := t.command(ctx, "Enter goes on")
	return err
}

// isLast reports whether no part comes after the present one.
func (t *teacher) isLast() bool {
	_, i, _ := t.run.Current()
	return i+1 == len(t.run.Lesson().Parts)
}

// play sends the lines of a part, one at each Enter.
func (t *teacher) play(ctx context.Context) error {
	for {
		waiting := t.run.Waiting()
		if len(waiting) == 0 {
			break
		}
		t.next(waiting)
		word, err := t.command(ctx, "Enter sends it")
		if err != nil {
			return err
		}
		if word != "" {
			continue
		}
		t.from = t.run.Room().Last()
		if _, err := t.run.Play(ctx); err != nil {
			return err
		}
		t.news()
	}
	return nil
}

// next tells what is sent next.
func (t *teacher) next(waiting []lesson.Say) {
	t.gap()
	for i, s := range waiting {
		if i > 0 && !s.Together {
			break
		}
		t.code("Next: ", s.String())
	}
}

// predict asks a question.
func (t *teacher) predict(ctx context.Context, part lesson.Part) error {
	t.gap()
	for i, c := range part.Choices {
		t.item(fmt.Sprintf("%d. ", i+1), c.Text)
	}
	var taken lesson.Choice
	for {
		word, err := t.answer(ctx, fmt.Sprintf("Your answer, 1 to %d", len(part.Choices)))
		if err != nil {
			return err
		}
		n, err := strconv.Atoi(word)
		if err != nil {
			n = 0
		}
		if taken, err = t.run.Answer(n - 1); err == nil {
			break
		} else {
			t.line("Type a number: %v.", err)
		}
	}
	t.gap()
	if taken.Right {
		t.strong("Right.")
		t.prose(taken.Why)
		return nil
	}
	t.strong("Not this one.")
	t.prose(taken.Why)
	for i, c := range part.Choices {
		if c.Right {
			t.strong(fmt.Sprintf("It is %d.", i+1))
			t.prose(c.Why)
		}
	}
	return nil
}

// task waits until the conditions are met.
func (t *teacher) task(ctx context.Context) error {
	t.gap()
	t.line("Type commands, each with the name of its lane before it: `%s noop`. Enter alone tells what is missing.", t.example())
	for !t.run.Ready() {
		word, err := t.command(ctx, "Your command")
		if err != nil {
			return err
		}
		met, missing := 0, ""
		for _, m := range t.run.Mark() {
			if m.Met {
				met++
			} else if missing == "" {
				missing = m.Missing
			}
		}
		switch {
		case word == "" && missing != "":
			t.line("Still missing: %s", missing)
		case word == sent && missing != "":
			t.line("%d of %d done.", met, len(t.run.Mark()))
		}
	}
	t.gap()
	t.strong("Done: that is the task.")
	return nil
}
