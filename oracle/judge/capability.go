package judge

import (
	"fmt"

	"imaporacle/internal/wire"
)

// capabilities takes what the server advertises.
func (s *session) capabilities(r *wire.Response) {
	if r.Name != "CAPABILITY" && !r.CodeIs("CAPABILITY") {
		return
	}
	list, _ := wire.AsCapability(r)
	s.caps, s.capsAt = make(map[string]bool, len(list)), s.event
	for _, name := range list {
		s.caps[upper(name)] = true
	}
}

// enabledSays takes ENABLED.
func (s *session) enabledSays(r *wire.Response) {
	var enable *command
	for _, c := range s.inflight {
		if c.verb == "ENABLE" && !c.bad {
			enable = c
		}
	}
	for _, v := range r.Args {
		name := upper(v.Text())
		if s.enabled[name] == 0 {
			s.enabledNew(name, enable)
		}
		s.enabled[name] = s.event
		switch name {
		case "UTF8=ACCEPT", "IMAP4REV2":
			s.utf8 = true
		case "CONDSTORE", "QRESYNC":
			s.condstore, s.aware = true, true
			s.enabled["CONDSTORE"] = s.event
		}
	}
}

// enabledNew: what is on was asked for, and is advertised. An extension of which
// another is a part need not be named (RFC 7162 §3.2.3).
func (s *session) enabledNew(name string, enable *command) {
	if enable == nil {
		if s.whole {
			s.blame("enable/asked", name+" was enabled without ENABLE")
		}
		return
	}
	if !mentions(enable.args, name) && !(name == "CONDSTORE" && mentions(enable.args, "QRESYNC")) {
		s.blame("enable/asked", name+" was not asked for", enable.first)
		return
	}
	if s.lacks(name) && !(name == "CONDSTORE" && s.advertises("QRESYNC")) && !(name == "UTF8=ACCEPT" && s.advertises("UTF8=ONLY")) {
		s.blame("enable/advertised", name+" is not advertised", s.capsAt, enable.first)
	}
}

// notified takes notice of a NOTIFY: with it, messages of the mailbox are told
// at any time (RFC 5465 §5).
func (s *session) notified(c *command) {
	if mentions(c.args, "NONE") {
		delete(s.enabled, "NOTIFY")
		return
	}
	s.enabled["NOTIFY"] = s.event
}

// answeredBad looks whether BAD was the answer to a command without a mistake.
func (s *session) answeredBad(c *command) {
	if !s.wellFormed(c) {
		return
	}
	if base[c.verb] && !c.uid {
		if extended := s.extensionOf(c); extended == "" {
			s.blame("command/not-bad", c.verb+" was answered BAD", c.first)
			return
		}
	}
	if ext := s.extensionOf(c); ext != "" && s.advertises(ext) {
		s.blame("capability/honoured", fmt.Sprintf("%s is advertised, and %s was answered BAD", ext, c.name()), s.capsAt, c.first)
	}
}
