package stress

import (
	"context"
	"errors"
	"fmt"
	"time"

	"imaporacle/oracle"
	"imaporacle/tester/client"
	"imaporacle/tester/script"
)

// Config says how a server is put under stress. The client's User is the first
// user; zero values mean the defaults.
type Config struct {
	client.Config
	// Others are the second user, the third, and so on.
	Others []script.Login
	// Users is how many of them take part, 1 by default, and Sessions how many
	// connections all of them have together, 10 by default.
	Users, Sessions int
	// Duration is how long commands are begun; none by default.
	Duration time.Duration
	// Seed decides which commands are sent.
	Seed uint64
	// Commands is how many a session sends in a round; 200 by default.
	Commands int
	// Mailbox begins the names of the mailboxes; "imaporacle-stress" by default.
	Mailbox string
	// Shrink is how long to look for the shortest script of a failure; 30 s by
	// default, below 0 not at all.
	Shrink time.Duration
	// Progress, if set, is told now and then how far the run is.
	Progress func(Progress)
}

// Progress is how far a run is.
type Progress struct {
	Elapsed, Duration time.Duration
	Commands          int64
	Violations        int64
}

// Result is what a run has found.
type Result struct {
	Seed            uint64
	Users, Sessions int
	Rounds          int
	Took            time.Duration // of the rounds; checks and shrinking do not count
	Commands        []CommandStats
	Total           CommandStats // of all commands together

	Findings []oracle.Finding // one for each rule
	Counts   map[string]int   // how often each rule was broken
	Flags    FlagStats
	Picture  []byte // HTML page of a flag history that cannot be, if there is one
	Shrunk   *Shrunk
	Ended    []Ended // sessions that could not go on, the first few
	EndedAll int     // how many there were
	Unclean  error   // why mailboxes could not be removed
}

// Ended is a session that could not go on.
type Ended struct {
	Session string `json:"session"`
	Reason  string `json:"reason"`
}

// maxEnded is how many sessions that could not go on are named.
const maxEnded = 10

// Throughput returns the commands answered in a second.
func (r *Result) Throughput() float64 {
	if r.Took <= 0 {
		return 0
	}
	return float64(r.Total.Count) / r.Took.Seconds()
}

func (c Config) withDefaults() Config {
	if c.Users == 0 {
		c.Users = 1
	}
	if c.Sessions == 0 {
		c.Sessions = 10
	}
	if c.Commands == 0 {
		c.Commands = 200
	}
	if c.Mailbox == "" {
		c.Mailbox = "imaporacle-stress"
	}
	if c.Shrink == 0 {
		c.Shrink = 30 * time.Second
	}
	return c
}

// Check says what makes no sense in a Config.
func (c Config) Check() error {
	c = c.withDefaults()
	switch logins := 1 + len(c.Others); {
	case c.Users < 0 || c.Sessions < 0 || c.Duration < 0 || c.Commands < 0:
		return errors.New("stress: users, sessions, commands and duration must not be below 0")
	case c.Users > logins:
		return fmt.Errorf("stress: %d users were asked for, and there are logins for %d", c.Users, logins)
	case c.Sessions < c.Users:
		return fmt.Errorf("stress: %d sessions are too few for %d users", c.Sessions, c.Users)
	}
	return nil
}

// login returns how the user of that number, from 0 on, reaches the server.
func (c Config) login(user int) client.Config {
	cfg := c.Config
	if user > 0 {
		cfg.User, cfg.Pass = c.Others[user-1].User, c.Others[user-1].Pass
	}
	return cfg
}

// Run puts a server under stress for the duration, in at least one round. The
// error says why that could not be done at all; a context that ends stops the
// run, and what was found until then is returned with its cause. The mailboxes
// are removed in any case.
func Run(ctx context.Context, cfg Config) (*Result, error) {
	if err := cfg.Check(); err != nil {
		return nil, err
	}
	r := newRun(cfg.withDefaults())
	if err := r.meet(ctx); err != nil {
		return nil, err
	}
	stop := r.report()
	err := r.rounds(ctx)
	stop()
	r.result.Commands, r.result.Total = r.tally.stats()
	if err == nil && r.failed != nil && cfg.Shrink >= 0 {
		r.shrink(ctx)
	}
	return r.result, err
}
