package judge

import (
	"fmt"

	"imaporacle/internal/wire"
)

// statusSays takes STATUS.
func (s *session) statusSays(r *wire.Response) {
	st, ok := wire.AsStatus(r)
	if !ok {
		return
	}
	s.statusConsistent(st)
	for _, c := range s.inflight {
		if c.verb == "STATUS" && !c.bad && boxName(c.text(0)) == boxName(st.Mailbox) {
			s.statusAnswers(c, st)
			return
		}
	}
	s.learnStatus(st, s.factsOf(st.Mailbox))
}

// statusAnswers holds STATUS against what the command has asked for.
func (s *session) statusAnswers(c *command, st wire.MailboxStatus) {
	for _, item := range c.wanted.status {
		if _, ok := st.Get(item); !ok {
			s.blame("status/items", "no "+item, c.first)
			break
		}
	}
	f := c.before
	validity, ok := st.Number("UIDVALIDITY")
	if ok && (validity == 0 || validity > 1<<32-1) {
		return // no mailbox has it: a matter of syntax
	}
	if ok && f.f != nil && f.validity != uint32(validity) {
		if uint32(validity) < f.validity {
			s.blame("uidvalidity/grows", fmt.Sprintf("UIDVALIDITY was %d and is %d", f.validity, validity), f.at, c.first)
		}
		s.learnStatus(st, s.under(st.Mailbox, uint32(validity)))
		return
	}
	if f.f == nil || s.factsOf(st.Mailbox) != f.f {
		return
	}
	if next, ok := st.Number("UIDNEXT"); ok {
		s.uidNextStale(uint32(min(next, 1<<32-1)), f, c.first)
	}
	s.learnStatus(st, f.f)
}

func (s *session) learnStatus(st wire.MailboxStatus, f *facts) {
	if next, ok := st.Number("UIDNEXT"); ok && next <= 1<<32-1 && f.validity != 0 {
		f.raise(uint32(next), s.event)
	}
}

// statusConsistent holds the items of a STATUS against each other.
func (s *session) statusConsistent(st wire.MailboxStatus) {
	messages, ok := st.Number("MESSAGES")
	if !ok {
		return
	}
	for _, part := range []string{"UNSEEN", "RECENT", "DELETED"} {
		if n, ok := st.Number(part); ok && n > messages {
			s.blame("status/consistent", fmt.Sprintf("%s %d of MESSAGES %d", part, n, messages))
			return
		}
	}
	if next, ok := st.Number("UIDNEXT"); ok && next != 0 && next <= messages {
		s.blame("status/consistent", fmt.Sprintf("UIDNEXT %d after MESSAGES %d", next, messages))
	}
}
