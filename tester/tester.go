package tester

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"imaporacle/internal/wire"
	"imaporacle/oracle"
	"imaporacle/tester/client"
	"imaporacle/tester/script"
	"imaporacle/tester/stress"
)

// Result is what a run has found.
type Result struct {
	oracle.Report
	Server     ServerInfo
	Transcript *client.Recorder
	Took       time.Duration

	// Scripts is how the scripts went, if there were any; ScriptsFailed says
	// why they, or the rest of them, could not be played; ScriptsUnclean why
	// mailboxes of theirs could not be removed.
	Scripts        []script.Result
	ScriptsFailed  error
	ScriptsUnclean error

	// Stress is how it went, if the server was put under it; StressFailed says
	// why it could not be, or not to the end.
	Stress       *stress.Result
	StressFailed error
}

// ServerInfo is what the server says of itself.
type ServerInfo struct {
	Addr         string   `json:"addr"`
	Name         string   `json:"name,omitempty"`    // by ID (RFC 2971)
	Version      string   `json:"version,omitempty"` // the same
	Greeting     string   `json:"greeting"`
	Capabilities []string `json:"capabilities"` // after login, sorted
}

// Inconclusive lists the columns that could not be told.
func (r *Result) Inconclusive() []oracle.Column {
	var cols []oracle.Column
	for _, c := range oracle.Columns {
		if v, ok := r.Verdicts[c]; ok && v.Cell == oracle.Unknown {
			cols = append(cols, c)
		}
	}
	return cols
}

// Violations returns the findings that are not legal.
func (r *Result) Violations() []oracle.Finding {
	return slices.DeleteFunc(slices.Clone(r.Findings), func(f oracle.Finding) bool {
		rule, _ := oracle.RuleByID(f.Rule)
		return rule.Level == oracle.Legal
	})
}

// probes are the tests behind the columns.
var probes = map[oracle.Column]func(*trial) error{
	oracle.Checkpoint:   probeCheckpoint,
	oracle.Recent:       probeRecent,
	oracle.AtomicFlags:  probeAtomicFlags,
	oracle.ExpungeFetch: probeExpungeFetch,
	oracle.ExpungeStore: probeExpungeStore,
}

// Run tests a server. A server that cannot be tested still gives a Result, with
// Unknown in the columns concerned and the reason in their notes; the error is
// for what concerns no server, such as a Config that makes no sense.
func Run(ctx context.Context, cfg Config) (*Result, error) {
	cfg = cfg.withDefaults()
	if err := cfg.check(); err != nil {
		return nil, err
	}
	r := &run{ctx: ctx, cfg: cfg, result: &Result{
		Report:     oracle.Report{Verdicts: make(map[oracle.Column]oracle.Verdict)},
		Transcript: new(client.Recorder),
		Server:     ServerInfo{Addr: cfg.Addr},
	}}
	r.bench.listen(r.result.Transcript)
	started := time.Now()
	err := r.greet()
	for _, col := range oracle.Columns {
		switch {
		case !slices.Contains(cfg.Only, col):
		case err != nil:
			r.result.Verdicts[col] = unknown(err)
		default:
			r.probe(col)
		}
	}
	if err == nil && len(cfg.Only) == len(oracle.Columns) {
		r.walk()
	}
	if len(cfg.Scripts) > 0 {
		r.play(err)
	}
	r.addJudged()
	if cfg.Stress != nil {
		r.stress(err)
	}
	r.result.Took = time.Since(started)
	return r.result, nil
}

func (c Config) check() error {
	for _, col := range c.Only {
		if probes[col] == nil {
			return fmt.Errorf("tester: there is no column %q", col)
		}
	}
	if c.Stress != nil {
		s := *c.Stress
		s.Others = c.Others
		if err := s.Check(); err != nil {
			return err
		}
	}
	if c.Deliver != "" && c.LMTP != "" {
		return errors.New("tester: Deliver and LMTP exclude each other")
	}
	return nil
}

func unknown(err error) oracle.Verdict {
	return oracle.Verdict{Cell: oracle.Unknown, Notes: []string{err.Error()}}
}

// run is one test of one server.
type run struct {
	ctx      context.Context
	cfg      Config
	result   *Result
	bench    bench
	boxes    int     // mailboxes made so far
	marker   int     // messages made so far
	personal *string // prefix of personal mailboxes, once known
}

// greet logs in once, to learn what the server is, and to give up at once if
// nobody can log in.
func (r *run) greet() error {
	c, err := client.Dial(r.ctx, r.cfg.Config, "hello", r.result.Transcript)
	if err != nil {
		return err
	}
	defer c.Close()
	r.result.Server.Greeting = c.Greeting().Text
	t := &trial{run: r}
	if err := t.enter(c); err != nil {
		return err
	}
	caps, err := c.Capabilities(r.ctx)
	if err != nil {
		return err
	}
	slices.Sort(caps)
	r.result.Server.Capabilities = caps
	if c.Has("ID") {
		if err := r.identify(c); err != nil {
			return err
		}
	}
	if err := t.pace(c); err != nil {
		return err
	}
	// How the farewell goes the judge has heard; it is no obstacle.
	_ = c.Logout(r.ctx)
	return nil
}

// enter logs in. Nobody can hear what stands in a LOGIN, as it is not written
// down; but this one is right.
func (t *trial) enter(c *client.Client) error {
	from := t.mark()
	err := c.Login(t.ctx)
	var refused *client.RefusedError
	if errors.As(err, &refused) && refused.Status == wire.BAD {
		t.find("command/not-bad", from, "a login without a mistake is answered OK or NO", "BAD "+refused.Text)
	}
	return err
}

// identify asks what the server is called (RFC 2971).
func (r *run) identify(c *client.Client) error {
	reply, err := c.Do(r.ctx, "ID NIL")
	if err != nil {
		return err
	}
	for _, u := range reply.Find("ID") {
		if len(u.Args) == 0 {
			continue
		}
		for pair := range slices.Chunk(u.Args[0].List, 2) {
			switch {
			case len(pair) < 2:
			case strings.EqualFold(pair[0].Text(), "name"):
				r.result.Server.Name = pair[1].Text()
			case strings.EqualFold(pair[0].Text(), "version"):
				r.result.Server.Version = pair[1].Text()
			}
		}
	}
	return nil
}

// play runs the scripts, unless the server could not be greeted.
func (r *run) play(unreachable error) {
	if r.result.ScriptsFailed = unreachable; unreachable != nil {
		return
	}
	r.result.Scripts, r.result.ScriptsFailed = script.Run(r.ctx, script.Config{
		Config: r.cfg.Config, Others: r.cfg.Others, Mailbox: cmp.Or(r.cfg.scripts, r.cfg.Prefix), Jobs: r.cfg.Jobs, Progress: r.cfg.Played,
		Record:  r.bench.recorder,
		Unclean: func(err error) { r.result.ScriptsUnclean = cmp.Or(r.result.ScriptsUnclean, err) },
	}, r.cfg.Scripts)
}

// stress puts the server under stress, unless it could not be greeted.
func (r *run) stress(unreachable error) {
	if r.result.StressFailed = unreachable; unreachable != nil {
		return
	}
	cfg := *r.cfg.Stress
	cfg.Config, cfg.Others, cfg.Mailbox = r.cfg.Config, r.cfg.Others, r.cfg.Prefix+"-stress"
	r.result.Stress, r.result.StressFailed = stress.Run(r.ctx, cfg)
	if r.result.Stress != nil {
		r.result.Findings = append(r.result.Findings, r.result.Stress.Findings...)
	}
}

// probe fills one column.
func (r *run) probe(col oracle.Column) {
	if r.cfg.Progress != nil {
		r.cfg.Progress(col)
	}
	t := &trial{run: r, column: col}
	err := probes[col](t)
	t.clean()
	switch {
	case err == nil:
	case t.proven && unwilling(err):
		t.note("not tested to the end: %v", err)
	default:
		v := unknown(err)
		v.Notes = append(v.Notes, t.verdict.Notes...)
		t.verdict = v
	}
	r.result.Verdicts[col] = t.verdict
}

// unwilling says whether a probe ended because the server does not do something,
// while the connection is sound.
func unwilling(err error) bool {
	var answer *client.RefusedError
	return errors.As(err, &answer) || errors.Is(err, errPrecondition)
}
