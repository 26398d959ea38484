package room

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"imaporacle/faults"
)

// A Room that is closed leaves no goroutine.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// mails returns messages for INBOX of the user, with subjects "mail 1" and so on.
func mails(n int) []Mail {
	var all []Mail
	for i := range n {
		all = append(all, Mail{Message: fmt.Appendf(nil, "Subject: mail %d\r\n\r\nText %d.\r\n", i+1, i+1)})
	}
	return all
}

func newTestRoom(t testing.TB, o Options) *Room {
	t.Helper()
	r, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

// open returns lanes that are logged in and have INBOX selected.
func open(t testing.TB, r *Room, names ...string) []*Lane {
	t.Helper()
	var lanes []*Lane
	for _, name := range names {
		l, err := r.Open(context.Background(), name)
		if err != nil {
			t.Fatal(err)
		}
		lanes = append(lanes, l)
		send(t, l, "LOGIN user pass", "SELECT INBOX")
	}
	return lanes
}

func send(t testing.TB, l *Lane, commands ...string) {
	t.Helper()
	for _, c := range commands {
		if _, err := l.Send(context.Background(), c); err != nil {
			t.Fatalf("%s: %s: %v", l.Name(), c, err)
		}
	}
}

// said returns the lines behind that ID as "Ann C: A3 NOOP".
func said(r *Room, after int) string {
	lines, _ := r.Since(after, 10_000)
	names := make(map[int]string)
	for _, l := range r.Lanes() {
		names[l.ID] = l.Name
	}
	var b strings.Builder
	for _, l := range lines {
		fmt.Fprintf(&b, "%s %s: %s\n", names[l.Lane], strings.ToUpper(string(l.Who[:1])), l.Text)
	}
	return b.String()
}

func mustFault(t testing.TB, line string) faults.Fault {
	t.Helper()
	f, err := faults.Parse(line)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// written writes a lane's picture as "1:2 2:5 \Seen 3:7 gone": number, UID, flags.
func written(l *LaneState) string {
	var all []string
	for _, m := range l.Told {
		text := fmt.Sprintf("%d:%d", m.Seq, m.UID)
		for _, f := range m.Flags {
			text += " " + f
		}
		if m.Recent {
			text += ` \Recent`
		}
		if m.Gone {
			text += " gone"
		}
		all = append(all, text)
	}
	return strings.Join(all, ", ")
}

func laneState(t testing.TB, r *Room, id int, l *Lane) *LaneState {
	t.Helper()
	s := r.State(id)
	if s == nil {
		t.Fatalf("no state after line %d", id)
	}
	for _, ls := range s.Lanes {
		if ls.Lane == l.ID() {
			return ls
		}
	}
	t.Fatalf("%s is not in the state after line %d", l.Name(), id)
	return nil
}

// RFC 9051 §7.5.1: what one session expunges leaves the numbers of another as
// they are until it is told, so that the same number means two messages.
func TestSequenceNumbers(t *testing.T) {
	r := newTestRoom(t, Options{Mail: mails(3)})
	lanes := open(t, r, "Ann", "Bob")
	ann, bob := lanes[0], lanes[1]
	before := r.Last()
	send(t, ann, `STORE 1 +FLAGS.SILENT (\Deleted)`, "EXPUNGE")
	if got, want := said(r, before), "Ann C: A3 STORE 1 +FLAGS.SILENT (\\Deleted)\nAnn S: A3 OK STORE completed\nAnn C: A4 EXPUNGE\nAnn S: * 1 EXPUNGE\nAnn S: * 2 RECENT\nAnn S: A4 OK EXPUNGE completed\n"; got != want {
		t.Errorf("said:\n%swant:\n%s", got, want)
	}
	if got, want := written(laneState(t, r, 0, ann)), `1:2 \Recent, 2:3 \Recent`; got != want {
		t.Errorf("Ann was told %s, want %s", got, want)
	}
	b := laneState(t, r, 0, bob)
	if got, want := written(b), `1:1 gone, 2:2, 3:3`; got != want {
		t.Errorf("Bob was told %s, want %s", got, want)
	}
	if got, want := fmt.Sprint(b.Waiting), fmt.Sprintf("[{flags 1 %d} {expunged 1 %d}]", ann.ID(), ann.ID()); got != want {
		t.Errorf("for Bob waits %s, want %s", got, want)
	}
	send(t, bob, "NOOP")
	b = laneState(t, r, 0, bob)
	if got, want := written(b), `1:2, 2:3`; got != want || len(b.Waiting) > 0 {
		t.Errorf("Bob was told %s, %v waits; want %s", got, b.Waiting, want)
	}
	if got := r.Broken(); len(got) > 0 {
		t.Errorf("broken: %v", got)
	}
}

// What one lane does is told to those in IDLE before its Send returns (RFC 9051
// §6.3.13): lessons show it then.
func TestIdle(t *testing.T) {
	r := newTestRoom(t, Options{Mail: mails(2)})
	lanes := open(t, r, "Ann", "Bob", "Cid")
	ann, bob, cid := lanes[0], lanes[1], lanes[2]
	send(t, bob, "IDLE")
	send(t, cid, "IDLE")
	for n := range 20 {
		before := r.Last()
		command, want := `STORE 2 +FLAGS.SILENT (\Seen)`, `* 2 FETCH (FLAGS (\Seen))`
		if n%2 > 0 {
			command, want = `STORE 2 -FLAGS.SILENT (\Seen)`, `* 2 FETCH (FLAGS ())`
		}
		send(t, ann, command)
		got := said(r, before)
		for _, name := range []string{"Bob", "Cid"} {
			if !strings.Contains(got, name+" S: "+want) {
				t.Fatalf("%s has not heard %s:\n%s", name, want, got)
			}
		}
	}
	if _, err := bob.Send(context.Background(), "NOOP"); err == nil || !strings.Contains(err.Error(), "Bob is in IDLE") {
		t.Errorf("NOOP within IDLE: %v", err)
	}
	send(t, bob, "DONE", "NOOP")
	if got := r.Broken(); len(got) > 0 {
		t.Errorf("broken: %v", got)
	}
}
