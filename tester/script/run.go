package script

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"imaporacle/tester/client"
)

// Config says which server the scripts are run against, and how.
type Config struct {
	client.Config
	// Others are the second user ($user2), the third, and so on. Scripts that
	// need one that is not here are skipped.
	Others []Login
	// Mailbox is the name of the test mailbox; "imaptest" by default. It and
	// all whose names begin with it are deleted. With several Jobs each has its
	// own, with a number behind the name.
	Mailbox string
	// Jobs is how many scripts run at a time; 1 by default.
	Jobs int
	// Progress, if set, is told of each script that has ended; never twice at
	// a time.
	Progress func(Result)
	// Record, if set, makes the recorder of each script; it may be called by
	// several goroutines.
	Record func() *client.Recorder
	// Unclean, if set, is told why mailboxes could not be removed at the end;
	// never twice at a time.
	Unclean func(error)
}

func (c Config) recorder() *client.Recorder {
	if c.Record == nil {
		return new(client.Recorder)
	}
	return c.Record()
}

// Login is a user.
type Login struct{ User, Pass string }

// Run plays the scripts and returns the results in their order. The error says
// why the server could not be tested at all. A context that ends stops the run;
// what was made on the server is removed all the same.
func Run(ctx context.Context, cfg Config, scripts []*Script) ([]Result, error) {
	if cfg.Mailbox == "" {
		cfg.Mailbox = "imaptest"
	}
	cfg.Jobs = max(1, min(cfg.Jobs, len(scripts)))
	s, err := meet(ctx, cfg)
	if err != nil {
		return nil, err
	}
	run := &run{ctx: ctx, cfg: cfg, server: s, scripts: scripts, results: make([]Result, len(scripts))}
	var workers sync.WaitGroup
	for n := range cfg.Jobs {
		workers.Go(func() { run.work(n) })
	}
	workers.Wait()
	return run.results[:run.next], run.cause()
}

// run is a run of scripts that share what is known of the server.
type run struct {
	ctx     context.Context
	cfg     Config
	server  *server
	scripts []*Script

	mu      sync.Mutex
	next    int // of scripts
	results []Result
	refused int // connections in a row that could not be made
}

// tooManyRefused ends the run: the server is gone.
const tooManyRefused = 3

var errGone = errors.New("the server can no longer be reached")

// work plays scripts until there are no more.
func (r *run) work(n int) {
	w := worker{run: r, base: r.server.prefix + r.cfg.Mailbox}
	if r.cfg.Jobs > 1 {
		w.base += fmt.Sprintf("%dx", n+1) // no name begins another
	}
	w.mailbox = w.base
	defer w.clean()
	for {
		i, ok := r.take()
		if !ok {
			return
		}
		started := time.Now()
		result := w.play(r.scripts[i])
		result.Took = time.Since(started)
		r.record(i, result)
	}
}

func (r *run) take() (int, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.next == len(r.scripts) || r.ctx.Err() != nil || r.refused >= tooManyRefused {
		return 0, false
	}
	r.next++
	return r.next - 1, true
}

func (r *run) record(i int, result Result) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.results[i] = result
	if r.cfg.Progress != nil {
		r.cfg.Progress(result)
	}
}

func (r *run) cause() error {
	switch {
	case r.ctx.Err() != nil:
		return context.Cause(r.ctx)
	case r.refused >= tooManyRefused:
		return errGone
	}
	return nil
}

// dialled takes note of whether a connection could be made.
func (r *run) dialled(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err == nil {
		r.refused = 0
	} else {
		r.refused++
	}
}
