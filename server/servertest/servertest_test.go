package servertest_test

import (
	"bufio"
	"fmt"
	"net"
	"strings"
	"testing"

	"imaporacle/server"
	"imaporacle/server/servertest"
)

// Deliver puts mail where a session sees it, and With reaches every option.
func TestDeliver(t *testing.T) {
	srv := servertest.New(t, servertest.With(func(o *server.Options) { o.Users = map[string]string{"ann": "secret"} }))
	servertest.Deliver(t, srv, "ann", "INBOX", "one", "two")
	conn, err := net.Dial("tcp", srv.Addr())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprint(conn, "a LOGIN ann secret\r\nb STATUS INBOX (MESSAGES SIZE)\r\nc LOGOUT\r\n")
	r := bufio.NewReader(conn)
	var said []string
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			break
		}
		said = append(said, line)
	}
	if all := strings.Join(said, ""); !strings.Contains(all, "* STATUS INBOX (MESSAGES 2 SIZE 6)\r\nb OK") {
		t.Errorf("found %s", all)
	}
}

// Close ends what is open, in whatever state, and does no harm twice.
func TestClose(t *testing.T) {
	srv := server.New(server.Options{})
	if err := srv.Start(); err != nil {
		t.Fatal(err)
	}
	var conns []net.Conn
	for _, said := range []string{
		"", "a LOGIN user pass\r\n", "a LOGIN user pass\r\nb SELECT INBOX\r\nc IDLE\r\n", "a AUTHENTICATE PLAIN\r\n",
		"a LOGIN user pass\r\nb APPEND INBOX {100}\r\n", "a LOGIN user pa",
	} {
		conn, err := net.Dial("tcp", srv.Addr())
		if err != nil {
			t.Fatal(err)
		}
		conns = append(conns, conn)
		r := bufio.NewReader(conn)
		r.ReadString('\n')
		fmt.Fprint(conn, said)
	}
	for range 2 {
		if err := srv.Close(); err != nil {
			t.Error(err)
		}
	}
	for _, conn := range conns {
		r := bufio.NewReader(conn)
		for {
			if _, err := r.ReadString('\n'); err != nil {
				break
			}
		}
		conn.Close()
	}
	if err := srv.Start(); err == nil {
		t.Error("starts after Close")
	}
}

// A server that was never started can be closed.
func TestCloseUnused(t *testing.T) {
	if err := server.New(server.Options{}).Close(); err != nil {
		t.Error(err)
	}
}
