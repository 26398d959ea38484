package page

import (
	"testing"
)

// A step that is taken back leaves each lane with what it knew before.
func TestBack(t *testing.T) {
	v := visit(t)
	for _, name := range []string{"Ann", "Bob"} {
		v.to("lanes", fields{"name": name, "user": "user", "mailbox": "INBOX"})
	}
	open := func() []int {
		var ids []int
		for _, l := range v.room.Lanes() {
			if !l.Ended {
				ids = append(ids, l.ID)
			}
		}
		return ids
	}
	v.send(open()[0], `STORE 1 +FLAGS (\Deleted)`)
	v.to("faults", fields{"line": "expunge-store=ignored"})
	v.to("snapshots", fields{})
	before := v.state()
	v.send(open()[0], "EXPUNGE")
	v.send(open()[1], "NOOP")
	if got := len(v.state().Boxes[0].Messages); got != 2 {
		t.Fatalf("there are %d messages after EXPUNGE", got)
	}
	v.to("back", fields{})
	after := v.state()
	if got := after.Lanes[1]; got.Exists != 3 || len(got.Waiting) == 0 {
		t.Errorf("Bob knows %d messages, %v waits", got.Exists, got.Waiting)
	}
	v.to("snapshots/1", fields{})
	same(t, v.state(), before)
	if got := v.room.Armed(); len(got) != 1 {
		t.Errorf("%d faults are on", len(got))
	}
	v.to("reset", fields{})
	if got := open(); len(got) != 0 {
		t.Errorf("lanes %v are open after a reset", got)
	}
	if got := v.room.Armed(); len(got) != 0 {
		t.Errorf("%d faults are on after a reset", len(got))
	}
}

// same compares states but for the numbers of lanes.
func same(t *testing.T, got, want state) {
	t.Helper()
	for _, s := range []*state{&got, &want} {
		for i := range s.Lanes {
			s.Lanes[i].Lane = i
			for j := range s.Lanes[i].Waiting {
				s.Lanes[i].Waiting[j].By = 0
			}
		}
	}
	if g, w := *encoded(got), *encoded(want); g != w {
		t.Errorf("the state is\n%s\nwant\n%s", g, w)
	}
}

// Where others were connected, a snapshot brings back the mail, and lanes select
// their mailboxes anew; a step cannot be taken back.
func TestBackAmongOthers(t *testing.T) {
	v := visit(t)
	v.to("begin", fields{})
	v.to("snapshots", fields{})
	other, err := v.room.Open(t.Context(), "not the page's")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []string{"LOGIN user pass", "SELECT INBOX", `STORE 1 +FLAGS (\Deleted)`, "EXPUNGE"} {
		if _, err := other.Send(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	v.ask("POST /rooms/server/back", fields{}, 422, "snapshot instead")
	v.to("snapshots/1", fields{})
	s := v.state()
	if len(s.Boxes) != 1 || len(s.Boxes[0].Messages) != 3 || len(s.Lanes) != 2 {
		t.Errorf("the state is %s", *encoded(s))
	}
}
