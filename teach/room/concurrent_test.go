package room

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
)

// Lanes, those who look on and those who change faults do not disturb each
// other. In the end each lane has been told what there is.
func TestConcurrent(t *testing.T) {
	r := newTestRoom(t, Options{Mail: mails(20), Lines: 100})
	lanes := open(t, r, "Ann", "Bob", "Cid")
	idler := open(t, r, "Dan")[0]
	send(t, idler, "IDLE")
	ctx, stop := context.WithCancel(context.Background())
	var watching, working sync.WaitGroup
	watching.Go(func() {
		for id := r.Last(); ctx.Err() == nil; {
			lines, changed := r.Since(id, 10)
			for _, l := range lines {
				if l.ID <= id {
					t.Errorf("line %d behind %d", l.ID, id)
				}
				id = l.ID
				if s := r.State(id); s != nil && len(s.Lanes) < 4 {
					t.Errorf("%d lanes after line %d", len(s.Lanes), id)
				}
				l.Explain()
			}
			if len(lines) == 0 {
				select {
				case <-changed:
				case <-ctx.Done():
				}
			}
		}
	})
	for i, l := range lanes {
		working.Go(func() {
			for n := range 20 {
				for _, c := range []string{
					fmt.Sprintf(`STORE %d +FLAGS (\Flagged)`, n%3+1), fmt.Sprintf("UID STORE %d +FLAGS.SILENT (\\Deleted)", 3*n%20+1),
					"UID EXPUNGE 1:20", "APPEND INBOX {1}\r\nx", "NOOP", "FETCH 1:* (FLAGS)",
				} {
					if _, err := l.Send(ctx, c); err != nil {
						t.Errorf("%s: %v", c, err)
						return
					}
				}
				if i == 0 {
					id, err := r.Arm(mustFault(t, "recent=missing"))
					if err == nil {
						err = r.Disarm(id)
					}
					if err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	working.Wait()
	stop()
	watching.Wait()
	for _, l := range lanes {
		send(t, l, "NOOP")
	}
	send(t, idler, "DONE")
	s := r.State(0)
	box := s.Boxes[0]
	for _, l := range s.Lanes {
		if l.Exists != box.Total || l.WaitingAll != 0 {
			t.Errorf("lane %d was told of %d messages of %d, %d changes wait", l.Lane, l.Exists, box.Total, l.WaitingAll)
			continue
		}
		for i, m := range l.Told {
			if m.UID != box.Messages[i].UID || strings.Join(m.Flags, " ") != strings.Join(box.Messages[i].Flags, " ") || m.Gone {
				t.Errorf("lane %d: %+v, and it is %+v", l.Lane, m, box.Messages[i])
			}
		}
	}
	if got := r.Broken(); len(got) > 0 {
		t.Errorf("broken: %v", got)
	}
}

// Commands can be sent ahead (RFC 9051 §5.5), and with tags of one's own.
func TestPipelining(t *testing.T) {
	ctx := context.Background()
	r := newTestRoom(t, Options{Mail: mails(1)})
	ann := open(t, r, "Ann")[0]
	before := r.Last()
	first, err := ann.Start(ctx, "NOOP")
	if err != nil {
		t.Fatal(err)
	}
	second, err := ann.Start(ctx, "CHECK")
	if err != nil {
		t.Fatal(err)
	}
	for _, tag := range []string{second, first} {
		if err := ann.Wait(ctx, tag); err != nil {
			t.Error(err)
		}
	}
	tag, err := ann.SendRaw(ctx, "x1 NOOP\r\nx2 APPEND INBOX {2}\r\nhix3 CHECK\r\nx4 NOOP\r\n")
	if err != nil || tag != "x4" {
		t.Errorf("tag %s, %v", tag, err)
	}
	got := said(r, before)
	for _, want := range []string{first + " OK", second + " OK", "x1 OK", "x2 BAD", "x4 OK"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
}

// A lane whose connection ends says so, and one too many is refused.
func TestLanes(t *testing.T) {
	ctx := context.Background()
	r := newTestRoom(t, Options{})
	ann := open(t, r, "Ann")[0]
	send(t, ann, "LOGOUT")
	if _, err := ann.Send(ctx, "NOOP"); !errors.Is(err, ErrLaneEnded) || !strings.Contains(err.Error(), "Ann") {
		t.Errorf("after LOGOUT: %v", err)
	}
	if l := r.Lanes(); len(l) != 1 || !l[0].Ended || l[0].Name != "Ann" || !l[0].Own {
		t.Errorf("lanes: %+v", l)
	}
	prefixes := make(map[string]bool)
	for n := range maxLanes {
		l, err := r.Open(ctx, "Bob")
		if err != nil {
			t.Fatalf("lane %d: %v", n+1, err)
		}
		prefixes[l.prefix] = true
		if n > 0 {
			continue
		}
		for _, command := range []string{"STARTTLS", "COMPRESS DEFLATE", "APPEND INBOX {5}\r\nabc"} {
			if _, err := l.Send(ctx, command); err == nil || !strings.Contains(err.Error(), "Bob") {
				t.Errorf("%s: %v", command, err)
			}
		}
	}
	if len(prefixes) != maxLanes {
		t.Errorf("tags begin with %v", prefixes)
	}
	if _, err := r.Open(ctx, "Eve"); !errors.Is(err, ErrTooManyLanes) {
		t.Errorf("one lane more: %v", err)
	}
	canceled, cancel := context.WithCancel(ctx)
	cancel()
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	if _, err := r.Open(canceled, "Eve"); err == nil {
		t.Error("a closed Room opens a lane")
	}
}

// An answer that does not come is waited for until the context ends.
func TestNoAnswer(t *testing.T) {
	r := newTestRoom(t, Options{})
	ann := open(t, r, "Ann")[0]
	ann.begin([]string{"x1 NOOP"})
	if err := ann.put(context.Background(), "x1 NO"); err != nil { // and no more
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancelCause(context.Background())
	why := errors.New("the learner is gone")
	cancel(why)
	if err := ann.Wait(ctx, "x1"); !errors.Is(err, why) || !strings.Contains(err.Error(), "Ann: x1") {
		t.Errorf("error %v", err)
	}
}
