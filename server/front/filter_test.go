package front

import (
	"bytes"
	"errors"
	"io"
	"net"
	"syscall"
	"testing"
	"time"
)

// bending is a Filter with all that one may do.
type bending struct {
	command func(*Command) error
	ends    error // after the next response
	carried *bytes.Buffer
}

func (b *bending) Response(_ *Command, resp []byte) []byte { return resp }
func (b *bending) Command(c *Command) error                { return b.command(c) }
func (b *bending) Ends() error                             { return b.ends }

func (b *bending) Carry(w io.Writer) io.Writer { return io.MultiWriter(b.carried, w) }

// pair returns both ends of a TCP connection, the server's with that filter.
func pair(t *testing.T, f Filter) (client *net.TCPConn, conn *Conn) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	c, err := net.Dial("tcp", ln.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	c.SetDeadline(time.Now().Add(10 * time.Second))
	s, err := ln.Accept()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return c.(*net.TCPConn), NewConn(s, DefaultLimits(), f)
}

// An Interceptor may change a command, answer it, or end the connection.
func TestIntercept(t *testing.T) {
	f := &bending{carried: new(bytes.Buffer)}
	client, conn := pair(t, f)
	c := &Command{Tag: "a1", Name: "SEARCH", args: []byte(" ALL")}
	f.command = func(c *Command) error {
		c.Name = "UID SEARCH"
		c.SetArgs([]byte(" SEEN"))
		return nil
	}
	if err := conn.Intercept(c); err != nil || c.Name != "UID SEARCH" || string(c.Args().Rest()) != " SEEN" {
		t.Errorf("%+v, %v", c, err)
	}
	f.command = func(*Command) error { return No("", "not now") }
	var status *Status
	if err := conn.Intercept(c); !errors.As(err, &status) {
		t.Errorf("%v is no status", err)
	}
	conn.Line("* OK before")
	f.command = func(*Command) error { return net.ErrClosed }
	if err := conn.Intercept(c); !errors.Is(err, net.ErrClosed) {
		t.Errorf("%v does not end the connection", err)
	}
	conn.Line("* OK after")
	conn.Finish()
	if got, err := io.ReadAll(client); string(got) != "* OK before\r\n" || err != nil {
		t.Errorf("the client reads %q, %v", got, err)
	}
}

// An Ender lets nothing follow the response that it ends with; a Carrier has
// carried all that came.
func TestEndings(t *testing.T) {
	tests := map[string]struct {
		ends, seen error
	}{
		"closed": {net.ErrClosed, nil},
		"reset":  {ErrReset, syscall.ECONNRESET},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			f := &bending{carried: new(bytes.Buffer), ends: tc.ends}
			client, conn := pair(t, f)
			conn.Line("* BYE now")
			conn.Line("* OK after")
			conn.Finish()
			got := make([]byte, 100)
			n, _ := io.ReadFull(client, got[:len("* BYE now\r\n")])
			_, err := client.Read(got[n:])
			if string(got[:n]) != "* BYE now\r\n" || !errors.Is(err, tc.seen) && !(tc.seen == nil && err == io.EOF) {
				t.Errorf("the client reads %q, %v", got[:n], err)
			}
			if f.carried.String() != "* BYE now\r\n" {
				t.Errorf("carried was %q", f.carried)
			}
		})
	}
}

// What the client has sent ahead is not read any more.
func TestEndingIsFinal(t *testing.T) {
	f := &bending{carried: new(bytes.Buffer)}
	client, conn := pair(t, f)
	client.Write([]byte("a1 NOOP\r\na2 NOOP\r\n"))
	unlimited := func(*Command) (int64, error) { return 0, nil }
	if c, err := conn.ReadCommand(unlimited); err != nil || c.Tag != "a1" {
		t.Fatalf("%+v, %v", c, err)
	}
	f.ends = net.ErrClosed
	conn.Line("a1 OK")
	if c, err := conn.ReadCommand(unlimited); !errors.Is(err, net.ErrClosed) {
		t.Errorf("%+v, %v", c, err)
	}
}

// After a half-close the client is still read.
func TestHalfClose(t *testing.T) {
	f := &bending{carried: new(bytes.Buffer), ends: ErrHalfClose}
	client, conn := pair(t, f)
	conn.Line("* OK the last")
	client.Write([]byte("one\r\ntwo\r\n"))
	for _, want := range []string{"one", "two"} {
		if line, err := conn.ReadLine(); string(line) != want || err != nil {
			t.Errorf("the server reads %q, %v", line, err)
		}
		conn.Line("* OK lost")
	}
	if got, err := io.ReadAll(client); string(got) != "* OK the last\r\n" || err != nil {
		t.Errorf("the client reads %q, %v", got, err)
	}
	client.Write([]byte("three\r\n"))
	if line, err := conn.ReadLine(); string(line) != "three" || err != nil {
		t.Errorf("the server reads %q, %v", line, err)
	}
}
