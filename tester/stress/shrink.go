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

	// AtOnce says that the rule is broken only while commands of several
	// connections are in progress at once, which no script can say: they are
	// marked by comments. It was broken Broken of Played times.
	AtOnce         bool
	Broken, Played int
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
	moments  func([]step) [][]step // how steps are played
	luck     float64               // how many plays it takes until steps fail; 0 if that takes no luck
	replays  int
	last     outcome // of the last replay that failed: that of the steps that are left
	deadline time.Time
}

// What commands in progress at once break, they break with luck: it is tried some
// times before it is taken for kept, and so often at the end, to tell the odds.
const (
	mostTries = 10
	oddsTries = 20
)

// tries is how often steps are played before they are taken not to fail: more
// often where the last that did so took more.
func (s *shrinker) tries() int {
	if s.luck == 0 {
		return 1
	}
	return min(1+int(2*s.luck), mostTries)
}

// shrink looks for the shortest script of the first failure that does not
// depend on commands being in progress at once, or else of the first that does.
func (r *run) shrink(ctx context.Context) {
	deadline := time.Now().Add(r.cfg.Shrink)
	var all []*shrinker
	for _, f := range r.failed {
		all = append(all, &shrinker{run: r, ctx: ctx, failure: f, moments: oneByOne})
	}
	for _, f := range r.failed {
		all = append(all, &shrinker{run: r, ctx: ctx, failure: f, moments: atOnce, luck: 1})
	}
	for i, s := range all {
		// Those that are left share the time that is left; the first that breaks
		// its rule again has all of it.
		s.deadline = time.Now().Add(time.Until(deadline) / time.Duration(len(all)-i))
		shrunk := s.shrink(deadline)
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
	for n := range s.tries() {
		if s.late() || len(steps) == 0 {
			return false
		}
		if s.failsOnce(steps) {
			if s.luck > 0 {
				s.luck = (s.luck + float64(n+1)) / 2
			}
			return true
		}
	}
	return false
}

func (s *shrinker) failsOnce(steps []step) bool {
	s.replays++
	ctx, cancel := context.WithDeadline(s.ctx, s.deadline) // also of a server that hangs
	defer cancel()
	o, err := s.run.replay(ctx, s.failure, s.moments(steps), s.replays)
	if err != nil || !o.broken {
		return false
	}
	s.last = o
	return true
}

// shrink plays the steps of the failure again, and if they break the rule looks
// for the fewest until the deadline.
func (s *shrinker) shrink(deadline time.Time) *Shrunk {
	out := &Shrunk{Rule: s.failure.rule, Of: len(s.failure.steps)}
	steps := slices.DeleteFunc(slices.Clone(s.failure.steps), func(st step) bool {
		return st.command.text() == createBox(s.failure.base).text() // which replays make first
	})
	if !s.fails(steps) {
		out.Reason = "its commands keep the rule when they are sent again, one by one and at once: it takes luck"
		if s.late() {
			out.Reason = "the time to shrink was over before its commands had been played again"
		}
		return out
	}
	s.deadline = deadline
	steps = s.fewest(steps[:s.last.played])
	if s.late() {
		out.Reason = "the time to shrink was over: it may be shorter"
	}
	out.Commands = len(steps)
	if out.AtOnce = s.abreast(steps); out.AtOnce {
		out.Broken, out.Played = s.odds(steps)
	}
	out.Script = s.script(steps)
	return out
}

// abreast reports whether commands of several connections are sent at once.
func (s *shrinker) abreast(steps []step) bool {
	return slices.ContainsFunc(s.moments(steps), func(m []step) bool { return len(connections(m)) > 1 })
}

// odds plays steps some times more and returns how often they have broken the
// rule, the time that did so before included.
func (s *shrinker) odds(steps []step) (broken, played int) {
	broken, played = 1, 1
	for played < oddsTries && !s.late() {
		if played++; s.failsOnce(steps) {
			broken++
		}
	}
	return broken, played
}

// fewest leaves out the text of messages, all commands of a name, connections,
// then commands, then what commands name.
func (s *shrinker) fewest(steps []step) []step {
	if short := shortened(steps); s.fails(short) {
		steps = short
	}
	names := minimize(names(steps), func(kept []string) bool { return s.fails(called(steps, kept)) })
	steps = called(steps, names)
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

// names lists those of the commands, in the order in which they come.
func names(steps []step) []string {
	var all []string
	for _, s := range steps {
		if name := s.command.name(); !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	return all
}

// called returns the steps whose commands have these names.
func called(steps []step, names []string) []step {
	return slices.DeleteFunc(slices.Clone(steps), func(s step) bool { return !slices.Contains(names, s.command.name()) })
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
