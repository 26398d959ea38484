package lesson

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"imaporacle/oracle"
	"imaporacle/teach/room"
)

// Mark is what becomes of a condition.
type Mark struct {
	Condition Condition
	Met       bool
	Missing   string // what is missing, if it is not met
}

// marks looks at each condition.
func (f *facts) marks(conditions []Condition) []Mark {
	all := make([]Mark, len(conditions))
	for i := range conditions {
		c := &conditions[i]
		met, missing := c.test(c, f)
		if !met && c.Hint != "" {
			missing = c.Hint
		}
		if met {
			missing = ""
		}
		all[i] = Mark{*c, met, missing}
	}
	return all
}

// met reports whether all are met.
func met(marks []Mark) bool {
	return !slices.ContainsFunc(marks, func(m Mark) bool { return !m.Met })
}

// Said returns what a line says without its tag, which no lesson can know.
func Said(l room.Line) string {
	if text, ok := strings.CutPrefix(l.Text, l.Tag+" "); ok && l.Tag != "" {
		return text
	}
	return l.Text
}

// gap is what stands for anything in a pattern, nothing included.
var gap = regexp.MustCompile(` ?(\\\.){3} ?`)

// pattern reads a line with gaps.
func pattern(text string) *regexp.Regexp {
	quoted := regexp.QuoteMeta(strings.Join(strings.Fields(text), " "))
	return regexp.MustCompile(`(?is)^` + gap.ReplaceAllString(quoted, `.*`) + `$`)
}

// lineOf finds a line of a lane.
func (f *facts) lineOf(lane string, who room.Who, text string) bool {
	want := pattern(text)
	return slices.ContainsFunc(f.lines, func(l room.Line) bool {
		return l.Who == who && l.Lane == f.lanes[lane] && want.MatchString(strings.Join(strings.Fields(Said(l)), " "))
	})
}

func hears(c *Condition, f *facts) (bool, string) {
	return f.lineOf(c.who, room.Server, c.arg), fmt.Sprintf("%s has not heard: %s", c.who, c.arg)
}

func sends(c *Condition, f *facts) (bool, string) {
	return f.lineOf(c.who, room.Client, c.arg), fmt.Sprintf("%s has not sent: %s", c.who, c.arg)
}

// not turns a test of something that was said.
func not(test testFunc) testFunc {
	return func(c *Condition, f *facts) (bool, string) {
		met, missing := test(c, f)
		return !met, strings.Replace(missing, "has not", "has", 1)
	}
}

// lane returns what is known of a lane, nil if it has ended.
func (f *facts) lane(name string) *room.LaneState {
	for _, l := range f.state.Lanes {
		if l.Lane == f.lanes[name] {
			return l
		}
	}
	return nil
}

// list writes UIDs as conditions have them.
func list(words []string, between string) string {
	if len(words) == 0 {
		return nothing
	}
	return strings.Join(words, between)
}

func knows(c *Condition, f *facts) (bool, string) {
	var uids []string
	if l := f.lane(c.who); l != nil {
		for _, t := range l.Told {
			uids = append(uids, strconv.FormatUint(uint64(t.UID), 10))
		}
	}
	got := list(uids, " ")
	return got == c.arg, fmt.Sprintf("%s knows the UIDs %s, not %s", c.who, got, c.arg)
}

func isOwed(c *Condition, f *facts) (bool, string) {
	var updates []string
	if l := f.lane(c.who); l != nil {
		for _, w := range l.Waiting {
			updates = append(updates, fmt.Sprintf("%s %d", w.What, w.UID))
		}
	}
	got := list(updates, ", ")
	return got == c.arg, fmt.Sprintf("what waits for %s is: %s; it should be: %s", c.who, got, c.arg)
}

func sendsAtMost(c *Condition, f *facts) (bool, string) {
	limit, _ := strconv.Atoi(strings.TrimPrefix(c.arg, atMost))
	sent := f.commands(c.who)
	if c.who == "" {
		return sent <= limit, fmt.Sprintf("%d commands were sent: it can be done with %d", sent, limit)
	}
	return sent <= limit, fmt.Sprintf("%s has sent %d commands: it can be done with %d", c.who, sent, limit)
}

// commands counts what a lane has sent, or all lanes.
func (f *facts) commands(lane string) int {
	n := 0
	for _, l := range f.lines {
		if l.Who == room.Client && l.Tag != "" && (lane == "" || l.Lane == f.lanes[lane]) {
			n++
		}
	}
	return n
}

func holds(c *Condition, f *facts) (bool, string) {
	for _, b := range f.state.Boxes {
		if b.Name != c.who {
			continue
		}
		var uids []string
		for _, m := range b.Messages {
			uids = append(uids, strconv.FormatUint(uint64(m.UID), 10))
		}
		got := list(uids, " ")
		return got == c.arg, fmt.Sprintf("%s holds the UIDs %s, not %s", c.who, got, c.arg)
	}
	return false, fmt.Sprintf("nobody has %s selected", c.who)
}

// message finds a message of INBOX by the UID that the condition is about.
func (f *facts) message(c *Condition) *room.Message {
	for _, b := range f.state.Boxes {
		for _, m := range b.Messages {
			if b.Name == "INBOX" && strconv.FormatUint(uint64(m.UID), 10) == c.who {
				return m
			}
		}
	}
	return nil
}

func hasFlags(c *Condition, f *facts) (bool, string) {
	m := f.message(c)
	if m == nil {
		return false, fmt.Sprintf("the message with UID %s is gone", c.who)
	}
	for _, flag := range strings.Fields(c.arg) {
		if !hasFlag(m, flag) {
			return false, fmt.Sprintf("the message with UID %s has no %s", c.who, flag)
		}
	}
	return true, ""
}

func lacksFlags(c *Condition, f *facts) (bool, string) {
	m := f.message(c)
	if m == nil {
		return false, fmt.Sprintf("the message with UID %s is gone", c.who)
	}
	for _, flag := range strings.Fields(c.arg) {
		if hasFlag(m, flag) {
			return false, fmt.Sprintf("the message with UID %s has %s", c.who, flag)
		}
	}
	return true, ""
}

func hasFlag(m *room.Message, flag string) bool {
	return slices.ContainsFunc(m.Flags, func(f string) bool { return strings.EqualFold(f, flag) })
}

// judgeFinds asks what the server was seen to do wrong. What an RFC allows is
// found only when it is asked for by name.
func judgeFinds(c *Condition, f *facts) (bool, string) {
	var wrong []string
	for _, b := range f.broken {
		if b.Rule == c.arg {
			return true, ""
		}
		if rule, _ := oracle.RuleByID(b.Rule); rule.Level != oracle.Legal && !slices.Contains(wrong, b.Rule) {
			wrong = append(wrong, b.Rule)
		}
	}
	got := list(wrong, ", ")
	return c.arg == nothing && len(wrong) == 0, fmt.Sprintf("the judge has found: %s; not: %s", got, c.arg)
}
