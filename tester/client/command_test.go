package client

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"imaporacle/internal/wire"
)

func TestDo(t *testing.T) {
	cfg := serve(t, nil, after("X", func(p *peer) {
		tag := p.expect("NOOP")
		p.send("* 3 EXISTS", "*  2 RECENT", "zz9 OK whose", "+ what", tag+" OK [ALERT] done")
		tag = p.expect("FOO")
		p.send(tag + " BAD no such thing")
		tag = p.expect("LOGOUT")
		p.send("* BYE bye", tag+" OK out")
	}))
	rec := &Recorder{}
	c := dial(t, cfg, rec)
	r := do(t, c, "NOOP")
	if !r.OK() || r.Err() != nil || len(r.Untagged) != 3 || len(r.Find("EXISTS")) != 1 || r.Code("ALERT") == nil || r.Code("X") != nil {
		t.Errorf("%+v", r)
	}
	if r.From != 3 || r.To != 8 {
		t.Errorf("events %d to %d", r.From, r.To)
	}
	var re *RefusedError
	if err := do(t, c, "FOO").Err(); !errors.As(err, &re) || re.Status != wire.BAD {
		t.Error(err)
	}
	if err := c.Logout(context.Background()); err != nil {
		t.Error(err)
	}
	for _, bad := range []string{"", "A\r\nB", "A\x00"} {
		if _, err := c.Do(context.Background(), bad); !errors.Is(err, errLineEnd) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// What was sent together with the end of a command came before the next one.
func TestBehindCompletion(t *testing.T) {
	cfg := serve(t, nil, after("X", func(p *peer) {
		p.raw(p.expect("NOOP") + " OK done\r\n* 1 EXPUNGE\r\n* 2 EXP")
		p.send("UNGE", p.expect("CHECK")+" OK done")
		p.send(p.expect("LOGOUT") + " OK out")
	}))
	rec := &Recorder{}
	c := dial(t, cfg, rec)
	do(t, c, "NOOP")
	if stray := c.Unclaimed(); len(stray) != 1 || stray[0].Number != 1 || !strings.HasSuffix(rec.Lines(rec.Len(), rec.Len())[0], "* 1 EXPUNGE") {
		t.Errorf("behind the completion have come %v", stray)
	}
	if r := do(t, c, "CHECK"); len(r.Untagged) != 1 {
		t.Errorf("%v", r.Untagged)
	}
	if err := c.Logout(context.Background()); err != nil {
		t.Error(err)
	}
}

func TestTimeoutThenAnswer(t *testing.T) {
	late := make(chan struct{})
	cfg := serve(t, nil, after("X", func(p *peer) {
		tag := p.expect("NOOP")
		p.raw("* 1 EX")
		<-late
		p.send("ISTS", tag+" OK late")
		p.toEnd()
	}))
	cfg.Timeout = 30 * time.Millisecond
	c := dial(t, cfg, nil)
	p, err := c.Start(context.Background(), "NOOP")
	if err != nil {
		t.Fatal(err)
	}
	var te *TimeoutError
	if _, err = c.Wait(context.Background(), p); !errors.As(err, &te) || te.Waiting != "the tagged response to a1 NOOP" || string(te.Partial) != "* 1 EX" {
		t.Fatal(err)
	}
	close(late)
	c.cfg.Timeout = time.Minute
	if r, err := c.Wait(context.Background(), p); err != nil || len(r.Find("EXISTS")) != 1 {
		t.Error(err)
	}
}

func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cfg := serve(t, nil, after("X", func(p *peer) {
		p.expect("NOOP")
		cancel()
		p.toEnd()
	}))
	cfg.Timeout = time.Hour
	c := dial(t, cfg, nil)
	var ce *CanceledError
	if _, err := c.Do(ctx, "NOOP"); !errors.As(err, &ce) || !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if _, err := c.Do(ctx, "NOOP"); !errors.As(err, &ce) {
		t.Error(err)
	}
}

func TestHangUp(t *testing.T) {
	for name, tc := range map[string]struct {
		out   string
		check func(*ClosedError) bool
	}{
		"in a literal": {"* 1 FETCH (BODY[] {100}\r\nabc", func(e *ClosedError) bool { return errors.Is(e, io.ErrUnexpectedEOF) && !e.HasBye }},
		"after BYE":    {"* BYE [UNAVAILABLE] shutting down\r\n", func(e *ClosedError) bool { return e.HasBye && e.Bye == "[UNAVAILABLE] shutting down" }},
		"silently": {"", func(e *ClosedError) bool {
			return errors.Is(e, io.EOF) && e.Waiting == "the tagged response to a1 NOOP"
		}},
	} {
		cfg := serve(t, nil, after("X", func(p *peer) { p.line(); p.raw(tc.out) }))
		c := dial(t, cfg, nil)
		var ce *ClosedError
		if _, err := c.Do(context.Background(), "NOOP"); !errors.As(err, &ce) || !tc.check(ce) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := c.Do(context.Background(), "NOOP"); !errors.As(err, &ce) {
			t.Errorf("%s, again: %v", name, err)
		}
	}
}

// A connection that is reset in the middle of a response was ended by the other
// side. Between responses a BYE may have been lost with it.
func TestReset(t *testing.T) {
	for out, want := range map[string]Change{"* 1 FETCH (BODY[] {100}\r\nabc": Lost, "": Closed} {
		cfg := serve(t, nil, after("X", func(p *peer) {
			p.line()
			p.raw(out)
			p.conn.(*net.TCPConn).SetLinger(0)
		}))
		rec := &Recorder{}
		c := dial(t, cfg, rec)
		if _, err := c.Do(context.Background(), "NOOP"); !errors.Is(err, syscall.ECONNRESET) {
			t.Error(err)
		}
		if last := rec.Events(rec.Len(), rec.Len())[0]; last.Change != want {
			t.Errorf("after %q: %v", out, last)
		}
	}
}

// What is left of the answer may have been taken for text: nobody waits for it.
func TestLiteralTooShort(t *testing.T) {
	cfg := serve(t, nil, after("X", func(p *peer) {
		p.raw("* 1 FETCH (BODY[] {5}\r\nab)\r\n" + p.expect("FETCH 1 BODY[]") + " OK done\r\n")
		p.toEnd()
	}))
	cfg.Timeout = time.Hour
	c := dial(t, cfg, nil)
	for range 2 {
		var pe *ProtocolError
		if _, err := c.Do(context.Background(), "FETCH 1 BODY[]"); !errors.As(err, &pe) || !errors.Is(err, errOutOfStep) {
			t.Error(err)
		}
	}
}

func TestFlood(t *testing.T) {
	for name, line := range map[string]string{"responses": "* OK more\r\n", "bytes": "* OK " + strings.Repeat("x", 4000) + "\r\n"} {
		cfg := serve(t, nil, after("X", func(p *peer) {
			p.line()
			for {
				if _, err := io.WriteString(p.conn, strings.Repeat(line, 50)); err != nil {
					return
				}
			}
		}))
		cfg.MaxResponses, cfg.MaxBytes = 1000, 1<<20
		c := dial(t, cfg, nil)
		var fe *FloodError
		if _, err := c.Do(context.Background(), "NOOP"); !errors.As(err, &fe) || fe.Responses > 1001 || fe.Bytes > 1<<20+4100 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestUnreadable(t *testing.T) {
	cfg := serve(t, nil, after("X", func(p *peer) {
		tag := p.expect("A")
		p.send("* X "+strings.Repeat("(", 200)+strings.Repeat(")", 200), tag+" OK then")
		p.send(p.expect("B") + " PERHAPS")
		p.expect("C")
		p.send("* X {999999999999}")
		p.toEnd()
	}))
	c := dial(t, cfg, nil)
	ctx := context.Background()
	p, _ := c.Start(ctx, "A")
	var pe *ProtocolError
	if _, err := c.Wait(ctx, p); !errors.As(err, &pe) || pe.Response == nil {
		t.Error(err)
	}
	if _, err := c.Wait(ctx, p); err != nil {
		t.Error(err)
	}
	for _, cmd := range []string{"B", "C"} {
		if _, err := c.Do(ctx, cmd); !errors.As(err, &pe) {
			t.Errorf("%s: %v", cmd, err)
		}
	}
}

func TestPipeline(t *testing.T) {
	cfg := serve(t, nil, after("X", func(p *peer) {
		a, b, d := p.expect("A"), p.expect("B"), p.expect("C")
		p.send("* 1 EXISTS", d+" OK third", a+" OK first", "* 2 EXISTS", b+" NO second")
		p.toEnd()
	}))
	c := dial(t, cfg, nil)
	ctx := context.Background()
	ps, err := c.Pipeline(ctx, "A", "B")
	if err != nil {
		t.Fatal(err)
	}
	p3, err := c.Start(ctx, "C")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range []*Pending{ps[1], p3, ps[0]} {
		r, err := c.Wait(ctx, p)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprint(r.Command, " ", r.Tagged.Text, " ", len(r.Untagged)))
	}
	if d := cmp.Diff([]string{"B second 1", "C third 0", "A first 1"}, got); d != "" {
		t.Error(d)
	}
}

// smallBuffers makes a socket block early.
func smallBuffers(conn net.Conn) {
	tcp := conn.(*net.TCPConn)
	tcp.SetReadBuffer(64 << 10)
	tcp.SetWriteBuffer(64 << 10)
}

// A server that does not read while nobody reads its answers must not hang the
// client.
func TestPipelineDoesNotDeadlock(t *testing.T) {
	const n = 8
	answer := strings.Repeat("* OK "+strings.Repeat("x", 1000)+"\r\n", 300)
	cfg := serve(t, nil, after("LITERAL+", func(p *peer) {
		smallBuffers(p.conn)
		for range n {
			tag, _, _ := strings.Cut(p.line(), " ")
			p.octets(100_002)
			p.raw(answer)
			p.send(tag + " OK done")
		}
		p.toEnd()
	}))
	c := dial(t, cfg, nil)
	smallBuffers(c.conn)
	ctx := context.Background()
	var ps []*Pending
	for range n {
		p, err := c.StartParts(ctx, Text("X "), Literal{Data: make([]byte, 100_000)})
		if err != nil {
			t.Fatal(err)
		}
		ps = append(ps, p)
	}
	for _, p := range ps {
		if r, err := c.Wait(ctx, p); err != nil || len(r.Untagged) != 300 {
			t.Fatal(err)
		}
	}
}

func TestLiterals(t *testing.T) {
	small, big := []byte("hello"), []byte(strings.Repeat("x", 5000))
	for name, tc := range map[string]struct {
		caps string
		lit  Literal
		head string
		sync bool
	}{
		"plain":          {"X", Literal{Data: small}, "APPEND b {5}", true},
		"LITERAL+":       {"LITERAL+", Literal{Data: big}, "APPEND b {5000+}", false},
		"LITERAL-":       {"LITERAL-", Literal{Data: small}, "APPEND b {5+}", false},
		"LITERAL- big":   {"LITERAL-", Literal{Data: big}, "APPEND b {5000}", true},
		"LITERAL+ sync":  {"LITERAL+", Literal{Data: small, Sync: true}, "APPEND b {5}", true},
		"literal8":       {"BINARY", Literal{Data: small, Binary: true}, "APPEND b ~{5}", true},
		"empty LITERAL+": {"LITERAL+", Literal{}, "APPEND b {0+}", false},
	} {
		cfg := serve(t, nil, after(tc.caps, func(p *peer) {
			tag := p.expect(tc.head)
			if tc.sync {
				p.send("* 9 EXISTS", "+ go")
			}
			if got := p.octets(len(tc.lit.Data)); got != string(tc.lit.Data) {
				p.t.Errorf("%s: got %.20q", name, got)
			}
			if rest := p.line(); rest != " end" {
				p.t.Errorf("%s: then %q", name, rest)
			}
			p.send(tag + " OK done")
			p.toEnd()
		}))
		c := dial(t, cfg, nil)
		r, err := c.DoParts(context.Background(), Text("APPEND b "), tc.lit, Text(" end"))
		if err != nil || !r.OK() {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestLiteralRefused(t *testing.T) {
	cfg := serve(t, nil, after("X", func(p *peer) {
		p.send(p.expect("APPEND b {5}") + " NO [TRYCREATE] no")
		p.send(p.expect("NOOP") + " OK still in step")
		p.toEnd()
	}))
	c := dial(t, cfg, nil)
	r, err := c.DoParts(context.Background(), Text("APPEND b "), Literal{Data: []byte("hello")})
	if err != nil || r.OK() || r.Code("TRYCREATE") == nil {
		t.Fatal(err)
	}
	if !do(t, c, "NOOP").OK() {
		t.Error("out of step")
	}
}

func TestLiteralNeverAskedFor(t *testing.T) {
	cfg := serve(t, nil, after("X", func(p *peer) { p.toEnd() }))
	cfg.Timeout = 30 * time.Millisecond
	c := dial(t, cfg, nil)
	var te *TimeoutError
	if _, err := c.DoParts(context.Background(), Text("A "), Literal{Data: []byte("x")}); !errors.As(err, &te) || te.Waiting != "the continuation of a1 A {1}" {
		t.Error(err)
	}
	if _, err := c.Do(context.Background(), "NOOP"); !errors.As(err, &te) {
		t.Error(err)
	}
}

func TestIdle(t *testing.T) {
	cfg := serve(t, nil, after("IDLE", func(p *peer) {
		tag := p.expect("IDLE")
		p.send("* 1 EXISTS", "+ idling", "* 2 EXISTS")
		if l := p.line(); l != "DONE" {
			p.t.Errorf("got %q", l)
		}
		p.send("* 3 EXISTS", tag+" OK done")
		p.send(p.expect("IDLE") + " NO not now")
		tag = p.expect("IDLE")
		p.send("+ idling", tag+" OK over")
		p.toEnd()
	}))
	c := dial(t, cfg, nil)
	ctx := context.Background()
	i, err := c.Idle(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for n := uint32(1); n <= 2; n++ {
		if r, err := i.WaitFor(ctx, func(r *wire.Response) bool { return r.Name == "EXISTS" }); err != nil || r.Number != n {
			t.Fatal(r, err)
		}
	}
	if _, err := c.Do(ctx, "NOOP"); !errors.Is(err, errIdling) {
		t.Error(err)
	}
	c.cfg.Timeout = 20 * time.Millisecond
	var te *TimeoutError
	if _, err := i.WaitFor(ctx, func(*wire.Response) bool { return true }); !errors.As(err, &te) {
		t.Error(err)
	}
	c.cfg.Timeout = time.Minute
	if r, err := i.Done(ctx); err != nil || !r.OK() || len(r.Untagged) != 3 {
		t.Fatal(err)
	}
	var re *RefusedError
	if _, err := c.Idle(ctx); !errors.As(err, &re) {
		t.Error(err)
	}
	if i, err = c.Idle(ctx); err != nil {
		t.Fatal(err)
	}
	var pe *ProtocolError
	if _, err := i.WaitFor(ctx, func(*wire.Response) bool { return true }); !errors.As(err, &pe) {
		t.Error(err)
	}
	if r, err := i.Done(ctx); err != nil || !r.OK() {
		t.Error(err)
	}
}

// A server that says BYE and stops while a large literal is on its way: the
// reason is not lost.
func TestLastWords(t *testing.T) {
	cfg := serve(t, nil, after("LITERAL+", func(p *peer) {
		p.line()
		p.send("* BYE too large")
		p.conn.(*net.TCPConn).CloseWrite()
		p.toEnd() // so that no reset destroys the BYE
	}))
	c := dial(t, cfg, nil)
	_, err := c.DoParts(context.Background(), Text("A "), Literal{Data: make([]byte, 8<<20)})
	var ce *ClosedError
	if !errors.As(err, &ce) || ce.Bye != "too large" {
		t.Error(err)
	}
}
