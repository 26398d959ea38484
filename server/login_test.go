package server_test

import (
	"testing"
	"time"

	"imaporacle/server"
	"imaporacle/server/servertest"
)

// LOGIN, RFC 9051 §6.2.3.
func TestLogin(t *testing.T) {
	play(t, `
		A C: a1 LOGIN user pass
		A S: a1 OK [CAPABILITY IMAP4rev1 IMAP4rev2 … IDLE …] Logged in
		A C: a2 LOGIN user pass
		A S: a2 BAD …
		B C: b1 login "user" "pass"
		B S: b1 OK [CAPABILITY …] …
		C C: c1 LOGIN {4}
		C S: + …
		C C: user {4}
		C S: + …
		C C: pass
		C S: c1 OK [CAPABILITY …] …
		D C: d1 LOGIN {4+}
		D C: user {4+}
		D C: pass
		D S: d1 OK [CAPABILITY …] …
	`)
}

func TestLoginRefused(t *testing.T) {
	play(t, `
		# RFC 5530 §3: the code does not tell which of both was wrong.
		C: a1 LOGIN user wrong
		S: a1 NO [AUTHENTICATIONFAILED] …
		C: a2 LOGIN nobody pass
		S: a2 NO [AUTHENTICATIONFAILED] …
		C: a3 LOGIN nobody ""
		S: a3 NO [AUTHENTICATIONFAILED] …
		C: a4 LOGIN user
		S: a4 BAD …
		C: a5 LOGIN
		S: a5 BAD …
		C: a6 LOGIN user pass more
		S: a6 BAD …
		C: a7 LOGIN user "pass
		S: a7 BAD …
		C: a8 SELECT INBOX
		S: a8 BAD …
		C: a9 LOGIN user pass
		S: a9 OK …
	`)
}

// AUTHENTICATE, RFC 9051 §6.2.2; the initial response is RFC 4959.
func TestAuthenticate(t *testing.T) {
	play(t, `
		A C: a1 AUTHENTICATE PLAIN
		A S: + 
		A C: AHVzZXIAcGFzcw==
		A S: a1 OK [CAPABILITY … IDLE …] …
		B C: b1 authenticate plain AHVzZXIAcGFzcw==
		B S: b1 OK [CAPABILITY …] …
		# The client names itself as the one to act for.
		C C: c1 AUTHENTICATE PLAIN dXNlcgB1c2VyAHBhc3M=
		C S: c1 OK [CAPABILITY …] …
	`)
}

func TestAuthenticateRefused(t *testing.T) {
	play(t, `
		C: a1 AUTHENTICATE PLAIN AHVzZXIAd3Jvbmc=
		S: a1 NO [AUTHENTICATIONFAILED] …
		C: a2 AUTHENTICATE NOSUCH
		S: a2 NO …
		# "*" cancels: BAD, RFC 9051 §6.2.2.
		C: a3 AUTHENTICATE PLAIN
		S: + 
		C: *
		S: a3 BAD …
		C: a4 AUTHENTICATE PLAIN
		S: + 
		C: !!!
		S: a4 BAD …
		C: a5 AUTHENTICATE PLAIN !!!
		S: a5 BAD …
		# An empty initial response is "=", RFC 4959 §3.
		C: a6 AUTHENTICATE PLAIN =
		S: a6 …
		C: a7 AUTHENTICATE PLAIN {4+}
		C: AHVz
		S: a7 BAD …
		C: a8 AUTHENTICATE PLAIN "AHVz"
		S: a8 BAD …
		C: a9 AUTHENTICATE
		S: a9 BAD …
		# Acting for somebody else.
		C: b1 AUTHENTICATE PLAIN b3RoZXIAdXNlcgBwYXNz
		S: b1 NO [AUTHORIZATIONFAILED] …
		C: b2 LOGIN user pass
		S: b2 OK …
	`)
}

// A response over the limit is refused, and what follows it is a command again.
func TestAuthenticateLongLine(t *testing.T) {
	s := newScript(t, servertest.New(t))
	s.play(`
		C: a1 AUTHENTICATE PLAIN
		S: + 
	`)
	s.send(s.conn(""), long("A", 100_000)+"\r\n")
	s.play(`
		S: a1 BAD …
		C: a2 NOOP
		S: a2 OK …
		C: a3 LOGIN user pass
		S: a3 OK …
	`)
	s.finish()
}

// LOGINDISABLED, RFC 9051 §6.2.3, and PRIVACYREQUIRED, RFC 5530 §3.
func TestLoginDisabled(t *testing.T) {
	play(t, `
		C: a1 CAPABILITY
		S: * CAPABILITY IMAP4rev1 IMAP4rev2 LITERAL+ SASL-IR ID ENABLE STARTTLS LOGINDISABLED
		S: a1 OK …
		C: a2 LOGIN user pass
		S: a2 NO [PRIVACYREQUIRED] …
		C: a3 AUTHENTICATE PLAIN AHVzZXIAcGFzcw==
		S: a3 NO [PRIVACYREQUIRED] …
		C: a4 STARTTLS
		S: a4 OK …
		tls
		C: a5 CAPABILITY
		S: * CAPABILITY IMAP4rev1 IMAP4rev2 LITERAL+ SASL-IR ID ENABLE AUTH=PLAIN …
		S: a5 OK …
		C: a6 LOGIN user pass
		S: a6 OK …
	`, servertest.With(func(o *server.Options) {
		o.TLS = testTLS(t)
		o.RequireTLS = true
	}))
}

// UNAUTHENTICATE, RFC 8437 §2: the mailbox is closed and what was enabled is
// not any more.
func TestUnauthenticate(t *testing.T) {
	play(t, `
		C: a0 UNAUTHENTICATE
		S: a0 BAD …
		login user
		mail INBOX 1
		C: a1 ENABLE IMAP4rev2
		S: * ENABLED IMAP4rev2
		S: a1 OK …
		select INBOX
		C: a2 UNAUTHENTICATE
		S: a2 OK …
		C: a3 FETCH 1 FLAGS
		S: a3 BAD …
		C: a4 LOGIN user pass
		S: a4 OK …
		C: a5 FETCH 1 FLAGS
		S: a5 BAD …
		C: a6 EXAMINE INBOX
		S: * 1 EXISTS
		S: * 0 RECENT
		S: * OK [UNSEEN 1] …
		S: * OK [UIDVALIDITY …
		S: * OK [UIDNEXT 2] …
		S: * FLAGS …
		S: * OK [PERMANENTFLAGS ()] …
		S: * OK [HIGHESTMODSEQ …] …
		S: * OK [MAILBOXID (F…)] …
		S: * OK [URLMECH INTERNAL] …
		S: a6 OK [READ-ONLY] …
	`)
}

// RFC 9051 §5.4: before login the server may end a silent connection sooner.
func TestLoginIdle(t *testing.T) {
	play(t, `
		S: * BYE Idle for too long
		closed
	`, servertest.With(func(o *server.Options) { o.LoginIdle = 30 * time.Millisecond }))
}

// LOGOUT, RFC 9051 §6.1.3.
func TestLogout(t *testing.T) {
	play(t, `
		A C: a1 LOGOUT
		A S: * BYE …
		A S: a1 OK …
		A closed
		mail INBOX 1
		B login user
		B select INBOX
		mail INBOX 1
		B C: b1 LOGOUT now
		B S: b1 BAD …
		# What comes after it is not read.
		B R: "b2 LOGOUT\r\nb3 NOOP\r\n"
		B S: * BYE …
		B S: b2 OK …
		B closed
	`)
}
