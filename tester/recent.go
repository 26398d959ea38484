package tester

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"imaporacle/internal/wire"
	"imaporacle/oracle"
	"imaporacle/tester/client"
)

// probeRecent asks who sees \Recent on a new message: exactly one session
// should (RFC 3501 §2.3.2).
func probeRecent(t *trial) error {
	p := &recentProbe{trial: t, holders: make(map[uint32][]string)}
	var err error
	if p.outside, err = t.dial("D"); err != nil {
		return err
	}
	if p.source, _, err = t.fill(p.outside, 1); err != nil {
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

	delivered []mail // in INBOX, to be removed
	source    string // the mailbox that COPY takes from

	// holders lists the sessions that saw \Recent on each message of the
	// scenario under way, by UID.
	holders map[uint32][]string

	once, more, never int // messages that were \Recent in one, several, no sessions
	missing           []missed
	claimed           bool // STATUS or EXAMINE took \Recent away
}

// scenarios are the circumstances in which a message can arrive.
func (p *recentProbe) scenarios() []func(box string, kind arrival) error {
	return []func(string, arrival) error{
		p.whileNobody, p.afterStatus, p.afterExamine, p.whileOne, p.whileSeveral, p.whileSelecting,
	}
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

func (p *recentProbe) copyOne(box string) error {
	if _, err := p.outside.ok("SELECT %s", p.source); err != nil {
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

// whileNobody: a message waits; the first session that selects sees it.
func (p *recentProbe) whileNobody(box string, kind arrival) error {
	from := p.mark()
	if err := kind.one(box); err != nil {
		return err
	}
	a, err := p.open("A", box, 1)
	if err != nil {
		return err
	}
	b, err := p.open("B", box, 1)
	if err != nil {
		return err
	}
	a.leave()
	b.leave()
	c, err := p.open("C", box, 1)
	if err != nil {
		return err
	}
	c.leave()
	p.conclude(from, kind.name+" while no session has the mailbox selected")
	return nil
}

// afterStatus: STATUS in between takes nothing.
func (p *recentProbe) afterStatus(box string, kind arrival) error {
	return p.afterLooking(box, kind, "STATUS", "recent/status-keeps", func() error {
		reply, err := p.outside.ok("STATUS %s (MESSAGES RECENT)", box)
		if err != nil {
			return err
		}
		for _, r := range reply.Find("STATUS") {
			if st, ok := wire.AsStatus(r); ok {
				if n, ok := st.Number("RECENT"); ok && n != 1 && kind.name != delivery {
					p.note("STATUS tells RECENT %d of 1 new message", n)
				}
			}
		}
		return nil
	})
}

// afterExamine: a read-only session in between takes nothing.
func (p *recentProbe) afterExamine(box string, kind arrival) error {
	return p.afterLooking(box, kind, "EXAMINE", "recent/examine-keeps", func() error {
		s, err := p.dial("X")
		if err != nil {
			return err
		}
		defer s.leave()
		_, err = s.ok("EXAMINE %s", box)
		return err
	})
}

func (p *recentProbe) afterLooking(box string, kind arrival, how, rule string, look func() error) error {
	from := p.mark()
	if err := kind.one(box); err != nil {
		return err
	}
	if err := look(); err != nil {
		return err
	}
	a, err := p.open("A", box, 1)
	if err != nil {
		return err
	}
	a.leave()
	if p.nobody() && p.once > 0 {
		// \Recent works without the look in between: the look has taken it.
		p.claimed = true
		p.find(rule, from, how+` takes \Recent from no message`, "after "+how+` nobody sees the message as \Recent`)
		clear(p.holders)
	}
	p.conclude(from, kind.name+" and "+how)
	return nil
}

func (p *recentProbe) nobody() bool {
	for _, names := range p.holders {
		if len(names) > 0 {
			return false
		}
	}
	return true
}

// whileOne: the session that has the mailbox selected sees it; one that comes
// later does not.
func (p *recentProbe) whileOne(box string, kind arrival) error {
	from := p.mark()
	a, err := p.open("A", box, 0)
	if err != nil {
		return err
	}
	if err := kind.one(box); err != nil {
		return err
	}
	if err := p.look(a, 1, nil); err != nil {
		return err
	}
	b, err := p.open("B", box, 1)
	if err != nil {
		return err
	}
	b.leave()
	a.leave()
	p.conclude(from, kind.name+" while one session has the mailbox selected")
	return nil
}

// whileSeveral: one of the sessions that have the mailbox selected sees it.
func (p *recentProbe) whileSeveral(box string, kind arrival) error {
	from := p.mark()
	var open []*session
	for _, name := range []string{"A", "B", "C"} {
		s, err := p.open(name, box, 0)
		if err != nil {
			return err
		}
		open = append(open, s)
	}
	for n := uint32(1); n <= 3; n++ {
		if err := kind.one(box); err != nil {
			return err
		}
		for i := range open { // each of them is the first once
			if err := p.look(open[(int(n)+i)%len(open)], n, nil); err != nil {
				return err
			}
		}
	}
	for _, s := range open {
		s.leave()
	}
	late, err := p.open("E", box, 3)
	if err != nil {
		return err
	}
	late.leave()
	p.conclude(from, kind.name+" while several sessions have the mailbox selected")
	return nil
}

// whileSelecting: of sessions that select at the same time one sees it.
func (p *recentProbe) whileSelecting(box string, kind arrival) error {
	from := p.mark()
	if err := kind.one(box); err != nil {
		return err
	}
	sessions, err := p.dialAll("A", "B", "C", "E")
	if err != nil {
		return err
	}
	pending := make([]*client.Pending, len(sessions))
	for i, s := range sessions {
		if pending[i], err = s.Start(p.ctx, "SELECT "+box); err != nil {
			return err
		}
	}
	for i, s := range sessions {
		reply, err := s.Wait(p.ctx, pending[i])
		if err != nil {
			return err
		}
		if err := reply.Err(); err != nil {
			return err
		}
	}
	for _, s := range sessions {
		if err := p.look(s, 1, nil); err != nil {
			return err
		}
	}
	for _, s := range sessions {
		s.leave()
	}
	p.conclude(from, kind.name+" and several SELECTs at once")
	return nil
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
