package room

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"imaporacle/server/mailbox"
)

// idOf returns the ID of the last line of a lane that has this text.
func idOf(t testing.TB, r *Room, l *Lane, text string) int {
	t.Helper()
	lines, _ := r.Since(0, 10_000)
	for i := len(lines) - 1; i >= 0; i-- {
		if lines[i].Lane == l.ID() && strings.Contains(lines[i].Text, text) {
			return lines[i].ID
		}
	}
	t.Fatalf("%s has no line %q", l.Name(), text)
	return 0
}

// The state after a line is what the session had been told once that response
// had gone out, and not what its command was to tell in the end.
func TestStateAfterEachLine(t *testing.T) {
	r := newTestRoom(t, Options{Mail: mails(4)})
	lanes := open(t, r, "Ann", "Bob")
	ann, bob := lanes[0], lanes[1]
	send(t, ann, `STORE 1,3 +FLAGS.SILENT (\Deleted)`, "EXPUNGE", `STORE 2 +FLAGS.SILENT (\Flagged)`)
	send(t, ann, "APPEND INBOX {14}\r\nSubject: new\r\n")
	start := r.Last()
	send(t, bob, "NOOP")
	want := []struct{ text, told, waiting string }{
		{"NOOP", "1:1 gone, 2:2, 3:3 gone, 4:4", "flags 1, flags 3, expunged 1, expunged 3, flags 4, appended 5"},
		{"* 1 EXPUNGE", "1:2, 2:3 gone, 3:4", "flags 3, expunged 3, flags 4, appended 5"},
		{"* 2 EXPUNGE", "1:2, 2:4", "flags 4, appended 5"},
		{"* 3 EXISTS", `1:2, 2:4, 3:5`, "flags 4"},
		{`* 2 FETCH (FLAGS (\Flagged))`, `1:2, 2:4 \Flagged, 3:5`, ""},
		{"OK NOOP", `1:2, 2:4 \Flagged, 3:5`, ""},
	}
	lines, _ := r.Since(start, 100)
	for i, w := range want {
		if i >= len(lines) || !strings.Contains(lines[i].Text, w.text) {
			t.Fatalf("line %d is not %q:\n%s", i, w.text, said(r, start))
		}
		s := laneState(t, r, lines[i].ID, bob)
		var waiting []string
		for _, x := range s.Waiting {
			waiting = append(waiting, fmt.Sprint(x.What, " ", x.UID))
		}
		if got := strings.Join(waiting, ", "); written(s) != w.told || got != w.waiting || s.WaitingAll != len(waiting) {
			t.Errorf("after %s: %s; %s wait; want %s; %s", w.text, written(s), got, w.told, w.waiting)
		}
	}
	if s := laneState(t, r, 0, ann); written(s) != `1:2 \Recent, 2:4 \Flagged \Recent, 3:5 \Recent` || s.Recent != 3 {
		t.Errorf("Ann: %s, RECENT %d", written(s), s.Recent)
	}
}

// The mailbox itself is as it was then, too; what did not change is shared.
func TestBoxes(t *testing.T) {
	r := newTestRoom(t, Options{Mail: mails(2)})
	ann := open(t, r, "Ann")[0]
	send(t, ann, `STORE 1 +FLAGS (\Seen)`, "NOOP")
	before, after := r.State(idOf(t, r, ann, "STORE 1 +FLAGS")), r.State(0)
	if len(before.Boxes) != 1 || len(after.Boxes) != 1 {
		t.Fatalf("%d and %d mailboxes", len(before.Boxes), len(after.Boxes))
	}
	b, a := before.Boxes[0], after.Boxes[0]
	if b.User != "user" || b.Name != "INBOX" || b.Total != 2 || b.UIDNext != 3 || b.Messages[0].Subject != "mail 1" {
		t.Errorf("before: %+v, %+v", b, b.Messages[0])
	}
	if len(b.Messages[0].Flags) != 0 || fmt.Sprint(a.Messages[0].Flags) != `[\Seen]` || a.HighestModSeq != b.HighestModSeq+1 {
		t.Errorf("flags %v and %v, mod-sequences %d and %d", b.Messages[0].Flags, a.Messages[0].Flags, b.HighestModSeq, a.HighestModSeq)
	}
	if a.Messages[1] != b.Messages[1] {
		t.Error("a message that did not change is not shared")
	}
	if s := r.State(1); len(s.Lanes) != 1 || s.Lanes[0].Lane != ann.ID() || s.Lanes[0].User != "" {
		t.Errorf("when Ann is connected there is %+v", s.Lanes)
	}
	if s := laneState(t, r, idOf(t, r, ann, "OK [CAPABILITY"), ann); s.User != "user" || s.Mailbox != "" {
		t.Errorf("when Ann is logged in there is %+v", s)
	}
	send(t, ann, "CLOSE")
	if s := r.State(0); len(s.Boxes) != 0 || s.Lanes[0].Mailbox != "" {
		t.Errorf("nothing is selected, and there is %+v, %+v", s.Boxes, s.Lanes[0])
	}
}

// Of a large mailbox both ends are shown.
func TestWindow(t *testing.T) {
	const n = 2*window + 50
	r := newTestRoom(t, Options{Mail: mails(n)})
	ann := open(t, r, "Ann")[0]
	send(t, ann, `STORE 100:151 +FLAGS.SILENT (\Seen)`, "FETCH 99:152 (FLAGS)")
	s := r.State(0)
	box, l := s.Boxes[0], s.Lanes[0]
	if len(box.Messages) != 2*window || box.Total != n || len(l.Told) != 2*window || l.Exists != n {
		t.Fatalf("%d of %d messages, %d of %d told", len(box.Messages), box.Total, len(l.Told), l.Exists)
	}
	for i, m := range l.Told {
		seq := i + 1
		if i >= window {
			seq = n - 2*window + i + 1
		}
		if seen := len(m.Flags) > 0; m.Seq != seq || m.UID != uint32(seq) || box.Messages[i].UID != m.UID || seen != (seq >= 100 && seq <= 151) {
			t.Errorf("row %d: %+v, %+v", i, m, box.Messages[i])
		}
	}
}

// STORE .SILENT is not answered: what the session has set itself it knows with
// the OK (RFC 9051 §6.4.6).
func TestSilent(t *testing.T) {
	r := newTestRoom(t, Options{Mail: mails(1)})
	ann := open(t, r, "Ann")[0]
	send(t, ann, `STORE 1 +FLAGS.SILENT (\Seen)`)
	if s := laneState(t, r, idOf(t, r, ann, "STORE 1"), ann); written(s) != `1:1 \Recent` {
		t.Errorf("before the OK: %s", written(s))
	}
	if s := laneState(t, r, 0, ann); written(s) != `1:1 \Seen \Recent` {
		t.Errorf("after the OK: %s", written(s))
	}
}

// A lane was told what was sent, also where a fault has changed that.
func TestToldByFault(t *testing.T) {
	r := newTestRoom(t, Options{Mail: mails(4), Faults: parsed(t, "expunge=original-numbers")})
	lanes := open(t, r, "Ann", "Bob")
	send(t, lanes[0], `STORE 1:2 +FLAGS.SILENT (\Deleted)`, "EXPUNGE")
	bob, before := lanes[1], r.Last()
	send(t, bob, "NOOP")
	if got := said(r, before); !strings.Contains(got, "* 2 EXPUNGE") {
		t.Fatalf("the fault has not acted:\n%s", got)
	}
	if s := laneState(t, r, 0, bob); written(s) != "1:2 gone, 2:4" {
		t.Errorf("Bob takes %s for true", written(s))
	}
}

// QRESYNC and UIDONLY tell by other responses (RFC 7162 §3.2.10, RFC 9586 §3).
func TestVanished(t *testing.T) {
	for _, enable := range []string{"QRESYNC", "QRESYNC UIDONLY"} {
		r := newTestRoom(t, Options{Mail: mails(4)})
		ann := open(t, r, "Ann")[0]
		bob, err := r.Open(context.Background(), "Bob")
		if err != nil {
			t.Fatal(err)
		}
		send(t, bob, "LOGIN user pass", "ENABLE "+enable, "SELECT INBOX")
		send(t, ann, `STORE 1:2 +FLAGS.SILENT (\Deleted)`, "EXPUNGE", `STORE 2 +FLAGS.SILENT (\Seen)`)
		send(t, bob, "NOOP")
		if s := laneState(t, r, 0, bob); written(s) != `1:3, 2:4 \Seen` || len(s.Waiting) > 0 {
			t.Errorf("%s: %s; %v waits:\n%s", enable, written(s), s.Waiting, said(r, idOf(t, r, bob, "NOOP")-1))
		}
	}
}

// Who knows that a message is gone is told nothing more of it, and nothing waits:
// another, who does not, may still change its flags (RFC 2180 §4.2.1).
func TestFlagsAfterTheEnd(t *testing.T) {
	r := newTestRoom(t, Options{Mail: mails(2)})
	lanes := open(t, r, "Ann", "Bob", "Cid")
	ann, bob, cid := lanes[0], lanes[1], lanes[2]
	send(t, ann, `STORE 1 +FLAGS (\Deleted)`, "EXPUNGE")
	send(t, bob, "NOOP")
	send(t, cid, `STORE 1 +FLAGS (\Seen)`)
	if s := laneState(t, r, 0, bob); len(s.Waiting) != 0 || s.WaitingAll != 0 {
		t.Errorf("as it happens: %v", s.Waiting)
	}
	send(t, bob, "CHECK")
	if s := laneState(t, r, 0, bob); len(s.Waiting) != 0 || s.WaitingAll != 0 {
		t.Errorf("after a command: %v", s.Waiting)
	}
	send(t, cid, `STORE 1 -FLAGS (\Seen)`)
	if p := pictureOf(t, r, bob); len(p.Waiting) != 0 {
		t.Errorf("for the server: %v", p.Waiting)
	}
}

// pictureOf is what the server says of a lane.
func pictureOf(t *testing.T, r *Room, l *Lane) *mailbox.Picture {
	t.Helper()
	_, p, ok := r.server.Load().Session(l.ID())
	if !ok || p == nil {
		t.Fatal("the session has nothing selected")
	}
	return p
}

// What nobody says is told of all the same: a delivery from elsewhere.
func TestUnsaid(t *testing.T) {
	r := newTestRoom(t, Options{Mail: mails(1)})
	ann := open(t, r, "Ann")[0]
	before, changed := r.Unsaid()
	send(t, ann, `STORE 1 +FLAGS (\Seen)`) // lines tell of it
	if n, _ := r.Unsaid(); n != before {
		t.Errorf("%d changes of which nobody has said anything, want %d", n, before)
	}
	last := r.Last()
	if _, err := r.deliver(Mail{Message: []byte("Subject: new\r\n\r\n")}); err != nil {
		t.Fatal(err)
	}
	<-changed
	s := r.State(0)
	if r.Last() != last || s.Boxes[0].Total != 2 || s.Lanes[0].WaitingAll != 1 {
		t.Errorf("%d lines more, %d messages, %d changes wait", r.Last()-last, s.Boxes[0].Total, s.Lanes[0].WaitingAll)
	}
}

// What is forgotten has no state; the last lines have.
func TestForgotten(t *testing.T) {
	r := newTestRoom(t, Options{Lines: 20, Mail: mails(1)})
	ann := open(t, r, "Ann")[0]
	for range 20 {
		send(t, ann, "NOOP")
	}
	last := r.Last()
	if r.State(last-20) != nil || r.State(last-19) == nil || r.State(last) == nil || r.State(last+100) == nil {
		t.Error("not the last 20 lines have their states")
	}
	if lines, _ := r.Since(0, 1000); len(lines) != 20 || lines[0].ID != last-19 {
		t.Errorf("%d lines from %d", len(lines), lines[0].ID)
	}
	if _, ok := r.Line(1); ok {
		t.Error("line 1 is not forgotten")
	}
}
