package interop

import (
	"net"
	"testing"

	"github.com/google/go-cmp/cmp"

	"imaporacle/interop/asked"
	"imaporacle/interop/dovecot"
	"imaporacle/oracle"
	"imaporacle/proxy"
	"imaporacle/tester"
	"imaporacle/tester/client"
)

// The row of a server through the proxy is that without it.
func TestProxyBeforeDovecot(t *testing.T) {
	asked.OrSkip(t)
	s := startDovecot(t, dovecot.Maildir)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := proxy.New(proxy.Options{Upstream: s.Addr})
	go p.Serve(ln)
	defer p.Close()
	rows := make(map[string]map[oracle.Column]string)
	for _, addr := range []string{s.Addr, ln.Addr().String()} {
		cfg := client.Config{Addr: addr, User: dovecot.User, Pass: dovecot.Pass}
		result, err := tester.Run(t.Context(), tester.Config{Config: cfg, Deliver: s.Deliver})
		if err != nil {
			t.Fatal(err)
		}
		rows[addr] = make(map[oracle.Column]string)
		for c, v := range result.Verdicts {
			rows[addr][c] = string(v.Cell)
		}
		t.Logf("%s\n%s", addr, asText(t, result))
		check(t, result)
		checkClean(t, cfg, "imaporacle")
	}
	if diff := cmp.Diff(rows[s.Addr], rows[ln.Addr().String()]); diff != "" {
		t.Errorf("through the proxy: %s", diff)
	}
}
