package learn

import (
	"context"
	"regexp"
	"strings"

	"imaporacle/teach/explain"
	"imaporacle/teach/lesson"
)

// What command returns beside "".
const (
	sent  = "sent"  // commands were sent
	again = "again" // the part has begun again
)

// command asks until Enter is typed alone, which is "", or something has been
// done that the part must look at.
func (t *teacher) command(ctx context.Context, prompt string) (string, error) {
	for {
		line, err := t.ask(prompt)
		if err != nil || line == "" {
			return "", err
		}
		did, err := t.do(ctx, line)
		if err != nil || did != "" {
			return did, err
		}
	}
}

// answer asks until something is typed that is no word of our own.
func (t *teacher) answer(ctx context.Context, prompt string) (string, error) {
	for {
		line, err := t.ask(prompt)
		if err != nil {
			return "", err
		}
		if _, own := t.words()[firstWord(line)]; !own {
			return line, nil
		}
		if _, err := t.do(ctx, line); err != nil {
			return "", err
		}
	}
}

func firstWord(line string) string {
	word, _, _ := strings.Cut(strings.ToLower(line), " ")
	return strings.TrimSuffix(word, ":")
}

// word does something that is no command for the server, and returns what
// command does.
type word func(ctx context.Context, rest string) (string, error)

func (t *teacher) words() map[string]word {
	shows := func(show func()) word {
		return func(context.Context, string) (string, error) { show(); return "", nil }
	}
	return map[string]word{
		"help":  shows(t.help),
		"why":   shows(t.why),
		"state": shows(t.state),
		"text": shows(func() {
			part, _, _ := t.run.Current()
			t.prose(part.Text)
		}),
		"again":    t.again,
		"solution": t.solution,
		"mail":     t.mail,
	}
}

// do does what a line says.
func (t *teacher) do(ctx context.Context, line string) (string, error) {
	first, rest := firstWord(line), ""
	if _, after, ok := strings.Cut(line, " "); ok {
		rest = strings.TrimSpace(after)
	}
	if w, ok := t.words()[first]; ok {
		return w(ctx, rest)
	}
	says, ok := t.says(line)
	if !ok {
		return "", nil
	}
	t.from = t.run.Room().Last()
	if err := t.run.Send(ctx, says...); err != nil {
		t.line("%v", err)
		t.news()
		return "", ctx.Err()
	}
	t.news()
	return sent, nil
}

// lineEnd is how a line end behind the announcement of a literal is typed.
var lineEnd = regexp.MustCompile(`(\{[0-9]+\+?\})\\n`)

// says reads "bob noop & ann noop".
func (t *teacher) says(line string) ([]lesson.Say, bool) {
	var all []lesson.Say
	for piece := range strings.SplitSeq(line, " & ") {
		name, ok := t.lane(firstWord(piece))
		if !ok {
			t.line("Who shall send it? Begin with a lane: `%s noop`. `help` tells what else you can type.", t.example())
			return nil, false
		}
		_, command, _ := strings.Cut(strings.TrimSpace(piece), " ")
		command = lineEnd.ReplaceAllString(strings.TrimSpace(command), "$1\r\n")
		if command == "" {
			t.line("What shall %s send? For example: `%s noop`.", name, strings.ToLower(name))
			return nil, false
		}
		all = append(all, lesson.Say{Lane: name, Text: command, Together: len(all) > 0})
	}
	return all, true
}

// lane finds a lane by its name or the beginning of it.
func (t *teacher) lane(word string) (string, bool) {
	for _, name := range t.run.Lesson().Lanes {
		if word != "" && strings.HasPrefix(strings.ToLower(name), word) {
			return name, true
		}
	}
	return "", false
}

// example is the lane that examples are about.
func (t *teacher) example() string {
	lanes := t.run.Lesson().Lanes
	return strings.ToLower(lanes[len(lanes)-1])
}

func (t *teacher) help() {
	t.gap()
	for _, h := range [][2]string{
		{"Enter", "goes on, or sends the next command of the lesson"},
		{t.example() + " noop", "sends a command in a lane; the name may be cut short: " + t.example()[:1] + " noop"},
		{"ann noop & bob noop", "sends commands at the same time"},
		{"ann append inbox {2}\\nHi", "sends a literal: \\n is the line end before it"},
		{"mail SUBJECT", "delivers a message to INBOX"},
		{"why", "explains what was said last"},
		{"state", "shows the mailbox as it is, and what each lane knows"},
		{"text", "shows the text of this part again"},
		{"again", "begins this part again, as if you had typed nothing"},
		{"solution", "begins a task again and shows how it can be done"},
		{"name CELL", "names the hidden fault, where there is one"},
		{"quit", "ends"},
	} {
		t.code("", h[0])
		t.indented("    ", h[1])
	}
}

func (t *teacher) again(ctx context.Context, _ string) (string, error) {
	if err := t.run.Again(ctx); err != nil {
		t.line("That cannot be done here: %v.", err)
		return "", ctx.Err()
	}
	t.fresh()
	t.line("All is as it was when this part began.")
	return again, nil
}

func (t *teacher) solution(ctx context.Context, _ string) (string, error) {
	says, err := t.run.Solve(ctx)
	if err != nil {
		t.line("There is no solution to show here: %v.", err)
		return "", ctx.Err()
	}
	t.line("It can be done so:")
	for _, s := range says {
		t.code("  ", s.String())
	}
	t.fresh()
	return sent, nil
}

func (t *teacher) mail(ctx context.Context, subject string) (string, error) {
	if subject == "" {
		t.line("What is the message about? For example: `mail Eggs`.")
		return "", nil
	}
	t.from = t.run.Room().Last()
	if err := t.run.Deliver(ctx, subject); err != nil {
		t.line("%v", err)
		return "", ctx.Err()
	}
	t.news()
	return sent, nil
}

// why explains what was said last.
func (t *teacher) why() {
	r := t.run.Room()
	lines, _ := r.Since(t.from, r.Last())
	if len(lines) == 0 {
		t.line("Nothing has been said since the last command.")
		return
	}
	for _, l := range lines {
		why := l.Explain()
		if l.Kind == explain.Note || why.Short == "" {
			continue
		}
		t.gap()
		t.code(t.name(l.Lane)+": ", l.Text)
		text := why.Short
		if why.RFC != "" {
			text += " (" + why.RFC + ")"
		}
		t.indented("    ", text)
		for _, f := range l.Faults {
			t.indented("    ", "The fault "+f.Fault+" has acted here.")
		}
		for _, b := range l.Breaks {
			t.indented("    ", "The judge: this breaks "+b.Rule+": "+b.Why+".")
		}
	}
}
