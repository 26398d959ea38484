package bench

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"testing"
)

// conn is a client that costs as little as can be: it reads no response but
// looks for the tagged one. Every command has the tag "x".
type conn struct {
	net.Conn
	br *bufio.Reader
}

func dial(tb testing.TB, addr string) *conn {
	tb.Helper()
	c, err := net.Dial("tcp", addr)
	if err != nil {
		tb.Fatal(err)
	}
	x := &conn{c, bufio.NewReaderSize(c, 16<<10)}
	if _, err := x.br.ReadSlice('\n'); err != nil { // the greeting
		tb.Fatal(err)
	}
	return x
}

// login opens a logged-in connection, which is closed at the end of the
// benchmark.
func login(tb testing.TB, addr string) *conn {
	tb.Helper()
	x := dial(tb, addr)
	tb.Cleanup(func() { x.Close() })
	x.do(tb, "x LOGIN user pass\r\n")
	return x
}

// do sends a command, which must be answered OK, and returns how many octets
// came.
func (x *conn) do(tb testing.TB, command string) int {
	tb.Helper()
	if _, err := io.WriteString(x, command); err != nil {
		tb.Fatal(err)
	}
	octets, err := x.await()
	if err != nil {
		tb.Fatalf("%.40q: %v", command, err)
	}
	return octets
}

// await reads up to the tagged response, whose line may be longer than the
// buffer.
func (x *conn) await() (octets int, err error) {
	start, tagged := true, false // at the start of a line, in the tagged one
	for {
		b, err := x.br.ReadSlice('\n')
		octets += len(b)
		if err != nil && err != bufio.ErrBufferFull {
			return octets, err
		}
		if start && bytes.HasPrefix(b, []byte("x ")) {
			if !bytes.HasPrefix(b, []byte("x OK")) {
				return octets, fmt.Errorf("%s", bytes.TrimSpace(b))
			}
			tagged = true
		}
		start = err == nil
		if start && tagged {
			return octets, nil
		}
	}
}

// awaitLine reads up to a line that begins with prefix.
func (x *conn) awaitLine(tb testing.TB, prefix string) {
	tb.Helper()
	for {
		b, err := x.br.ReadSlice('\n')
		if err != nil {
			tb.Fatal(err)
		}
		if bytes.HasPrefix(b, []byte(prefix)) {
			return
		}
	}
}
