package page

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"

	"imaporacle/server"
	"imaporacle/server/front"
	"imaporacle/server/servertest"
	"imaporacle/teach/room"
)

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
		{"Origin", "http://evil.example", 403}, {"Origin", "null", 403}, {"Origin", v.URL, 200},
	} {
		v.Header.Set(c.header, c.value)
		v.ask("GET /", nil, c.status, "")
		v.Header.Del("Origin")
	}
	policy, _ := v.Ask("GET /", "", nil)
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
		answer, _ := v.Ask("POST /enter", "application/x-www-form-urlencoded", []byte("token="+token))
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
	v.Header.Set("Cookie", c.Name+"="+c.Value)
	v.ask("GET /", nil, 200, "Open two lanes")
}

// Who asks for what is not there, or sends nonsense, is told so: the page itself
// with 200, if a reader has got something wrong, so that the browser has nothing to
// complain of.
func TestMistakes(t *testing.T) {
	v := visit(t)
	v.Header.Set("Accept", "application/json")
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
		{"POST /rooms/server/lanes", fields{"nome": "x"}, 200, "nome"},
		{"POST /rooms/server/lanes", nil, 415, "application/json"},
		{"POST /rooms/server/lanes", fields{"user": "nobody"}, 200, `log in \"nobody\"`},
		{"POST /rooms/server/faults", fields{"line": "expunge=never"}, 200, "unknown fault"},
		{"DELETE /rooms/server/faults/9", nil, 404, `\"9\"`},
		{"POST /rooms/server/mail", fields{"user": "nobody", "mailbox": "INBOX"}, 200, "nobody"},
		{"POST /rooms/server/mail", fields{"count": 10_001}, 200, "10000"},
		{"POST /rooms/server/back", fields{}, 200, "no step"},
		{"POST /rooms/server/snapshots/4", fields{}, 404, `\"4\"`},
	} {
		if got := v.ask(c.request, c.body, c.status, c.text); !strings.HasPrefix(got, `{"error":`) {
			t.Errorf("%s: %s", c.request, got)
		}
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

// What somebody else delivers shows before anybody says anything.
func TestDeliveredElsewhere(t *testing.T) {
	r := room.Attach(room.AttachOptions{})
	srv := servertest.New(t, servertest.With(func(o *server.Options) {
		o.Filters = func(conn int, remote net.Addr) []front.Filter { return []front.Filter{r.Filter(conn, remote)} }
	}))
	if err := r.Serve(srv, nil); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	v := visit(t, func(o *Options) { o.Room = r })
	v.to("lanes", fields{"name": "Ann", "user": "user", "mailbox": "INBOX"})
	events := v.follow(t.Context(), "server")
	v.until(events, "state", `"total":0`)
	servertest.Deliver(t, srv, "user", "INBOX", "Subject: new\r\n\r\n")
	v.until(events, "state", `"waiting":[{"what":"appended","uid":1,"by":0}]`)
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
