package proxy_test

import (
	"net"
	"strings"
	"testing"

	"imaporacle/faults"
	"imaporacle/proxy"
	"imaporacle/server/front"
	"imaporacle/server/servertest"
)

// armed starts a proxy with faults, which can be changed.
func armed(t *testing.T, upstream string, lines ...string) (*faults.Live, string) {
	t.Helper()
	l, err := faults.ParseLive(lines...)
	if err != nil {
		t.Fatal(err)
	}
	return l, start(t, proxy.Options{Upstream: upstream, Filters: func(conn int, remote net.Addr) []front.Filter { return l.Filters(conn, remote) }})
}

// Faults of responses, commands and the connection act before any server.
func TestFaults(t *testing.T) {
	srv := servertest.New(t)
	servertest.Deliver(t, srv, "user", "INBOX", "one")
	for _, c := range []struct{ fault, say, until, want string }{
		{"completion=twice command=NOOP", "a NOOP\r\nb CHECK\r\n", "b OK", "a OK NOOP completed\r\na OK NOOP completed\r\nb OK CHECK completed\r\n"},
		{"search=server-bug", "a SEARCH OR SEEN ALL\r\nb NOOP\r\n", "b OK", "a NO [SERVERBUG] SEARCH Server error - Please try again later\r\nb OK NOOP completed\r\n"},
		{"search=order-dependent", "a SEARCH ALL SEEN\r\n", "a OK", "* SEARCH 1\r\na OK SEARCH completed\r\n"},
		{"bye=sudden command=NOOP", "a NOOP\r\n", "end", "* BYE Server is shutting down\r\n"},
		{"drop=after-commands commands=3", "a NOOP\r\nb NOOP\r\n", "end", "a OK NOOP completed\r\n"},
	} {
		_, addr := armed(t, srv.Addr(), c.fault)
		s := dial(t, addr)
		s.until("* OK")
		s.do("l LOGIN user pass\r\n", "l OK")
		s.do("s EXAMINE INBOX\r\n", "s OK")
		if got := s.do(c.say, c.until); got != c.want {
			t.Errorf("%s: heard %q, want %q", c.fault, got, c.want)
		}
	}
}

// They come and go while sessions are under way.
func TestFaultsChange(t *testing.T) {
	l, addr := armed(t, servertest.New(t).Addr())
	s := dial(t, addr)
	s.until("* OK")
	s.do("l LOGIN user pass\r\n", "l OK")
	twice, err := faults.Parse("completion=twice user=user command=NOOP")
	if err != nil {
		t.Fatal(err)
	}
	a, err := l.Add(twice)
	if err != nil {
		t.Fatal(err)
	}
	if got := s.do("a NOOP\r\nb CAPABILITY\r\n", "b OK"); strings.Count(got, "a OK") != 2 {
		t.Errorf("armed: %q", got)
	}
	if err := l.Remove(a.ID); err != nil {
		t.Fatal(err)
	}
	if got := s.do("c NOOP\r\nd CAPABILITY\r\n", "d OK"); strings.Count(got, "c OK") != 1 {
		t.Errorf("removed: %q", got)
	}
}
