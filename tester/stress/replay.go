package stress

import (
	"context"
	"fmt"

	"imaporacle/tester/client"
)

// replay plays steps one after the other, in fresh mailboxes, each when the one
// before it is answered, and says whether the rule is broken, and with which
// step as the last. All connections are made first, as a script does it.
type replay struct {
	*round
	failure
	sessions map[string]*session
}

// outcome is how a replay went.
type outcome struct {
	broken bool
	played int        // steps until then
	read   *staleRead // that shows it, if it is about a flag
}

func (r *run) replay(ctx context.Context, f failure, steps []step, number int) (outcome, error) {
	// What is played again does not count.
	again := newRun(r.cfg)
	again.places, again.caps = r.places, r.caps
	p := &replay{round: newRound(again, number), failure: f, sessions: make(map[string]*session)}
	defer p.end(ctx)
	if err := p.begin(ctx, steps); err != nil {
		return outcome{}, err
	}
	for i, s := range steps {
		if ctx.Err() != nil {
			return outcome{}, context.Cause(ctx)
		}
		p.step(s)
		if p.judge.Counts()[f.rule] > 0 {
			return outcome{broken: true, played: i + 1}, nil
		}
	}
	checked := p.history.check()
	for i, found := range checked.findings {
		if found.Rule == f.rule {
			return outcome{broken: true, played: len(steps), read: &checked.reads[i]}, nil
		}
	}
	return outcome{played: len(steps)}, nil
}

// begin makes the connections, and the mailbox that is there first.
func (p *replay) begin(ctx context.Context, steps []step) error {
	for _, s := range steps {
		if p.sessions[s.conn] != nil {
			continue
		}
		again := p.session(p.user, len(p.sessions)+1)
		again.name, again.style, again.ctx = s.conn, plain, ctx // what is enabled, steps say
		if err := again.connect(); err != nil {
			return fmt.Errorf("stress: playing again: %w", err)
		}
		p.sessions[s.conn] = again
	}
	if len(steps) == 0 {
		return nil
	}
	return p.sessions[steps[0].conn].must(createBox(p.bases[p.user]))
}

func createBox(name string) command { return line("CREATE %s", client.Quote(name)) }

// step sends a command again. A connection that has ended says no more.
func (p *replay) step(st step) {
	s := p.sessions[st.conn]
	if s.c == nil {
		return
	}
	c := st.command.rename(p.base, p.bases[p.user])
	var err error
	if c.name() == "IDLE" {
		err = s.idleNow()
	} else {
		err = s.send(c)
	}
	if err != nil || c.name() == "LOGOUT" {
		s.close()
	}
}

func (p *replay) end(ctx context.Context) {
	for _, s := range p.sessions {
		s.close()
	}
	ctx, cancel := client.CleanUp(ctx)
	defer cancel()
	_ = remove(ctx, p.cfg.login(p.user), p.bases[p.user]) // who cannot be reached cannot be cleaned
}
