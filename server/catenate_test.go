package server_test

import (
	"fmt"
	"testing"

	"imaporacle/server"
	"imaporacle/server/servertest"
)

// twoParts has two parts.
const twoParts = "Subject: draft\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" +
	"--x\r\nContent-Type: text/plain\r\n\r\nHello\r\n--x\r\nContent-Type: text/html\r\n\r\n<b>\r\n--x--\r\n"

// CATENATE, RFC 4469.
func TestCatenate(t *testing.T) {
	srv := servertest.New(t)
	servertest.Deliver(t, srv, "user", "INBOX", twoParts)
	account, err := srv.Account("user")
	if err != nil {
		t.Fatal(err)
	}
	mb, err := account.Get("INBOX")
	if err != nil {
		t.Fatal(err)
	}
	s := newScript(t, srv)
	s.play(`
		login user
		C: a0 CREATE "R&-D"
		S: a0 OK …
	`)
	s.play(fmt.Sprintf(`
		C: a1 APPEND "R&-D" (\Seen \Draft) CATENATE (URL "/INBOX;UIDVALIDITY=%d/;UID=1/;section=1.MIME" TEXT {4}
		S: + …
		C: more URL /INBOX/;uid=1/;SECTION=1/;PARTIAL=1.3 TEXT {1+}
		C: ! URL {23+}
		C: /inbox/;UID=1/;SECTION=2)
		S: a1 BAD …
	`, mb.UIDValidity()))
	s.play(fmt.Sprintf(`
		C: a2 APPEND "R&-D" (\Seen \Draft) CATENATE (URL "/INBOX;UIDVALIDITY=%d/;UID=1/;section=1.MIME" TEXT {4}
		S: + …
		C: more URL /INBOX/;uid=1/;SECTION=1/;PARTIAL=1.3 TEXT {1+}
		C: ! URL {24+}
		C: /inbox/;UID=1/;SECTION=2)
		S: a2 OK [APPENDUID … 1] …
		# Once more, from the mailbox just filled, with a message before it.
		C: a3 APPEND "R&-D" {3+}
		C: one CATENATE (URL "/R%%26D/;UID=1/;SECTION=TEXT" URL "/INBOX/;UID=1/;SECTION=HEADER.FIELDS%%20(subject)")
		S: a3 OK [APPENDUID … 2:3] …
		select "R&-D"
		C: a4 FETCH 1,3 (FLAGS BODY.PEEK[])
		S: * 1 FETCH (FLAGS (\Seen \Draft \Recent) BODY[] {39}
		S: Content-Type: text/plain
		S:
		S: moreell!<b>)
		S: * 3 FETCH (FLAGS (\Recent) BODY[] {29}
		S: moreell!<b>Subject: draft
		S:
		S: )
		S: a4 OK …
		# \Seen is not set in the source, and the selected mailbox stays.
		C: a5 APPEND INBOX CATENATE (URL "/R%%26D/;UID=2")
		S: a5 OK [APPENDUID … 2] …
		C: a6 FETCH 2 FLAGS
		S: * 2 FETCH (FLAGS (\Recent))
		S: a6 OK …
	`, mb.UIDValidity()))
	s.finish()
}

// RFC 4469 §4.1 and §4.2.
func TestCatenateRefused(t *testing.T) {
	srv := servertest.New(t, servertest.With(func(o *server.Options) { o.Limits.Literal = 200 }))
	servertest.Deliver(t, srv, "user", "INBOX", twoParts)
	s := newScript(t, srv)
	s.play(`
		login user
	`)
	for _, url := range []string{
		"/INBOX/;UID=2", "/nosuch/;UID=1", "/INBOX;UIDVALIDITY=1/;UID=1", "/INBOX/;UID=1/;SECTION=1.5.9",
		"/INBOX/;UID=1/;SECTION=NOSUCH", "/INBOX/;UID=1/;SECTION=MIME", "/INBOX/;UID=1/;SECTION=1.", "/INBOX",
		"INBOX/;UID=1", ";UID=1", "imap://user@localhost/INBOX/;UID=1", "//localhost/INBOX/;UID=1",
		"/INBOX/;UID=1;URLAUTH=anonymous", "http://localhost/",
	} {
		s.play(`
			C: a1 APPEND INBOX {3+}
			C: one CATENATE (TEXT {3+}
			C: two URL "` + url + `" URL "/worse")
			S: a1 NO [BADURL ` + url + `] …
		`)
	}
	s.play(`
		C: a2 APPEND INBOX CATENATE (URL "a ]b\\")
		S: a2 NO [BADURL a%20%5Db%5C] …
		C: a3 APPEND INBOX CATENATE (URL "/INBOX/;UID=1" URL "/INBOX/;UID=1")
		S: a3 NO [TOOBIG] …
		# The bound is for all messages of the command.
		C: a4 APPEND INBOX CATENATE (URL "/INBOX/;UID=1") CATENATE (URL "/INBOX/;UID=1")
		S: a4 NO [TOOBIG] …
		C: a5 APPEND INBOX CATENATE (TEXT {0+}
		C: )
		S: a5 NO …
		C: a6 APPEND INBOX CATENATE ()
		S: a6 BAD …
		C: a7 APPEND INBOX CATENATE (NOSUCH "x")
		S: a7 BAD …
		C: a8 APPEND INBOX CATENATE TEXT {3+}
		C: one
		S: a8 BAD …
		C: a9 APPEND nosuch CATENATE (URL "/INBOX/;UID=1")
		S: a9 NO [TRYCREATE] …
		C: b1 STATUS INBOX (MESSAGES UIDNEXT)
		S: * STATUS INBOX (MESSAGES 1 UIDNEXT 2)
		S: b1 OK …
	`)
	s.finish()
}
