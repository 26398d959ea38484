package stress

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"imaporacle/tester/client"
)

// replay plays steps in fresh mailboxes, moment by moment, and says whether the
// rule is broken, and with which step as the last. The steps of a moment are sent
// at once, and those of the next when all of them are answered. All connections
// are made first, as a script does it.
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

func (r *run) replay(ctx context.Context, f failure, moments [][]step, number int) (outcome, error) {
	// What is played again does not count.
	again := newRun(r.cfg)
	again.places, again.caps = r.places, r.caps
	p := &replay{round: newRound(again, number), failure: f, sessions: make(map[string]*session)}
	defer p.end(ctx)
	if err := p.begin(ctx, slices.Concat(moments...)); err != nil {
		return outcome{}, err
	}
	played := 0
	for _, m := range moments {
		if ctx.Err() != nil {
			return outcome{}, context.Cause(ctx)
		}
		p.moment(m)
		played += len(m)
		if p.judge.Counts()[f.rule] > 0 {
			return outcome{broken: true, played: played}, nil
		}
	}
	checked := p.history.check()
	for i, found := range checked.findings {
		if found.Rule == f.rule {
			return outcome{broken: true, played: played, read: &checked.reads[i]}, nil
		}
	}
	return outcome{played: played}, nil
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

// moment sends steps at once.
func (p *replay) moment(steps []step) {
	if len(steps) == 1 {
		p.send(steps)
		return
	}
	var work sync.WaitGroup
	ready := make(chan struct{})
	for _, conn := range connections(steps) {
		mine := of(steps, []string{conn})
		work.Go(func() {
			<-ready
			p.send(mine)
		})
	}
	close(ready)
	work.Wait()
}

// send sends the steps of a connection in a moment: several were pipelined. A
// connection that has ended says no more.
func (p *replay) send(steps []step) {
	s := p.sessions[steps[0].conn]
	var commands []command
	for _, st := range steps {
		commands = append(commands, st.command.rename(p.base, p.bases[p.user]))
	}
	if s.c == nil {
		return
	}
	var err error
	if commands[0].name() == "IDLE" {
		err = s.idleNow()
	} else {
		err = s.send(commands...)
	}
	if err != nil || commands[0].name() == "LOGOUT" {
		s.close()
	}
}

func (p *replay) end(ctx context.Context) {
	for _, s := range p.sessions {
		s.close()
	}
	ctx, cancel := client.CleanUp(ctx)
	defer cancel()
	_ = client.Remove(ctx, p.cfg.login(p.user), p.bases[p.user]) // who cannot be reached cannot be cleaned
}
