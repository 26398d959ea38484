package bench

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"runtime"
	"strings"
	"sync"
	"testing"

	"imaporacle/server/store"
)

// many is how many messages the mailboxes of FETCH and SEARCH have.
const many = 2000

// BenchmarkEcho is the limit of what a round trip can be.
func BenchmarkEcho(b *testing.B) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	defer ln.Close()
	go func() {
		c, err := ln.Accept()
		if err != nil {
			return
		}
		defer c.Close()
		io.Copy(c, struct{ io.Reader }{c}) // hides what would make it a splice
	}()
	c, err := net.Dial("tcp", ln.Addr().String())
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	br := bufio.NewReader(c)
	for b.Loop() {
		io.WriteString(c, "x NOOP\r\n")
		if _, err := br.ReadSlice('\n'); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkNoop(b *testing.B) {
	each(b, func(b *testing.B, addr string) {
		x := login(b, addr)
		for b.Loop() {
			x.do(b, "x NOOP\r\n")
		}
	})
}

func BenchmarkAppend(b *testing.B) {
	each(b, func(b *testing.B, addr string) {
		x := login(b, addr)
		command := appendMail(newBox(b, x, 0))
		for b.Loop() {
			x.do(b, command)
		}
		perSecond(b, 1, "appends/s")
	})
}

// BenchmarkAppendEight shares the appends among eight sessions.
func BenchmarkAppendEight(b *testing.B) {
	each(b, func(b *testing.B, addr string) {
		command := appendMail(newBox(b, login(b, addr), 0))
		var wg sync.WaitGroup
		sessions := make([]*conn, 8)
		for i := range sessions {
			sessions[i] = login(b, addr)
		}
		b.ResetTimer()
		for i, x := range sessions {
			wg.Go(func() {
				for n := i; n < b.N; n += len(sessions) {
					if _, err := io.WriteString(x, command); err != nil {
						b.Error(err)
						return
					}
					if _, err := x.await(); err != nil {
						b.Error(err)
						return
					}
				}
			})
		}
		wg.Wait()
		perSecond(b, 1, "appends/s")
	})
}

func BenchmarkSelect(b *testing.B) {
	each(b, func(b *testing.B, addr string) {
		x := login(b, addr)
		command := "x SELECT " + newBox(b, x, many) + "\r\n"
		for b.Loop() {
			x.do(b, command)
		}
	})
}

// BenchmarkSelectHuge selects a mailbox of 100,000 messages.
func BenchmarkSelectHuge(b *testing.B) {
	for _, kind := range []string{"memory", "bolt"} {
		b.Run(kind, func(b *testing.B) {
			var s store.Store = store.NewMemory()
			if kind == "bolt" {
				s = openBolt(b)
			}
			srv := start(b, s)
			fill(b, srv, 100_000)
			x := login(b, srv.Addr())
			for b.Loop() {
				x.do(b, "x SELECT INBOX\r\n")
			}
		})
	}
}

func BenchmarkFetchFlags(b *testing.B) { fetch(b, "UID FLAGS", false) }

func BenchmarkFetchEnvelope(b *testing.B) {
	fetch(b, "UID ENVELOPE INTERNALDATE RFC822.SIZE", false)
}

func BenchmarkFetchStructure(b *testing.B) { fetch(b, "BODYSTRUCTURE", false) }

func BenchmarkFetchBody(b *testing.B) { fetch(b, "BODY.PEEK[]", true) }

// fetch measures FETCH of all messages, in messages or megabytes a second.
func fetch(b *testing.B, items string, octets bool) {
	each(b, func(b *testing.B, addr string) {
		x := login(b, addr)
		x.do(b, "x SELECT "+newBox(b, x, many)+"\r\n")
		command := "x FETCH 1:* (" + items + ")\r\n"
		total := 0
		for b.Loop() {
			total += x.do(b, command)
		}
		if octets {
			b.ReportMetric(float64(total)/1e6/b.Elapsed().Seconds(), "MB/s")
		} else {
			perSecond(b, many, "messages/s")
		}
	})
}

func BenchmarkStore(b *testing.B) {
	each(b, func(b *testing.B, addr string) {
		x := login(b, addr)
		x.do(b, "x SELECT "+newBox(b, x, many)+"\r\n")
		n := 0
		for b.Loop() {
			sign := "+"
			if n/many%2 == 1 {
				sign = "-"
			}
			x.do(b, fmt.Sprintf("x STORE %d %sFLAGS (\\Flagged)\r\n", 1+n%many, sign))
			n++
		}
		perSecond(b, 1, "stores/s")
	})
}

func BenchmarkSearchBody(b *testing.B) { search(b, "BODY zebra") }

func BenchmarkSearchHeader(b *testing.B) { search(b, "SUBJECT zebra FROM yak") }

func search(b *testing.B, key string) {
	each(b, func(b *testing.B, addr string) {
		x := login(b, addr)
		x.do(b, "x SELECT "+newBox(b, x, many)+"\r\n")
		for b.Loop() {
			x.do(b, "x SEARCH "+key+"\r\n")
		}
	})
}

func BenchmarkLogin(b *testing.B) {
	each(b, func(b *testing.B, addr string) {
		for b.Loop() {
			x := dial(b, addr)
			x.do(b, "x LOGIN user pass\r\n")
			x.do(b, "x LOGOUT\r\n")
			x.Close()
		}
	})
}

// BenchmarkIdle measures what an idle session costs, with the mailbox selected:
// on the server's side and on the client's, which share the process here.
func BenchmarkIdle(b *testing.B) {
	srv := start(b, store.NewMemory())
	fill(b, srv, many)
	before := heap()
	for n := range b.N {
		c, err := net.Dial("tcp", srv.Addr())
		if err != nil {
			b.Fatalf("session %d: %v", n, err)
		}
		defer c.Close()
		small := &conn{c, bufio.NewReaderSize(c, 512)}
		small.awaitLine(b, "* OK")
		small.do(b, "x LOGIN user pass\r\n")
		small.do(b, "x SELECT INBOX\r\n")
		io.WriteString(small, "x IDLE\r\n")
		small.awaitLine(b, "+")
	}
	b.ReportMetric((heap()-before)/float64(b.N), "B/session")
}

// heap returns the octets in use, stacks included.
func heap() float64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapInuse + m.StackInuse)
}

// perSecond reports a rate, of n things in each iteration.
func perSecond(b *testing.B, n int, unit string) {
	b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), unit)
	b.ReportMetric(0, "ns/op") // the rate says it
}

// The client must notice what is not OK, or the figures mean nothing.
func TestClient(t *testing.T) {
	srv := start(t, store.NewMemory())
	x := login(t, srv.Addr())
	if _, err := io.WriteString(x, "x SELECT nowhere\r\n"); err != nil {
		t.Fatal(err)
	}
	if _, err := x.await(); err == nil || !strings.Contains(err.Error(), "NO") {
		t.Fatalf("await of a refused command: %v", err)
	}
}
