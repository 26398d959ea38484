package proxy_test

import (
	"net"
	"testing"

	"imaporacle/proxy"
	"imaporacle/server/servertest"
)

// A connection can be ended from elsewhere, also one whose server does not
// answer.
func TestDisconnect(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	for _, upstream := range []string{servertest.New(t).Addr(), silent.Addr().String()} {
		p, addr := begin(t, proxy.Options{Upstream: upstream})
		c := dial(t, addr)
		if upstream != silent.Addr().String() {
			c.until("* OK")
		} else if conn, err := silent.Accept(); err != nil {
			t.Fatal(err)
		} else {
			defer conn.Close()
		}
		if !p.Disconnect(1) || p.Disconnect(1) || p.Disconnect(2) {
			t.Error("not connection 1 alone was there, once")
		}
		if got := c.until("end"); got != "" {
			t.Errorf("heard %q at the end", got)
		}
	}
}
