package script

import "time"

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
	Reason   string // why it was skipped or broken off
	Ran      int    // individual commands
	Failures []Failure
	Output   []string // of !output
	Took     time.Duration
}

// Failure is an individual command that did not go as the script has it.
type Failure struct {
	Line     int    // of the script
	Command  string // as sent
	Problems []Problem
	Lines    []string // what all connections said meanwhile, in order
}

// Problem is one thing wrong with it.
type Problem struct {
	Line     int // of the script
	What     string
	Expected string // with the variables that had a value
	Seen     string // what came instead, or nearest to it
	// Difference is where the two part, if they are alike at first.
	Difference string
}

// Tally counts groups, which are scripts, and individual commands.
type Tally struct {
	Groups, FailedGroups, Skipped int
	Base, FailedBase              int
	Extension, FailedExtension    int
	BrokenOff                     int // of the failed groups
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
		if r.Outcome == Broken {
			t.BrokenOff++
		}
		if r.Script.Extension() {
			t.Extension += r.Ran
			t.FailedExtension += len(r.Failures)
		} else {
			t.Base += r.Ran
			t.FailedBase += len(r.Failures)
		}
	}
	return t
}
