package script

import (
	"slices"
	"time"
)

// Outcome is how a script ended.
type Outcome uint8

// The outcomes.
const (
	Passed  Outcome = iota
	Failed          // at least one command failed
	Skipped         // the server lacks a capability, or there is no second user
	Broken          // the test could not be begun, or not be carried to its end
)

var outcomeNames = []string{"passed", "failed", "skipped", "broken off"}

func (o Outcome) String() string { return outcomeNames[o] }

// Result is how a script went.
type Result struct {
	Script   *Script
	Outcome  Outcome
	Reason   string    // why it was skipped or broken off
	Commands []Command // those that were played
	Output   []string  // of !output
	Took     time.Duration
}

// Failures returns the commands that did not go as the script has them.
func (r Result) Failures() []Command {
	return slices.DeleteFunc(slices.Clone(r.Commands), func(c Command) bool { return !c.Failed() })
}

// Command is an individual command that was played, or several sent at once.
type Command struct {
	Line     int    // of the script
	Text     string // as sent
	Problems []Problem
	Lines    []string // what all connections said meanwhile, in order, if it failed
}

// Failed says whether anything was wrong with it.
func (c Command) Failed() bool { return len(c.Problems) > 0 }

// Problem is one thing wrong with it.
type Problem struct {
	Line     int    `json:"line"` // of the script
	What     string `json:"what"`
	Expected string `json:"expected,omitempty"` // with the variables that had a value
	Seen     string `json:"seen,omitempty"`     // what came instead, or nearest to it
	// Difference is where the two part, if they are alike at first.
	Difference string `json:"difference,omitempty"`
}

// Tally counts groups, which are scripts, and individual commands.
type Tally struct {
	Groups, FailedGroups, Skipped int
	Base, FailedBase              int
	Extension, FailedExtension    int
}

// Count returns the tally of results.
func Count(results []Result) Tally {
	var t Tally
	for _, r := range results {
		if r.Outcome == Skipped {
			t.Skipped++
			continue
		}
		t.Groups++
		if r.Outcome != Passed {
			t.FailedGroups++
		}
		if failed := len(r.Failures()); r.Script.Extension() {
			t.Extension += len(r.Commands)
			t.FailedExtension += failed
		} else {
			t.Base += len(r.Commands)
			t.FailedBase += failed
		}
	}
	return t
}
