package learn

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/jedib0t/go-pretty/v6/text"
	"go.uber.org/goleak"

	"imaporacle/docs/lessons"
	"imaporacle/teach/lesson"
)

// A lesson that is over leaves no goroutine.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func builtIn(t *testing.T) []*lesson.Lesson {
	t.Helper()
	all, err := lesson.Load(lessons.Files)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// answers is what a learner types who knows everything.
func answers(l *lesson.Lesson) string {
	var b strings.Builder
	for i, p := range l.Parts {
		switch p.Kind {
		case lesson.Read:
			if i+1 < len(l.Parts) {
				b.WriteString("\n")
			}
		case lesson.Play:
			for _, s := range p.Lines {
				if !s.Together {
					b.WriteString("\n")
				}
			}
		case lesson.Predict:
			for n, c := range p.Choices {
				if c.Right {
					fmt.Fprintln(&b, n+1)
				}
			}
		case lesson.Task:
			b.WriteString("\n" + typed(p.Lines))
		case lesson.Find:
			b.WriteString("name checkpoint no\n")
		}
	}
	return b.String()
}

// typed writes commands as a learner types them.
func typed(lines []lesson.Say) string {
	var b strings.Builder
	for i, s := range lines {
		switch {
		case s.Together:
			b.WriteString(" & ")
		case i > 0:
			b.WriteString("\n")
		}
		b.WriteString(strings.ToLower(s.Lane) + " " + strings.ReplaceAll(s.Text, "\r\n", `\n`))
	}
	return b.String() + "\n"
}

// Each lesson can be taken from its first line to its last, and what is shown
// fits the terminal, whatever its width.
func TestToTheEnd(t *testing.T) {
	for _, l := range builtIn(t) {
		for _, o := range []Options{{}, {Width: 40}, {Width: 23}, {Plain: true}, {Colour: true}} {
			t.Run(fmt.Sprintf("%s/%d/%v/%v", l.Name, o.Width, o.Plain, o.Colour), func(t *testing.T) {
				t.Parallel()
				var out bytes.Buffer
				o.In, o.Out, o.Echo, o.Seed = strings.NewReader(answers(l)), &out, true, 1
				if err := Run(t.Context(), o, []*lesson.Lesson{l}, 0); err != nil {
					t.Fatal(err)
				}
				if !strings.Contains(strings.Join(strings.Fields(out.String()), " "), "That was the last lesson.") {
					t.Errorf("it does not come to its end:\n%s", &out)
				}
				width := o.Width
				if width == 0 {
					width = 80
				}
				fits(t, out.String(), width)
				if o.Plain && strings.ContainsAny(out.String(), "|`") {
					t.Error("something is drawn in plain mode")
				}
				if got := strings.Contains(out.String(), "\x1b"); got != o.Colour {
					t.Errorf("colours: %v", got)
				}
			})
		}
	}
}

// prompted is a line that is typed.
var prompted = regexp.MustCompile(`^(Your command|[0-9]+ commands left)> `)

// fits checks the width of all lines but those that are typed.
func fits(t *testing.T, shown string, width int) {
	t.Helper()
	for line := range strings.Lines(shown) {
		line = strings.TrimRight(line, "\n")
		if n := text.StringWidthWithoutEscSequences(line); n > width && !prompted.MatchString(line) {
			t.Errorf("%d columns: %s", n, line)
		}
	}
}

// session plays the first lesson with some input.
func session(t *testing.T, o Options, in string) string {
	t.Helper()
	var out bytes.Buffer
	o.In, o.Out, o.Echo = strings.NewReader(in), &out, true
	if err := Run(t.Context(), o, builtIn(t), 0); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// In plain mode who hears what is told in words.
func TestPlain(t *testing.T) {
	out := session(t, Options{Plain: true}, "\n\nstate\nwhy\n")
	for _, want := range []string{
		"Lesson: Sequence numbers and UIDs\n",
		"Ann sends: A3 FETCH 1:3 (UID)\nAnn hears: * 1 FETCH (UID 1)\n",
		"  UID 1, Apples; for Ann number 1 recent; for Bob number 1.\n",
		"Ann: * 1 FETCH (UID 1)\n    ",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is missing in:\n%s", want, out)
		}
	}
}

// Lanes stand beside each other, and what each hears stands below its name.
func TestColumns(t *testing.T) {
	out := session(t, Options{Width: 50}, "\nb fetch 1 (uid)\n")
	want := `Ann                     | Bob
                        | > B3 fetch 1 (uid)
                        | * 1 FETCH (UID 1)
                        | B3 OK FETCH completed
`
	if !strings.Contains(out, want) {
		t.Errorf("the columns are missing in:\n%s", out)
	}
}

// What cannot be understood is answered with what can be typed instead.
func TestHelped(t *testing.T) {
	tests := map[string]string{
		"noop":         "Begin with a lane: `bob noop`",
		"bob":          "What shall Bob send?",
		"mail":         "What is the message about?",
		"solution":     "There is no solution to show here",
		"help":         "bob noop\n    sends a command in a lane",
		"\nwhy":        "Nothing has been said since the last command.",
		"text":         "A message has two numbers.",
		"ann starttls": "STARTTLS: lanes have neither TLS nor compression",
	}
	for typed, want := range tests {
		if out := session(t, Options{}, typed+"\n"); !strings.Contains(out, want) {
			t.Errorf("%q: %q is missing in:\n%s", typed, want, out)
		}
	}
}

// A wrong answer is told to be wrong, and which is right.
func TestWrongAnswer(t *testing.T) {
	out := session(t, Options{}, "\n\n\n\n\n\n7\n1\n")
	for _, want := range []string{"the choices are 1 to 3", "Not this one.", "No. UID 1 belonged to Apples", "It is 2.", "Yes. Bread has moved up"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is missing in:\n%s", want, out)
		}
	}
}

// A task tells what is missing, can be begun again, and shows its solution.
func TestTask(t *testing.T) {
	l := builtIn(t)[0]
	before, _, _ := strings.Cut(answers(l), "\nbob")
	out := session(t, Options{}, before+"\n\nb uid store 2 +flags \\flagged\n\nagain\nsolution\n")
	for _, want := range []string{
		"Still missing: Bob has not sent UID STORE with the UID 3.",
		"of 4 done.",
		"All is as it was when this part began.",
		"It can be done so:\n  Bob: UID STORE 3 +FLAGS (\\Flagged)\n  Ann: NOOP\n",
		"Done: that is the task.",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is missing in:\n%s", want, out)
		}
	}
}

// The end of the input is a farewell, and so is an interrupt.
func TestGoodbye(t *testing.T) {
	if out := session(t, Options{}, ""); !strings.Contains(out, "Goodbye.") {
		t.Errorf("no farewell in:\n%s", out)
	}
	ctx, cancel := context.WithCancel(t.Context())
	in, typing := io.Pipe()
	defer typing.Close()
	var out bytes.Buffer
	go func() {
		typing.Write([]byte("\n"))
		cancel()
	}()
	if err := Run(ctx, Options{In: in, Out: &out}, builtIn(t), 0); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "Goodbye.") {
		t.Errorf("no farewell in:\n%s", &out)
	}
}

// The hidden fault is told with its story, whatever was said of it.
func TestFind(t *testing.T) {
	all := builtIn(t)
	last := all[len(all)-1]
	var out bytes.Buffer
	in := "\n\nann noop\n\nname soup\nname recent often\nname checkpoint yes\n"
	o := Options{In: strings.NewReader(in), Out: &out, Echo: true, Seed: 7}
	if err := Run(t.Context(), o, []*lesson.Lesson{last}, 0); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"39 commands left> ", "a cell begins with its column: Checkpoint, ", `\Recent is one of: Yes, Unreliable, Not implemented.`,
		"No, it is another.", "The fault is ", "The rule is ",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing in:\n%s", want, &out)
		}
	}
}
