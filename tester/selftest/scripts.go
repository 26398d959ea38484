package selftest

import (
	"fmt"
	"slices"
	"strings"

	"imaporacle/faults"
	"imaporacle/tester/script"
)

// name is what a command of a script is called: "search/header:12".
func name(s *script.Script, line int) string { return fmt.Sprintf("%s:%d", s.Name, line) }

// mustFail returns the names of the commands that fail under these faults, in
// order, of scripts that a server without them passes. It knows what the
// scripts say and what the faults do, and has asked no server. The error names
// a script of which that cannot be said.
func mustFail(scripts []*script.Script, armed []faults.Fault) ([]string, error) {
	var all []string
	for _, s := range scripts {
		for _, step := range s.Steps() {
			fails := false
			for _, f := range armed {
				hit, err := spoils(f, s, step)
				if err != nil {
					return nil, fmt.Errorf("%s: %s: %w", name(s, step.Line), f, err)
				}
				fails = fails || hit
			}
			if fails {
				all = append(all, name(s, step.Line))
			}
		}
	}
	slices.Sort(all)
	return all, nil
}

// spoils says whether a step fails by a fault.
func spoils(f faults.Fault, s *script.Script, step script.Step) (bool, error) {
	switch f.Kind() {
	case "answer=bad", "answer=server-bug":
		return refuses(f, step)
	case "recent=unimplemented":
		return s.TellsRecent(step.Line), nil
	case "expunge=original-numbers":
		// The second EXPUNGE has to count out the first.
		return step.Expunges > 1, nil
	}
	for _, d := range declared[f.Kind()] {
		if d.script != s.Name {
			continue
		}
		if slices.ContainsFunc(step.Commands, func(a script.Ask) bool { return strings.EqualFold(a.Name+" "+a.Args, d.command) }) {
			return true, nil
		}
	}
	return false, nil
}

// refuses is for the faults that change the tagged OK of commands of one name
// with a text in their arguments.
func refuses(f faults.Fault, step script.Step) (bool, error) {
	for _, a := range step.Commands {
		if a.Kind != "OK" || a.Name != f.Scope.Command || !strings.Contains(strings.ToUpper(a.Args), strings.ToUpper(f.Params["with"])) {
			continue
		}
		if a.Binds {
			return false, fmt.Errorf("the tagged response gives values to variables")
		}
		return true, nil
	}
	return false, nil
}

// declared are the commands that fail by a fault of what a session is told, by
// the words of the script; all others bear it. These are not reckoned: it would
// take a mailbox with sessions, flags and numbers, which is a second server, and
// as likely to be wrong as the first. So they are followed by hand through the
// scripts in which a session stores to or fetches what another has changed
// unheard; a script that is changed there must be followed again.
var declared = map[string][]struct{ script, command string }{
	// What is written is the change to what the session heard last. \Seen,
	// \Flagged and \Answered of three sessions that heard nothing leave \Answered
	// alone, so the first FETCH misses two. Session 2 then adds \Draft to its own
	// \Flagged, and not to \Answered; and 1 adds \Deleted to the \Answered that it
	// heard, and not to \Draft. "FLAGS" replaces in any case: the rest is as ever.
	// In condstore/enable and multi/flags-told others have changed other messages.
	"atomic=overwrite": {
		{"multi/concurrent-flags", "FETCH 1 flags"},
	},
	// The script forbids EXPUNGE with the first, which sends it. So 2 is message 3
	// from then on: STORE 2 sets \Answered on it, which the next FETCH of flags and
	// the last SEARCH see. In multi/no-expunge and notify/delayed FETCH is of
	// messages that are there.
	"expunge-fetch=broken": {
		{"multi/expunged-elsewhere", "FETCH 2 envelope"},
		{"multi/expunged-elsewhere", "FETCH 1:3 (uid flags)"},
		{"multi/expunged-elsewhere", "SEARCH or answered flagged"},
	},
}
