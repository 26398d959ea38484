package tester

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"imaporacle/oracle"
	"imaporacle/tester/client"
)

// probeRecent asks who sees \Recent on a new message: exactly one session
// should (RFC 3501 §2.3.2).
func probeRecent(t *trial) error {
	p := &recentProbe{trial: t, holders: make(map[uint32][]string), copies: make(map[string]int)}
	var err error
	if p.outside, err = t.dial("D"); err != nil {
		return err
	}
	kinds := []arrival{{"APPEND", p.appendOne}, {"COPY", p.copyOne}}
	if t.cfg.Deliver != "" || t.cfg.LMTP != "" {
		kinds = append(kinds, arrival{delivery, p.deliverOne})
	}
	for _, kind := range kinds {
		if err := p.tryAll(kind); err != nil {
			if p.more > 0 {
				p.verdict.Cell, p.proven = oracle.Unreliable, true
			}
			return fmt.Errorf("%s: %w", kind.name, err)
		}
	}
	p.judge(kinds)
	return nil
}

// arrival is a way in which a message comes into a mailbox.
type arrival struct {
	name string
	one  func(box string) error
}

// recentProbe is the probe at work.
type recentProbe struct {
	*trial
	outside *session // brings messages; selects no mailbox that is tested
	before  inboxState

	delivered []mail         // in INBOX, to be removed
	sources   []string       // the mailboxes that COPY takes from, of one message each
	copies    map[string]int // how many have come into a mailbox by COPY

	// holders lists the sessions that saw \Recent on each message of the
	// scenario under way, by UID.
	holders map[uint32][]string

	once, more, never int // messages that were \Recent in one, several, no sessions
	missing           []missed
	claimed           bool // STATUS or EXAMINE took \Recent away
}

// tryAll runs each scenario in a mailbox of its own, or in INBOX if that is
// where messages are delivered.
func (p *recentProbe) tryAll(kind arrival) error {
	for _, scenario := range p.scenarios() {
		box, done, err := p.place(kind)
		if err != nil {
			return err
		}
		clear(p.holders)
		if err := errors.Join(scenario(box, kind), done()); err != nil {
			return err
		}
	}
	return nil
}

// place returns the mailbox for one scenario, and what to do after it.
func (p *recentProbe) place(kind arrival) (box string, done func() error, err error) {
	if kind.name == delivery {
		p.before, err = p.inbox()
		return "INBOX", p.removeDelivered, err
	}
	p.before = inboxState{}
	box, err = p.newMailbox(p.outside)
	return box, func() error { return nil }, err
}

func (p *recentProbe) appendOne(box string) error { return p.outside.append(box, p.newMail(), "") }

// copyOne copies a message that box does not hold: some servers keep one copy of
// a message in a mailbox.
func (p *recentProbe) copyOne(box string) error {
	n := p.copies[box]
	if n == len(p.sources) {
		source, _, err := p.fill(p.outside, 1)
		if err != nil {
			return err
		}
		p.sources = append(p.sources, source)
	}
	p.copies[box]++
	if _, err := p.outside.ok("SELECT %s", p.sources[n]); err != nil {
		return err
	}
	_, err := p.outside.ok("COPY 1 %s", box)
	return err
}

// open selects the mailbox in a new session and looks at it.
func (p *recentProbe) open(name, box string, arrived uint32) (*session, error) {
	s, err := p.dial(name)
	if err != nil {
		return nil, err
	}
	reply, err := s.ok("SELECT %s", box)
	if err != nil {
		return nil, err
	}
	return s, p.look(s, arrived, reply)
}

// look waits until the session shows so many messages, and notes which of them
// it sees as \Recent. A server may need time to tell.
func (p *recentProbe) look(s *session, arrived uint32, told *client.Reply) error {
	from := p.mark()
	if told != nil {
		from = told.From
	}
	arrived += p.before.messages
	shown, err := p.settle(func() (bool, error) {
		if s.View().Exists >= arrived {
			return true, nil
		}
		_, err := s.ok("NOOP")
		return s.View().Exists >= arrived, err
	})
	if err != nil {
		return err
	}
	if !shown {
		return precondition("session %s shows %d messages of %d", s.Name(), s.View().Exists, arrived)
	}
	count := s.View().Recent
	states, err := s.states(false)
	if err != nil {
		return err
	}
	flagged := uint32(0)
	for _, st := range states {
		names := p.holders[st.uid]
		if st.recent {
			flagged++
			if !slices.Contains(names, s.Name()) {
				names = append(names, s.Name())
			}
		}
		if st.uid >= p.before.uidNext {
			p.holders[st.uid] = names // also if nobody has seen it
		}
	}
	if p.before == (inboxState{}) && len(p.holders) > int(arrived) {
		return precondition("%d messages have arrived, and sessions show them under %d UIDs", arrived, len(p.holders))
	}
	if count != flagged && s.View().Recent == count {
		p.find("recent/count", from, fmt.Sprintf("RECENT %d, as many as messages with \\Recent", flagged),
			fmt.Sprintf("RECENT %d", count))
	}
	return nil
}

// conclude counts how many sessions saw each message as \Recent. from is where
// the scenario began, what says what it was.
func (p *recentProbe) conclude(from int, what string) {
	for uid, names := range p.holders {
		switch len(names) {
		case 0:
			p.never++
			p.missing = append(p.missing, missed{from, p.mark() - 1, what, uid})
		case 1:
			p.once++
		default:
			p.more++
			p.find("recent/one-session", from, `\Recent is seen by one session`,
				fmt.Sprintf("%s: sessions %s saw the message as \\Recent", what, strings.Join(names, " and ")))
		}
	}
}

// missed is a message that no session saw as \Recent.
type missed struct {
	from, to int
	what     string
	uid      uint32
}

// judge makes the cell of what all scenarios have shown.
func (p *recentProbe) judge(kinds []arrival) {
	var names []string
	for _, k := range kinds {
		names = append(names, k.name)
	}
	p.note("rests on arrival by %s", strings.Join(names, ", "))
	switch {
	case p.once == 0 && p.more == 0:
		p.verdict.Cell = oracle.NotImplemented
		m := p.missing[0]
		p.findLines("recent/implemented", m.from, m.to, `new messages are \Recent`, `no message was \Recent in any scenario`)
		return
	case p.never == 0 && p.more == 0 && !p.claimed:
		p.verdict.Cell = oracle.Yes
		return
	}
	p.verdict.Cell = oracle.Unreliable
	p.note(`of %d messages %d were \Recent in one session, %d in several, %d in none`,
		p.once+p.more+p.never, p.once, p.more, p.never)
	for _, m := range p.missing {
		p.findLines("recent/not-lost", m.from, m.to, `one session sees the message as \Recent`,
			m.what+`: no session saw the message as \Recent`)
	}
}
