package lesson

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"imaporacle/faults"
	"imaporacle/oracle"
	"imaporacle/teach/room"
)

// Check plays a lesson to its end with its own solutions and holds it to what it
// says: its lines show what is expected of them, its task is not done before it
// is begun and is done by the solution, and each fault that can be hidden shows
// when its solution is played. The error names all that is wrong, each with file
// and line.
func Check(ctx context.Context, l *Lesson) error {
	r, err := begin(ctx, l, draw(l.Hidden, 0))
	if err != nil {
		return err
	}
	defer r.Close()
	var errs []error
	wrong := func(line int, format string, args ...any) {
		errs = append(errs, fmt.Errorf("%s:%d: %w", l.File, line, fmt.Errorf(format, args...)))
	}
	for !r.Done() {
		part, _, _ := r.Current()
		if err := r.checkPart(ctx, part, wrong); err != nil {
			return errors.Join(append(errs, fmt.Errorf("%s:%d: %w", l.File, part.line, err))...)
		}
		r.mu.Lock()
		r.enter(r.at + 1)
		r.mu.Unlock()
	}
	if !l.faulty() {
		for _, b := range r.Room().Broken() {
			if rule, _ := oracle.RuleByID(b.Rule); rule.Level != oracle.Legal {
				wrong(1, "the server has no fault, and the judge finds %s: %s", b.Rule, b.Why)
			}
		}
	}
	return errors.Join(errs...)
}

// faulty reports whether the server has a fault at any time.
func (l *Lesson) faulty() bool {
	changes := func(s Say) bool { return s.Lane == FaultLane }
	return l.Faults != nil || l.Hidden != nil ||
		slices.ContainsFunc(l.Parts, func(p Part) bool { return slices.ContainsFunc(p.Lines, changes) })
}

// checkPart does what is to be done in a part.
func (r *Run) checkPart(ctx context.Context, part Part, wrong func(line int, format string, args ...any)) error {
	unmet := func(what string) {
		for _, m := range r.Mark() {
			if !m.Met {
				wrong(m.Condition.line, "%s: %s; what was said:%s", what, m.Condition.Text, r.saidHere())
			}
		}
	}
	switch part.Kind {
	case Play:
		for range part.Lines {
			if _, err := r.Play(ctx); err != nil {
				return err
			}
		}
		unmet("this does not happen")
	case Task:
		if met(r.Mark()) {
			wrong(part.line, "the task is done before it is begun")
		}
		if _, err := r.Solve(ctx); err != nil {
			return err
		}
		unmet("the solution does not meet this")
	case Find:
		return r.checkFind(ctx, part, wrong)
	}
	return nil
}

// saidHere is what has been said since the part began, a line each.
func (r *Run) saidHere() string {
	names := make(map[int]string)
	f := r.facts()
	for name, id := range f.lanes {
		names[id] = name
	}
	var b strings.Builder
	for _, l := range f.lines {
		fmt.Fprintf(&b, "\n\t%s %s: %s", names[l.Lane], l.Who, Said(l))
	}
	return b.String()
}

// checkFind plays the solution with each fault, and on a server without: they
// must differ.
func (r *Run) checkFind(ctx context.Context, part Part, wrong func(line int, format string, args ...any)) error {
	if len(part.Lines) > part.Commands {
		wrong(part.line, "the solution has %d commands, and only %d may be sent", len(part.Lines), part.Commands)
	}
	clean, err := r.lesson.transcript(ctx, part, nil)
	if err != nil {
		return err
	}
	for _, f := range r.lesson.Hidden {
		faulty, err := r.lesson.transcript(ctx, part, slow(f))
		if err != nil {
			return fmt.Errorf("with %s: %w", f, err)
		}
		if slices.Equal(clean, faulty) {
			wrong(part.line, "the solution shows nothing of %s", f)
		}
	}
	return nil
}

// unstable are numbers that differ between two servers.
var unstable = regexp.MustCompile(`(UIDVALIDITY|APPENDUID|COPYUID) [0-9]+`)

// transcript returns what the lanes hear when the solution is played, but for
// what is sent together, of which nobody knows the order.
func (l *Lesson) transcript(ctx context.Context, part Part, hidden *faults.Fault) ([]string, error) {
	r, err := begin(ctx, l, hidden)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	var heard []string
	for lines := part.Lines; len(lines) > 0; {
		group := firstGroup(lines)
		lines = lines[len(group):]
		from := r.Room().Last()
		if err := r.stage.play(ctx, group); err != nil {
			return nil, err
		}
		said, _ := r.Room().Since(from, r.Room().Last())
		for _, line := range said {
			if len(group) == 1 && line.Who == room.Server {
				heard = append(heard, fmt.Sprintf("%d %s", line.Lane, unstable.ReplaceAllString(strings.ToUpper(Said(line)), "$1")))
			}
		}
	}
	return heard, nil
}
