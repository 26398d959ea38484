package room

import (
	"context"
	"slices"
	"strings"
	"testing"

	"imaporacle/faults"
)

func parsed(t testing.TB, lines ...string) (all []faults.Fault) {
	t.Helper()
	for _, line := range lines {
		all = append(all, mustFault(t, line))
	}
	return all
}

// duplicated has a second lane see what the first has claimed: RFC 3501 §2.3.2
// forbids it, and two lanes prove it.
func duplicated(t *testing.T, o Options) (r *Room, lanes []*Lane) {
	o.Mail, o.Faults = mails(1), parsed(t, "recent=duplicated")
	r = newTestRoom(t, o)
	for _, name := range []string{"Ann", "Bob"} {
		lanes = append(lanes, open(t, r, name)...)
		send(t, lanes[len(lanes)-1], "FETCH 1 (UID FLAGS)")
	}
	return r, lanes
}

// The line that a fault touched names it, and the one that breaks a rule has
// those that prove it.
func TestBroken(t *testing.T) {
	r, lanes := duplicated(t, Options{})
	var faulty, breaking []Line
	lines, _ := r.Since(0, 1000)
	for _, l := range lines {
		if len(l.Faults) > 0 {
			faulty = append(faulty, l)
		}
		if len(l.Breaks) > 0 {
			breaking = append(breaking, l)
		}
	}
	if len(faulty) == 0 || faulty[0].Lane != lanes[1].ID() || faulty[0].Faults[0].Fault != "recent=duplicated" {
		t.Errorf("touched by faults: %+v", faulty)
	}
	if len(breaking) == 0 {
		t.Fatal("no line breaks a rule")
	}
	last := breaking[len(breaking)-1]
	i := slices.IndexFunc(last.Breaks, func(b Broken) bool { return b.Rule == "recent/one-session" })
	if i < 0 || last.Lane != lanes[1].ID() || !strings.Contains(last.Text, `\Recent`) {
		t.Fatalf("broken: %+v", breaking)
	}
	proof := last.Breaks[i].Lines
	if len(proof) < 2 || proof[len(proof)-1] != last.ID {
		t.Errorf("proven by the lines %v, of which the last is not %d", proof, last.ID)
	}
	if first, ok := r.Line(proof[0]); !ok || first.Lane != lanes[0].ID() || !strings.Contains(first.Text, `\Recent`) {
		t.Errorf("the first proof is %+v", first)
	}
	if len(r.Broken()) == 0 {
		t.Error("the Room knows of nothing broken")
	}
}

// Hidden faults act, and nothing but the judge's word for who grades tells of
// them.
func TestHidden(t *testing.T) {
	r, _ := duplicated(t, Options{Hidden: true})
	lines, _ := r.Since(0, 1000)
	for _, l := range lines {
		if len(l.Faults) > 0 || len(l.Breaks) > 0 {
			t.Errorf("told: %+v", l)
		}
	}
	if l, ok := r.Line(r.Last()); !ok || len(l.Breaks) > 0 {
		t.Errorf("told: %+v", l)
	}
	if len(r.Armed()) > 0 {
		t.Error("the faults are told")
	}
	if !slices.ContainsFunc(r.Broken(), func(b Broken) bool { return b.Rule == "recent/one-session" }) {
		t.Errorf("broken: %v", r.Broken())
	}
}

// A fault that is switched on acts from the next command on, until it is
// switched off.
func TestArm(t *testing.T) {
	r := newTestRoom(t, Options{Mail: mails(1)})
	ann := open(t, r, "Ann")[0]
	answer := func() string {
		before := r.Last()
		send(t, ann, "CHECK")
		lines, _ := r.Since(before, 10)
		return string(lines[len(lines)-1].Kind)
	}
	if got := answer(); got != "OK" {
		t.Errorf("at first: %s", got)
	}
	id, err := r.Arm(mustFault(t, "answer=bad command=CHECK"))
	if err != nil {
		t.Fatal(err)
	}
	if armed := r.Armed(); len(armed) != 1 || armed[0].ID != id || armed[0].Fault.Kind() != "answer=bad" {
		t.Errorf("armed: %+v", armed)
	}
	if got := answer(); got != "BAD" {
		t.Errorf("armed: %s", got)
	}
	if err := r.Disarm(id); err != nil {
		t.Fatal(err)
	}
	if got := answer(); got != "OK" {
		t.Errorf("disarmed: %s", got)
	}
	if err := r.Disarm(id); err == nil || !strings.Contains(err.Error(), id) {
		t.Errorf("disarmed twice: %v", err)
	}
	if _, err := r.Arm(faults.Fault{Name: "no", Value: "such"}); err == nil || !strings.Contains(err.Error(), "no=such") {
		t.Errorf("a fault that there is not: %v", err)
	}
	if _, err := New(Options{Faults: []faults.Fault{{Name: "no", Value: "such"}}}); err == nil {
		t.Error("a Room with a fault that there is not")
	}
}

// Restore puts back mail and UIDs, and the judge takes that for no broken rule.
func TestRestore(t *testing.T) {
	ctx := context.Background()
	r := newTestRoom(t, Options{Mail: mails(2)})
	ann := open(t, r, "Ann")[0]
	send(t, ann, `STORE 1 +FLAGS (\Seen)`)
	mark, err := r.Snapshot(ctx)
	if err != nil {
		t.Fatal(err)
	}
	spoil := func(l *Lane) { send(t, l, `STORE 1:* +FLAGS (\Deleted)`, "EXPUNGE", "APPEND INBOX {1}\r\nx") }
	spoil(ann)
	for _, test := range []struct {
		back func() error
		want string
	}{
		{func() error { return r.Restore(ctx, mark) }, `1:1 \Seen, 2:2`},
		{func() error { return r.Reset(ctx) }, `1:1 \Recent, 2:2 \Recent`},
	} {
		if err := test.back(); err != nil {
			t.Fatal(err)
		}
		if _, err := ann.Send(ctx, "NOOP"); err == nil {
			t.Error("Ann's lane goes on")
		}
		ann = open(t, r, "Ann")[0]
		if s := laneState(t, r, 0, ann); written(s) != test.want {
			t.Errorf("back at %s, want %s", written(s), test.want)
		}
		spoil(ann)
	}
	if got := r.Broken(); len(got) > 0 {
		t.Errorf("broken: %v", got)
	}
}
