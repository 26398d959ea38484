package server_test

import (
	"testing"

	"imaporacle/server"
	"imaporacle/server/servertest"
)

// MULTIAPPEND, RFC 3502.
func TestMultiAppend(t *testing.T) {
	play(t, `
		B login user
		B select INBOX
		A login user
		A C: a1 APPEND INBOX (\Seen) {3}
		A S: + …
		A C: one (\Flagged own) " 7-Feb-1994 22:43:04 -0800" {3}
		A S: + …
		A C: two ~{5+}
		A R: "th\x00ee\r\n"
		A S: a1 OK [APPENDUID … 1:3] …
		# The other session sees them come together.
		B C: b1 NOOP
		B S: * 3 EXISTS
		B S: * 3 RECENT
		B S: * FLAGS (… own)
		B S: * OK [PERMANENTFLAGS …] …
		B S: b1 OK …
		B C: b2 FETCH 1:* (FLAGS BINARY.PEEK[])
		B S: * 1 FETCH (FLAGS (\Seen \Recent) BINARY[] ~{3}
		B S: one)
		B S: * 2 FETCH (FLAGS (\Flagged own \Recent) BINARY[] ~{3}
		B S: two)
		B S: * 3 FETCH (FLAGS (\Recent) BINARY[] ~{5}
		B S: th…ee)
		B S: b2 OK …
		B C: b3 FETCH 2 INTERNALDATE
		B S: * 2 FETCH (INTERNALDATE "07-Feb-1994 22:43:04 -0800")
		B S: b3 OK …
	`)
}

// All or nothing, and what follows is a command again (RFC 3502 §6.3.11).
func TestMultiAppendRefused(t *testing.T) {
	small := servertest.With(func(o *server.Options) { o.Limits.Literal = 20 })
	play(t, `
		B login user
		B select INBOX
		A login user
		# An empty message cancels.
		A C: a1 APPEND INBOX {3+}
		A C: one {0+}
		A C:
		A S: a1 NO …
		# The second is too much: it is refused before it is sent.
		A C: a2 APPEND INBOX {12+}
		A C: twelve chars {12}
		A S: a2 NO [TOOBIG] …
		# It is sent unasked: it is passed over, with all that follows it.
		A C: a3 APPEND INBOX {3+}
		A C: one {30+}
		A C: a4 LOGOUT and so on, 30 octets {3+}
		A C: two
		A S: a3 NO [TOOBIG] …
		# A flag that cannot be.
		A C: a5 APPEND INBOX {3+}
		A C: one (\Recent) {3+}
		A C: two
		A S: a5 BAD …
		A C: a6 APPEND INBOX {3+}
		A C: one more
		A S: a6 BAD …
		A C: a7 APPEND INBOX {3+}
		A C: one (new) {3+}
		A C: two (newer) {0+}
		A C:
		A S: a7 NO …
		# The name alone shows that it will not do: RFC 3502 §6.3.11, example A004.
		A C: a8 APPEND bogusname (\Flagged) {15}
		A S: a8 NO [TRYCREATE] …
		A C: a9 NOOP
		A S: a9 OK …
		B C: b1 NOOP
		B S: b1 OK …
		B C: b2 STATUS INBOX (MESSAGES UIDNEXT)
		B S: * STATUS INBOX (MESSAGES 0 UIDNEXT 1)
		B S: b2 OK …
	`, small)
}
