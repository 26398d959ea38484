package stress

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"imaporacle/tester/client"
)

// Shrunk is a failure with the fewest commands that were found to show it.
type Shrunk struct {
	Rule     string
	Script   []byte // in the format of package tester/script; nil if there is none
	Commands int    // of the script
	Of       int    // that were played in the round
	Reason   string // why there is no script, or why it may not be the shortest
}

// minimize returns the fewest of some things that still fail, as far as it can
// tell by leaving some out: delta debugging, with halves, quarters and so on.
func minimize[T any](things []T, fails func([]T) bool) []T {
	for size := (len(things) + 1) / 2; size > 0; {
		smaller := false
		for start := 0; start < len(things); {
			end := min(start+size, len(things))
			rest := slices.Concat(things[:start], things[end:])
			if fails(rest) {
				things, smaller = rest, true
			} else {
				start = end
			}
		}
		switch {
		case size > 1:
			size = (size + 1) / 2
		case !smaller:
			return things
		}
	}
	return things
}

// shrinker looks for the shortest script of a failure.
type shrinker struct {
	run      *run
	ctx      context.Context
	failure  failure
	replays  int
	last     outcome // of the last replay that failed: that of the steps that are left
	deadline time.Time
}

// shrink looks for the shortest script of the first failure that does not
// depend on commands being in progress at once.
func (r *run) shrink(ctx context.Context) {
	deadline := time.Now().Add(r.cfg.Shrink)
	for i, f := range r.failed {
		// The failures that are left share the time that is left.
		share := time.Until(deadline) / time.Duration(len(r.failed)-i)
		s := &shrinker{run: r, ctx: ctx, failure: f, deadline: time.Now().Add(share)}
		shrunk := s.shrink()
		if r.result.Shrunk == nil || shrunk.Script != nil {
			r.result.Shrunk = shrunk
		}
		if shrunk.Script != nil {
			return
		}
	}
}

func (s *shrinker) late() bool { return s.ctx.Err() != nil || time.Now().After(s.deadline) }

// fails plays steps. What cannot be played, or not in time, does not fail.
func (s *shrinker) fails(steps []step) bool {
	if s.late() || len(steps) == 0 {
		return false
	}
	s.replays++
	ctx, cancel := context.WithDeadline(s.ctx, s.deadline) // also of a server that hangs
	defer cancel()
	o, err := s.run.replay(ctx, s.failure, steps, s.replays)
	if err != nil || !o.broken {
		return false
	}
	s.last = o
	return true
}

func (s *shrinker) shrink() *Shrunk {
	out := &Shrunk{Rule: s.failure.rule, Of: len(s.failure.steps)}
	steps := slices.DeleteFunc(slices.Clone(s.failure.steps), func(st step) bool {
		return st.command.text() == createBox(s.failure.base).text() // which replays make first
	})
	if !s.fails(steps) {
		out.Reason = "its commands keep the rule when each is sent after the answer to the one before it: it takes several at once"
		if s.late() {
			out.Reason = "the time to shrink was over before its commands had been played again"
		}
		return out
	}
	steps = s.fewest(steps[:s.last.played])
	if s.late() {
		out.Reason = "the time to shrink was over: it may be shorter"
	}
	out.Commands = len(steps)
	out.Script = s.script(steps)
	return out
}

// fewest leaves out the text of messages, connections, then commands, then what
// commands name.
func (s *shrinker) fewest(steps []step) []step {
	if short := shortened(steps); s.fails(short) {
		steps = short
	}
	conns := minimize(connections(steps), func(kept []string) bool { return s.fails(of(steps, kept)) })
	steps = minimize(of(steps, conns), s.fails)
	for i := range steps {
		if st := steps[i]; len(st.command) > 1 {
			try := slices.Clone(steps)
			try[i] = shortened(steps)[i]
			if s.fails(try) {
				steps = try
			}
		}
		for _, c := range steps[i].command.simpler() {
			try := slices.Clone(steps)
			try[i].command = c
			if s.fails(try) {
				steps = try
			}
		}
	}
	return minimize(steps, s.fails)
}

// connections lists those of steps, in the order in which they come.
func connections(steps []step) []string {
	var all []string
	for _, s := range steps {
		if !slices.Contains(all, s.conn) {
			all = append(all, s.conn)
		}
	}
	return all
}

// of returns the steps of some connections.
func of(steps []step, conns []string) []step {
	return slices.DeleteFunc(slices.Clone(steps), func(s step) bool { return !slices.Contains(conns, s.conn) })
}

// shortMail is what stands for a message of which the text does not matter. Each
// step has its own, so that one message cannot be taken for another.
func shortMail(step int) client.Literal {
	text := fmt.Sprintf("Subject: %d%s\r\n\r\n%[1]d\r\n", step, strings.Repeat("x", step%60))
	return client.Literal{Data: []byte(text), Sync: true}
}

// shortened returns the steps with short messages.
func shortened(steps []step) []step {
	short := slices.Clone(steps)
	for i, st := range short {
		if len(st.command) > 1 {
			short[i].command = command{st.command[0], shortMail(i)}
		}
	}
	return short
}

// simpler returns commands that do less of the same, with one message of a set.
func (c command) simpler() []command {
	if len(c) > 1 {
		return nil
	}
	var out []command
	words := strings.Fields(c.text())
	for i, word := range words {
		if first, last, ranged := strings.Cut(word, ":"); ranged && i <= 2 && last != "*" {
			for _, one := range []string{first, last} {
				short := slices.Clone(words)
				short[i] = one
				out = append(out, line("%s", strings.Join(short, " ")))
			}
		}
	}
	return out
}
