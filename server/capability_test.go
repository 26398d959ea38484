package server_test

import (
	"testing"

	"imaporacle/server"
	"imaporacle/server/servertest"
)

// What is hidden is not advertised, by CAPABILITY and LOGIN; what is
// claimed is, and is answered BAD.
func TestDisguise(t *testing.T) {
	play(t, `
		C: a1 CAPABILITY
		S: * CAPABILITY IMAP4rev1 LITERAL+ SASL-IR ID ENABLE AUTH=PLAIN AUTH=LOGIN AUTH=CRAM-MD5 AUTH=SCRAM-SHA-256 X-FOO
		S: a1 OK …
		C: a2 X-FOO
		S: a2 BAD …
		C: a3 LOGIN user pass
		S: a3 OK [CAPABILITY IMAP4rev1 LITERAL+ … X-FOO] …
	`, servertest.With(func(o *server.Options) {
		o.Hide = []string{"imap4rev2", "AUTH=SCRAM-SHA-1"}
		o.Claim = []string{"X-FOO"}
	}))
}

// Only what is listed is advertised, with AUTH; what the server has not is
// claimed when the client has logged in.
func TestOnly(t *testing.T) {
	play(t, `
		C: a1 CAPABILITY
		S: * CAPABILITY IMAP4rev1 ID AUTH=PLAIN AUTH=LOGIN AUTH=CRAM-MD5 AUTH=SCRAM-SHA-1 AUTH=SCRAM-SHA-256
		S: a1 OK …
		C: a2 LOGIN user pass
		S: a2 OK [CAPABILITY IMAP4rev1 ID UIDPLUS APPENDLIMIT=67108864 X-FOO X-BAR=2] …
	`, servertest.With(func(o *server.Options) {
		o.Only = []string{"X-FOO", "imap4rev1", "ID", "UIDPLUS", "APPENDLIMIT", "X-BAR=2"}
	}))
}

// What is hidden shows in no response of SELECT either, until it is asked for.
func TestHiddenInSelect(t *testing.T) {
	play(t, `
		C: a1 LOGIN user pass
		S: a1 OK …
		C: a2 SELECT INBOX
		S: * 0 EXISTS
		S: * 0 RECENT
		S: * OK [UIDVALIDITY …] …
		S: * OK [UIDNEXT 1] …
		S: * FLAGS (…)
		S: * OK [PERMANENTFLAGS (…)] …
		S: a2 OK …
		C: a3 SELECT INBOX (CONDSTORE)
		S: * OK [CLOSED] …
		S: * 0 EXISTS
		S: * 0 RECENT
		S: * OK [UIDVALIDITY …] …
		S: * OK [UIDNEXT 1] …
		S: * FLAGS (…)
		S: * OK [PERMANENTFLAGS (…)] …
		S: * OK [HIGHESTMODSEQ 1] …
		S: a3 OK …
	`, servertest.With(func(o *server.Options) { o.Hide = []string{"CONDSTORE", "QRESYNC", "OBJECTID", "URLAUTH"} }))
}

// A server is greeted by the name that it goes by.
func TestGreetingAndID(t *testing.T) {
	play(t, `
		C: a1 ID NIL
		S: * ID ("name" "Other \"server\"" "os" "none")
		S: a1 OK …
		C: a2 LOGOUT
		S: * BYE …
		S: a2 OK …
		closed
	`, servertest.With(func(o *server.Options) {
		o.Greeting, o.ID = "Other server ready", []string{"name", `Other "server"`, "os", "none"}
	}))
}

// What is hidden cannot be enabled (RFC 9051 §6.3.1).
func TestHiddenInEnable(t *testing.T) {
	play(t, `
		C: a1 LOGIN user pass
		S: a1 OK …
		C: a2 ENABLE CONDSTORE UTF8=ACCEPT
		S: * ENABLED UTF8=ACCEPT
		S: a2 OK …
		C: a3 ENABLE CONDSTORE
		S: * ENABLED
		S: a3 OK …
	`, servertest.With(func(o *server.Options) { o.Hide = []string{"CONDSTORE"} }))
}
