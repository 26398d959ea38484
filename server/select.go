package server

import (
	"imaporacle/server/front"
)

// selectMailbox answers SELECT and EXAMINE. The base opens the mailbox, as it
// must know the state, and gives all responses but those of
// RFC 7162, 8474 and 4467.
func selectMailbox(s *session, c *front.Command) error {
	a := c.Args()
	p, err := readSelect(a)
	if err != nil {
		return err
	}
	if p.qresync != nil && !s.qresync {
		return front.Bad("QRESYNC needs ENABLE QRESYNC first") // RFC 7162 §3.2.5
	}
	if p.qresync != nil && len(p.qresync.seqs) > 0 && s.uidOnly {
		return errUIDRequired
	}
	// HIGHESTMODSEQ comes below in any case, and for the new mailbox.
	s.condstore = s.condstore || p.condstore || p.qresync != nil
	if err := s.passOn(c.Name, p.plain, nil); err != nil || s.view == nil {
		return err
	}
	if c.Name == "SELECT" && s.view.ReadOnly() {
		s.ok("READ-ONLY", "SELECT completed") // RFC 4314 §5.2
	}
	s.tellOfExtensions()
	if p.qresync != nil {
		s.resync(p.qresync)
	}
	return nil
}

// tellOfExtensions sends what only extensions add to the answer, as far as the
// client is to know of them.
func (s *session) tellOfExtensions() {
	o := &s.server.options
	if s.condstore || !o.hides("CONDSTORE") {
		s.sendHighestModSeq() // RFC 7162 §3.1.2.1
	}
	if !o.hides("OBJECTID") {
		s.conn.Line("* OK [MAILBOXID (", s.view.Mailbox().ID(), ")] Mailbox ID") // RFC 8474 §4.2
	}
	if !o.hides("URLAUTH") {
		s.tellURLMech() // RFC 4467 §8
	}
}

// selectParams are the arguments of SELECT (RFC 4466 §2.1).
type selectParams struct {
	plain     []byte // the part without parameters, for the base
	condstore bool   // RFC 7162 §3.1.8
	qresync   *resyncParams
}

func readSelect(a *front.Args) (p selectParams, err error) {
	whole := a.Rest()
	if err = a.SP(); err != nil {
		return p, err
	}
	if err = aMailbox(a); err != nil {
		return p, err
	}
	p.plain = whole[:len(whole)-len(a.Rest())]
	if a.Peek() == 0 {
		return p, a.End()
	}
	return p, sequence(a, func(a *front.Args) error {
		return a.List("a list of parameters", false, func() error { return p.read(a) })
	})
}

func (p *selectParams) read(a *front.Args) error {
	name, err := a.Keyword("a parameter")
	switch {
	case err != nil:
		return err
	case name == "CONDSTORE" && !p.condstore:
		p.condstore = true
		return nil
	case name == "QRESYNC" && p.qresync == nil:
		p.qresync, err = readResync(a)
		return err
	case name == "CONDSTORE", name == "QRESYNC":
		return front.Bad("%s is given twice", name)
	}
	return front.Bad("Unknown SELECT parameter %.40s", name)
}
