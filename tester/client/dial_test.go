package client

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"strings"
	"testing"
	"time"
)

func dialErr(t *testing.T, cfg Config) *DialError {
	t.Helper()
	c, err := Dial(context.Background(), cfg, "A", nil)
	if err == nil {
		c.Close()
		t.Fatal("no error")
	}
	var de *DialError
	if !errors.As(err, &de) {
		t.Fatalf("%T: %v", err, err)
	}
	return de
}

func TestGreetings(t *testing.T) {
	for greeting, check := range map[string]func(error) bool{
		"* OK hi\r\n":              func(err error) bool { return err == nil },
		"* PREAUTH hi\r\n":         func(err error) bool { return err == nil },
		"* BYE too many\r\n":       func(err error) bool { var e *ClosedError; return errors.As(err, &e) && e.Bye == "too many" },
		"* NO hm\r\n":              func(err error) bool { var e *ProtocolError; return errors.As(err, &e) },
		"HTTP/1.1 400 Bad\r\n":     func(err error) bool { var e *ProtocolError; return errors.As(err, &e) },
		"* OK h":                   func(err error) bool { return errors.Is(err, io.ErrUnexpectedEOF) },
		"":                         func(err error) bool { var e *ClosedError; return errors.As(err, &e) && errors.Is(err, io.EOF) },
		"* X {99999999999999}\r\n": func(err error) bool { var e *ProtocolError; return errors.As(err, &e) },
	} {
		cfg := serve(t, nil, func(p *peer) { p.raw(greeting) })
		c, err := Dial(context.Background(), cfg, "A", nil)
		if !check(err) {
			t.Errorf("%q: %v", greeting, err)
		}
		var de *DialError
		if err == nil {
			c.Close()
		} else if !errors.As(err, &de) || de.Step != "greeting" {
			t.Errorf("%q: no DialError of the greeting: %v", greeting, err)
		}
	}
}

func TestNoGreeting(t *testing.T) {
	cfg := serve(t, nil, func(p *peer) { p.raw("* OK wai"); p.toEnd() })
	cfg.Timeout = 30 * time.Millisecond
	var te *TimeoutError
	if err := dialErr(t, cfg); !errors.As(err, &te) || te.Waiting != "the greeting" || string(te.Partial) != "* OK wai" {
		t.Error(err)
	}
}

func TestUnreachable(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	if err := dialErr(t, Config{Addr: l.Addr().String()}); err.Step != "connect" {
		t.Error(err)
	}
}

func TestStartTLS(t *testing.T) {
	cert := testCertificate(t)
	cfg := serve(t, nil, after("STARTTLS LOGINDISABLED", func(p *peer) {
		p.send(p.expect("STARTTLS") + " OK go")
		conn := tls.Server(p.conn, &tls.Config{Certificates: []tls.Certificate{cert}})
		p.conn = conn
		p.in.Reset(conn)
		if tag := p.line(); tag != "" { // the client may refuse the certificate
			p.send("* CAPABILITY IMAP4rev1", strings.TrimSuffix(tag, " CAPABILITY")+" OK done")
			p.toEnd()
		}
	}))
	cfg.TLS = StartTLS
	if err := dialErr(t, cfg); err.Step != "STARTTLS" {
		t.Error(err)
	}
	cfg.Insecure = true
	c := dial(t, cfg, nil)
	if caps, err := c.Capabilities(context.Background()); err != nil || len(caps) != 1 || c.Has("LOGINDISABLED") {
		t.Error(caps, err)
	}
}

func TestStartTLSRefusedOrInjected(t *testing.T) {
	for answer, check := range map[string]func(error) bool{
		" NO never":                        func(err error) bool { var e *RefusedError; return errors.As(err, &e) },
		" OK go\r\n* CAPABILITY IMAP4rev1": func(err error) bool { return errors.Is(err, errInjected) },
	} {
		cfg := serve(t, nil, after("STARTTLS", func(p *peer) { p.send(p.expect("STARTTLS") + answer); p.toEnd() }))
		cfg.TLS = StartTLS
		if err := dialErr(t, cfg); !check(err) {
			t.Error(err)
		}
	}
	cfg := serve(t, nil, after("STARTTLS", func(p *peer) { p.send(p.expect("STARTTLS") + " OK go") }))
	cfg.TLS = StartTLS
	var he *HandshakeError
	if err := dialErr(t, cfg); !errors.As(err, &he) {
		t.Error(err)
	}
	cfg = serve(t, nil, func(p *peer) { p.send("* PREAUTH hi"); p.toEnd() })
	cfg.TLS = StartTLS
	var re *RefusedError
	if err := dialErr(t, cfg); !errors.As(err, &re) {
		t.Error(err)
	}
}

func TestImplicitTLS(t *testing.T) {
	conf := &tls.Config{Certificates: []tls.Certificate{testCertificate(t)}}
	cfg := serve(t, func(c net.Conn) net.Conn { return tls.Server(c, conf) }, after("X", func(p *peer) {
		if tag := p.line(); tag != "" {
			p.send(strings.TrimSuffix(tag, " NOOP") + " OK done")
		}
	}))
	cfg.TLS = Implicit
	if err := dialErr(t, cfg); err.Step != "TLS" {
		t.Error(err)
	}
	cfg.Insecure = true
	if !do(t, dial(t, cfg, nil), "NOOP").OK() {
		t.Error("not OK")
	}
}

func TestSilentTLS(t *testing.T) {
	cfg := serve(t, nil, func(p *peer) { p.toEnd() })
	cfg.TLS, cfg.Timeout = Implicit, 30*time.Millisecond
	var te *TimeoutError
	if err := dialErr(t, cfg); !errors.As(err, &te) {
		t.Error(err)
	}
}

func TestLogin(t *testing.T) {
	for name, tc := range map[string]struct {
		caps, user string
		script     func(p *peer)
		refused    string
	}{
		"LOGIN": {"", "us\"er", func(p *peer) {
			p.send(p.expect(`LOGIN "us\"er" "s3cret"`) + " OK [CAPABILITY IMAP4rev1 IDLE] in")
		}, ""},
		"literal": {"", "é", func(p *peer) {
			tag := p.expect("LOGIN {2}")
			p.send("+ go")
			if got := p.octets(2) + p.line(); got != `é "s3cret"` {
				p.t.Errorf("got %q", got)
			}
			p.send(tag + " OK in")
			p.send("* CAPABILITY IMAP4rev1 IDLE", p.expect("CAPABILITY")+" OK done")
		}, ""},
		"PLAIN": {"LOGINDISABLED AUTH=PLAIN", "user", func(p *peer) {
			tag := p.expect("AUTHENTICATE PLAIN")
			p.send("+ ")
			if got := p.line(); got != "AHVzZXIAczNjcmV0" {
				p.t.Errorf("got %q", got)
			}
			p.send("* CAPABILITY IMAP4rev1 IDLE", tag+" OK in")
		}, ""},
		"SASL-IR": {"LOGINDISABLED AUTH=PLAIN SASL-IR", "user", func(p *peer) {
			p.send(p.expect("AUTHENTICATE PLAIN AHVzZXIAczNjcmV0") + " OK [CAPABILITY IMAP4rev1 IDLE] in")
		}, ""},
		"refused": {"", "user", func(p *peer) {
			p.send(p.expect(`LOGIN "user" "s3cret"`) + " NO [AUTHENTICATIONFAILED] sorry")
		}, `LOGIN "user" <redacted>: NO [AUTHENTICATIONFAILED] sorry`},
		"no way": {"LOGINDISABLED", "user", func(*peer) {}, "LOGIN: " + errNoMechanism.Error()},
		"PLAIN refused": {"LOGINDISABLED AUTH=PLAIN", "user", func(p *peer) {
			p.send(p.expect("AUTHENTICATE PLAIN") + " NO no")
		}, "AUTHENTICATE PLAIN: NO no"},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := serve(t, nil, after(tc.caps, func(p *peer) { tc.script(p); p.toEnd() }))
			cfg.User = tc.user
			rec := &Recorder{}
			c := dial(t, cfg, rec)
			err := c.Login(context.Background())
			var re *RefusedError
			switch {
			case tc.refused == "" && (err != nil || !c.Has("idle")):
				t.Error(err, c.caps)
			case tc.refused != "" && (!errors.As(err, &re) || err.Error() != tc.refused):
				t.Error(err)
			}
			all := strings.Join(rec.Lines(1, rec.Len()), "\n")
			if strings.Contains(all, "s3cret") || strings.Contains(all, "AHVz") {
				t.Errorf("password recorded:\n%s", all)
			}
		})
	}
}

func TestLoginAfterPreauth(t *testing.T) {
	cfg := serve(t, nil, func(p *peer) {
		p.send("* PREAUTH hi")
		p.send("* CAPABILITY IMAP4rev1", p.expect("CAPABILITY")+" OK done")
		p.toEnd()
	})
	if err := dial(t, cfg, nil).Login(context.Background()); err != nil {
		t.Error(err)
	}
}
