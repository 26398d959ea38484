package lesson

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"imaporacle/oracle"
	"imaporacle/teach/room"
)

// Condition is a fact about a Room that can be looked at: of what has been said
// since a part began, or of how things are.
type Condition struct {
	Text string // as the file has it
	Hint string // what the learner is told if it is not met; "" for words of our own

	who  string   // the lane, or the mailbox
	arg  string   // what stands behind the colon
	test testFunc // of its form
	line int
}

// testFunc reports whether a condition is met, and if not, what is missing.
type testFunc func(c *Condition, f *facts) (met bool, missing string)

// facts are what conditions are about.
type facts struct {
	lines  []room.Line
	lanes  map[string]int // number of the connection by name
	state  *room.State
	broken []room.Broken
}

// form is one way to write a condition.
type form struct {
	left  *regexp.Regexp // of what stands before the colon; a group is who it is about
	check func(arg string) error
	test  testFunc
}

// lane is a name in a form, which must be that of a lane.
const lane = `([A-Z][a-z]+)`

var forms = []form{
	{regexp.MustCompile(`^` + lane + ` hears$`), anything, hears},
	{regexp.MustCompile(`^` + lane + ` hears no$`), anything, not(hears)},
	{regexp.MustCompile(`^` + lane + ` sends$`), anything, sends},
	{regexp.MustCompile(`^` + lane + ` sends no$`), anything, not(sends)},
	{regexp.MustCompile(`^` + lane + ` knows$`), areUIDs, knows},
	{regexp.MustCompile(`^` + lane + ` is owed$`), areUpdates, isOwed},
	{regexp.MustCompile(`^` + lane + ` commands$`), isLimit, sendsAtMost},
	{regexp.MustCompile(`^()commands$`), isLimit, sendsAtMost},
	{regexp.MustCompile(`^(\S+) holds$`), areUIDs, holds},
	{regexp.MustCompile(`^UID ([0-9]+) has$`), areFlags, hasFlags},
	{regexp.MustCompile(`^UID ([0-9]+) lacks$`), areFlags, lacksFlags},
	{regexp.MustCompile(`^()judge finds$`), isFinding, judgeFinds},
}

// parseCondition reads "Bob hears: * 2 EXPUNGE".
func parseCondition(text string, lanes []string) (Condition, error) {
	left, arg, ok := strings.Cut(text, ": ")
	if !ok {
		return Condition{}, fmt.Errorf("%q is no condition such as \"Ann hears: * 2 EXPUNGE\"", text)
	}
	for _, f := range forms {
		m := f.left.FindStringSubmatch(left)
		if m == nil {
			continue
		}
		c := Condition{Text: text, who: m[1], arg: strings.TrimSpace(arg), test: f.test}
		if strings.HasPrefix(f.left.String(), "^"+lane) && !slices.Contains(lanes, c.who) {
			return Condition{}, fmt.Errorf("there is no lane %q; there are %s", c.who, strings.Join(lanes, ", "))
		}
		if err := f.check(c.arg); err != nil {
			return Condition{}, fmt.Errorf("%s: %w", left, err)
		}
		return c, nil
	}
	return Condition{}, fmt.Errorf("%q is none of the conditions that docs/lessons/README.md lists", left)
}

func anything(arg string) error {
	if arg == "" {
		return errors.New("a line is missing, in which ... stands for anything")
	}
	return nil
}

// nothing stands for an empty list.
const nothing = "nothing"

func areUIDs(arg string) error {
	if arg == nothing {
		return nil
	}
	for _, word := range strings.Fields(arg) {
		if _, err := strconv.ParseUint(word, 10, 32); err != nil {
			return fmt.Errorf("%q is neither UIDs such as 1 2 3 nor %q", arg, nothing)
		}
	}
	return nil
}

var update = regexp.MustCompile(`^(appended|flags|expunged) [0-9]+$`)

func areUpdates(arg string) error {
	if arg == nothing {
		return nil
	}
	for word := range strings.SplitSeq(arg, ", ") {
		if !update.MatchString(word) {
			return fmt.Errorf("%q is no update such as \"expunged 2\", \"appended 4\" or \"flags 1\"", word)
		}
	}
	return nil
}

const atMost = "at most "

func isLimit(arg string) error {
	if n, err := strconv.Atoi(strings.TrimPrefix(arg, atMost)); err != nil || n < 0 || !strings.HasPrefix(arg, atMost) {
		return fmt.Errorf("%q is no limit such as \"at most 4\"", arg)
	}
	return nil
}

func areFlags(arg string) error {
	for _, word := range strings.Fields(arg) {
		if !strings.HasPrefix(word, `\`) && !strings.HasPrefix(word, "$") {
			return fmt.Errorf(`%q is no flag such as \Seen`, word)
		}
	}
	return nil
}

func isFinding(arg string) error {
	if _, known := oracle.RuleByID(arg); !known && arg != nothing {
		return fmt.Errorf("%q is neither the ID of a rule nor %q", arg, nothing)
	}
	return nil
}
