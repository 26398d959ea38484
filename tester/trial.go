package tester

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"imaporacle/oracle"
	"imaporacle/tester/client"
)

// trial is one probe at work: its sessions and mailboxes, and what it finds.
type trial struct {
	*run
	column   oracle.Column
	verdict  oracle.Verdict
	proven   bool // what was seen settles the cell, whatever comes
	sessions []*session
	boxNames []string
}

// session is one logged-in connection of a trial.
type session struct {
	*client.Client
	t *trial
}

// dial opens a session. Its name stands in the transcript.
func (t *trial) dial(name string) (*session, error) {
	c, err := client.Dial(t.ctx, t.cfg.Config, name, t.result.Transcript)
	if err != nil {
		return nil, err
	}
	s := &session{c, t}
	t.sessions = append(t.sessions, s)
	return s, c.Login(t.ctx)
}

// dialAll opens several sessions.
func (t *trial) dialAll(names ...string) ([]*session, error) {
	var all []*session
	for _, name := range names {
		s, err := t.dial(name)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, nil
}

// ok sends a command that must succeed for the probe to make sense.
func (s *session) ok(format string, args ...any) (*client.Reply, error) {
	reply, err := s.Do(s.t.ctx, fmt.Sprintf(format, args...))
	if err != nil {
		return nil, err
	}
	return reply, reply.Err()
}

// do sends a command whose answer is part of what is tested.
func (s *session) do(format string, args ...any) (*client.Reply, error) {
	return s.Do(s.t.ctx, fmt.Sprintf(format, args...))
}

// leave logs out; a server that has had enough is none of the probe's business.
func (s *session) leave() {
	s.Logout(s.t.ctx)
	s.t.sessions = slices.DeleteFunc(s.t.sessions, func(o *session) bool { return o == s })
}

// newMailbox makes a mailbox for this trial and returns its name, quoted.
func (t *trial) newMailbox(s *session) (string, error) {
	t.boxes++
	name := fmt.Sprintf("%s-%d-%d", t.cfg.Prefix, time.Now().UnixMilli(), t.boxes)
	// A server may want personal mailboxes under a prefix (RFC 9051 §6.3.10).
	quoted := client.Quote(t.namespace(s) + name)
	t.boxNames = append(t.boxNames, quoted)
	reply, err := s.do("CREATE %s", quoted)
	if err != nil {
		return quoted, err
	}
	if !reply.OK() { // there is nothing to remove
		t.boxNames = t.boxNames[:len(t.boxNames)-1]
	}
	return quoted, reply.Err()
}

// namespace returns the prefix of personal mailboxes.
func (t *trial) namespace(s *session) string {
	if t.personal != nil {
		return *t.personal
	}
	own, _ := s.Personal(t.ctx) // an error comes again at once
	t.personal = &own.Prefix
	return own.Prefix
}

// clean closes the sessions and removes the mailboxes, also after an
// interruption or an error.
func (t *trial) clean() {
	for len(t.sessions) > 0 {
		s := t.sessions[0]
		t.sessions = t.sessions[1:]
		s.Close()
	}
	if len(t.boxNames) == 0 {
		return
	}
	ctx, cancel := client.CleanUp(t.ctx)
	defer cancel()
	if err := t.removeBoxes(ctx); err != nil {
		t.note("mailboxes could not be removed: %v", err)
	}
}

// removeBoxes deletes all mailboxes of the trial. One that the server does not
// let go keeps none of the others.
func (t *trial) removeBoxes(ctx context.Context) error {
	c, err := client.Dial(ctx, t.cfg.Config, "clean", t.result.Transcript)
	if err != nil {
		return err
	}
	defer c.Close()
	if err := c.Login(ctx); err != nil {
		return err
	}
	var refused error
	for _, name := range t.boxNames {
		reply, err := c.Do(ctx, "DELETE "+name)
		if err != nil {
			return err
		}
		if err := ignoreMissing(reply); err != nil && refused == nil {
			refused = err
		}
	}
	return refused
}

// ignoreMissing returns the refusal of a DELETE unless the mailbox is not
// there, because the run was interrupted while it was made.
func ignoreMissing(reply *client.Reply) error {
	if reply.Code("NONEXISTENT") != nil {
		return nil
	}
	return reply.Err()
}

// note adds a fact beside the cell, once.
func (t *trial) note(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if !slices.Contains(t.verdict.Notes, text) {
		t.verdict.Notes = append(t.verdict.Notes, text)
	}
}

// mark returns where the transcript stands, for the lines of a finding.
func (t *trial) mark() int { return t.result.Transcript.Len() + 1 }

// find reports that a rule was seen not to hold, with the lines since from.
// The same rule is reported once for each thing seen.
func (t *trial) find(rule string, from int, expected, seen string) {
	t.findLines(rule, from, t.result.Transcript.Len(), expected, seen)
}

// findLines is find with the lines from one event to another.
func (t *trial) findLines(rule string, from, to int, expected, seen string) {
	same := func(f oracle.Finding) bool {
		return f.Rule == rule && f.Column == t.column && f.Seen == seen
	}
	if slices.ContainsFunc(t.result.Findings, same) {
		return
	}
	t.result.Findings = append(t.result.Findings, oracle.Finding{
		Rule: rule, Column: t.column, Expected: expected, Seen: seen,
		Lines: t.result.Transcript.Lines(from, to),
	})
}

// leastAsked is how often settle asks at least: where everything takes long, on
// a machine with much to do, time alone must not decide.
const leastAsked = 8

// settle asks again until done says yes or the time to settle is over. The
// pauses grow, so that little is asked of a server that needs long.
func (t *trial) settle(done func() (bool, error)) (bool, error) {
	deadline := time.Now().Add(t.cfg.Settle)
	pause := time.Millisecond
	for asked := 1; ; asked++ {
		ok, err := done()
		if ok || err != nil {
			return ok, err
		}
		if asked >= leastAsked && time.Now().Add(pause).After(deadline) {
			return false, nil
		}
		if err := sleep(t.ctx, pause); err != nil {
			return false, err
		}
		pause = min(2*pause, 200*time.Millisecond)
	}
}

func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-time.After(d):
		return nil
	}
}

// errPrecondition is why a probe says nothing of a server.
var errPrecondition = errors.New("the server does not allow the test")

func precondition(format string, args ...any) error {
	return fmt.Errorf("%w: %s", errPrecondition, fmt.Sprintf(format, args...))
}
