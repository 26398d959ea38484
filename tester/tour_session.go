package tester

import (
	"errors"
	"fmt"

	"imaporacle/internal/wire"
	"imaporacle/tester/client"
)

// These stops of the tour are about sessions rather than mail.

// tourIdentity opens INBOX, and again after ID if it must not (RFC 2971 §3).
func tourIdentity(t *trial) error {
	s, err := t.dial("tour")
	if err != nil {
		return err
	}
	reply, err := s.do("EXAMINE INBOX")
	if err != nil || reply.Tagged.Status != wire.NO || !s.Has("ID") {
		return err
	}
	return s.say(`ID ("name" "imaporacle")`, "EXAMINE INBOX")
}

// tourRefusals asks for what is not there, and says what no server knows. The
// end of LOGOUT proves that no answer to it is to come.
func tourRefusals(t *trial) error {
	s, err := t.dial("tour")
	if err != nil {
		return err
	}
	if err := s.say("STATUS " + client.Quote(t.namespace(s)+t.cfg.Prefix+"-none") + " (MESSAGES)"); err != nil {
		return err
	}
	pending, err := s.Pipeline(t.ctx, "XIMAPORACLE", "LOGOUT")
	if err != nil {
		return err
	}
	_, err = s.Wait(t.ctx, pending[1])
	return err
}

// tourLogin says LOGIN where LOGINDISABLED forbids it (RFC 9051 §6.2.3). The
// password goes no other way than in all the other sessions, which say
// AUTHENTICATE PLAIN then.
func tourLogin(t *trial) error {
	c, err := client.Dial(t.ctx, t.cfg.Config, "tour", t.result.Transcript)
	if err != nil {
		return err
	}
	defer c.Close()
	if _, err := c.Capabilities(t.ctx); err != nil || !c.Has("LOGINDISABLED") || !c.Has("AUTH=PLAIN") {
		return err
	}
	_, err = c.TryLogin(t.ctx)
	return err
}

// crowd is how many connections are opened at once: one more than large
// services allow.
const crowd = 16

// tourCrowd opens many connections. That one is refused is due to their number
// if others can be had when they are gone.
func tourCrowd(t *trial) error {
	from := t.mark()
	var open []*client.Client
	var refused error
	for n := range crowd {
		c, err := client.Dial(t.ctx, t.cfg.Config, fmt.Sprintf("crowd%d", n+1), t.result.Transcript)
		if err != nil {
			refused = err
			break
		}
		open = append(open, c)
	}
	to := t.result.Transcript.Len()
	for _, c := range open {
		_ = c.Logout(t.ctx)
	}
	var closed *client.ClosedError
	if len(open) == 0 || !errors.As(refused, &closed) {
		return refused
	}
	again, err := t.settle(func() (bool, error) {
		c, err := client.Dial(t.ctx, t.cfg.Config, "tour", t.result.Transcript)
		if err != nil {
			return false, t.ctx.Err()
		}
		_ = c.Logout(t.ctx)
		return true, nil
	})
	if err == nil && again {
		t.findLines("refusal/limit", from, to, fmt.Sprintf("%d connections can be open at once", crowd),
			fmt.Sprintf("connection %d was refused: %v", len(open)+1, closed))
	}
	return err
}

// tourTLS negotiates TLS where STARTTLS is offered (RFC 9051 §6.2.1), unless all
// sessions do.
func tourTLS(t *trial) error {
	if t.cfg.TLS != client.None {
		return nil
	}
	plain, err := client.Dial(t.ctx, t.cfg.Config, "tls", t.result.Transcript)
	if err != nil {
		return err
	}
	_, err = plain.Capabilities(t.ctx)
	offered := plain.Has("STARTTLS")
	_ = plain.Logout(t.ctx)
	if err != nil || !offered {
		return err
	}
	cfg := t.cfg.Config
	cfg.TLS, cfg.Insecure = client.StartTLS, true // whose the certificate is, is not asked
	from := t.mark()
	c, err := client.Dial(t.ctx, cfg, "tls", t.result.Transcript)
	if err == nil {
		return c.Logout(t.ctx)
	}
	var failed *client.HandshakeError
	if errors.As(err, &failed) && t.ctx.Err() == nil {
		t.find("tls/negotiated", from, "STARTTLS answered OK leads to TLS", failed.Error())
	}
	return err
}
