package server_test

import (
	"fmt"
	"strings"
	"testing"

	"imaporacle/server/mailbox"
	"imaporacle/server/servertest"
)

// picture writes what a session has been told as "UID(flags)", with "r" for
// \Recent and "x" for what is gone; then what waits for it.
func picture(p *mailbox.Picture) string {
	if p == nil {
		return "none"
	}
	var b strings.Builder
	for _, m := range p.Messages {
		fmt.Fprintf(&b, "%d(%s)", m.UID, strings.Join(m.Flags, " "))
		if m.Recent {
			b.WriteString("r")
		}
		if m.Gone {
			b.WriteString("x")
		}
		b.WriteString(" ")
	}
	b.WriteString("|")
	for _, w := range p.Waiting {
		kind := map[mailbox.Kind]string{mailbox.Appended: "new", mailbox.FlagsChanged: "flags", mailbox.Expunged: "expunge"}[w.Kind]
		fmt.Fprintf(&b, " %s %d by %d", kind, w.UID, w.Conn)
	}
	return b.String()
}

// What a session has been told, and what waits for it, can be seen without it
// hearing anything.
func TestSession(t *testing.T) {
	s := newScript(t, servertest.New(t))
	see := func(conn int, want string) {
		t.Helper()
		info, told, ok := s.server.Session(conn)
		if got := picture(told); !ok || got != want {
			t.Errorf("connection %d, %+v: %s\nwant %s", conn, info, got, want)
		}
	}
	s.play(`
		mail INBOX 3
		A login user
		B login user
	`)
	see(1, "none")
	s.play(`
		A select INBOX
		B select INBOX
	`)
	see(1, "1()r 2()r 3()r |")
	see(2, "1() 2() 3() |")
	s.play(`
		A C: a1 STORE 1:2 +FLAGS.SILENT (\Deleted)
		A S: a1 OK …
		A C: a2 EXPUNGE
		A S: * 1 EXPUNGE
		A S: * 1 EXPUNGE
		A S: * 1 RECENT
		A S: a2 OK …
		A C: a3 STORE 1 +FLAGS.SILENT (\Seen)
		A S: a3 OK …
		mail INBOX 1
	`)
	see(1, `3(\Seen)r | new 4 by 0`)
	see(2, `1()x 2()x 3() | flags 1 by 1 flags 2 by 1 expunge 1 by 1 expunge 2 by 1 flags 3 by 1 new 4 by 0`)
	s.play(`
		B C: b1 STORE 3 +FLAGS.SILENT (\Flagged)
		B S: * 4 EXISTS
		B S: * 1 RECENT
		B S: * 1 FETCH (FLAGS (\Deleted))
		B S: * 2 FETCH (FLAGS (\Deleted))
		B S: * 3 FETCH (FLAGS (\Flagged \Seen))
		B S: b1 OK …
	`)
	see(2, `1(\Deleted)x 2(\Deleted)x 3(\Flagged \Seen) 4()r | expunge 1 by 0 expunge 2 by 0`)
	s.play(`
		B C: b2 UNSELECT
		B S: b2 OK …
	`)
	see(2, "none")
	s.finish()
}

func TestSessions(t *testing.T) {
	s := newScript(t, servertest.New(t))
	s.play(`
		A login user
		A examine INBOX
		A C: a1 IDLE
		A S: + idling
		B C: b1 NOOP
		B S: b1 OK …
	`)
	all := s.server.Sessions()
	if len(all) != 2 {
		t.Fatalf("sessions: %+v", all)
	}
	a, b := all[0], all[1]
	if a.Conn != 1 || a.User != "user" || a.Command != "IDLE" || a.Tag != "a1" || a.Mailbox != "INBOX" || !a.ReadOnly || a.Began.IsZero() || a.Remote == "" {
		t.Errorf("A: %+v", a)
	}
	if b.Conn != 2 || b.User != "" || b.Mailbox != "" {
		t.Errorf("B: %+v", b)
	}
	if !s.server.Disconnect(1) || s.server.Disconnect(1) {
		t.Error("A is not gone")
	}
	s.play(`
		A closed
		B C: b2 NOOP
		B S: b2 OK …
	`)
	if _, _, ok := s.server.Session(1); ok {
		t.Error("A is still there")
	}
	s.finish()
}
