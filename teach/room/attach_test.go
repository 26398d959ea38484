package room

import (
	"context"
	"fmt"
	"net"
	"strings"
	"testing"

	"imaporacle/faults"
	"imaporacle/server"
	"imaporacle/server/front"
	"imaporacle/server/servertest"
	"imaporacle/tester/client"
)

// A Room watches the server of somebody else: real clients are lanes beside its
// own, and it leaves the server running.
func TestAttach(t *testing.T) {
	live, err := faults.NewLive()
	if err != nil {
		t.Fatal(err)
	}
	r := Attach(AttachOptions{Journal: live.Journal()})
	if _, err := r.Open(context.Background(), "Ann"); err == nil {
		t.Error("a lane without a server")
	}
	srv := servertest.New(t, servertest.With(func(o *server.Options) {
		o.Behaviour = live.Behaviour()
		o.Filters = func(conn int, remote net.Addr) []front.Filter {
			return append(live.Filters(conn, remote), r.Filter(conn, remote))
		}
	}))
	servertest.Deliver(t, srv, "user", "INBOX", "Subject: one\r\n\r\n", "Subject: two\r\n\r\n")
	// Before the Room knows the server it hears what is said all the same.
	early, err := net.Dial("tcp", srv.Addr())
	if err != nil {
		t.Fatal(err)
	}
	defer early.Close()
	buf := make([]byte, 100)
	if _, err := early.Read(buf); err != nil {
		t.Fatal(err)
	}
	if err := r.Serve(srv, live); err != nil {
		t.Fatal(err)
	}
	fmt.Fprint(early, "a LOGIN user pass\r\nb SELECT INBOX\r\n")
	for got := ""; !strings.Contains(got, "\r\nb OK"); {
		n, err := early.Read(buf)
		if err != nil {
			t.Fatal(err)
		}
		got += string(buf[:n])
	}
	ann := open(t, r, "Ann")[0]
	send(t, ann, `STORE 1 +FLAGS (\Deleted)`, "EXPUNGE")
	lanes := r.Lanes()
	if len(lanes) != 2 || lanes[0].Own || lanes[0].Remote != early.LocalAddr().String() || lanes[0].Mailbox != "INBOX" || lanes[0].User != "user" || !lanes[1].Own {
		t.Errorf("lanes: %+v", lanes)
	}
	if s := r.State(0); written(s.Lanes[0]) != `1:1 \Recent gone, 2:2 \Recent` {
		t.Errorf("the real client was told %s", written(s.Lanes[0]))
	}
	if _, err := r.Arm(mustFault(t, "answer=bad command=NOOP")); err != nil {
		t.Error(err)
	}
	send(t, ann, "NOOP")
	if l, _ := r.Line(r.Last()); l.Kind != "BAD" || len(l.Faults) != 1 {
		t.Errorf("the fault has not acted: %+v", l)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	c, err := client.Dial(context.Background(), client.Config{Addr: srv.Addr()}, "after", new(client.Recorder))
	if err != nil {
		t.Fatalf("the server has ended with the Room: %v", err)
	}
	c.Close()
}
