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
