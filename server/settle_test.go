package server_test

import (
	"context"
	"errors"
	"testing"

	"imaporacle/server/mailbox"
	"imaporacle/server/servertest"
)

// When Settle returns, a client in IDLE has been sent all that has happened,
// and its View has nothing more to tell (RFC 9051 §6.3.13).
func TestSettle(t *testing.T) {
	s := newScript(t, servertest.New(t))
	s.play(`
		mail INBOX 1
		A login user
		A select INBOX
	`)
	if err := s.server.Settle(context.Background()); err != nil { // nobody rests
		t.Error(err)
	}
	user, view := s.server.Selected(1)
	if user != "user" || view == nil || view.Mailbox().Name() != "INBOX" {
		t.Fatalf("selected: %s, %v", user, view)
	}
	if user, view := s.server.Selected(99); user != "" || view != nil {
		t.Errorf("connection 99: %s, %v", user, view)
	}
	s.play(`
		A C: i IDLE
		A S: + idling
	`)
	account, err := s.server.Account("user")
	if err != nil {
		t.Fatal(err)
	}
	mb, err := account.Get("INBOX")
	if err != nil {
		t.Fatal(err)
	}
	for range 50 {
		if _, _, err := mb.Append(mailbox.NewMessage{Body: []byte("x")}); err != nil {
			t.Fatal(err)
		}
		if err := s.server.Settle(context.Background()); err != nil {
			t.Fatal(err)
		}
		if p := view.Picture(); len(p.Waiting) > 0 {
			t.Fatalf("%d changes wait", len(p.Waiting))
		}
	}
	ctx, cancel := context.WithCancelCause(context.Background())
	why := errors.New("no time")
	cancel(why)
	if err := s.server.Settle(ctx); err != nil && !errors.Is(err, why) {
		t.Errorf("without time: %v", err)
	}
}
