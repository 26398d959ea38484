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
	"slices"
	"strings"
	"testing"
	"time"

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

func TestGuard(t *testing.T) {
	v := visit(t, func(o *Options) { o.Token, o.Hosts = "secret", []string{"teacher.example"} })
	for _, c := range []struct {
		header, value string
		status        int
	}{
		{"Authorization", "", 401}, {"Authorization", "Bearer other", 401}, {"Cookie", "imaporacle=guess", 401},
		{"Authorization", "Bearer secret", 200},
		{"Host", "evil.example", 421}, {"Host", "127.0.0.1.evil.example:80", 421}, {"Host", "teacher.example:80", 200},
		{"Host", "localhost:1", 200}, {"Host", "[::1]:1", 200}, {"Host", "", 200},
		{"Origin", "http://evil.example", 403}, {"Origin", "null", 403}, {"Origin", v.url, 200},
	} {
		v.header.Set(c.header, c.value)
		v.ask("GET /", nil, c.status, "")
		v.header.Del("Origin")
	}
	policy := v.request("GET /", nil)
	policy.Body.Close()
	for _, want := range []string{"default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"} {
		if got := policy.Header.Get("Content-Security-Policy"); !strings.Contains(got, want) {
			t.Errorf("the policy %q lacks %s", got, want)
		}
	}
}

// The door takes the token, and remembers a browser by another secret.
func TestEnter(t *testing.T) {
	v := visit(t, func(o *Options) { o.Token = "secret" })
	v.ask("GET /assets/page.css", nil, 200, "color-scheme")
	v.ask("GET /", nil, 401, `type="password"`)
	form := func(token string) *http.Response {
		r, err := http.NewRequestWithContext(t.Context(), "POST", v.url+"/enter", strings.NewReader("token="+token))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		answer, err := v.client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		return answer
	}
	if got := form("guess"); got.StatusCode != 401 || len(got.Cookies()) > 0 {
		t.Errorf("a wrong token: %d with %d cookies", got.StatusCode, len(got.Cookies()))
	}
	got := form("secret")
	if got.StatusCode != 303 || len(got.Cookies()) != 1 {
		t.Fatalf("the token: %d with %d cookies", got.StatusCode, len(got.Cookies()))
	}
	c := got.Cookies()[0]
	if !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || strings.Contains(c.Value, "secret") {
		t.Errorf("the cookie is %v", c)
	}
	v.header.Set("Cookie", c.Name+"="+c.Value)
	v.ask("GET /", nil, 200, "Open two lanes")
}

// Who asks for what is not there, or sends nonsense, is told so.
func TestMistakes(t *testing.T) {
	v := visit(t)
	v.header.Set("Accept", "application/json")
	for _, c := range []struct {
		request string
		body    any
		status  int
		text    string
	}{
		{"GET /nowhere", nil, 404, "/nowhere"},
		{"GET /rooms/nobody/lines/1", nil, 404, "Begin the lesson again"},
		{"GET /rooms/server/lines/1", nil, 404, "Line 1"},
		{"GET /rooms/server/lines/x", nil, 404, `no line \"x\"`},
		{"GET /rooms/server/export/pdf", nil, 404, `no form \"pdf\"`},
		{"GET /rooms/server/lesson", nil, 404, "no lesson"},
		{"GET /lessons/nothing", nil, 404, "no lesson"},
		{"POST /rooms/server/lanes/7/send", fields{"text": "NOOP"}, 404, `no lane \"7\"`},
		{"POST /rooms/server/lanes", fields{"nome": "x"}, 422, "nome"},
		{"POST /rooms/server/lanes", nil, 415, "application/json"},
		{"POST /rooms/server/lanes", fields{"user": "nobody"}, 422, `log in \"nobody\"`},
		{"POST /rooms/server/faults", fields{"line": "expunge=never"}, 422, "unknown fault"},
		{"DELETE /rooms/server/faults/9", nil, 404, `\"9\"`},
		{"POST /rooms/server/mail", fields{"user": "nobody", "mailbox": "INBOX"}, 422, "nobody"},
		{"POST /rooms/server/mail", fields{"count": 10_001}, 422, "10000"},
		{"POST /rooms/server/back", fields{}, 422, "no step"},
		{"POST /rooms/server/snapshots/4", fields{}, 404, `\"4\"`},
	} {
		v.ask(c.request, c.body, c.status, c.text)
	}
}

// All that happens comes by the stream, in order, and each line can be asked
// for with the state as it was.
func TestStream(t *testing.T) {
	v := visit(t)
	events := v.follow(t.Context(), "server")
	v.until(events, "room", `"lanes":[]`)
	v.to("lanes", fields{"name": "Ann", "user": "user", "mailbox": "INBOX"})
	v.until(events, "lines", "SELECT completed")
	v.until(events, "state", `"exists":3`)
	v.send(v.lastLane(), `STORE 2 +FLAGS (\Seen)`)
	v.until(events, "lines", "STORE completed")
	v.until(events, "state", `"flags":["\\Seen"]`)
	v.to("faults", fields{"line": "expunge-store=ignored"})
	v.until(events, "room", `"line":"expunge-store=ignored"`)
	id := v.room.Last() - 1
	v.ask(fmt.Sprintf("GET /rooms/server/lines/%d", id), nil, 200, "RFC 9051")
	v.ask("GET /rooms/server/mailboxes", nil, 200, `{"user":["INBOX"]}`)
}

// A class of thirty looks at one room, and each hears all.
func TestClass(t *testing.T) {
	v := visit(t)
	v.to("lanes", fields{"name": "Ann", "user": "user", "mailbox": "INBOX"})
	ann := v.lastLane()
	var class []*stream
	for range 30 {
		class = append(class, v.follow(t.Context(), "server"))
	}
	for i := range 5 {
		v.send(ann, fmt.Sprintf("STORE 1 +FLAGS ($round%d)", i))
		for _, events := range class {
			v.until(events, "state", fmt.Sprintf("$round%d", i))
		}
	}
}

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

func TestExports(t *testing.T) {
	v := visit(t)
	v.to("begin", fields{})
	html := v.ask("GET /rooms/server/export/html", nil, 200, "A2 SELECT INBOX")
	if strings.Contains(html, "<script") || strings.Contains(html, "pass ") {
		t.Error("the page has scripts or a password")
	}
	v.ask("GET /rooms/server/export/script", nil, 200, "1 ok SELECT")
	v.ask("GET /rooms/server/export/go", nil, 200, "servertest")
}

// begin begins a lesson and returns its room.
func (v *visitor) begin(name string, status int, text string) string {
	v.Helper()
	var in struct{ Room string }
	got := v.ask("POST /lessons/"+name, fields{}, status, text)
	if status == 200 {
		if err := json.Unmarshal([]byte(got), &in); err != nil {
			v.Fatal(err)
		}
	}
	return in.Room
}

// Each learner has a room of his own, which is closed when nobody uses it; there
// is a limit.
func TestRooms(t *testing.T) {
	v := visit(t)
	name := v.page.options.Lessons[0].Name
	one, two := v.begin(name, 200, ""), v.begin(name, 200, "")
	if one == two {
		t.Fatal("two learners share a room")
	}
	at := func(room string) string { return "/rooms/" + room + "/lesson" }
	v.ask("POST "+at(one)+"/next", fields{}, 200, `"index":1`)
	v.ask("GET "+at(two), nil, 200, `"index":0`)
	v.ask("POST /rooms/"+one+"/faults", fields{"line": "answer=bad"}, 403, "lesson")
	v.ask("POST /rooms/"+one+"/mail", fields{"subject": "Eggs"}, 204, "")

	ctx, leave := context.WithCancel(t.Context())
	events := v.follow(ctx, two)
	v.until(events, "room", "Ann")
	if err := v.page.desks.closeIdle(time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	v.ask("GET "+at(one), nil, 404, "Begin the lesson again")
	v.ask("GET "+at(two), nil, 200, `"index":0`) // somebody looks at it
	leave()
	for range events.events {
	}

	for len(v.page.desks.all) < maxRooms {
		v.begin(name, 200, "")
	}
	v.begin(name, 503, "200 learners")
}

// What is right is not told before the answer.
func TestPrediction(t *testing.T) {
	v := visit(t)
	all := v.page.options.Lessons
	l := all[slices.IndexFunc(all, func(l *lesson.Lesson) bool {
		return slices.ContainsFunc(l.Parts, func(p lesson.Part) bool { return p.Kind == lesson.Predict })
	})]
	at := "/rooms/" + v.begin(l.Name, 200, "") + "/lesson"
	for _, p := range l.Parts {
		if p.Kind == lesson.Predict {
			break
		}
		for range p.Lines {
			v.ask("POST "+at+"/play", fields{}, 200, "")
		}
		v.ask("POST "+at+"/next", fields{}, 200, "")
	}
	if got := v.ask("GET "+at, nil, 200, `"choices"`); strings.Contains(got, "right") {
		t.Errorf("it is told what is right: %s", got)
	}
	v.ask("POST "+at+"/next", fields{}, 409, "something to do")
	v.ask("POST "+at+"/answer", fields{"choice": 0}, 200, `"right":true`)
	v.ask("POST "+at+"/answer", fields{"choice": 1}, 200, `"taken":true`)
}

// From command to lane, with 10,000 messages and four lanes that have INBOX
// selected: what the page would be told.
func BenchmarkCommand(b *testing.B) {
	v := visitMail(b, 10_000)
	ctx, leave := context.WithCancel(b.Context())
	defer leave()
	for _, name := range defaultNames[:4] {
		v.to("lanes", fields{"name": name, "user": "user", "mailbox": "INBOX"})
	}
	lane := v.lastLane()
	events := v.follow(ctx, "server")
	v.until(events, "state", `"total":10000`)
	for i := 0; b.Loop(); i++ {
		keyword := fmt.Sprintf("$n%d", i%50)
		v.send(lane, "STORE 1 FLAGS ("+keyword+")")
		v.until(events, "state", keyword+`"`)
	}
}
