package tester

import (
	"fmt"
	"slices"

	"imaporacle/internal/wire"
	"imaporacle/oracle"
	"imaporacle/tester/client"
)

// probeExpungeStore asks what STORE does to a message that another session has
// expunged, and who sees it: session B stores to the expunged message 1 and to
// message 2; session C has not been told either, and looks; session E selects
// afresh.
func probeExpungeStore(t *trial) error {
	loud := &storeProbe{trial: t, item: "+FLAGS"}
	if err := loud.run(); err != nil {
		return err
	}
	if loud.sc.refused {
		return nil
	}
	loud.conclude()
	quiet := &storeProbe{trial: &trial{run: t.run, column: t.column}, item: "+FLAGS.SILENT"}
	err := quiet.run()
	t.adopt(quiet.trial)
	if err != nil {
		return fmt.Errorf("with .SILENT: %w", err)
	}
	cell, _, _ := quiet.cell()
	t.note("with .SILENT: %s", cell)
	return nil
}

// adopt takes over what another trial has to clean up.
func (t *trial) adopt(o *trial) {
	t.sessions = append(t.sessions, o.sessions...)
	t.boxNames = append(t.boxNames, o.boxNames...)
}

// storeProbe is one run of the probe.
type storeProbe struct {
	*trial
	item string // the form of STORE
	sc   *scene
	b, c *session
	from int // where in the transcript the STORE stands

	answer   wire.Status
	expunged bool // EXPUNGE came inside the STORE
	// what the sessions see of the flag, after the STORE
	storing, other seen
	mute           bool // nothing shows message 1 to the storing session, and STORE told of neither
	fresh          bool // whether session E sees it on message 2
}

// seen is whether a session sees the flag on messages 1 and 2; hidden, whether
// nothing shows it message 1 at all; told, whether it was told of the EXPUNGE by
// the answer, so that nothing will.
type seen struct{ gone, live, hidden, told bool }

// The flag that is stored. \Answered is set on every message from the start,
// so that a session that sees neither sees no flags at all.
const (
	storedFlag  = "FLAGGED"
	controlFlag = "ANSWERED"
)

func (p *storeProbe) run() error {
	var err error
	if p.b, err = p.dial("B"); err != nil {
		return err
	}
	if p.c, err = p.dial("C"); err != nil {
		return err
	}
	if p.sc, err = p.newScene(1, p.b, p.c); err != nil {
		return err
	}
	if err := p.sc.expunge(); err != nil {
		return err
	}
	p.from = p.mark()
	reply, err := p.b.do(`STORE 1,2 %s (\Flagged)`, p.item)
	if err != nil {
		return err
	}
	p.answer = reply.Tagged.Status
	p.expunged = len(expunges(reply)) > 0
	if p.expunged {
		return nil
	}
	if err := p.look(reply); err != nil || p.answer != wire.OK {
		return err
	}
	if p.sc.refused {
		if !p.other.gone || !p.other.live {
			return precondition("EXPUNGE is refused, and then STORE is not seen by another session")
		}
		return p.sc.confirmRefusal(p.b, p.c)
	}
	return nil
}

// look has each session say what it sees. A server may need time until one
// session sees what another did, so C and E look again if need be.
func (p *storeProbe) look(reply *client.Reply) error {
	var err error
	if p.storing, err = p.sees(p.b); err != nil {
		return err
	}
	if p.storing.hidden {
		// Then the response to STORE itself must do.
		states := statesOf(reply)
		st, told := states[1]
		_, live := states[2]
		p.storing.gone, p.storing.hidden = st.flags.has(`\`+storedFlag), !told
		p.mute = !told && !live
	}
	if _, err = p.settle(func() (bool, error) {
		if p.other, err = p.sees(p.c); err != nil {
			return false, err
		}
		return p.other.told || p.other.live == p.storing.live && (p.other.hidden || p.other.gone == p.storing.gone), nil
	}); err != nil {
		return err
	}
	e, err := p.dial("E")
	if err != nil {
		return err
	}
	defer e.leave()
	_, err = p.settle(func() (bool, error) {
		if _, err := e.ok("EXAMINE %s", p.sc.box); err != nil {
			return false, err
		}
		states, err := e.states(false)
		if err != nil {
			return false, err
		}
		for _, st := range states {
			if st.uid == p.sc.uids[1] {
				p.fresh = st.flags.has(`\` + storedFlag)
			}
		}
		return p.fresh == p.storing.live, nil
	})
	return err
}

// sees asks a session for the flag on both messages. FETCH says it if it still
// shows the message; a server that does not may still find it by SEARCH, which
// is asked first because it may not change what the session has been told.
func (p *storeProbe) sees(s *session) (seen, error) {
	flagged, told, err := s.search(storedFlag)
	if err != nil {
		return seen{}, err
	}
	by := seen{gone: slices.Contains(flagged, 1), live: slices.Contains(flagged, 2), told: told}
	if told { // the numbers are others now; what was not seen may have been on its way
		by.hidden = !by.gone
		return by, nil
	}
	control, _, err := s.search(controlFlag)
	if err != nil {
		return seen{}, err
	}
	if slices.Contains(control, 1) {
		return by, nil
	}
	reply, err := s.do("FETCH 1:2 (FLAGS)")
	if err != nil {
		return seen{}, err
	}
	first := statesOf(reply)[1].flags
	if len(expunges(reply)) > 0 || !first.has(`\`+controlFlag) {
		by.hidden = true
		return by, nil
	}
	by.gone = first.has(`\` + storedFlag)
	return by, nil
}

// search returns the numbers that are found, and whether EXPUNGE came beside
// them.
func (s *session) search(key string) (found []uint32, told bool, err error) {
	reply, err := s.ok("SEARCH %s", key)
	if err != nil {
		return nil, false, err
	}
	found, err = searched(reply)
	return found, len(expunges(reply)) > 0, err
}

// cell makes the word of the table of what was seen.
func (p *storeProbe) cell() (oracle.Cell, oracle.Detail, string) {
	switch {
	case p.expunged:
		return oracle.Broken, oracle.NoDetail, "expunge/not-during-store"
	case p.answer == wire.BAD:
		return oracle.No, oracle.NoDetail, "expunge/not-bad"
	case p.answer != wire.OK:
		return oracle.No, oracle.NoDetail, "expunge/store-no"
	case p.mute && p.fresh: // it tells of no message that it has changed
		return oracle.Unknown, oracle.NoDetail, ""
	case p.storing.hidden, !p.storing.gone:
		// Also if nothing shows the storing session that anything changed.
		return oracle.Ignored, oracle.NoDetail, "expunge/store-ignored"
	case p.other.hidden && p.other.live:
		return oracle.Unknown, oracle.NoDetail, ""
	case p.other.gone && p.other.live:
		return oracle.Yes, oracle.NoDetail, ""
	case p.other.live:
		return oracle.Session, oracle.NoDetail, "expunge/store-private"
	case p.fresh:
		return oracle.Delayed, oracle.NoDetail, "expunge/store-delayed"
	}
	return oracle.Session, oracle.NeverSeenDetail, "flags/private"
}

// conclude makes verdict and findings.
func (p *storeProbe) conclude() {
	cell, detail, rule := p.cell()
	p.verdict.Cell, p.verdict.Detail = cell, detail
	p.verdict.Legal = rule == "expunge/store-no"
	if rule != "" {
		p.find(rule, p.from, `after STORE 1,2 +FLAGS (\Flagged) the sessions that have not been told see it on both messages`, p.tells())
	}
	if cell == oracle.Unknown {
		p.note("neither FETCH nor SEARCH shows the expunged message to the session that looks")
	}
	if cell == oracle.Ignored && !p.fresh {
		p.find("expunge/store-live-lost", p.from, `the flag is set on message 2, which exists`, p.tells())
	}
	if cell == oracle.No {
		p.note("on NO the message that exists was %s", map[bool]string{true: "changed", false: "left as it was"}[p.fresh])
	}
}

// tells puts into words what was seen.
func (p *storeProbe) tells() string {
	if p.expunged {
		return "EXPUNGE came before the tagged response to STORE"
	}
	return fmt.Sprintf("STORE was answered %s; session B sees the flag on %s, session C on %s, a session that selects afresh %s",
		p.answer, p.storing, p.other, map[bool]string{true: "sees it on message 2", false: "does not see it"}[p.fresh])
}

func (s seen) String() string {
	switch {
	case s.gone && s.live:
		return "messages 1 and 2"
	case s.gone:
		return "message 1"
	case s.live:
		return "message 2"
	}
	return "neither message"
}
