package page

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"imaporacle/docs/lessons"
	"imaporacle/teach/lesson"
	"imaporacle/teach/room"
)

// A Page that is closed leaves no goroutine.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// visitor asks a page that is served.
type visitor struct {
	testing.TB
	page   *Page
	room   *room.Room
	url    string
	client *http.Client
	header http.Header
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
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- p.Serve(ln) }()
	transport := &http.Transport{}
	v := &visitor{t, p, r, "http://" + ln.Addr().String(), &http.Client{
		Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}, http.Header{}}
	t.Cleanup(func() {
		for _, err := range []error{p.Close(), r.Close(), <-served} {
			if err != nil {
				t.Error(err)
			}
		}
		transport.CloseIdleConnections()
	})
	return v
}

func mails(n int) []room.Mail {
	var all []room.Mail
	for i := range n {
		all = append(all, room.Mail{Message: fmt.Appendf(nil, "Subject: mail %d\r\n\r\nText.\r\n", i+1)})
	}
	return all
}

// request is "GET /path"; a body is sent as JSON.
func (v *visitor) request(request string, body any) *http.Response {
	v.Helper()
	method, path, _ := strings.Cut(request, " ")
	var sent io.Reader
	if body != nil {
		data, err := json.Marshal(body)
		if err != nil {
			v.Fatal(err)
		}
		sent = bytes.NewReader(data)
	}
	r, err := http.NewRequestWithContext(v.Context(), method, v.url+path, sent)
	if err != nil {
		v.Fatal(err)
	}
	r.Header = v.header.Clone()
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	r.Host = v.header.Get("Host")
	answer, err := v.client.Do(r)
	if err != nil {
		v.Fatal(err)
	}
	return answer
}

// ask expects a status, and text in the answer, which it returns.
func (v *visitor) ask(request string, body any, status int, text string) string {
	v.Helper()
	answer := v.request(request, body)
	defer answer.Body.Close()
	got, err := io.ReadAll(answer.Body)
	if err != nil {
		v.Fatal(err)
	}
	if answer.StatusCode != status || !strings.Contains(string(got), text) {
		v.Fatalf("%s: %d %s\nwant %d with %q", request, answer.StatusCode, got, status, text)
	}
	return string(got)
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

// event is one of a stream.
type event struct{ name, data string }

// stream is the events of a room.
type stream struct {
	events <-chan event
	last   map[string]string // data by name
}

// follow reads the events of a room until ctx ends.
func (v *visitor) follow(ctx context.Context, room string) *stream {
	v.Helper()
	r, err := http.NewRequestWithContext(ctx, "GET", v.url+"/rooms/"+room+"/stream", nil)
	if err != nil {
		v.Fatal(err)
	}
	answer, err := v.client.Do(r)
	if err != nil {
		v.Fatal(err)
	}
	events := make(chan event, 1000)
	go func() {
		defer close(events)
		defer answer.Body.Close()
		var e event
		in := bufio.NewReader(answer.Body)
		for {
			line, err := in.ReadString('\n')
			if err != nil {
				return
			}
			if name, ok := strings.CutPrefix(line, "event: "); ok {
				e.name = strings.TrimSpace(name)
			}
			if data, ok := strings.CutPrefix(line, "data: "); ok {
				e.data = data
				events <- e
			}
		}
	}()
	return &stream{events, make(map[string]string)}
}

// until reads events until the last of that name has the text.
func (v *visitor) until(s *stream, name, text string) {
	v.Helper()
	for !strings.Contains(s.last[name], text) {
		e, more := <-s.events
		if !more {
			v.Fatalf("the stream ended before %s with %q", name, text)
		}
		s.last[e.name] = e.data
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
