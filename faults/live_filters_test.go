package faults

import (
	"bytes"
	"io"
	"net"
	"testing"
	"time"

	"imaporacle/server/front"
)

// sink is a socket to which is written.
type sink struct {
	net.Conn // nil: only what follows is used
	bytes.Buffer
}

func (s *sink) Read([]byte) (int, error)         { return 0, io.EOF }
func (s *sink) Write(b []byte) (int, error)      { return s.Buffer.Write(b) }
func (s *sink) SetReadDeadline(time.Time) error  { return nil }
func (s *sink) SetWriteDeadline(time.Time) error { return nil }
func (s *sink) Close() error                     { return nil }

// What a fault knows of a connection, such as how many octets were sent, stays
// when others come and go; one that comes later begins where it comes.
func TestLiveFilters(t *testing.T) {
	l := mustLive(t, "drop=after-octets octets=13")
	s := new(sink)
	c := front.NewConn(s, front.DefaultLimits(), l.Filters(1, &net.TCPAddr{Port: 1})...)
	say := func(line string) error {
		c.Line(line)
		return c.Flush()
	}
	if err := say("* 1 A"); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Add(mustParse(t, "bandwidth=limited")); err != nil {
		t.Fatal(err)
	}
	if err := say("* 2"); err != nil {
		t.Fatal(err)
	}
	if err := l.Remove(2); err != nil {
		t.Fatal(err)
	}
	if err := say("* 3"); err == nil {
		t.Error("the connection goes on")
	}
	if got := s.String(); got != "* 1 A\r\n* 2\r\n*" {
		t.Errorf("sent %q", got)
	}
	c.Finish()
	if n := len(l.chains); n != 0 {
		t.Errorf("%d connections are remembered", n)
	}
}
