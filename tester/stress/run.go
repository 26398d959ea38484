package stress

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"imaporacle/oracle"
	"imaporacle/oracle/judge"
	"imaporacle/tester/client"
)

// run is a run of several rounds.
type run struct {
	cfg     Config
	started time.Time
	places  []client.Namespace // of the users
	caps    map[string]bool    // after login
	tally   tally
	result  *Result
	failed  []failure // of the first rounds that had any, to be shrunk

	violations atomic.Int64
	mu         sync.Mutex // for what the sessions add to the result
}

func newRun(cfg Config) *run {
	return &run{cfg: cfg, result: &Result{
		Seed: cfg.Seed, Users: cfg.Users, Sessions: cfg.Sessions, Counts: make(map[string]int),
	}}
}

// meet logs every user in once, to learn where mailboxes are, and to give up at
// once if somebody cannot.
func (r *run) meet(ctx context.Context) error {
	r.started = time.Now()
	for user := range r.cfg.Users {
		c, err := dial(ctx, r.cfg.login(user), "hello", nil)
		if err != nil {
			return fmt.Errorf("stress: user %s: %w", r.cfg.login(user).User, err)
		}
		place, err := c.Personal(ctx)
		if err == nil {
			r.caps, err = capabilities(ctx, c)
		}
		if err == nil {
			err = c.Logout(ctx)
		}
		c.Close()
		if err != nil {
			return fmt.Errorf("stress: user %s: %w", r.cfg.login(user).User, err)
		}
		r.places = append(r.places, place)
	}
	return nil
}

// dial connects and logs in.
func dial(ctx context.Context, cfg client.Config, name string, rec *client.Recorder) (*client.Client, error) {
	c, err := client.Dial(ctx, cfg, name, rec)
	if err != nil {
		return nil, err
	}
	if err := c.Login(ctx); err != nil {
		c.Close()
		return nil, err
	}
	return c, nil
}

func capabilities(ctx context.Context, c *client.Client) (map[string]bool, error) {
	list, err := c.Capabilities(ctx)
	caps := make(map[string]bool, len(list))
	for _, name := range list {
		caps[name] = true
	}
	return caps, err
}

// rounds plays rounds until the time is over.
func (r *run) rounds(ctx context.Context) error {
	deadline := r.started.Add(r.cfg.Duration)
	for n := 0; n == 0 || time.Now().Before(deadline); n++ {
		rd := newRound(r, n)
		if r.cfg.Duration > 0 {
			rd.deadline = deadline
		}
		began := time.Now()
		err := rd.play(ctx)
		r.result.Took += time.Since(began)
		r.result.Rounds++
		r.collect(rd)
		if err != nil {
			return err
		}
	}
	return nil
}

// collect takes over what a round has found.
func (r *run) collect(rd *round) {
	checked := rd.history.check()
	r.result.Flags.add(checked.FlagStats)
	if r.result.Picture == nil {
		r.result.Picture = checked.picture
	}
	for rule, n := range rd.judge.Counts() {
		r.result.Counts[rule] += n
	}
	for rule, n := range checked.counts {
		r.result.Counts[rule] += n
		r.violations.Add(int64(n))
	}
	for _, f := range slices.Concat(rd.judge.Findings(), checked.findings) {
		same := func(o oracle.Finding) bool { return o.Rule == f.Rule }
		if !slices.ContainsFunc(r.result.Findings, same) {
			r.result.Findings = append(r.result.Findings, f)
		}
	}
	if len(r.failed) < maxFailures {
		r.failed = append(r.failed, rd.failures(checked)...)
	}
}

// gaveUp takes note of a session that cannot go on.
func (r *run) gaveUp(session string, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.result.EndedAll++
	if len(r.result.Ended) < maxEnded {
		r.result.Ended = append(r.result.Ended, Ended{session, err.Error()})
	}
}

// report tells of the progress until it is stopped.
func (r *run) report() (stop func()) {
	if r.cfg.Progress == nil {
		return func() {}
	}
	over := make(chan struct{})
	var done sync.WaitGroup
	done.Go(func() {
		tick := time.NewTicker(time.Second)
		defer tick.Stop()
		for {
			select {
			case <-over:
				return
			case <-tick.C:
				r.cfg.Progress(Progress{time.Since(r.started), r.cfg.Duration, r.tally.commands.Load(), r.violations.Load()})
			}
		}
	})
	return func() { close(over); done.Wait() }
}

// found is told by the judge of a round.
func (r *run) found(judge.Violation) { r.violations.Add(1) }

// rules lists the rules that were broken, sorted.
func (r *Result) Rules() []string { return slices.Sorted(maps.Keys(r.Counts)) }
