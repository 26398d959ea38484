package tester

import (
	"fmt"
	"strings"

	"imaporacle/oracle"
	"imaporacle/tester/client"
)

// probeAtomicFlags asks whether flag changes of several sessions all stand:
// first one after the other, then at the same time.
func probeAtomicFlags(t *trial) error {
	sessions, err := t.dialAll("A", "B", "C", "D")
	if err != nil {
		return err
	}
	p := &atomicProbe{trial: t, sessions: sessions}
	if p.box, _, err = t.fill(sessions[0], atomicMessages); err != nil {
		return err
	}
	if err := selectAll(p.box, atomicMessages, sessions...); err != nil {
		return err
	}
	p.own(sessions[0].keywords())
	if err := p.sequential(); err != nil {
		return err
	}
	if p.lostAlone > 0 {
		p.verdict.Cell = oracle.No
		p.note("%d of %d changes were lost although none were made at the same time", p.lostAlone, p.madeAlone)
		return nil
	}
	if err := p.concurrent(); err != nil {
		return err
	}
	p.verdict.Cell = oracle.Yes
	if p.lostTogether > 0 {
		p.verdict.Cell = oracle.Bugs
	}
	p.note("none of %d changes was lost one after the other, %d of %d at the same time",
		p.madeAlone, p.lostTogether, p.madeTogether)
	return nil
}

const atomicMessages = 3 // in the mailbox

// atomicProbe is the probe at work.
type atomicProbe struct {
	*trial
	sessions []*session
	reader   *session // looks, and changes nothing
	box      string
	flags    [][]string // flags and keywords that each session alone changes

	madeAlone, lostAlone       int
	madeTogether, lostTogether int

	// settled counts the losses that stood after the time to settle. After
	// a few the server is known not to need it.
	settled int
}

// settledEnough is how many losses are given time.
const settledEnough = 3

// own gives each session flags that no other touches.
func (p *atomicProbe) own(keywords bool) {
	p.flags = [][]string{{`\Flagged`}, {`\Answered`}, {`\Draft`}, {`\Seen`}}
	if !keywords {
		p.note("the mailbox takes no keywords: only system flags were tried")
		return
	}
	for i := range p.flags {
		p.flags[i] = append(p.flags[i], fmt.Sprintf("imaporacle%c", 'a'+i))
	}
}

// sequential: a session that has not been told of another's change makes its
// own. Nothing happens at the same time, and both must stand.
func (p *atomicProbe) sequential() error {
	for n := 1; n <= atomicMessages; n++ {
		from := p.mark()
		want := make(flagSet)
		for round, op := range []string{"+FLAGS", "-FLAGS", "+FLAGS"} {
			for i := range p.sessions {
				s := p.sessions[(i+n)%len(p.sessions)]
				flags := p.flags[(i+n)%len(p.sessions)]
				if round == 1 && i%2 == 1 {
					continue // half of the sessions leave theirs set
				}
				if _, err := s.ok("STORE %d %s.SILENT (%s)", n, op, strings.Join(flags, " ")); err != nil {
					return err
				}
				for _, f := range flags {
					want[strings.ToLower(f)] = op == "+FLAGS"
				}
				p.madeAlone += len(flags)
			}
			losses, err := p.lost(want, uint32(n))
			if err != nil {
				return err
			}
			for _, l := range losses {
				p.lostAlone += l.flags
				p.find("flags/add-keeps", from, fmt.Sprintf("message %d has %s", n, wanted(want)),
					fmt.Sprintf("it has %s although no two changes were made at the same time", l.got))
				return nil // what comes after would build on it
			}
		}
	}
	return nil
}

// concurrent: all sessions change their own flags at the same time.
func (p *atomicProbe) concurrent() error {
	for round := range p.cfg.Rounds {
		from := p.mark()
		op := [...]string{"+FLAGS", "-FLAGS"}[round%2]
		want := make(flagSet)
		pending := make([]*client.Pending, len(p.sessions))
		for i, s := range p.sessions {
			var err error
			pending[i], err = s.Start(p.ctx, fmt.Sprintf("STORE 1:%d %s.SILENT (%s)",
				atomicMessages, op, strings.Join(p.flags[i], " ")))
			if err != nil {
				return err
			}
			for _, f := range p.flags[i] {
				want[strings.ToLower(f)] = op == "+FLAGS"
				p.madeTogether += atomicMessages
			}
		}
		for i, s := range p.sessions {
			reply, err := s.Wait(p.ctx, pending[i])
			if err == nil {
				err = reply.Err()
			}
			if err != nil {
				return err
			}
		}
		losses, err := p.lost(want, 1, 2, 3)
		if err != nil {
			return err
		}
		for _, l := range losses {
			p.lostTogether += l.flags
			p.find("flags/no-lost-update", from, fmt.Sprintf("message %d has %s", l.message, wanted(want)),
				fmt.Sprintf("it has %s in round %d of changes made at the same time", l.got, round+1))
		}
	}
	return nil
}

// loss is a message of which so many flags are not as they were left.
type loss struct {
	message uint32
	flags   int
	got     flagSet
}

// lost returns the messages that have not the flags that want has, as a session
// sees them that selects the mailbox afresh; flags that want does not name are
// left out. A change may take time to be seen.
func (p *atomicProbe) lost(want flagSet, messages ...uint32) (losses []loss, err error) {
	ok, err := p.settle(func() (bool, error) {
		states, err := p.fresh()
		if err != nil {
			return false, err
		}
		losses = nil
		for _, n := range messages {
			l := loss{message: n, got: states[n].flags}
			for f, on := range want {
				if l.got.has(f) != on {
					l.flags++
				}
			}
			if l.flags > 0 {
				losses = append(losses, l)
			}
		}
		return len(losses) == 0 || p.settled >= settledEnough, nil
	})
	if err == nil && !ok {
		p.settled++
	}
	return losses, err
}

// fresh selects the mailbox anew and returns the flags of its messages.
func (p *atomicProbe) fresh() (map[uint32]messageState, error) {
	if p.reader == nil {
		var err error
		if p.reader, err = p.dial("look"); err != nil {
			return nil, err
		}
	}
	if _, err := p.reader.ok("EXAMINE %s", p.box); err != nil {
		return nil, err
	}
	reply, err := p.reader.ok("FETCH 1:%d (FLAGS)", atomicMessages)
	if err != nil {
		return nil, err
	}
	return statesOf(reply), nil
}

// wanted prints which flags are to be set and which not.
func wanted(want flagSet) string {
	set := make(flagSet)
	var not []string
	for f, on := range want {
		if on {
			set[f] = true
		} else {
			not = append(not, f)
		}
	}
	if len(not) == 0 {
		return set.String()
	}
	return fmt.Sprintf("%s and none of %s", set, newFlagSet(not))
}
