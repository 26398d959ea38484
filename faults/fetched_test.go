package faults

import (
	"strings"
	"testing"
)

// fetchedScripts are of FETCH and COPY.
var fetchedScripts = map[string]string{
	"fetch=beyond-exists": `
		login
		select
		C: a1 FETCH 3 UID
		S: * 3 FETCH (UID 3)
		S: * 4 FETCH (UID 4294967295 FLAGS ())
		S: a1 OK …`,
	"fetch=wrong-uids": `
		login
		select
		C: a1 FETCH 1:3 UID
		S: * 1 FETCH (UID 1)
		S: * 2 FETCH (UID 1)
		S: * 3 FETCH (UID 2)
		S: a1 OK …`,
	"fetch=zero": `
		login
		select
		C: a1 FETCH 3 UID
		S: * 3 FETCH (UID 3)
		S: * 0 FETCH (FLAGS ())
		S: a1 OK …`,
	"fetch=out-of-order": `
		login
		select
		C: a1 FETCH 1:3 UID
		S: * 2 FETCH (UID 2)
		S: * 1 FETCH (UID 1)
		S: * 3 FETCH (UID 3)
		S: a1 OK …`,
	"fetch=trailing-space": `
		login
		select
		C: a1 FETCH 3 UID
		S: * 3 FETCH (UID 3 )
		S: a1 OK …`,
	"fetch=closed-early": `
		login
		select
		C: a1 FETCH 3 (UID FLAGS RFC822.SIZE)
		S: * 3 FETCH (UID 3) FLAGS (\Recent) RFC822.SIZE 55
		S: a1 OK …`,
	"fetch-rfc822=dropped": `
		login
		select
		C: a1 FETCH 3 (UID RFC822.HEADER)
		S: * 3 FETCH (UID 3)
		S: a1 OK …
		C: a2 FETCH 3 RFC822.HEADER
		S: a2 OK …`,
	"fetch-peek=no-data": `
		login
		select
		C: a1 UID FETCH 3 BODY.PEEK[]
		S: * 3 FETCH (UID 3)
		S: a1 OK …
		C: a2 FETCH 3 BODY[TEXT]
		S: * 3 FETCH (BODY[TEXT] {8}
		S: Text 1
		S:  FLAGS (\Seen \Recent))
		S: a2 OK …`,
	"fetch-body=missing-value": `
		login
		select
		C: a1 FETCH 3 (UID BODY.PEEK[] FLAGS)
		S: * 3 FETCH (UID 3 BODY[] FLAGS (\Recent))
		S: a1 OK …`,
	"fetch-body=substitute": `
		login
		select
		C: a1 FETCH 3 (BODY.PEEK[] RFC822.SIZE)
		S: * 3 FETCH (BODY[] {127}
		S: From: Mail server <postmaster@localhost>
		S: Subject: Message retrieval failed
		S: 
		S: The server was unable to convert this message.
		S:  RFC822.SIZE 55)
		S: a1 OK …`,
	"fetch-literal=short octets=4": `
		login
		select
		C: a1 FETCH 3 BODY.PEEK[TEXT]
		S: * 3 FETCH (BODY[TEXT] {8}
		S: Text)
		S: a1 OK …`,
	"fetch-size=wrong": `
		login
		select
		C: a1 FETCH 3 RFC822.SIZE
		S: * 3 FETCH (RFC822.SIZE 57)
		S: a1 OK …`,
	"fetch-partial=crash": `
		login
		select
		C: a1 FETCH 3 BODY.PEEK[TEXT]<0.4>
		S: * 3 FETCH (BODY[TEXT]<0> {4}
		S: Text)
		S: a1 OK …
		C: a2 FETCH 3 BODY.PEEK[]<100.10>
		closed`,
	"bodystructure=disposition-string": `
		login
		select
		C: a1 FETCH 2 BODYSTRUCTURE
		S: * 2 FETCH (BODYSTRUCTURE …"IMAGE" "PNG" … "inline" NIL NIL) "MIXED" …
		S: a1 OK …`,
	"bodystructure=collapsed-multipart": `
		login
		select
		C: a1 FETCH 2 BODY
		S: * 2 FETCH (BODY (("ALTERNATIVE")("IMAGE" …) "MIXED"))
		S: a1 OK …`,
	"bodystructure=nil-boundary": `
		login
		select
		C: a1 FETCH 2 BODYSTRUCTURE
		S: * 2 FETCH (BODYSTRUCTURE … "MIXED" ("boundary" NIL) NIL NIL NIL))
		S: a1 OK …`,
	"bodystructure=unescaped-quotes": `
		login
		select
		C: a1 FETCH 2 BODY
		S: * 2 FETCH (BODY …("name" "a "b".png")…
		S: a1 OK …`,
	"envelope=extra-parentheses": `
		login
		select
		C: a1 FETCH 3 ENVELOPE
		S: * 3 FETCH (ENVELOPE ((NIL "Letter 1" …)))
		S: a1 OK …`,
	"envelope=forbidden-octets": "\n" +
		"login\n" +
		"select\n" +
		"C: a1 FETCH 3 ENVELOPE\n" +
		"S: * 3 FETCH (ENVELOPE (NIL \"\x00Letter 1\" …\n" +
		"S: a1 OK …",
	"copy=other-uid": `
		login
		C: a1 CREATE Copies
		S: a1 OK …
		select
		C: a2 COPY 1:2 Copies
		S: * 3 FETCH (UID 1 FLAGS ())
		S: a2 OK [COPYUID …`,
	"copyuid=bare": `
		login
		C: a1 CREATE Copies
		S: a1 OK …
		select
		C: a2 COPY 1:2 Copies
		S: * [COPYUID … 1:2 1:2]
		S: a2 OK …
		C: a3 MOVE 3 Copies
		S: * [COPYUID … 3 3]
		S: * 3 EXPUNGE
		S: * 2 RECENT
		S: a3 OK …`,
	"copyuid=source-validity": `
		login
		C: a1 CREATE Copies
		S: a1 OK …
		select
		C: a2 COPY 1:2 Copies
		S: a2 OK [COPYUID … 1:2 1:2] …`,
	"copyuid=two-fields": `
		login
		C: a1 CREATE Copies
		S: a1 OK …
		select
		C: a2 COPY 1:2 Copies
		S: a2 OK [COPYUID … 1:2] …`,
}

// The UIDVALIDITY of COPYUID is that of INBOX, and Copies has another.
func TestCopyUIDSourceValidity(t *testing.T) {
	s := &script{t: t, server: newServer(t, mustPlan(t, "copyuid=source-validity"), nil), conns: make(map[string]*scriptConn)}
	c := s.conn("")
	s.do(c, "LOGIN user pass")
	s.do(c, "CREATE Copies")
	validity := func(name string) string {
		s.send(c, "v1 STATUS "+name+" (UIDVALIDITY)")
		line := s.expect(c, "* STATUS …"+name+"… (UIDVALIDITY …)")
		s.expect(c, "v1 OK …")
		return strings.TrimSuffix(line[strings.LastIndexByte(line, ' ')+1:], ")")
	}
	source, destination := validity("INBOX"), validity("Copies")
	s.do(c, "SELECT INBOX")
	s.send(c, "a1 COPY 3 Copies")
	s.expect(c, "a1 OK [COPYUID "+source+" 3 1] …")
	if source == destination {
		t.Error("the two mailboxes have one UIDVALIDITY")
	}
}
