package server_test

import (
	"errors"
	"slices"
	"testing"

	"imaporacle/server"
	"imaporacle/server/servertest"
)

// Who may log in changes while the server runs.
func TestUsers(t *testing.T) {
	srv := servertest.New(t)
	s := newScript(t, srv)
	for _, err := range []error{srv.AddUser("ann", "pass"), srv.SetPassword("user", "other")} {
		if err != nil {
			t.Fatal(err)
		}
	}
	s.play(`
		A login ann
		B C: b1 LOGIN user pass
		B S: b1 NO [AUTHENTICATIONFAILED] …
		B C: b2 LOGIN user other
		B S: b2 OK …
	`)
	if err := srv.RemoveUser("ann"); err != nil {
		t.Fatal(err)
	}
	s.play(`
		A closed
		C C: c1 LOGIN ann pass
		C S: c1 NO [AUTHENTICATIONFAILED] …
		B C: b3 NOOP
		B S: b3 OK …
	`)
	if got := srv.Users(); !slices.Equal(got, []string{"user"}) {
		t.Errorf("users: %q", got)
	}
	if err := srv.AddUser("user", "x"); !errors.Is(err, server.ErrUserExists) {
		t.Errorf("a second user: %v", err)
	}
	for _, err := range []error{srv.RemoveUser("ann"), srv.SetPassword("ann", "x")} {
		if !errors.Is(err, server.ErrNoUser) {
			t.Errorf("ann: %v", err)
		}
	}
	s.finish()
}
