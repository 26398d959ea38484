package faults

import (
	"crypto/tls"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"imaporacle/server"
	"imaporacle/server/servertest"
)

// carriedScripts are of the transport.
var carriedScripts = map[string]string{
	"connections=capped limit=1": `
		login
		b? S: * BYE Too many simultaneous connections. (Failure)
		b? closed
		C: a1 NOOP
		S: a1 OK …`,
	"connections=refused limit=1": `
		login
		b? closed`,
	"greeting=slow delay=1ms": `
		login`,
	"latency=added delay=1ms jitter=1ms seed=1": `
		login`,
	"bandwidth=limited rate=10000000": `
		login
		select`,
	"drop=after-octets octets=20": `
		a? closed * OK [CAPABILITY IMA`,
	"drop=after-commands commands=2": `
		login
		C: a1 NOOP
		S: a1 OK …
		C: a2 NOOP
		closed`,
	"half-close=after-commands commands=2": `
		login
		C: a1 NOOP
		S: a1 OK …
		closed`,
	"reset=in-literal": `
		login
		select
		C: a1 FETCH 3 (UID BODY.PEEK[TEXT])
		S: * 3 FETCH (UID 3 BODY[TEXT] {8}
		reset Text`,
}

// The handshake fails from the first octet and after STARTTLS; out of its scope
// it does not.
func TestTLSFails(t *testing.T) {
	web := httptest.NewTLSServer(nil)
	defer web.Close()
	p := mustPlan(t, "tls=fails times=2")
	s := servertest.New(t, servertest.With(func(o *server.Options) {
		o.Filters, o.TLS, o.TLSAddr = p.Filters, p.TLS(web.TLS), "127.0.0.1:0"
	}))
	trusting := &tls.Config{InsecureSkipVerify: true}

	if _, err := tls.Dial("tcp", s.TLSAddr(), trusting); err == nil || !strings.Contains(err.Error(), "remote error: tls") {
		t.Errorf("implicit TLS: %v", err)
	}
	play := &script{t: t, server: s, conns: make(map[string]*scriptConn)}
	play.line("C: a1 STARTTLS")
	play.line("S: a1 OK …")
	if err := tls.Client(play.conn("").Conn, trusting).Handshake(); err == nil || !strings.Contains(err.Error(), "remote error: tls") {
		t.Errorf("STARTTLS: %v", err)
	}
	c, err := tls.Dial("tcp", s.TLSAddr(), trusting)
	if err != nil {
		t.Fatalf("out of its scope: %v", err)
	}
	c.Close()
	if n := p.Journal().Count("tls=fails"); n != 2 {
		t.Errorf("%d firings, want 2", n)
	}
}

// Jitter is drawn from the seed alone.
func TestJitterIsRepeatable(t *testing.T) {
	draw := func(seed string) (all []time.Duration) {
		p := mustPlan(t, "latency=added delay=1ns jitter=1m seed="+seed)
		next := jitter(p.wires[0], 7)
		for range 20 {
			all = append(all, next())
		}
		return all
	}
	a, b, other := draw("1"), draw("1"), draw("2")
	differ := false
	for k := range a {
		if a[k] != b[k] {
			t.Fatalf("draw %d is %v, then %v", k, a[k], b[k])
		}
		differ = differ || a[k] != other[k]
	}
	if !differ {
		t.Error("another seed draws the same")
	}
}
