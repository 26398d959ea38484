package server_test

import (
	"testing"

	"imaporacle/server/servertest"
)

// FETCH, RFC 9051 §6.4.5.
func TestFetch(t *testing.T) {
	play(t, `
		mail INBOX 2
		A login user
		A select INBOX
		A C: a1 FETCH 1 (UID RFC822.SIZE)
		A S: * 1 FETCH (UID 1 RFC822.SIZE 55)
		A S: a1 OK …
		A C: a2 FETCH 2 FAST
		A S: * 2 FETCH (FLAGS (\Recent) INTERNALDATE "…" RFC822.SIZE 55)
		A S: a2 OK …
		A C: a3 FETCH 2 ALL
		A S: * 2 FETCH (FLAGS (\Recent) INTERNALDATE "…" RFC822.SIZE 55 ENVELOPE (NIL "Letter 2" ((NIL NIL "sender" "example.org")) ((NIL NIL "sender" "example.org")) ((NIL NIL "sender" "example.org")) NIL NIL NIL NIL NIL))
		A S: a3 OK …
		A C: a4 FETCH 1 FULL
		A S: * 1 FETCH (FLAGS (\Recent) INTERNALDATE "…" RFC822.SIZE 55 ENVELOPE (…) BODY ("TEXT" "PLAIN" ("CHARSET" "US-ASCII") NIL NIL "7BIT" 8 1))
		A S: a4 OK …
		# A macro stands alone.
		A C: a5 FETCH 1 (ALL)
		A S: a5 BAD …
		A C: a6 FETCH 1 ()
		A S: a6 BAD …
		A C: a7 FETCH 1 (UID  FLAGS)
		A S: a7 BAD …
		A C: a8 FETCH 1
		A S: a8 BAD …
		A C: a9 FETCH 1 NOSUCH
		A S: a9 BAD …
		A C: b1 FETCH 1 BODY[
		A S: b1 BAD …
		A C: b2 FETCH 1 BODY[MIME]
		A S: b2 BAD …
		A C: b3 FETCH 1 BODY[1.]
		A S: b3 BAD …
		A C: b4 FETCH 1 BODY[0]
		A S: b4 BAD …
		A C: b5 FETCH 1 BODY[]<0.0>
		A S: b5 BAD …
		A C: b6 FETCH 1 BODY[]<1>
		A S: b6 BAD …
		A C: b7 FETCH 1 BODY.PEEK
		A S: b7 BAD …
		A C: b8 FETCH 1 BODY[HEADER.FIELDS ()]
		A S: b8 BAD …
		A C: b9 FETCH 1 BODY[99999999999]
		A S: b9 BAD …
	`)
}

// 4294967295 is a number like any other, and not "*" (RFC 9051 §9, nz-number).
func TestLargestNumber(t *testing.T) {
	play(t, `
		mail INBOX 2
		login user
		select INBOX
		C: a1 UID FETCH 4294967295 UID
		S: a1 OK …
		C: a2 UID FETCH 2:4294967295 UID
		S: * 2 FETCH (UID 2)
		S: a2 OK …
		C: a3 UID FETCH 4294967295:* UID
		S: * 2 FETCH (UID 2)
		S: a3 OK …
		C: a4 UID SEARCH UID 4294967295
		S: * SEARCH
		S: a4 OK …
		C: a5 UID SEARCH UID *:4294967295
		S: * SEARCH 2
		S: a5 OK …
		C: a6 UID FETCH *,1 UID
		S: * 1 FETCH (UID 1)
		S: * 2 FETCH (UID 2)
		S: a6 OK …
		C: a7 FETCH 4294967295 UID
		S: a7 BAD …
	`)
}

func TestFetchSets(t *testing.T) {
	play(t, `
		mail INBOX 3
		login user
		C: a0 CREATE empty
		S: a0 OK …
		select INBOX
		C: a1 FETCH 3,1:2,2 UID
		S: * 1 FETCH (UID 1)
		S: * 2 FETCH (UID 2)
		S: * 3 FETCH (UID 3)
		S: a1 OK …
		C: a2 FETCH * UID
		S: * 3 FETCH (UID 3)
		S: a2 OK …
		C: a3 FETCH *:2 UID
		S: * 2 FETCH (UID 2)
		S: * 3 FETCH (UID 3)
		S: a3 OK …
		# RFC 9051 §9, seq-number: BAD for a number that does not exist.
		C: a4 FETCH 4 UID
		S: a4 BAD …
		C: a5 FETCH 1:4 UID
		S: a5 BAD …
		C: a6 FETCH 0 UID
		S: a6 BAD …
		C: a7 FETCH 1:0 UID
		S: a7 BAD …
		C: a8 FETCH 1, UID
		S: a8 BAD …
		C: a9 FETCH 4294967296 UID
		S: a9 BAD …
		# A UID that does not exist is ignored without an error (RFC 9051 §6.4.9).
		C: b1 UID FETCH 4 FLAGS
		S: b1 OK …
		C: b2 UID FETCH 2:1000 FLAGS
		S: * 2 FETCH (UID 2 FLAGS (\Recent))
		S: * 3 FETCH (UID 3 FLAGS (\Recent))
		S: b2 OK …
		# "*" is the last, also below the other end (RFC 9051 §9, seq-range).
		C: b3 UID FETCH 1000:* (UID)
		S: * 3 FETCH (UID 3)
		S: b3 OK …
		C: b4 UID FETCH 4294967295:* FLAGS
		S: * 3 FETCH (UID 3 FLAGS (\Recent))
		S: b4 OK …
		# In an empty mailbox even "*" is no sequence number.
		select empty
		C: c1 FETCH * UID
		S: c1 BAD …
		C: c2 FETCH 1:* UID
		S: c2 BAD …
		C: c3 UID FETCH 1:* FLAGS
		S: c3 OK …
		C: c4 UID FETCH * FLAGS
		S: c4 OK …
	`)
}

func TestFetchSections(t *testing.T) {
	srv := servertest.New(t)
	servertest.Deliver(t, srv, "user", "INBOX", "From: a@b.c\r\nSubject: one\r\n two\r\nX-Y: z\r\n\r\nfirst \r\nends in a space ")
	s := newScript(t, srv)
	s.play(`
		login user
		select INBOX
		C: a1 FETCH 1 (BODY.PEEK[HEADER.FIELDS (subject "from" NOSUCH)] UID)
		S: * 1 FETCH (BODY[HEADER.FIELDS (subject from NOSUCH)] {35}
		S: From: a@b.c
		S: Subject: one
		S:  two
		S:
		S:  UID 1)
		S: a1 OK …
		C: a2 FETCH 1 BODY.PEEK[HEADER.FIELDS.NOT (Subject)]
		S: * 1 FETCH (BODY[HEADER.FIELDS.NOT (Subject)] {23}
		S: From: a@b.c
		S: X-Y: z
		S:
		S: )
		S: a2 OK …
		C: a3 FETCH 1 BODY.PEEK[HEADER]
		S: * 1 FETCH (BODY[HEADER] {43}
		S: From: a@b.c
		S: Subject: one
		S:  two
		S: X-Y: z
		S:
		S: )
		S: a3 OK …
		# What ends in a space keeps it.
		C: a4 FETCH 1 (BODY.PEEK[TEXT] UID)
		S: * 1 FETCH (BODY[TEXT] {24}
		S: first 
		S: ends in a space  UID 1)
		S: a4 OK …
		C: a5 FETCH 1 (BODY.PEEK[1])
		S: * 1 FETCH (BODY[1] {24}
		S: first 
		S: ends in a space )
		S: a5 OK …
		C: a6 FETCH 1 (BODY.PEEK[2] BODY.PEEK[1.HEADER])
		S: * 1 FETCH (BODY[2] NIL BODY[1.HEADER] NIL)
		S: a6 OK …
		# The partial tells where it begins; past the end it is empty.
		C: a7 FETCH 1 (BODY.PEEK[TEXT]<2.4> BODY.PEEK[TEXT]<18.100> BODY.PEEK[]<1000.1>)
		S: * 1 FETCH (BODY[TEXT]<2> {4}
		S: rst  BODY[TEXT]<18> {6}
		S: space  BODY[]<1000> {0}
		S: )
		S: a7 OK …
		C: a8 FETCH 1 FLAGS
		S: * 1 FETCH (FLAGS (\Recent))
		S: a8 OK …
		# Without PEEK \Seen is set, and told when it was not there.
		C: a9 FETCH 1 BODY[TEXT]<0.1>
		S: * 1 FETCH (BODY[TEXT]<0> {1}
		S: f FLAGS (\Seen \Recent))
		S: a9 OK …
		C: b1 FETCH 1 BODY[TEXT]<0.1>
		S: * 1 FETCH (BODY[TEXT]<0> {1}
		S: f)
		S: b1 OK …
		C: b2 STORE 1 -FLAGS.SILENT (\Seen)
		S: b2 OK …
		C: b3 FETCH 1 (FLAGS RFC822.TEXT)
		S: * 1 FETCH (FLAGS (\Seen \Recent) RFC822.TEXT {24}
		S: first 
		S: ends in a space )
		S: b3 OK …
		C: b4 STORE 1 -FLAGS.SILENT (\Seen)
		S: b4 OK …
		C: b5 FETCH 1 RFC822.HEADER
		S: * 1 FETCH (RFC822.HEADER {43}
		S: From: a@b.c
		S: Subject: one
		S:  two
		S: X-Y: z
		S:
		S: )
		S: b5 OK …
		C: b6 FETCH 1 FLAGS
		S: * 1 FETCH (FLAGS (\Recent))
		S: b6 OK …
	`)
	s.finish()
}

// BINARY, RFC 3516 and RFC 9051 §6.4.5.
func TestFetchBinary(t *testing.T) {
	srv := servertest.New(t)
	servertest.Deliver(t, srv, "user", "INBOX",
		"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"+
			"--b\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\naGVsbG8=\r\n"+
			"--b\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: x-unknown\r\n\r\n???\r\n--b--\r\n")
	s := newScript(t, srv)
	s.play(`
		login user
		select INBOX
		C: a1 FETCH 1 (BINARY.PEEK[1] BINARY.SIZE[1] BODY.PEEK[1])
		S: * 1 FETCH (BINARY[1] ~{5}
		S: hello BINARY.SIZE[1] 5 BODY[1] {8}
		S: aGVsbG8=)
		S: a1 OK …
		C: a2 FETCH 1 BINARY.PEEK[1]<1.3>
		S: * 1 FETCH (BINARY[1]<1> ~{3}
		S: ell)
		S: a2 OK …
		# RFC 3516 §4.3: a NO with UNKNOWN-CTE, and no FETCH without an item.
		C: a3 FETCH 1 BINARY.PEEK[2]
		S: a3 NO [UNKNOWN-CTE] …
		C: a4 FETCH 1 (UID BINARY.SIZE[2] RFC822.SIZE)
		S: * 1 FETCH (UID 1 RFC822.SIZE …)
		S: a4 NO [UNKNOWN-CTE] …
		C: a5 FETCH 1 BINARY[0]
		S: a5 BAD …
		C: a6 FETCH 1 BINARY.SIZE[1]<0.1>
		S: a6 BAD …
		C: a7 FETCH 1 BINARY[1]
		S: * 1 FETCH (BINARY[1] ~{5}
		S: hello FLAGS (\Seen \Recent))
		S: a7 OK …
	`)
	s.finish()
}
