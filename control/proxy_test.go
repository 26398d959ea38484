package control_test

import (
	"errors"
	"net"
	"strings"
	"testing"

	"imaporacle/control"
	"imaporacle/faults"
	"imaporacle/proxy"
	"imaporacle/server/front"
	"imaporacle/server/servertest"
)

// newProxyDesk is a proxy with faults before a server, and its control interface.
func newProxyDesk(t *testing.T, lines ...string) *desk {
	t.Helper()
	armed, err := faults.ParseLive(lines...)
	if err != nil {
		t.Fatal(err)
	}
	srv := servertest.New(t)
	journal := control.NewJournal(armed.Journal())
	var p *proxy.Proxy
	heard := control.NewHeard(func(conn int) bool { return p.Disconnect(conn) })
	p = proxy.New(proxy.Options{Upstream: srv.Addr(), Filters: func(conn int, remote net.Addr) []front.Filter {
		return append(armed.Filters(conn, remote), journal.Filter(conn, remote), heard.Filter(conn, remote))
	}})
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- p.Serve(ln) }()
	t.Cleanup(func() {
		for _, err := range []error{p.Close(), <-ended} {
			if err != nil {
				t.Error(err)
			}
		}
	})
	visitor := visit(t, control.Options{Ready: []string{"imap://" + ln.Addr().String()}, Faults: armed, Journal: journal, Heard: heard, Arm: func(f faults.Fault) error {
		if kind, _ := faults.Lookup(f.Kind()); kind.Acts == faults.Behaviour {
			return errors.New("it needs a store")
		}
		return nil
	}})
	return &desk{visitor, srv, ln.Addr().String(), armed}
}

// What each client was told through a proxy is told as that of a server's own,
// as far as it was said.
func TestProxySessions(t *testing.T) {
	d := newProxyDesk(t)
	servertest.Deliver(t, d.server, "user", "INBOX", "one", "two", "three")
	d.ask("GET /sessions", 200, `^\[\]\n$`)
	a, b := d.imap(), d.imap()
	d.ask("GET /sessions/1", 200, `^{"connection":1,"remote":"127[^"]*","began":"[^"]*","user":"user"}\n$`)
	a.do("SELECT INBOX")
	b.do("EXAMINE INBOX")
	b.do("UID FETCH 2 (FLAGS)")
	a.do(`STORE 1:2 +FLAGS.SILENT (\Deleted)`)
	a.do("FETCH 3 FLAGS")
	a.do("EXPUNGE")
	servertest.Deliver(t, d.server, "user", "INBOX", "four")
	d.ask("GET /sessions", 200, `^\[{"connection":1,"remote":"127[^}]*"user":"user","mailbox":"INBOX"},{"connection":2,[^}]*"readOnly":true}\]`)
	d.ask("GET /sessions/1", 200, `"told":{"uidValidity":[1-9]\d*,"uidNext":4,"exists":1,"messages":\[{"seq":1,"flags":\["\\\\Recent"\]}\],"waiting":null}`)
	d.ask("GET /sessions/2", 200, `"uidNext":4,"exists":3,"messages":\[{"seq":2,"uid":2,"flags":\[\]}\]`)
	b.do("NOOP")
	d.ask("GET /sessions/2", 200, `"exists":2,"messages":\[\]`)
	b.do("CLOSE")
	d.ask("GET /sessions/2", 200, `"user":"user"}\n$`)
	d.ask("DELETE /sessions/1", 204, ``)
	if line, err := a.r.ReadString('\n'); err == nil {
		t.Errorf("a session that was ended is told %q", line)
	}
	d.ask("GET /sessions/1", 404, `"location":"path.connection","value":1`)
	d.ask("DELETE /sessions/1", 404, `there is no such connection`)
}

// A command under way is told.
func TestProxySessionsUnderWay(t *testing.T) {
	d := newProxyDesk(t)
	s := d.imap()
	s.do("SELECT INBOX")
	if _, err := s.Write([]byte("i IDLE\r\n")); err != nil {
		t.Fatal(err)
	}
	if line := s.line(); !strings.HasPrefix(line, "+") {
		t.Fatalf("IDLE is answered %q", line)
	}
	d.ask("GET /sessions/1", 200, `"command":"IDLE","tag":"i","mailbox":"INBOX","told":`)
}

// A client was told what a fault has made of the server's words.
func TestProxySessionsByFault(t *testing.T) {
	d := newProxyDesk(t, "expunge=original-numbers")
	servertest.Deliver(t, d.server, "user", "INBOX", "one", "two", "three")
	a, b := d.imap(), d.imap()
	a.do("SELECT INBOX")
	b.do("SELECT INBOX")
	b.do("FETCH 1:3 UID")
	a.do(`STORE 1:2 +FLAGS.SILENT (\Deleted)`)
	a.do("EXPUNGE")
	b.do("NOOP") // * 1 EXPUNGE and * 2 EXPUNGE, which should be 1 again
	d.ask("GET /sessions/2", 200, `"exists":1,"messages":\[{"seq":1,"uid":2,`)
}

// Faults come and go on a proxy, and a reset puts back those of the beginning.
func TestProxyFaults(t *testing.T) {
	d := newProxyDesk(t, "completion=twice command=CHECK")
	s := d.imap()
	d.ask(`POST /faults {"line":"completion=twice command=NOOP"}`, 201, `"id":2`)
	d.ask("DELETE /faults/1", 204, ``)
	s.do("NOOP")
	if line := s.line(); !strings.HasPrefix(line, "t2 OK") {
		t.Errorf("the second answer is %q", line)
	}
	d.ask("GET /journal", 200, `"what":"fault","text":"completion=twice command=NOOP","tag":"t2"},{[^}]*"text":"t2 OK[^"]*"},{[^}]*"text":"t2 OK[^"]*"}`)
	d.ask("POST /reset", 204, ``)
	if line, err := s.r.ReadString('\n'); err == nil {
		t.Errorf("a session goes on: %q", line)
	}
	d.ask("GET /faults", 200, `^\[{"id":3,"line":"completion=twice command=CHECK",[^}]*}\]`)
}

// The catalogue has what can be armed.
func TestProxyCatalogue(t *testing.T) {
	d := newProxyDesk(t)
	kinds := d.ask("GET /catalogue", 200, `"acts":"response".*"acts":"transport"|"acts":"transport".*"acts":"response"`)
	if strings.Contains(kinds, `"acts":"behaviour"`) {
		t.Error("it has what cannot")
	}
	d.ask(`POST /faults {"line":"expunge-store=delayed"}`, 422, `it needs a store`)
}

// What needs a store is refused, and not in the API.
func TestProxyWithoutStore(t *testing.T) {
	d := newProxyDesk(t)
	for _, line := range []string{
		"GET /users", `POST /users {"name":"ann","password":"x"}`, "GET /users/user/mailboxes", "POST /users/user/mailboxes/INBOX/messages x",
	} {
		d.ask(line, 501, `users need a mail store, and a proxy has none.*"location":"path","value":"/users`)
	}
	d.ask("POST /snapshots", 501, `snapshots need a mail store`)
	d.ask("POST /snapshots/1/restore", 501, `snapshots need a mail store`)
	d.ask("GET /nothing", 404, `there is no such thing`)
	d.ask("GET /", 200, `mail behind the proxy stays(.|\n)*<code>/sessions/{connection}</code>`)
	if api := d.ask("GET /openapi.json", 200, `"/sessions/{connection}"`); strings.Contains(api, `"/users`) || strings.Contains(api, `"/snapshots`) {
		t.Error("the API has what is refused")
	}
}
