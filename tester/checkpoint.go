package tester

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"imaporacle/internal/wire"
	"imaporacle/oracle"
	"imaporacle/tester/client"
)

// probeCheckpoint asks whether all sessions show the same mailbox after each
// has issued CHECK; and the same for NOOP and IDLE, beside it.
func probeCheckpoint(t *trial) error {
	sessions, err := t.dialAll("A", "B", "C")
	if err != nil {
		return err
	}
	c := &checkpoint{trial: t, sessions: sessions, modSeq: sessions[0].Has("CONDSTORE")}
	box, _, err := t.fill(sessions[0], 6)
	if err != nil {
		return err
	}
	c.box, c.count = box, 6
	if err := selectAll(box, 6, sessions...); err != nil {
		return err
	}
	t.verdict.Cell = oracle.Yes
	const rounds = 3
	for round := range rounds {
		if err := c.round("CHECK", round); err != nil {
			return err
		}
	}
	for round := range rounds {
		if err := c.round("NOOP", round); err != nil {
			return err
		}
	}
	if !sessions[0].Has("IDLE") && !sessions[0].Has("IMAP4REV2") {
		t.note("IDLE: not offered")
		return nil
	}
	return c.idleRound()
}

// checkpoint is the probe at work.
type checkpoint struct {
	*trial
	sessions []*session
	box      string
	count    int // messages in the mailbox
	keyword  int
	modSeq   bool
	waited   bool // much time was given to those who idle
}

// round lets each session change something, has each say cmd, and compares.
func (c *checkpoint) round(cmd string, round int) error {
	from := c.mark()
	if err := c.changes(round); err != nil {
		return err
	}
	for _, s := range c.sessions {
		if _, err := s.ok("%s", cmd); err != nil {
			return err
		}
	}
	return c.compare(cmd, from)
}

// changes appends, sets and removes flags and keywords, and expunges. Which
// session does what changes with the round. Only UIDs are used: they hold
// whatever a session has been told.
func (c *checkpoint) changes(round int) error {
	n := len(c.sessions)
	adder, marker, remover := c.sessions[round%n], c.sessions[(round+1)%n], c.sessions[(round+2)%n]
	if err := adder.append(c.box, c.newMail(), ""); err != nil {
		return err
	}
	c.count++
	uids, err := c.uids()
	if err != nil {
		return err
	}
	flags := `\Flagged`
	if marker.keywords() {
		c.keyword++
		flags += fmt.Sprintf(" imaporacle%d", c.keyword)
	}
	if _, err := marker.ok(`UID STORE %d +FLAGS (%s)`, uids[1], flags); err != nil {
		return err
	}
	if _, err := adder.ok(`UID STORE %d -FLAGS (\Flagged)`, uids[len(uids)-2]); err != nil {
		return err
	}
	if _, err := remover.ok(`UID STORE %d +FLAGS (\Deleted)`, uids[0]); err != nil {
		return err
	}
	reply, err := remover.do("EXPUNGE")
	if err != nil {
		return err
	}
	if !reply.OK() { // RFC 2180 §4.1.4; the expunge probes look into it
		_, err := remover.ok(`UID STORE %d -FLAGS (\Deleted)`, uids[0])
		return err
	}
	c.count--
	return nil
}

// uids returns the UIDs of the mailbox, as a session sees it that has just
// selected it.
func (c *checkpoint) uids() ([]uint32, error) {
	s, err := c.dial("look")
	if err != nil {
		return nil, err
	}
	defer s.leave()
	if _, err := s.ok("EXAMINE %s", c.box); err != nil {
		return nil, err
	}
	states, err := s.states(false)
	if err != nil {
		return nil, err
	}
	var uids []uint32
	for _, st := range states {
		uids = append(uids, st.uid)
	}
	slices.Sort(uids)
	if len(uids) < 3 {
		return nil, precondition("a mailbox with %d messages shows %d", c.count, len(uids))
	}
	return uids, nil
}

// compare looks at the pictures of all sessions, and once more after a while
// if they differ: a picture that trails is not one that stays wrong.
func (c *checkpoint) compare(cmd string, from int) error {
	same, seen, err := c.pictures()
	if err != nil {
		return err
	}
	if same {
		c.note("%s: all sessions show the same", cmd)
		return nil
	}
	if cmd == "CHECK" {
		c.verdict.Cell, c.proven = oracle.No, true
	}
	c.find("checkpoint/same-picture", from, "after "+cmd+" all sessions show the same mailbox", seen)
	settled, err := c.settle(func() (bool, error) {
		for _, s := range c.sessions {
			if _, err := s.ok("NOOP"); err != nil {
				return false, err
			}
		}
		same, _, err := c.pictures()
		return same, err
	})
	if err != nil {
		return err
	}
	if settled {
		c.note("%s: sessions differ at first, and show the same after more commands", cmd)
	} else {
		c.note("%s: sessions still differ after %v of NOOPs", cmd, c.cfg.Settle)
	}
	return nil
}

// pictures compares what the sessions show, and says how they differ.
func (c *checkpoint) pictures() (same bool, seen string, err error) {
	var first string
	for i, s := range c.sessions {
		exists := s.View().Exists
		states, err := s.states(c.modSeq)
		if err != nil {
			return false, "", err
		}
		p := picture(exists, states)
		switch {
		case i == 0:
			first = p
		case p != first:
			return false, fmt.Sprintf("session %s: %s; but session %s: %s", c.sessions[0].Name(), first, s.Name(), p), nil
		}
	}
	return true, "", nil
}

// idleRound looks whether two sessions that idle are told what the third does.
// No rule says how soon, so it makes a note and no finding.
func (c *checkpoint) idleRound() error {
	from := c.mark()
	idlers := c.sessions[1:]
	idles := make([]*client.Idle, len(idlers))
	for i, s := range idlers {
		var err error
		if idles[i], err = s.Idle(c.ctx); err != nil {
			return err
		}
	}
	worker := &checkpoint{trial: c.trial, sessions: c.sessions[:1], box: c.box, count: c.count, keyword: c.keyword}
	if err := worker.changes(0); err != nil {
		return err
	}
	for i, idle := range idles {
		if err := c.hear(idlers[i], idle, from); err != nil {
			return err
		}
	}
	if _, err := c.sessions[0].ok("NOOP"); err != nil {
		return err
	}
	same, _, err := c.pictures()
	if err != nil {
		return err
	}
	if same {
		c.note("IDLE: all sessions show the same")
	} else {
		c.note("IDLE: not everything is told within %v", c.cfg.Settle)
	}
	return nil
}

// hear gives an IDLE time to tell of an arrival, an expunge and new flags, and
// ends it. That nothing at all is told meanwhile, and is when it is over, says
// that IDLE is of no use; as it is a matter of time, much time is given.
func (c *checkpoint) hear(s *session, idle *client.Idle, from int) error {
	heard := make(map[string]bool)
	silent, err := c.listen(idle, heard, c.cfg.Settle)
	if err == nil && silent && !c.waited {
		c.waited = true // for the others, too, who idle at the same time
		silent, err = c.listen(idle, heard, min(3*c.cfg.Settle, silenceLimit))
	}
	if err != nil {
		return err
	}
	reply, err := idle.Done(c.ctx)
	if err != nil {
		return err
	}
	if err := reply.Err(); err != nil || !silent {
		return err
	}
	after, err := s.ok("NOOP")
	if err != nil {
		return err
	}
	if slices.ContainsFunc(append(reply.Untagged, after.Untagged...), happening) {
		c.find("idle/tells", from, "what happens in the mailbox is told during IDLE",
			"session "+s.Name()+" is told of nothing until IDLE is over")
	}
	return nil
}

// silenceLimit is how long an IDLE that tells nothing is listened to at most.
const silenceLimit = 9 * time.Second

// listen waits until all that happened was heard, or for the time given; silent
// says that nothing of it was.
func (c *checkpoint) listen(idle *client.Idle, heard map[string]bool, limit time.Duration) (silent bool, err error) {
	ctx, cancel := context.WithTimeout(c.ctx, limit)
	defer cancel()
	_, err = idle.WaitFor(ctx, func(r *wire.Response) bool {
		if happening(r) {
			heard[strings.Replace(r.Name, "VANISHED", "EXPUNGE", 1)] = true
		}
		return len(heard) == 3
	})
	var late *client.CanceledError
	if errors.As(err, &late) && c.ctx.Err() == nil {
		err = nil
	}
	return len(heard) == 0, err
}

// happening says whether a response tells of a change of the mailbox.
func happening(r *wire.Response) bool {
	return r.Name == "EXISTS" || r.Name == "FETCH" || removes(r)
}
