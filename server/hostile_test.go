package server_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"imaporacle/server"
	"imaporacle/server/front"
	"imaporacle/server/servertest"
)

// A line that is no command gets BAD, and the session goes on
// (RFC 9051 §7.1.3).
func TestMalformed(t *testing.T) {
	play(t, `
		C:
		S: * BAD …
		C: a1
		S: a1 BAD …
		C: a1 
		S: a1 BAD …
		C:  NOOP
		S: * BAD …
		C: a+b NOOP
		S: * BAD …
		C: "a" NOOP
		S: * BAD …
		C: * NOOP
		S: * BAD …
		R: "a\x00b NOOP\r\n"
		S: * BAD …
		R: "a2 NO\x00OP\r\n"
		S: a2 BAD …
		R: "a3 NOOP\x00\r\n"
		S: a3 BAD …
		R: "a4 LOGIN user \"pa\x00ss\"\r\n"
		S: a4 BAD …
		R: "a5 LOGIN user \xff\xfe\r\n"
		S: a5 BAD …
		C: a6 LOGIN "user pass
		S: a6 BAD …
		C: a7 LOGIN us"er pass
		S: a7 BAD …
		C: a8 LOGIN "us\er" pass
		S: a8 BAD …
		C: a9 UID
		S: a9 BAD …
		C: b1 UID 
		S: b1 BAD …
		C: b2 UID NOOP
		S: b2 BAD …
		C: b3 UID UID NOOP
		S: b3 BAD …
		C: b4  NOOP
		S: b4 BAD …
		C: b5 NOOP 
		S: b5 BAD …
		C: b6 NOOP{3+}
		C: abc
		S: b6 BAD …
		C: b7 GET / HTTP/1.1
		S: b7 BAD …
		# A lone LF ends a line as well.
		R: "b8 NOOP\nb9 NOOP\n"
		S: b8 OK …
		S: b9 OK …
		R: "c1 NOOP\rc2 NOOP\r\n"
		S: c1 BAD …
		C: c3 LOGIN user pass
		S: c3 OK …
	`)
}

// What a client says is never repeated so that it could be taken for another
// response, nor outside of ASCII (RFC 3501 §9, text).
func TestNoInjection(t *testing.T) {
	play(t, `
		login user
		select INBOX
		C: a1 SEARCH CHARSET {10+}
		R: "X\r\n* BYE x ALL\r\n"
		S: a1 NO [BADCHARSET …
		C: a2 LIST "" {10+}
		R: "X\r\n* BYE x\r\n"
		S: a2 BAD …
		C: a3 CREATE {10+}
		R: "X\r\n* BYE x\r\n"
		S: a3 BAD …
		C: a4 FETCH 1 BODY[HEADER.FIELDS ({10+}
		R: "X\r\n* BYE x)]\r\n"
		S: a4 BAD …
		C: a5 STORE 1 FLAGS ({10+}
		R: "X\r\n* BYE x)\r\n"
		S: a5 BAD …
		C: a6 NOOP é
		S: a6 BAD …\u00e9…
	`)
}

// A literal in a place where there is none is still a literal: what is in it
// is not a command.
func TestNoSmuggling(t *testing.T) {
	commands := []string{
		"NOOP", "CHECK", "LOGOUT", "CAPABILITY", "STARTTLS", "LOGIN", "AUTHENTICATE PLAIN", "CREATE", "DELETE",
		"RENAME a", "SUBSCRIBE", "UNSUBSCRIBE", "LIST", `LIST ""`, "LSUB", "STATUS a", "STATUS a (MESSAGES",
		"NAMESPACE", "SELECT a", "EXAMINE a", "CLOSE", "UNSELECT", "EXPUNGE", "UID EXPUNGE", "COPY", "COPY 1",
		"MOVE 1", "UID COPY 1", "UID MOVE 1", "IDLE", "FETCH", "FETCH 1", "FETCH 1 (", "STORE", "STORE 1",
		"STORE 1 FLAGS", "SEARCH", "SEARCH RETURN (", "SEARCH UID", "ENABLE", "ID", "ID (", "UNAUTHENTICATE",
		"NOSUCHCOMMAND", "UID", "UID FETCH", "APPEND INBOX (", "APPEND INBOX x", `NOOP "x"`, "CREATE a (USE",
		"SETACL", "SETACL a", "SETACL a b", "GETACL", "DELETEACL a", "LISTRIGHTS a", "MYRIGHTS", "GETMETADATA",
		"GETMETADATA a", "GETMETADATA (DEPTH", "GETMETADATA a (", "SETMETADATA a", "SETMETADATA a (", "SETMETADATA a (/private/x",
	}
	s := newScript(t, servertest.New(t))
	s.play(`
		login user
		mail INBOX 1
		select INBOX
	`)
	c := s.conn("")
	for i, command := range commands {
		s.send(c, fmt.Sprintf("n%d %s {16+}\r\nx%d CREATE smug\r\n\r\n", i, command, i%10))
		if got := s.expect(c, fmt.Sprintf("n%d …", i)); strings.Contains(got, " OK ") && command != "SEARCH" {
			// What takes any string here may succeed.
			if !strings.Contains("CREATE SUBSCRIBE UNSUBSCRIBE", command) {
				t.Errorf("%s: %s", command, got)
			}
		}
		s.fence(c)
		s.send(c, fmt.Sprintf("s%d %s {16}\r\n", i, command))
		if got := s.expect(c, "…"); strings.HasPrefix(got, "+") {
			s.send(c, fmt.Sprintf("x%d CREATE smug\r\n\r\n", i%10))
			s.expect(c, fmt.Sprintf("s%d …", i))
		}
		s.fence(c)
	}
	s.finish()
}

// Limits of literals: RFC 9051 §4.3, RFC 7888 §4, RFC 7889 §4.
func TestLiteralLimits(t *testing.T) {
	play(t, `
		# A client that was not invited does not send.
		C: a1 NOSUCH {10}
		S: a1 BAD …
		C: a2 SELECT {10}
		S: a2 BAD …
		C: a3 LOGIN {70000}
		S: a3 NO [TOOBIG] …
		C: a4 LOGIN {99999999999999999999}
		S: a4 BAD …
		C: a5 LOGIN {-1}
		S: a5 BAD …
		C: a6 LOGIN {}
		S: a6 BAD …
		C: a7 LOGIN {4
		S: a7 BAD …
		login user
		C: b1 APPEND INBOX {1001}
		S: b1 NO [TOOBIG] …
		# One that does not ask has sent already.
		C: b2 APPEND INBOX {1001+}
		R: "`+long("NOOP\\r\\n", 8*166)+`xxxxx\r\n"
		S: b2 NO [TOOBIG] …
		C: b3 APPEND INBOX {4+}
		C: abcd
		S: b3 OK …
		# Each of several literals counts.
		C: b4 SEARCH {1+}
		R: "a {1001}\r\n"
		S: b4 BAD …
		C: b5 APPEND {5+}
		R: "INBOX {999}\r\n"
		S: b5 NO [TOOBIG] …
	`, servertest.With(func(o *server.Options) { o.Limits.Literal = 1000 }))
}

func TestLiteralFarTooLarge(t *testing.T) {
	play(t, `
		login user
		C: a1 APPEND INBOX {99999999999+}
		S: * BYE …
		closed
		B C: a1 APPEND INBOX {99999999999999999999+}
		B S: * BYE …
		B closed
	`)
}

// A line over the limit is answered once, and the literal that it announces is
// no command.
func TestLongLines(t *testing.T) {
	srv := servertest.New(t, servertest.With(func(o *server.Options) { o.Limits.Line = 10_000 }))
	for _, n := range []int{9_900, 9_999, 10_000, 10_001, 10_100, 12_288, 14_000, 20_000, 20_003, 100_000} {
		for _, end := range []string{"", "{15+}", "\"", `\`} {
			s := newScript(t, srv)
			c := s.conn("")
			s.send(c, "a LOGIN "+long("x", n)+end+"\r\n")
			if end == "{15+}" {
				s.send(c, "x1 NOSUCHWORD\r\n\r\n")
			}
			s.expect(c, "a BAD …")
			s.fence(c)
			c.Close()
		}
	}
	s := newScript(t, srv)
	s.send(s.conn(""), "a "+long("x", 20*10_000)+"\r\n")
	s.play(`
		S: * BYE Command line too long
		closed
	`)
}

// The base closes the connection for lines over 50 KiB: it must not see them.
func TestLongLineForBase(t *testing.T) {
	s := newScript(t, servertest.New(t))
	s.play("login user\nmail INBOX 1\nselect INBOX")
	c := s.conn("")
	for n := 51_180; n < 51_215; n++ {
		s.send(c, "a LIST \"\" "+long("x", n)+"\r\n")
		s.expect(c, "a …")
	}
	s.send(c, "b COPY "+strings.Repeat("1,", 30_000)+"1 INBOX\r\n")
	s.expect(c, "b BAD …")
	s.finish()
}

func TestTooManyBadCommands(t *testing.T) {
	play(t, `
		C:
		S: * BAD …
		C: a1 NOOP
		S: a1 OK …
		C:
		S: * BAD …
		C: "
		S: * BAD …
		C: a2 NOOP{
		S: a2 BAD …
		S: * BYE …
		closed
	`, servertest.With(func(o *server.Options) { o.Limits.BadCommands = 3 }))
}

// A client may send without waiting (RFC 9051 §5.5); each command is answered
// once and in order.
func TestPipelining(t *testing.T) {
	s := newScript(t, servertest.New(t))
	s.play("login user\nmail INBOX 3\nselect INBOX")
	c := s.conn("")
	var all strings.Builder
	for i := range 1000 {
		switch i % 4 {
		case 0:
			fmt.Fprintf(&all, "t%d NOOP\r\n", i)
		case 1:
			fmt.Fprintf(&all, "t%d FETCH 1 UID\r\n", i)
		case 2:
			fmt.Fprintf(&all, "t%d LIST {0+}\r\n {5+}\r\nINBOX\r\n", i)
		case 3:
			fmt.Fprintf(&all, "t%d BOGUS\r\n", i)
		}
	}
	go s.send(c, all.String())
	for i := range 1000 {
		switch i % 4 {
		case 1:
			s.expect(c, "* 1 FETCH (UID 1)")
		case 2:
			s.expect(c, `* LIST (\HasNoChildren) "/" INBOX`)
		}
		s.expect(c, fmt.Sprintf("t%d …", i))
	}
	s.finish()
}

// What a client left half-said leaves nothing behind.
func TestHangUp(t *testing.T) {
	play(t, `
		A login user
		A R: "a1 APPEND INBOX {100+}\r\nhalf of"
		A hangup
		B login user
		B C: b1 APPEND INBOX {100}
		B S: + …
		B hangup
		C login user
		C C: c1 LIST "" "
		C S: c1 BAD …
		C R: "c2 LI"
		C hangup
		D login user
		D select INBOX
		D C: d1 IDLE
		D S: + …
		D hangup
		E C: e1 AUTHENTICATE PLAIN
		E S: + 
		E hangup
		F login user
		F C: f1 STATUS INBOX (MESSAGES)
		F S: * STATUS INBOX (MESSAGES 0)
		F S: f1 OK …
	`)
}

// A client that connects to the port of implicit TLS and says nothing is sent
// away.
func TestSilentHandshake(t *testing.T) {
	srv := servertest.New(t, servertest.With(func(o *server.Options) {
		o.TLS, o.TLSAddr = testTLS(t), "127.0.0.1:0"
		o.Limits.Response = 30 * time.Millisecond
	}))
	expectHangUp(t, srv.TLSAddr())
}

func TestLimitsByDefault(t *testing.T) {
	if got, want := (front.Limits{Literal: 7}).WithDefaults(), front.DefaultLimits(); got.Line != want.Line || got.Literal != 7 {
		t.Errorf("found %+v", got)
	}
}
