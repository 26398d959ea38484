package tester

import (
	"bytes"
	"fmt"
	"net"
	"net/textproto"
	"os/exec"
	"time"

	"imaporacle/internal/wire"
)

// deliverOne has a message delivered into the user's INBOX by the command or
// the LMTP server of the configuration (RFC 2033).
func (p *recentProbe) deliverOne(string) error {
	m := p.newMail()
	p.delivered = append(p.delivered, m)
	if p.cfg.LMTP != "" {
		return p.deliverLMTP(m.raw)
	}
	cmd := exec.CommandContext(p.ctx, "sh", "-c", p.cfg.Deliver)
	cmd.Stdin = bytes.NewReader(m.raw)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("delivery command %q: %w: %.200s", p.cfg.Deliver, err, out)
	}
	return nil
}

func (p *recentProbe) deliverLMTP(raw []byte) error {
	conn, err := (&net.Dialer{Timeout: p.timeout()}).DialContext(p.ctx, "tcp", p.cfg.LMTP)
	if err != nil {
		return fmt.Errorf("LMTP: %w", err)
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(p.timeout()))
	text := textproto.NewConn(conn)
	steps := []struct {
		send string
		code int
	}{
		{"", 220}, {"LHLO localhost", 250}, {"MAIL FROM:<sender@example.org>", 250},
		{"RCPT TO:<" + p.cfg.User + ">", 250}, {"DATA", 354},
	}
	for _, step := range steps {
		if step.send != "" {
			if err := text.PrintfLine("%s", step.send); err != nil {
				return fmt.Errorf("LMTP: %w", err)
			}
		}
		if _, _, err := text.ReadResponse(step.code); err != nil {
			return fmt.Errorf("LMTP %s: %w", step.send, err)
		}
	}
	w := text.DotWriter()
	w.Write(raw)
	if err := w.Close(); err != nil {
		return fmt.Errorf("LMTP: %w", err)
	}
	if _, _, err := text.ReadResponse(250); err != nil {
		return fmt.Errorf("LMTP: %w", err)
	}
	return text.PrintfLine("QUIT")
}

func (p *recentProbe) timeout() time.Duration {
	if p.cfg.Timeout > 0 {
		return p.cfg.Timeout
	}
	return 15 * time.Second
}

// delivery names the kind of arrival.
const delivery = "delivery"

// inboxState is what stands in INBOX before a scenario; zero for a mailbox of
// the probe's own.
type inboxState struct {
	messages, uidNext uint32
}

// inbox selects INBOX, so that nothing in it is \Recent any more.
func (p *recentProbe) inbox() (inboxState, error) {
	s, err := p.dial("inbox")
	if err != nil {
		return inboxState{}, err
	}
	defer s.leave()
	if _, err := s.ok("SELECT INBOX"); err != nil {
		return inboxState{}, err
	}
	states, err := s.states(false)
	state := inboxState{messages: s.View().Exists, uidNext: 1}
	for _, st := range states {
		state.uidNext = max(state.uidNext, st.uid+1)
	}
	return state, err
}

// removeDelivered takes the delivered messages, and no others, out of INBOX.
func (p *recentProbe) removeDelivered() error {
	s, err := p.dial("inbox")
	if err != nil {
		return err
	}
	defer s.leave()
	if _, err := s.ok("SELECT INBOX"); err != nil {
		return err
	}
	for _, m := range p.delivered {
		reply, err := s.ok("UID SEARCH HEADER Message-ID %s", m.marker)
		if err != nil {
			return err
		}
		for _, r := range reply.Find("SEARCH") {
			uids, _ := wire.AsSearch(r)
			for _, uid := range uids {
				if err := s.remove(uid); err != nil {
					return err
				}
			}
		}
	}
	p.delivered = nil
	return nil
}

// remove expunges one message. Without UIDPLUS that would take others with it:
// then it is only marked.
func (s *session) remove(uid uint32) error {
	if _, err := s.ok(`UID STORE %d +FLAGS.SILENT (\Deleted)`, uid); err != nil {
		return err
	}
	if !s.Has("UIDPLUS") && !s.Has("IMAP4REV2") {
		s.t.note(`delivered messages are left in INBOX, marked \Deleted: the server has no UID EXPUNGE`)
		return nil
	}
	_, err := s.ok("UID EXPUNGE %d", uid)
	return err
}
