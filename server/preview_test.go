package server_test

import (
	"strings"
	"testing"

	"imaporacle/server/servertest"
)

// PREVIEW, RFC 8970.
func TestPreview(t *testing.T) {
	srv := servertest.New(t)
	servertest.Deliver(t, srv, "user", "INBOX",
		"Subject: x\r\n\r\nSay \"hello\",\r\n\r\nworld.\r\n",
		"Content-Type: text/html; charset=utf-8\r\n\r\n<p>Caf\xc3\xa9</p>",
		"Content-Type: image/png\r\n\r\nabc",
		"Subject: long\r\n\r\n"+strings.Repeat("word ", 20_000))
	s := newScript(t, srv)
	s.play(`
		login user
		select INBOX
		C: a1 FETCH 1:3 (RFC822.SIZE PREVIEW FLAGS)
		S: * 1 FETCH (RFC822.SIZE 38 PREVIEW "Say \"hello\", world." FLAGS (\Recent))
		S: * 2 FETCH (RFC822.SIZE 54 PREVIEW {5}
		S: Café FLAGS (\Recent))
		S: * 3 FETCH (RFC822.SIZE 30 PREVIEW "" FLAGS (\Recent))
		S: a1 OK …
		# §4: what is large is left for later; once made it is kept.
		C: a2 FETCH 1,4 (PREVIEW (LAZY) UID)
		S: * 1 FETCH (PREVIEW "Say \"hello\", world." UID 1)
		S: * 4 FETCH (PREVIEW NIL UID 4)
		S: a2 OK …
		C: a3 FETCH 4 PREVIEW
		S: * 4 FETCH (PREVIEW "word word …word word")
		S: a3 OK …
		C: a4 UID FETCH 4 PREVIEW (LAZY LAZY)
		S: * 4 FETCH (UID 4 PREVIEW "word word …word word")
		S: a4 OK …
		C: a5 FETCH 1 PREVIEW (EAGER)
		S: a5 BAD …
		C: a6 FETCH 1 (PREVIEW ())
		S: a6 BAD …
		C: a7 ENABLE UTF8=ACCEPT
		S: * ENABLED UTF8=ACCEPT
		S: a7 OK …
		C: a8 FETCH 2 PREVIEW
		S: * 2 FETCH (PREVIEW "Café")
		S: a8 OK …
	`)
	s.finish()
}
