package main

import (
	"bytes"
	"context"
	"net"
	"strings"
	"testing"

	"imaporacle/server"
	"imaporacle/server/front"
	"imaporacle/server/mailbox"
	"imaporacle/server/servertest"
)

// interrupter cancels when the client says a word for the first time.
type interrupter struct {
	word   string
	cancel context.CancelFunc
}

func (i interrupter) Response(_ *front.Command, resp []byte) []byte { return resp }

func (i interrupter) Received(data []byte) {
	if bytes.Contains(data, []byte(i.word)) {
		i.cancel()
	}
}

// A test that is interrupted removes its mailboxes, prints what there is, and
// does not pass.
func TestInterrupt(t *testing.T) {
	for _, word := range []string{"SELECT", "STORE", "EXPUNGE"} {
		t.Run(word, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			srv := servertest.New(t, servertest.With(func(o *server.Options) {
				o.Filters = func(int, net.Addr) []front.Filter { return []front.Filter{interrupter{word, cancel}} }
			}))
			var stdout, stderr bytes.Buffer
			args := []string{"test", srv.Addr(), "--user", "user", "--pass", "pass"}
			if got := run(ctx, args, nil, &stdout, &stderr); got != couldNotRun {
				t.Errorf("status %d, want %d", got, couldNotRun)
			}
			if !strings.Contains(stdout.String(), "| Checkpoint |") || !strings.Contains(stdout.String(), "?") {
				t.Errorf("no row in\n%s", &stdout)
			}
			if !strings.Contains(stderr.String(), "imaporacle: test: could not tell") {
				t.Errorf("stderr: %s", &stderr)
			}
			account, err := srv.Account("user")
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range account.Entries() {
				if e.Name != mailbox.Inbox {
					t.Errorf("%q is left", e.Name)
				}
			}
		})
	}
}
