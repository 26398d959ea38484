package server_test

import (
	"strings"
	"testing"

	"imaporacle/server"
	"imaporacle/server/servertest"
	"imaporacle/server/store"
)

// joe owns mail, fred reads it, and the submission server on behalf of anyone.
var urlUsers = servertest.With(func(o *server.Options) {
	o.Users = map[string]string{"joe": "pass", "fred": "pass", "submit": "pass"}
	o.Submitters = []string{"submit"}
})

// authorize has joe authorize a URL of his INBOX, given from ";UID=" on.
func (s *script) authorize(rest string) string {
	s.t.Helper()
	c := s.conn("joe")
	rump := "imap://joe@example.com/INBOX/" + rest
	s.send(c, "g GENURLAUTH \""+rump+"\" internal\r\n")
	line := s.expect(c, `* GENURLAUTH "`+rump+`:internal:01…"`)
	s.expect(c, "g OK …")
	return strings.TrimSuffix(strings.TrimPrefix(line, `* GENURLAUTH "`), `"`)
}

// fetchURL expects what a user is shown of a URL.
func (s *script) fetchURL(user, url, want string) {
	s.t.Helper()
	c := s.conn(user)
	s.send(c, "f URLFETCH \""+url+"\"\r\n")
	for _, line := range strings.Split(`* URLFETCH "`+url+`" `+want, "\r\n") {
		s.expect(c, line)
	}
	s.expect(c, "f OK …")
}

func urlScript(t *testing.T, options ...servertest.Option) *script {
	srv := servertest.New(t, append(options, urlUsers)...)
	s := newScript(t, srv)
	s.play(`
		joe login joe
		fred login fred
		submit login submit
	`)
	return s
}

// URLAUTH, RFC 4467.
func TestURLAuth(t *testing.T) {
	s := urlScript(t)
	servertest.Deliver(t, s.server, "joe", "INBOX", twoParts)
	const text = "{5}\r\nHello"
	for _, c := range []struct {
		rest string
		sees string // who of joe, fred and submit
	}{
		{";uid=1/;section=1;urlauth=submit+fred", "submit"},
		{";UID=1/;SECTION=1;URLAUTH=user+fred", "fred"},
		{";uid=1/;section=1;urlauth=authuser", "joe fred submit"},
		{";uid=1/;section=1;expire=2099-01-01T00:00:00Z;urlauth=anonymous", "joe fred submit"},
		{";uid=1/;section=1;expire=1999-01-01T00:00:00Z;urlauth=anonymous", ""},
	} {
		url := s.authorize(c.rest)
		for _, user := range []string{"joe", "fred", "submit"} {
			want := "NIL"
			if strings.Contains(c.sees, user) {
				want = text
			}
			s.fetchURL(user, url, want)
		}
	}
	url := s.authorize(";uid=1/;section=1/;partial=1.2;urlauth=anonymous")
	s.fetchURL("fred", url, "{2}\r\nel")
	// The token is of the URL as it stands (§6), but for its own case.
	s.fetchURL("fred", strings.Replace(url, "example.com", "Example.com", 1), "NIL")
	s.fetchURL("fred", strings.Replace(url, "section=1", "section=2", 1), "NIL")
	s.fetchURL("fred", strings.Replace(url, ":01", ":02", 1), "NIL")
	s.fetchURL("fred", strings.Replace(url, ":internal:", ":XSAMPLE:", 1), "NIL")
	s.fetchURL("fred", s.authorize(";uid=2;urlauth=anonymous"), "NIL")
	s.fetchURL("fred", "imap://joe@example.com/INBOX", "NIL")
	s.fetchURL("fred", "imap://nobody@example.com/INBOX/;uid=1;urlauth=anonymous:internal:"+strings.Repeat("0", 66), "NIL")
	s.finish()
}

// RESETKEY, RFC 4467 §7: it revokes, and sessions of the mailbox are told.
func TestResetKey(t *testing.T) {
	s := urlScript(t)
	servertest.Deliver(t, s.server, "joe", "INBOX", "Subject: x\r\n\r\nHello")
	s.play(`
		second login joe
		second select INBOX
		second C: s1 IDLE
		second S: + …
	`)
	url := s.authorize(";uid=1/;section=text;urlauth=anonymous")
	s.fetchURL("fred", url, "{5}\r\nHello")
	s.play(`
		joe select INBOX
		joe C: j1 RESETKEY INBOX INTERNAL
		joe S: j1 OK [URLMECH INTERNAL] …
		joe fence
		second S: * OK [URLMECH INTERNAL] …
		second C: DONE
		second S: s1 OK …
	`)
	s.fetchURL("fred", url, "NIL")
	url = s.authorize(";uid=1/;section=text;urlauth=anonymous")
	s.fetchURL("fred", url, "{5}\r\nHello")
	s.play(`
		joe C: j2 RESETKEY
		joe S: j2 OK …
		joe C: j3 RESETKEY nosuch
		joe S: j3 NO …
		joe C: j4 RESETKEY INBOX XSAMPLE
		joe S: j4 NO …
	`)
	s.fetchURL("fred", url, "NIL")
	s.finish()
}

// What the server must refuse to authorize (RFC 4467 §7, GENURLAUTH).
func TestGenURLAuthRefused(t *testing.T) {
	s := urlScript(t)
	for _, url := range []string{
		"imap://joe@example.com/INBOX/;uid=20/;section=1.2",               // no access identifier
		"imap://example.com/INBOX/;uid=20/;section=1.2;urlauth=anonymous", // no owner
		"imap://fred@example.com/INBOX/;uid=20;urlauth=anonymous",         // not one's own
		"imap://joe@example.com/nosuch/;uid=20;urlauth=anonymous",
		"imap://joe@example.com/INBOX;urlauth=anonymous", // not of a message
		"imap://joe@example.com/INBOX/;uid=20;urlauth=root",
		"/INBOX/;uid=20;urlauth=anonymous",
		"imap://joe@example.com/INBOX/;uid=20;urlauth=anonymous:internal:" + strings.Repeat("0", 66),
	} {
		s.play(`
			joe C: j1 GENURLAUTH "` + url + `" INTERNAL
			joe S: j1 BAD …
		`)
	}
	s.play(`
		joe C: j2 GENURLAUTH "imap://joe@example.com/INBOX/;uid=20;urlauth=anonymous" XSAMPLE
		joe S: j2 BAD …
		joe C: j3 GENURLAUTH
		joe S: j3 BAD …
		joe C: j4 URLFETCH
		joe S: j4 BAD …
		joe C: j5 URLFETCH "x" y imap://
		joe S: * URLFETCH "x" NIL
		joe S: * URLFETCH "y" NIL
		joe S: * URLFETCH "imap://" NIL
		joe S: j5 OK …
	`)
	s.finish()
}

// The key outlives the server.
func TestURLAuthKept(t *testing.T) {
	st := store.NewMemory()
	defer st.Close()
	kept := servertest.With(func(o *server.Options) { o.Store = st })
	s := urlScript(t, kept)
	servertest.Deliver(t, s.server, "joe", "INBOX", "Subject: x\r\n\r\nHello")
	url := s.authorize(";uid=1/;section=text;urlauth=user+fred")
	s.finish()
	s = urlScript(t, kept)
	s.fetchURL("fred", url, "{5}\r\nHello")
	s.finish()
}

// URLAUTH=BINARY, RFC 5524.
func TestURLFetchExtended(t *testing.T) {
	s := urlScript(t)
	servertest.Deliver(t, s.server, "joe", "INBOX",
		"Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nCaf=C3=A9",
		"Content-Type: application/x-a\r\nContent-Transfer-Encoding: base64\r\n\r\nAGE=",
		"Content-Type: application/x-a\r\nContent-Transfer-Encoding: x-none\r\n\r\nabc")
	for _, c := range []struct{ rest, params, want string }{
		{";uid=1/;section=1", "BODY", " (BODY {9}\r\nCaf=C3=A9)"},
		{";uid=1/;section=1", "BINARY", " (BINARY {5}\r\nCafé)"},
		{";uid=2/;section=1", "binary", " (BINARY ~{2}\r\n…a)"},
		{";uid=3/;section=1", "BINARY", " (BINARY NIL)"},
		{";uid=1/;section=1", "BODYPARTSTRUCTURE", ` (BODYPARTSTRUCTURE ("TEXT" "PLAIN" …QUOTED-PRINTABLE…))`},
		{";uid=1/;section=1", "BINARY BODYPARTSTRUCTURE", " (BODYPARTSTRUCTURE …) (BINARY {5}\r\nCafé)"},
		{";uid=1/;section=mime", "BINARY", " NIL"},
		{";uid=9/;section=1", "BODY", " NIL"},
	} {
		url := s.authorize(c.rest + ";urlauth=anonymous")
		f := s.conn("fred")
		s.send(f, "f URLFETCH (\""+url+"\" "+c.params+")\r\n")
		for _, line := range strings.Split(`* URLFETCH "`+url+`"`+c.want, "\r\n") {
			s.expect(f, line)
		}
		s.expect(f, "f OK …")
	}
	s.play(`
		fred C: f1 URLFETCH ("x" BODY BINARY)
		fred S: f1 BAD …
		fred C: f2 URLFETCH ("x" NOSUCH)
		fred S: f2 BAD …
		fred C: f3 URLFETCH ("x")
		fred S: * URLFETCH "x" NIL
		fred S: f3 OK …
	`)
	s.finish()
}

// RFC 4467 §3: "anonymous" admits a login by ANONYMOUS. "authuser" does not, nor
// does the name of the user whose mailboxes it opens.
func TestURLAuthAnonymous(t *testing.T) {
	s := urlScript(t, servertest.With(func(o *server.Options) { o.Anonymous = "fred" }))
	servertest.Deliver(t, s.server, "joe", "INBOX", twoParts)
	s.play(`
		nobody C: a1 AUTHENTICATE ANONYMOUS =
		nobody S: a1 OK …
	`)
	s.fetchURL("nobody", s.authorize(";uid=1/;section=1;urlauth=anonymous"), "{5}\r\nHello")
	s.fetchURL("nobody", s.authorize(";uid=1/;section=1;urlauth=authuser"), "NIL")
	s.fetchURL("nobody", s.authorize(";uid=1/;section=1;urlauth=user+fred"), "NIL")
	s.fetchURL("fred", s.authorize(";uid=1/;section=1;urlauth=user+fred"), "{5}\r\nHello")
	s.finish()
}

// RFC 4314: a URL of another's mailbox holds as long as its author may read.
func TestURLAuthOfOthers(t *testing.T) {
	s := urlScript(t)
	servertest.Deliver(t, s.server, "joe", "INBOX", twoParts)
	s.play(`
		joe C: a1 SETACL INBOX fred lr
		joe S: a1 OK …
	`)
	rump := "imap://fred@example.com/Other%20Users/joe/INBOX/;uid=1/;section=1;urlauth=authuser"
	c := s.conn("fred")
	s.send(c, "g GENURLAUTH \""+rump+"\" internal\r\n")
	url := strings.Trim(strings.TrimPrefix(s.expect(c, `* GENURLAUTH "…"`), "* GENURLAUTH "), `"`)
	s.expect(c, "g OK …")
	s.fetchURL("submit", url, "{5}\r\nHello")
	s.play(`
		fred C: a1 RESETKEY "Other Users/joe/INBOX"
		fred S: a1 NO [NOPERM] Permission denied
		fred C: a2 APPEND INBOX CATENATE (URL "/Other%20Users/joe/INBOX/;UID=1/;SECTION=1")
		fred S: a2 OK …
		joe C: a2 DELETEACL INBOX fred
		joe S: a2 OK …
	`)
	s.fetchURL("submit", url, "NIL")
	s.play(`
		fred C: a3 APPEND INBOX CATENATE (URL "/Other%20Users/joe/INBOX/;UID=1/;SECTION=1")
		fred S: a3 NO [BADURL …] …
	`)
	s.finish()
}
