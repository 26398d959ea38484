package selftest

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"time"

	"imaporacle/faults"
	"imaporacle/internal/cert"
	"imaporacle/oracle"
	"imaporacle/server"
	"imaporacle/tester"
	"imaporacle/tester/client"
)

// Options say what is run. The zero value runs the clean server and each fault
// once.
type Options struct {
	// Runs repeats everything, with seeds counted up from Seed; 1 and 1 by
	// default.
	Runs int
	Seed uint64
	// Parallel is how many servers run at once; the number of cores by default.
	Parallel int
	// Pairs runs all pairs of faults of behaviour from different columns besides,
	// and of all faults that show otherwise beside each other.
	Pairs bool
	// Chances is how often the faults that real servers show now and then run
	// besides at each of several probabilities, with seeds counted up from Seed.
	Chances int
	// Plans is how many plans of several faults with scopes run besides, drawn
	// from Seed.
	Plans int
	// Test is the tester that is judged; tester.Run by default.
	Test func(context.Context, tester.Config) (*tester.Result, error)
	// Progress, if set, is told after each run, from any goroutine.
	Progress func(done, total int)
}

func (o Options) withDefaults() Options {
	if o.Runs == 0 {
		o.Runs = 1
	}
	if o.Seed == 0 {
		o.Seed = 1
	}
	if o.Parallel == 0 {
		o.Parallel = runtime.NumCPU()
	}
	if o.Test == nil {
		o.Test = tester.Run
	}
	return o
}

// user is who the tester logs in as.
const user = "user"

// settle is the time that a server on this machine gets to settle: the faults
// count commands, not seconds.
const settle = 250 * time.Millisecond

// slow is what is slow for a server on this machine, at its fastest of several
// times: faults make it slower by far.
const slow = 100 * time.Millisecond

// planRounds is how often what depends on chance is tried with a plan, of which
// there are many: a race that always acts shows in each round. How often one is
// found that acts by chance, the other sets measure in full.
const planRounds = 20

// Run runs the tester against servers with faults. The error is for what
// concerns no tester, such as a server that could not be started.
func Run(ctx context.Context, o Options) (*Matrix, error) {
	o = o.withDefaults()
	started := time.Now()
	jobs := o.jobs()
	results := make([]Row, len(jobs))
	errs := make([]error, len(jobs))
	err := inParallel(ctx, len(jobs), o.Parallel, o.Progress, func(i int) { results[i], errs[i] = o.run(ctx, jobs[i]) })
	if err != nil {
		return nil, err
	}
	for i, err := range errs {
		if err != nil {
			return nil, fmt.Errorf("%s: %w", jobs[i], err)
		}
	}
	return newMatrix(o, jobs, results, time.Since(started)), nil
}

// job is one run of the tester against one server.
type job struct {
	faults []faults.Fault // none for the clean server
	truth  oracle.Truth
	p      float64 // probability of the faults, 1 for certain
	run    int
	set    Set
	parts  []oracle.Part // of a plan, in place of the truth
}

func (j job) String() string {
	if len(j.faults) == 0 {
		return "clean server"
	}
	s := ""
	for i, f := range j.faults {
		if i > 0 {
			s += " + "
		}
		s += f.String()
	}
	return s
}

// certified is how all servers negotiate TLS.
var certified = sync.OnceValues(func() (*tls.Config, error) {
	made, err := cert.SelfSigned([]string{"127.0.0.1"})
	return &tls.Config{Certificates: []tls.Certificate{made}}, err
})

// run starts the server, has it tested, and scores the report.
func (o Options) run(ctx context.Context, j job) (row Row, err error) {
	plan, err := faults.NewPlan(j.faults...)
	if err != nil {
		return Row{}, err
	}
	config, err := certified()
	if err != nil {
		return Row{}, err
	}
	s := server.New(server.Options{Behaviour: plan.Behaviour(), Filters: plan.Filters, TLS: plan.TLS(config)})
	if err := s.Start(); err != nil {
		return Row{}, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	tested := tester.Config{Config: client.Config{Addr: s.Addr(), User: user, Pass: "pass"}, Settle: settle, Slow: slow}
	if j.set == Plans {
		tested.Rounds = planRounds
	}
	result, err := o.Test(ctx, tested)
	if err != nil {
		return Row{}, err
	}
	row = Row{
		Fault: j.String(), Set: j.set, P: j.p, Run: j.run, Report: result.Report,
		Fired: make(map[string]int), Took: result.Took,
	}
	for _, f := range j.faults {
		row.Fired[f.Kind()] = plan.Journal().Count(f.Kind())
		row.Lines = append(row.Lines, f.String())
	}
	row.score(j)
	return row, nil
}

// score compares what the row has seen with what had to be seen.
func (r *Row) score(j job) {
	if j.set == Plans {
		r.Truth, r.Outcome = oracle.ScorePlan(j.parts, r.Report, r.Fired)
		return
	}
	r.Truth, r.Outcome = j.truth, oracle.Score(j.truth, r.Report, r.Fired)
}
