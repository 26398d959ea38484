// Package servertest starts IMAP servers in Go tests of mail clients.
package servertest

import (
	"testing"
	"time"

	"imaporacle/server"
	"imaporacle/server/mailbox"
)

// Option changes how a test's server is made.
type Option func(*server.Options)

// With gives full control over the options.
func With(change func(*server.Options)) Option { return change }

// New starts a server on a free loopback port, which is closed when the test
// ends. Without options it keeps mail in memory and has one user, "user" with
// the password "pass".
func New(t testing.TB, options ...Option) *server.Server {
	t.Helper()
	var o server.Options
	for _, option := range options {
		option(&o)
	}
	s := server.New(o)
	if err := s.Start(); err != nil {
		t.Fatalf("servertest: %v", err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("servertest: close: %v", err)
		}
	})
	return s
}

// Deliver puts messages into a mailbox of user, as a delivery agent would.
func Deliver(t testing.TB, s *server.Server, user, name string, messages ...string) {
	t.Helper()
	account, err := s.Account(user)
	if err != nil {
		t.Fatalf("servertest: %v", err)
	}
	mb, err := account.Get(name)
	if err != nil {
		t.Fatalf("servertest: %s: %v", name, err)
	}
	for _, m := range messages {
		if _, _, err := mb.Append(mailbox.NewMessage{Date: time.Now(), Body: []byte(m)}); err != nil {
			t.Fatalf("servertest: %s: %v", name, err)
		}
	}
}
