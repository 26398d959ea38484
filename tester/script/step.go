package script

import "strings"

// Step is an individual command of a script as the tally counts it, before it
// is played: one command, or several that are sent at once. The check of the
// greeting is one without a command.
type Step struct {
	Line     int // of the script
	Commands []Ask
	Expunges int // how many EXPUNGE responses must come
}

// Ask is what a script asks of a server by one command.
type Ask struct {
	Name string // in upper case, "UID FETCH"
	// Args is what follows the name up to the first literal, with nothing in
	// place of variables.
	Args string
	// Kind is the tagged response that must come: "OK", "NO", "BAD", or "" for
	// any.
	Kind string
	// Binds reports whether the tagged response gives values to variables,
	// which later commands may need.
	Binds bool
	// Messages are those that an APPEND or REPLACE has as literals, with
	// variables as they stand; of one that is put together, how it begins.
	Messages []string
}

// Steps returns what the script asks, in order.
func (s *Script) Steps() []Step {
	var steps []Step
	if len(s.greeting) > 0 {
		steps = append(steps, Step{Line: s.greeting[0].line})
	}
	for _, g := range s.groups {
		step := Step{Line: g.line}
		for _, c := range g.commands {
			step.Commands = append(step.Commands, c.ask())
		}
		for _, x := range g.expected {
			if x.mark == must && len(x.args) == 2 && strings.EqualFold(x.args[1].text, "expunge") {
				step.Expunges++
			}
		}
		steps = append(steps, step)
	}
	return steps
}

func (c command) ask() Ask {
	name, args, _ := strings.Cut(withoutVariables(c.parts.text()), " ")
	name = strings.ToUpper(name)
	if name == "UID" {
		var second string
		second, args, _ = strings.Cut(args, " ")
		name += " " + strings.ToUpper(second)
	}
	return Ask{Name: name, Args: args, Kind: c.reply.kind, Binds: hasVariable(c.reply.args), Messages: c.appended(name, args)}
}

// withoutVariables returns text with a NUL in place of each variable: it joins
// nothing that stands apart.
func withoutVariables(text string) string {
	var b strings.Builder
	for {
		i := strings.IndexByte(text, '$')
		if i < 0 {
			b.WriteString(text)
			return b.String()
		}
		b.WriteString(text[:i])
		_, n := cutVariable(text[i:])
		b.WriteByte(0)
		text = text[i+max(1, n):]
	}
}

func hasVariable(args []arg) bool {
	for _, a := range args {
		if hasVariable(a.list) || strings.Contains(withoutVariables(a.text), "\x00") && a.text != "$" {
			return true
		}
	}
	return false
}
