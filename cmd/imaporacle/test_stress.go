package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"imaporacle/tester"
	"imaporacle/tester/stress"
)

// stressFlags are the flags of test that put a server under stress.
type stressFlags struct {
	duration, shrink time.Duration
	sessions, users  int
	seed             uint64
}

func (f *stressFlags) define(fs *pflag.FlagSet) {
	fs.DurationVar(&f.duration, "stress", 0, "put the server under stress for `TIME`, and test nothing else that is not asked for by name")
	fs.IntVar(&f.sessions, "sessions", 10, "stress it with `N` sessions at once")
	fs.IntVar(&f.users, "users", 1, "divide the sessions among `N` users, the second and more from --other-user")
	fs.Uint64Var(&f.seed, "seed", 1, "draw the commands of the stress from this `NUMBER`")
	fs.DurationVar(&f.shrink, "shrink", 30*time.Second, "look for the shortest script of what the stress has found for `TIME`; 0s not to")
}

// wanted says whether stress was asked for.
func (f *stressFlags) wanted() bool { return f.duration != 0 }

// apply has the tester put the server under stress if that is wanted; clock shows
// the seconds.
func (f *stressFlags) apply(cfg *tester.Config, clock *progress) error {
	if !f.wanted() {
		return nil
	}
	if f.duration < 0 || f.shrink < 0 || f.sessions < 1 || f.users < 1 {
		return misuse("test", "--stress, --sessions and --users must be above 0, --shrink not below")
	}
	if logins := 1 + len(cfg.Others); f.users > logins {
		return misuse("test", "--users %d needs as many logins, and there are %d: name the others by --other-user NAME:PASS", f.users, logins)
	}
	if f.sessions < f.users {
		return misuse("test", "--sessions %d are too few for --users %d", f.sessions, f.users)
	}
	cfg.Stress = &stress.Config{
		Users: f.users, Sessions: f.sessions, Duration: f.duration, Seed: f.seed, Shrink: f.shrink,
		Progress: func(p stress.Progress) {
			clock.say(fmt.Sprintf("seconds, %d commands, %d violations", p.Commands, p.Violations), int(p.Duration.Seconds()))
		},
	}
	if f.shrink == 0 {
		cfg.Stress.Shrink = -1
	}
	return nil
}

// keep writes the picture of a flag history beside the first report that goes to
// a file.
func (f *stressFlags) keep(outputs []output, r *tester.Result) error {
	if r.Stress == nil || r.Stress.Picture == nil {
		return nil
	}
	for _, o := range outputs {
		if o.file == "" {
			continue
		}
		name := strings.TrimSuffix(o.file, filepath.Ext(o.file)) + ".history.html"
		if err := os.WriteFile(name, r.Stress.Picture, 0o644); err != nil {
			return fmt.Errorf("test: %w", err)
		}
		return nil
	}
	return nil
}
