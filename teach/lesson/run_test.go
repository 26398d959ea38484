package lesson

import (
	"errors"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"imaporacle/docs/lessons"
	"imaporacle/faults"
	"imaporacle/oracle"
)

// A lesson that is over leaves no goroutine.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func builtIn(t *testing.T, name string) *Lesson {
	t.Helper()
	all, err := Load(lessons.Files)
	if err != nil {
		t.Fatal(err)
	}
	i, err := Lookup(all, name)
	if err != nil {
		t.Fatal(err)
	}
	return all[i]
}

func mustBegin(t *testing.T, name string) *Run {
	t.Helper()
	r, err := Begin(t.Context(), builtIn(t, name), 1)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

// to leads to the next part of a kind, as a learner who makes no mistake.
func (r *Run) to(t *testing.T, kind Kind) {
	t.Helper()
	for {
		part, _, ok := r.Current()
		if !ok {
			t.Fatalf("there is no part %s", kind)
		}
		if part.Kind == kind {
			return
		}
		for range part.Lines {
			if _, err := r.Play(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		for i, c := range part.Choices {
			if c.Right {
				r.Answer(i)
			}
		}
		if err := r.Next(); err != nil {
			t.Fatal(err)
		}
	}
}

// Nothing can be left out, and each part takes only what it asks for.
func TestOrder(t *testing.T) {
	r := mustBegin(t, "sequence-numbers")
	if _, err := r.Play(t.Context()); !errors.Is(err, ErrNotHere) {
		t.Errorf("Play: %v", err)
	}
	if _, err := r.Answer(0); !errors.Is(err, ErrNotHere) {
		t.Errorf("Answer: %v", err)
	}
	if _, err := r.Name(oracle.Recent, oracle.Yes); !errors.Is(err, ErrNotHere) {
		t.Errorf("Name: %v", err)
	}
	if _, err := r.Solve(t.Context()); !errors.Is(err, ErrNotHere) {
		t.Errorf("Solve: %v", err)
	}
	for _, kind := range []Kind{Play, Predict, Task} {
		r.to(t, kind)
		if err := r.Next(); !errors.Is(err, ErrUnfinished) {
			t.Errorf("%s: Next: %v", kind, err)
		}
	}
}

// A line of the lesson that the learner types has been sent.
func TestTyped(t *testing.T) {
	r := mustBegin(t, "sequence-numbers")
	r.to(t, Play)
	for _, typed := range []Say{{Lane: "Bob", Text: "noop"}, {Lane: "Ann", Text: "fetch 1:3 (uid)"}} {
		if r.Ready() {
			t.Error("the part is done before its line is sent")
		}
		if err := r.Send(t.Context(), typed); err != nil {
			t.Fatal(err)
		}
	}
	if !r.Ready() || !met(r.Mark()) {
		t.Errorf("the line was not taken: %v", r.Waiting())
	}
	if err := r.Send(t.Context(), Say{Lane: "Carol", Text: "NOOP"}); err == nil || !strings.Contains(err.Error(), `no lane "Carol"`) {
		t.Errorf("Carol: %v", err)
	}
}

// The first answer counts.
func TestAnswer(t *testing.T) {
	r := mustBegin(t, "sequence-numbers")
	r.to(t, Predict)
	if _, err := r.Answer(3); err == nil || r.Ready() {
		t.Errorf("a choice that there is not: %v", err)
	}
	for _, choice := range []int{2, 1} {
		c, err := r.Answer(choice)
		if err != nil || c.Right || !strings.Contains(c.Why.String(), "no gaps") {
			t.Errorf("choice %d: %+v, %v", choice, c, err)
		}
	}
	if !r.Ready() {
		t.Error("it is not answered")
	}
}

// What was spoilt in a task can be begun again, and is as it was.
func TestAgain(t *testing.T) {
	r := mustBegin(t, "sequence-numbers")
	r.to(t, Task)
	spoil := []Say{{Lane: "Ann", Text: `STORE 1:2 +FLAGS (\Deleted)`}, {Lane: "Ann", Text: "EXPUNGE"}}
	for _, s := range spoil {
		if err := r.Send(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	old := r.Room()
	if err := r.Again(t.Context()); err != nil {
		t.Fatal(err)
	}
	if r.Room() == old {
		t.Error("it is the same Room")
	}
	if part, _, _ := r.Current(); part.Kind != Task {
		t.Errorf("the part is %s", part.Kind)
	}
	for i, want := range []string{"Bob has not sent UID STORE with the UID 3.", "Cheese does not have", "", "Ann has not heard of it."} {
		m := r.Mark()[i]
		if m.Met != (want == "") || !strings.Contains(m.Missing, want) {
			t.Errorf("%s: %v, %q", m.Condition.Text, m.Met, m.Missing)
		}
	}
	if _, err := r.Solve(t.Context()); err != nil || !r.Ready() {
		t.Errorf("the solution: %v, %v", err, r.Mark())
	}
}

// A search ends when the commands are used up, with the fault's name alone.
func TestLimit(t *testing.T) {
	r := mustBegin(t, "find-the-fault")
	r.to(t, Find)
	all, limited := r.Left()
	if !limited {
		t.Fatal("there is no limit")
	}
	for range all {
		if err := r.Send(t.Context(), Say{Lane: "Ann", Text: "NOOP"}); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Send(t.Context(), Say{Lane: "Ann", Text: "NOOP"}); !errors.Is(err, ErrNoCommands) {
		t.Errorf("one more: %v", err)
	}
	if err := r.Again(t.Context()); !errors.Is(err, ErrNotHere) {
		t.Errorf("Again: %v", err)
	}
	for _, l := range r.Room().Armed() {
		t.Errorf("the Room tells of %v", l)
	}
	if _, err := r.Name(oracle.Recent, oracle.Cached); err == nil || r.Ready() {
		t.Errorf("a cell that there is not: %v", err)
	}
	first, err := r.Name(oracle.Recent, oracle.Yes)
	if err != nil || first.Right || !r.Ready() {
		t.Errorf("%+v, %v", first, err)
	}
	if g, _ := r.Name(oracle.Checkpoint, oracle.No); g.Column != oracle.Recent {
		t.Errorf("the second word counts: %+v", g)
	}
}

// Of each fault that can be hidden, just the cells that the oracle has for it are
// right.
func TestGrade(t *testing.T) {
	hidden := builtIn(t, "find-the-fault").Hidden
	if len(hidden) < 20 {
		t.Fatalf("only %d faults can be hidden", len(hidden))
	}
	for _, f := range hidden {
		truth, ok := oracle.TruthOf(f.Kind())
		if !ok {
			t.Fatalf("the oracle does not know %s", f)
		}
		right := 0
		for column, cells := range oracle.Vocabulary {
			for _, cell := range cells {
				want := cell != oracle.Yes && truth.Expected(column).Cell == cell
				g := gradeOf(f, column, cell)
				if g.Right != want || g.Right && g.Near || g.Kind.String() != f.Kind() || g.Kind.Story == "" {
					t.Errorf("%s: %s %s: %+v", f, column, cell, g)
				}
				if g.Right {
					right++
				}
			}
		}
		if right == 0 {
			t.Errorf("%s cannot be named", f)
		}
	}
}

// Any fault can be drawn, and a seed always draws the same.
func TestDraw(t *testing.T) {
	hidden := builtIn(t, "find-the-fault").Hidden
	drawn := make(map[string]bool)
	for seed := range uint64(1000) {
		f := draw(hidden, seed)
		if again := draw(hidden, seed); again.String() != f.String() {
			t.Fatalf("seed %d draws %s and %s", seed, f, again)
		}
		drawn[f.Kind()] = true
	}
	if len(drawn) != len(hidden) {
		t.Errorf("%d of %d are drawn", len(drawn), len(hidden))
	}
	if f := draw([]faults.Fault(nil), 1); f != nil {
		t.Errorf("out of nothing comes %s", f)
	}
}

func TestParseCell(t *testing.T) {
	tests := map[string]string{
		"expunge store delayed":       "expunge_store Delayed",
		`\Recent: not implemented`:    "recent Not implemented",
		"Expunge fetch cached (some)": "expunge_fetch Cached (some)",
		"expunge-fetch cached":        "expunge_fetch Cached",
		"atomic_flags=bugs":           "atomic_flags Bugs",
		"recent often":                `\Recent is one of: Yes, Unreliable, Not implemented`,
		"soup":                        "a cell begins with its column",
	}
	for text, want := range tests {
		column, cell, err := ParseCell(text)
		got := string(column) + " " + string(cell)
		if err != nil {
			got = err.Error()
		}
		if !strings.HasPrefix(got, want) {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}
