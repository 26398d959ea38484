package stress

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"imaporacle/oracle/judge"
	"imaporacle/tester/client"
	"imaporacle/tester/listen"
)

// round is one setting of the stage: mailboxes, the sessions that work in them,
// and all that is known of what they did.
type round struct {
	*run
	number   int
	deadline time.Time // zero for none
	rec      *client.Recorder
	judge    *judge.Judge
	history  *history
	log      steps
	bases    []string // of each user, how the names of mailboxes begin
}

func newRound(r *run, number int) *round {
	rd := &round{run: r, number: number, rec: &client.Recorder{Forget: true}, history: newHistory()}
	rd.judge = listen.To(rd.rec, judge.Options{Alone: true, Found: r.found})
	for _, place := range r.places {
		rd.bases = append(rd.bases, fmt.Sprintf("%s%s-%d-%d", place.Prefix, r.cfg.Mailbox, time.Now().UnixMilli(), number))
	}
	return rd
}

// over says whether no more commands are to be begun.
func (rd *round) over(ctx context.Context) bool {
	return ctx.Err() != nil || !rd.deadline.IsZero() && time.Now().After(rd.deadline)
}

// play sets up, lets the sessions work, looks at what they leave, and cleans up.
func (rd *round) play(ctx context.Context) error {
	defer rd.clean(ctx)
	if err := rd.setUp(ctx); err != nil {
		return err
	}
	var work sync.WaitGroup
	for i := range rd.cfg.Sessions {
		s := rd.session(i%rd.cfg.Users, i/rd.cfg.Users+1)
		work.Go(func() {
			if err := s.work(ctx); err != nil && ctx.Err() == nil {
				rd.gaveUp(s.name, err)
			}
			s.close()
		})
	}
	work.Wait()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	for user := range rd.cfg.Users {
		s := rd.session(user, finalSession)
		if err := s.lookAtAll(ctx); err != nil {
			rd.gaveUp(s.name, err)
		}
		s.close()
	}
	return nil
}

// The sessions of a user are numbered from 1 on; these are beside them.
const (
	firstSession = 0 // sets up
	finalSession = 1 << 16
)

// session makes the session of a user with a number. What it draws depends on
// the seed, the round and itself alone.
func (rd *round) session(user, number int) *session {
	stream := uint64(rd.number)<<32 | uint64(user)<<20 | uint64(number)
	s := &session{
		round: rd, user: user, number: number, name: sessionName(user, number),
		rng: rand.New(rand.NewPCG(rd.cfg.Seed, stream)), resync: make(map[string]resync),
	}
	switch {
	case number%5 == 1 && rd.caps["CONDSTORE"]:
		s.style = condstore
	case number%5 == 2 && rd.caps["QRESYNC"] && rd.caps["ENABLE"]:
		s.style = qresync
	}
	return s
}

func sessionName(user, number int) string {
	switch number {
	case firstSession:
		return fmt.Sprintf("u%d-first", user+1)
	case finalSession:
		return fmt.Sprintf("u%d-final", user+1)
	}
	return fmt.Sprintf("u%d-s%d", user+1, number)
}

// initialMessages is how many the first mailbox of a user holds at the start.
const initialMessages = 12

// setUp makes the mailboxes of every user.
func (rd *round) setUp(ctx context.Context) error {
	for user := range rd.cfg.Users {
		s := rd.session(user, firstSession)
		err := s.prepare(ctx)
		s.close()
		if err != nil {
			return fmt.Errorf("stress: setting up: %w", err)
		}
	}
	return nil
}

// clean removes the mailboxes of every user.
func (rd *round) clean(ctx context.Context) {
	ctx, cancel := client.CleanUp(ctx)
	defer cancel()
	for user, base := range rd.bases {
		if err := client.Remove(ctx, rd.cfg.login(user), base); err != nil && rd.result.Unclean == nil {
			rd.result.Unclean = fmt.Errorf("%s: %w", base, err)
		}
	}
}
