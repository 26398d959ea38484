package page

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"imaporacle/docs/lessons"
	"imaporacle/internal/web/webtest"
	"imaporacle/teach/lesson"
	"imaporacle/teach/room"
)

// A Page that is closed leaves no goroutine.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// visitor asks a page that is served.
type visitor struct {
	*webtest.Visitor
	page *Page
	room *room.Room
}

func visit(t testing.TB, change ...func(*Options)) *visitor {
	t.Helper()
	return visitMail(t, 3, change...)
}

// visitMail is visit with n messages in INBOX.
func visitMail(t testing.TB, n int, change ...func(*Options)) *visitor {
	t.Helper()
	all, err := lesson.Load(lessons.Files)
	if err != nil {
		t.Fatal(err)
	}
	r, err := room.New(room.Options{Mail: mails(n)})
	if err != nil {
		t.Fatal(err)
	}
	o := Options{Room: r, Users: map[string]string{"user": "pass"}, Lessons: all}
	for _, f := range change {
		f(&o)
	}
	p := New(o)
	t.Cleanup(func() { // after the page
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return &visitor{webtest.Visit(t, p), p, r}
}

func mails(n int) []room.Mail {
	var all []room.Mail
	for i := range n {
		all = append(all, room.Mail{Message: fmt.Appendf(nil, "Subject: mail %d\r\n\r\nText.\r\n", i+1)})
	}
	return all
}

// ask sends a body as JSON, if there is one. It expects a status, and text in the
// answer, which it returns.
func (v *visitor) ask(request string, body any, status int, text string) string {
	v.Helper()
	var sent []byte
	if body != nil {
		var err error
		if sent, err = json.Marshal(body); err != nil {
			v.Fatal(err)
		}
	}
	answer, got := v.Ask(request, "application/json", sent)
	if answer.StatusCode != status || !strings.Contains(got, text) {
		v.Fatalf("%s: %d %s\nwant %d with %q", request, answer.StatusCode, got, status, text)
	}
	return got
}

// to asks for something that is done.
func (v *visitor) to(request string, body any) {
	v.Helper()
	v.ask("POST /rooms/server/"+request, body, 204, "")
}

type fields = map[string]any

func (v *visitor) send(lane int, text string) {
	v.Helper()
	v.to(fmt.Sprintf("lanes/%d/send", lane), fields{"text": text})
}

// stream is the events of a room.
type stream struct {
	events <-chan webtest.Event
	last   map[string]string // data by name
}

// follow reads the events of a room until ctx ends.
func (v *visitor) follow(ctx context.Context, room string) *stream {
	v.Helper()
	return &stream{v.Events(ctx, "/rooms/"+room+"/stream"), make(map[string]string)}
}

// until reads events until the last of that name has the text.
func (v *visitor) until(s *stream, name, text string) {
	v.Helper()
	for !strings.Contains(s.last[name], text) {
		e, more := <-s.events
		if !more {
			v.Fatalf("the stream ended before %s with %q", name, text)
		}
		s.last[e.Name] = e.Data
	}
}

// state is what is told of the state now.
func (v *visitor) state() state {
	v.Helper()
	return *stateOf(v.room.State(0))
}

// lastLane is the number of the lane that was opened last.
func (v *visitor) lastLane() int {
	lanes := v.room.Lanes()
	return lanes[len(lanes)-1].ID
}
