package judge

import (
	"imaporacle/internal/wire"
)

// contradictions are pairs of attributes of which one mailbox has one at most
// (RFC 9051 §7.3.1).
var contradictions = [][2]string{
	{`\HasChildren`, `\HasNoChildren`}, {`\NoInferiors`, `\HasChildren`}, {`\Marked`, `\Unmarked`},
}

// listSays takes LIST and LSUB.
func (s *session) listSays(r *wire.Response) {
	m, ok := wire.AsList(r)
	if !ok {
		return
	}
	for _, pair := range contradictions {
		if m.HasAttr(pair[0]) && m.HasAttr(pair[1]) {
			s.blame("list/attributes", m.Mailbox+" has "+pair[0]+" and "+pair[1])
		}
	}
	for _, c := range s.inflight {
		if c.verb != "LIST" || c.wanted.listed == nil || r.Name != "LIST" {
			continue
		}
		if at := c.wanted.listed[boxName(m.Mailbox)]; at != 0 && len(s.inflight) == 1 && !c.crowded && !s.isEnabled("NOTIFY") {
			s.blame("list/once", m.Mailbox+" is named again", at)
		}
		if len(c.wanted.listed) < maxBoxes {
			c.wanted.listed[boxName(m.Mailbox)] = s.event
		}
	}
}

// listDone: INBOX is among everything (RFC 9051 §6.3.9), if the user has one.
func (s *session) listDone(c *command) {
	if c.verb != "LIST" || len(c.args) < 2 || c.args[0].isList || c.args[1].isList || c.text(0) != "" || c.text(1) != "*" {
		return
	}
	if c.wanted.listed["INBOX"] != 0 || !s.hasInbox() {
		return
	}
	s.blame("list/inbox", "LIST \"\" \"*\" without INBOX", c.first, s.account().boxes["INBOX"].at)
}

// hasInbox says whether INBOX was seen to be there.
func (s *session) hasInbox() bool {
	f := s.account().boxes["INBOX"]
	return f != nil && f.validity != 0
}
