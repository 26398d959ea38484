package tester

import (
	"imaporacle/internal/wire"
	"imaporacle/tester/client"
)

// scenarios are the circumstances in which a message can arrive.
func (p *recentProbe) scenarios() []func(box string, kind arrival) error {
	return []func(string, arrival) error{
		p.whileNobody, p.afterStatus, p.afterExamine, p.whileOne, p.whileSeveral, p.whileSelecting,
	}
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
