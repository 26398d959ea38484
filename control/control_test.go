package control_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"regexp"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"imaporacle/control"
	"imaporacle/faults"
	"imaporacle/internal/web/webtest"
	"imaporacle/server"
	"imaporacle/server/front"
	"imaporacle/server/servertest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// desk is a server with its control interface, and a client of both.
type desk struct {
	*webtest.Visitor
	server *server.Server
	addr   string // where IMAP is spoken
	faults *faults.Live
}

func newDesk(t *testing.T, change func(*control.Options)) *desk {
	t.Helper()
	armed, err := faults.NewLive()
	if err != nil {
		t.Fatal(err)
	}
	journal := control.NewJournal(armed.Journal())
	srv := servertest.New(t, servertest.With(func(o *server.Options) {
		o.Behaviour = armed.Behaviour()
		o.Filters = func(conn int, remote net.Addr) []front.Filter { return []front.Filter{journal.Filter(conn, remote)} }
	}))
	o := control.Options{Ready: []string{"imap://" + srv.Addr()}, Faults: armed, Journal: journal, Server: srv}
	if change != nil {
		change(&o)
	}
	return &desk{visit(t, o), srv, srv.Addr(), armed}
}

// visit serves a control interface until the test ends.
func visit(t *testing.T, o control.Options) *webtest.Visitor {
	t.Helper()
	c, err := control.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return webtest.Visit(t, c)
}

// ask sends "METHOD /path BODY", where a body is JSON, or else a message. It
// expects the status and an answer of this pattern, and returns the answer.
func (d *desk) ask(line string, status int, pattern string) string {
	d.Helper()
	request, sent, contentType := line, []byte(nil), "message/rfc822"
	if parts := strings.SplitN(line, " ", 3); len(parts) == 3 {
		request, sent = parts[0]+" "+parts[1], []byte(parts[2])
		if parts[2][0] == '{' {
			contentType = "application/json"
		}
	}
	answer, text := d.Ask(request, contentType, sent)
	if answer.StatusCode != status || !regexp.MustCompile(pattern).MatchString(text) {
		d.Errorf("%s: %d %s\nwant %d %s", line, answer.StatusCode, text, status, pattern)
	}
	if status >= 400 && answer.Header.Get("Content-Type") != "application/problem+json" {
		d.Errorf("%s: an error of type %s", line, answer.Header.Get("Content-Type"))
	}
	return text
}

// imap is a session of IMAP.
type imap struct {
	testing.TB
	net.Conn
	r *bufio.Reader
	n int
}

func (d *desk) imap() *imap {
	d.Helper()
	conn, err := net.Dial("tcp", d.addr)
	if err != nil {
		d.Fatal(err)
	}
	d.Cleanup(func() { conn.Close() })
	s := &imap{TB: d.TB, Conn: conn, r: bufio.NewReader(conn)}
	s.line()
	s.do("LOGIN user pass")
	return s
}

func (s *imap) line() string {
	s.Helper()
	line, err := s.r.ReadString('\n')
	if err != nil {
		s.Fatal(err)
	}
	return strings.TrimSuffix(line, "\r\n")
}

// do sends a command and returns all that comes up to its tagged response.
func (s *imap) do(command string) string {
	s.Helper()
	s.n++
	tag := fmt.Sprintf("t%d ", s.n)
	fmt.Fprintf(s, "%s%s\r\n", tag, command)
	var all []string
	for {
		line := s.line()
		all = append(all, line)
		if strings.HasPrefix(line, tag) {
			return strings.Join(all, "\n")
		}
	}
}

func TestReady(t *testing.T) {
	d := newDesk(t, nil)
	d.ask("GET /ready", 200, `^{"listening":\["imap://127.0.0.1:\d+"\]}\n$`)
	d.ask("GET /openapi.json", 200, `"openapi":"3.1`)
	d.ask("GET /", 200, `<td>POST</td><td><code>/faults</code></td>`)
	d.ask("GET /nothing", 404, `"location":"path","value":"GET /nothing"`)
}

// A fault can be armed, changed and disarmed in the middle of a session.
func TestFaults(t *testing.T) {
	d := newDesk(t, nil)
	servertest.Deliver(t, d.server, "user", "INBOX", "one")
	a, b := d.imap(), d.imap()
	a.do("SELECT INBOX")
	b.do("SELECT INBOX")
	b.do(`STORE 1 +FLAGS.SILENT (\Deleted)`)
	b.do("EXPUNGE")
	fetched := func(want string) {
		t.Helper()
		if got := a.do("FETCH 1 (RFC822.SIZE)"); !strings.HasPrefix(got, want) {
			t.Errorf("fetched %s, want %s", got, want)
		}
	}
	fetched("* 1 FETCH (RFC822.SIZE 3)")
	d.ask("GET /faults", 200, `^\[\]\n$`)
	d.ask(`POST /faults {"line":"expunge-fetch=silent user=user"}`, 201, `^{"id":1,"line":"expunge-fetch=silent user=user","kind":"expunge-fetch=silent","acted":0}`)
	fetched("t")
	d.ask("GET /faults/1", 200, `"acted":1}`)
	d.ask(`PUT /faults/1 {"line":"expunge-fetch=silent user=ann"}`, 200, `"line":"expunge-fetch=silent user=ann"`)
	fetched("* 1 FETCH (RFC822.SIZE 3)")
	d.ask("GET /faults", 200, `^\[{"id":1,.*"acted":1}\]`)
	d.ask("DELETE /faults/1", 204, `^$`)
	d.ask("GET /faults", 200, `^\[\]\n$`)
	d.ask("GET /catalogue", 200, `{"kind":"atomic=race",.*"acts":"behaviour","params":\[{"name":"window","default":"5ms"`)

	d.ask(`POST /faults {"line":"recent=duplicated p=0.2"}`, 422, `needs a seed.*"location":"body.line","value":"recent=duplicated p=0.2"`)
	d.ask(`POST /faults {"lines":"x"}`, 422, `expected required property line`)
	d.ask(`POST /faults {`, 400, ``)
	d.ask("GET /faults/1", 404, `"location":"path.id","value":1`)
	d.ask("GET /faults/x", 422, `"location":"path.id"`)
	d.ask("DELETE /faults/1", 404, `there is no such fault`)
	d.ask(`PUT /faults/1 {"line":"expunge-fetch=silent"}`, 404, `there is no such fault`)
}

// Where some faults cannot act, it is said why.
func TestFaultsRefused(t *testing.T) {
	d := newDesk(t, func(o *control.Options) {
		o.Arm = func(f faults.Fault) error { return fmt.Errorf("%s is not for this place", f.Kind()) }
	})
	d.ask(`POST /faults {"line":"expunge-fetch=nil"}`, 422, `expunge-fetch=nil is not for this place.*"location":"body.line"`)
	if n := len(d.faults.Faults()); n != 0 {
		t.Errorf("%d faults are armed", n)
	}
}

func TestUsers(t *testing.T) {
	d := newDesk(t, nil)
	d.ask(`POST /users {"name":"ann","password":"secret"}`, 201, `^{"name":"ann"}`)
	d.ask("GET /users", 200, `^\[{"name":"ann"},{"name":"user"}\]`)
	d.ask(`PUT /users/ann {"password":"pass"}`, 204, ``)
	s := d.imap()
	if got := s.do("UNAUTHENTICATE") + s.do("LOGIN ann pass"); !strings.Contains(got, "t3 OK") {
		t.Errorf("ann: %s", got)
	}
	d.ask("DELETE /users/ann", 204, ``)
	if line, err := s.r.ReadString('\n'); err == nil {
		t.Errorf("ann's session goes on: %s", line)
	}
	d.ask("DELETE /users/ann", 404, `"location":"path.user","value":"ann"`)
	d.ask(`PUT /users/ann {"password":"x"}`, 404, `there is no such user`)
	d.ask(`POST /users {"name":"user","password":"x"}`, 409, `"location":"body.name"`)
	d.ask(`POST /users {"name":"","password":"x"}`, 422, `"location":"body.name"`)
}

func TestMailboxes(t *testing.T) {
	d := newDesk(t, nil)
	d.ask(`POST /users/user/mailboxes {"name":"Lists/go","specialUse":["\\Archive"]}`, 201, `^{"name":"Lists/go","messages":0,`)
	d.ask("GET /users/user/mailboxes", 200, `^\[{"name":"INBOX",.*},{"name":"Lists",.*},{"name":"Lists/go",.*}\]`)
	if got := d.imap().do(`LIST "" Lists/* RETURN (SPECIAL-USE)`); !strings.Contains(got, `\Archive`) {
		t.Errorf("listed %s", got)
	}
	d.ask("DELETE /users/user/mailboxes/Lists%2Fgo", 204, ``)
	d.ask("GET /users/user/mailboxes/Lists%2Fgo", 404, `"location":"path.mailbox","value":"Lists/go"`)
	d.ask("DELETE /users/user/mailboxes/INBOX", 422, `INBOX cannot be deleted`)
	d.ask(`POST /users/user/mailboxes {"name":"Lists"}`, 409, `"location":"body.name","value":"Lists"`)
	d.ask(`POST /users/user/mailboxes {"name":"a//b"}`, 422, `empty level`)
	d.ask("GET /users/nobody/mailboxes", 404, `"location":"path.user","value":"nobody"`)
}

// What is delivered is there for all sessions, byte for byte.
func TestMessages(t *testing.T) {
	d := newDesk(t, nil)
	s := d.imap()
	s.do("SELECT INBOX")
	const inbox = "/users/user/mailboxes/INBOX/messages"
	text := "Subject: hello\r\n\r\n\x80world\r\n"
	d.ask("POST "+inbox+"?flags=%5CSeen,blue&date=2024-02-29T12:00:00Z "+text, 201, `^{"uid":1,"uidValidity":\d+}`)
	d.ask("POST "+inbox+" Subject:", 201, `"uid":2`)
	s.do("NOOP")
	if got := s.do("FETCH 1 (FLAGS INTERNALDATE RFC822.SIZE)"); !strings.Contains(got, fmt.Sprintf(`INTERNALDATE "29-Feb-2024 12:00:00 +0000" RFC822.SIZE %d)`, len(text))) {
		t.Errorf("fetched %s", got)
	}
	d.ask("GET "+inbox, 200, `^\[{"uid":1,"flags":\["\\\\Seen","blue"\],"date":"2024-02-29T12:00:00Z",.*},{"uid":2,"flags":\[\],`)
	d.ask("GET "+inbox+"?after=1&limit=1", 200, `^\[{"uid":2,[^{]*\]`)
	d.ask("GET "+inbox+"/1", 200, "^Subject: hello\r\n\r\n.world\r\n$")
	d.ask("GET "+inbox+"/3", 404, `"location":"path.uid","value":3`)
	d.ask("GET "+inbox+"/0", 422, `"location":"path.uid"`)
	d.ask("GET "+inbox+"?limit=0", 422, `"location":"query.limit"`)
	d.ask("POST "+inbox+"?date=yesterday x", 422, `"location":"query.date"`)
	d.ask("POST /users/user/mailboxes/Sent/messages x", 404, `"location":"path.mailbox"`)
}

func TestSessions(t *testing.T) {
	d := newDesk(t, nil)
	servertest.Deliver(t, d.server, "user", "INBOX", "one", "two")
	a, b := d.imap(), d.imap()
	a.do("SELECT INBOX")
	b.do("EXAMINE INBOX")
	a.do(`STORE 2 +FLAGS.SILENT (\Deleted)`)
	a.do("EXPUNGE")
	servertest.Deliver(t, d.server, "user", "INBOX", "three")
	d.ask("GET /sessions", 200, `^\[{"connection":1,"remote":"127[^}]*"user":"user","mailbox":"INBOX"},{"connection":2,[^}]*"readOnly":true}\]`)
	d.ask("GET /sessions/1", 200, `"told":{[^}]*"uidNext":3,"exists":1,"messages":\[{"seq":1,"uid":1,"flags":\["\\\\Recent"\]}\],"waiting":\[{"change":"appended","uid":3,"modSeq":\d+}\]}`)
	d.ask("GET /sessions/2", 200, `"messages":\[{"seq":1,"uid":1,"flags":\[\]},{"seq":2,"uid":2,"flags":\[\],"gone":true}\],"waiting":\[{"change":"flags","uid":2,"modSeq":\d+,"connection":1},{"change":"expunged","uid":2,"modSeq":\d+,"connection":1},{"change":"appended"`)
	d.ask("DELETE /sessions/1", 204, ``)
	d.ask("GET /sessions/1", 404, `"location":"path.connection","value":1`)
	d.ask("DELETE /sessions/1", 404, `there is no such connection`)
}

// The journal has what is said and what faults do in one order, without
// passwords, and can be followed.
func TestJournal(t *testing.T) {
	d := newDesk(t, nil)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	stream := d.Events(ctx, "/journal/stream?after=2")
	servertest.Deliver(t, d.server, "user", "INBOX", "one")
	d.ask(`POST /faults {"line":"atomic=race window=1ms"}`, 201, ``)
	s := d.imap()
	s.do("SELECT INBOX")
	s.do(`STORE 1 FLAGS (\Seen)`)
	d.ask("GET /journal?limit=3", 200, `^\[{"id":1,"time":"[^"]*","connection":1,"what":"connected","text":"127.0.0.1:\d+"},{"id":2,[^}]*"what":"server","text":"\* OK [^}]*},{"id":3,[^}]*"what":"client","text":"t1 LOGIN user <redacted>"}\]`)
	d.ask("GET /journal", 200, `"what":"client","text":"t3 STORE 1 FLAGS \(\\\\Seen\)"},{[^}]*"what":"fault","text":"atomic=race window=1ms","tag":"t3","mailbox":"INBOX"},{[^}]*"what":"server","text":"\* 1 FETCH`)
	d.ask("GET /journal?after=1000000", 200, `^\[\]`)
	var e control.Entry
	for e.What != "fault" {
		event, more := <-stream
		if !more {
			t.Fatal("the stream has ended before the fault")
		}
		if e.ID == 0 && !strings.Contains(event.Data, `"id":3`) {
			t.Errorf("the stream begins with %s", event.Data)
		}
		if err := json.Unmarshal([]byte(event.Data), &e); err != nil {
			t.Fatal(err)
		}
	}
	if e.Text != "atomic=race window=1ms" {
		t.Errorf("the stream ends with %+v", e)
	}
}

func TestSnapshots(t *testing.T) {
	d := newDesk(t, nil)
	servertest.Deliver(t, d.server, "user", "INBOX", "one")
	d.ask("POST /snapshots", 201, `^{"id":1,"time":"[^"]*","size":\d+}`)
	s := d.imap()
	servertest.Deliver(t, d.server, "user", "INBOX", "two")
	d.ask("POST /snapshots", 201, `"id":2`)
	d.ask("POST /snapshots/1/restore", 204, ``)
	if line, err := s.r.ReadString('\n'); err == nil {
		t.Errorf("a session goes on: %s", line)
	}
	d.ask("GET /users/user/mailboxes/INBOX", 200, `"messages":1`)
	d.ask("POST /snapshots/2/restore", 204, ``)
	d.ask("GET /users/user/mailboxes/INBOX", 200, `"messages":2`)
	d.ask(`POST /faults {"line":"expunge-fetch=nil"}`, 201, ``)
	d.ask("POST /reset", 204, ``)
	d.ask("GET /users/user/mailboxes/INBOX", 200, `"messages":0`)
	d.ask("GET /faults", 200, `^\[\]`)
	d.ask("GET /snapshots", 200, `^\[{"id":1,[^}]*},{"id":2,[^}]*}\]`)
	d.ask("DELETE /snapshots/1", 204, ``)
	d.ask("POST /snapshots/1/restore", 404, `"location":"path.id","value":1`)
	d.ask("DELETE /snapshots/1", 404, ``)
	for range 99 {
		d.ask("POST /snapshots", 201, ``)
	}
	d.ask("POST /snapshots", 507, `drop some`)
}

// Pages of other sites, names that may be rebound, and strangers are refused.
func TestGuard(t *testing.T) {
	d := newDesk(t, func(o *control.Options) { o.Token = "secret" })
	for _, c := range []struct {
		header, value string
		status        int
	}{
		{"Authorization", "", 401}, {"Authorization", "Bearer other", 401}, {"Authorization", "Bearer secret", 200},
		{"Host", "evil.example", 421}, {"Host", "127.0.0.1.evil.example:80", 421},
		{"Host", "localhost:1", 200}, {"Host", "[::1]:1", 200}, {"Host", "", 200},
		{"Origin", "http://evil.example", 403}, {"Origin", "null", 403}, {"Origin", d.URL, 200},
	} {
		d.Header.Set(c.header, c.value)
		pattern := `listening`
		if c.status != 200 {
			pattern = `"location":"header.` + c.header
		}
		d.ask("GET /ready", c.status, pattern)
		d.Header.Del("Origin")
	}
}
