package server_test

import (
	"fmt"
	"testing"

	"imaporacle/server/servertest"
)

// Search keys, RFC 9051 §6.4.4: each with the messages that it finds.
func TestSearch(t *testing.T) {
	s := newScript(t, servertest.New(t))
	s.play("login user")
	for _, m := range []struct{ how, body string }{
		{`(\Seen kw) "01-Feb-2024 23:30:00 -0800"`, "From: Ann <ann@x.org>\r\nTo: bob@x.org\r\n" +
			"Date: Wed, 31 Jan 2024 12:00:00 +0000\r\nSubject: Hello World\r\n\r\nfirst\r\n"},
		{`(\Flagged \Deleted) "02-Feb-2024 00:10:00 +0000"`, "From: bob@x.org\r\nCc: carl@x.org\r\nBcc: dan@x.org\r\n" +
			"Subject: =?utf-8?q?Caf=C3=A9?=\r\nX-Empty:\r\n\r\nsecond text to find\r\n"},
		{`(\Draft \Answered) "03-Feb-2024 00:00:00 +0000"`, "plain"},
	} {
		s.do(s.conn(""), fmt.Sprintf("APPEND INBOX %s {%d+}\r\n%s", m.how, len(m.body), m.body))
	}
	s.play("select INBOX")
	for i, c := range []struct{ key, found string }{
		{"ALL", " 1 2 3"}, {"SEEN", " 1"}, {"UNSEEN", " 2 3"}, {"FLAGGED", " 2"}, {"UNFLAGGED", " 1 3"},
		{"DELETED", " 2"}, {"UNDELETED", " 1 3"}, {"DRAFT", " 3"}, {"UNDRAFT", " 1 2"}, {"ANSWERED", " 3"},
		{"UNANSWERED", " 1 2"}, {"KEYWORD KW", " 1"}, {"UNKEYWORD kw", " 2 3"}, {"KEYWORD nosuch", ""},
		{"RECENT", " 1 2 3"}, {"NEW", " 2 3"}, {"OLD", ""},
		{"1", " 1"}, {"2:*", " 2 3"}, {"*", " 3"}, {"1,3", " 1 3"}, {"UID 2", " 2"}, {"UID 99:*", " 3"}, {"UID 99", ""},
		{"NOT 1", " 2 3"}, {"OR 1 3", " 1 3"}, {"OR NOT 1 2", " 2 3"}, {"(1) (1:2)", " 1"}, {"(OR (1 SEEN) (2 SEEN))", " 1"},
		{"SEEN 2", ""}, {"LARGER 5", " 1 2"}, {"SMALLER 6", " 3"}, {"SMALLER 0", ""}, {"LARGER 0", " 1 2 3"},
		// Dates disregard time and zone.
		{"ON 1-Feb-2024", " 1"}, {"BEFORE 2-Feb-2024", " 1"}, {"SINCE 2-Feb-2024", " 2 3"}, {`ON "02-Feb-2024"`, " 2"},
		{"SENTON 31-Jan-2024", " 1"}, {"SENTBEFORE 31-Jan-2024", ""}, {"SENTSINCE 1-Jan-2024", " 1"},
		{"FROM ann", " 1"}, {"FROM X.ORG", " 1 2"}, {"TO bob", " 1"}, {"CC carl", " 2"}, {"BCC dan", " 2"},
		{"SUBJECT hello", " 1"}, {`SUBJECT "lo wo"`, " 1"}, {"HEADER Subject WORLD", " 1"}, {`HEADER X-Empty ""`, " 2"},
		{`HEADER X-Other ""`, ""}, {`CHARSET UTF-8 SUBJECT "` + "café" + `"`, " 2"}, {"BODY find", " 2"}, {"BODY Hello", ""},
		{"TEXT Hello", " 1"}, {"TEXT plain", " 3"}, {"BODY FIRST", " 1"},
	} {
		s.send(s.conn(""), fmt.Sprintf("k%d SEARCH %s\r\n", i, c.key))
		if got := s.expect(s.conn(""), "* SEARCH…"); got != "* SEARCH"+c.found {
			t.Errorf("%s: found %q, want %q", c.key, got, c.found)
		}
		s.expect(s.conn(""), fmt.Sprintf("k%d OK …", i))
	}
	for _, bad := range []string{
		"", "NOSUCH", "NOT", "OR 1", "()", "(1", "1)", "ON yesterday", "SENT 1-Feb-2024", "LARGER x", "KEYWORD", `SUBJECT`,
		"RETURN (NOSUCH) ALL", "RETURN ALL", "UID", "0", "1 2  3", "CHARSET UTF-8", "SEEN ",
	} {
		s.send(s.conn(""), "b SEARCH "+bad+"\r\n")
		s.expect(s.conn(""), "b BAD …")
	}
	s.finish()
}

// What nests without end is refused, not run.
func TestSearchDepth(t *testing.T) {
	s := newScript(t, servertest.New(t))
	s.play("login user\nselect INBOX")
	for _, word := range []string{"NOT ", "(", "OR ALL "} {
		s.send(s.conn(""), "a SEARCH "+long(word, 16_000)+"\r\n")
		s.expect(s.conn(""), "a BAD …")
	}
	s.finish()
}

// ESEARCH, RFC 9051 §7.3.4 and RFC 4731; "$" is RFC 5182.
func TestExtendedSearch(t *testing.T) {
	play(t, `
		mail INBOX 5
		A login user
		A select INBOX
		A C: a1 SEARCH RETURN () ALL
		A S: * ESEARCH (TAG "a1") ALL 1:5
		A S: a1 OK …
		A C: a2 SEARCH RETURN (MIN MAX COUNT) 2:4
		A S: * ESEARCH (TAG "a2") MIN 2 MAX 4 COUNT 3
		A S: a2 OK …
		A C: a3 UID SEARCH RETURN (ALL COUNT) 1,3:4
		A S: * ESEARCH (TAG "a3") UID ALL 1,3:4 COUNT 3
		A S: a3 OK …
		# Nothing found: MIN, MAX and ALL are left out (RFC 4731 §3.1).
		A C: a4 SEARCH RETURN (MIN MAX ALL COUNT) SEEN
		A S: * ESEARCH (TAG "a4") COUNT 0
		A S: a4 OK …
		A C: a5 SEARCH RETURN (MIN) SEEN
		A S: * ESEARCH (TAG "a5")
		A S: a5 OK …
		# SAVE alone answers nothing (RFC 5182 §2.1).
		A C: b1 SEARCH RETURN (SAVE) 2:3
		A S: b1 OK …
		A C: b2 FETCH $ UID
		A S: * 2 FETCH (UID 2)
		A S: * 3 FETCH (UID 3)
		A S: b2 OK …
		A C: b3 UID SEARCH $ 3:5
		A S: * SEARCH 3
		A S: b3 OK …
		# With MIN or MAX only these are saved (RFC 5182 §2.4).
		A C: b4 SEARCH RETURN (SAVE MIN MAX) 2:5
		A S: * ESEARCH (TAG "b4") MIN 2 MAX 5
		A S: b4 OK …
		A C: b5 UID STORE $ +FLAGS.SILENT (\Deleted)
		A S: b5 OK …
		A C: b6 SEARCH DELETED
		A S: * SEARCH 2 5
		A S: b6 OK …
		# BAD leaves it, NO empties it (RFC 5182 §2.1).
		A C: b7 SEARCH RETURN (SAVE) NOSUCH
		A S: b7 BAD …
		A C: b8 SEARCH $
		A S: * SEARCH 2 5
		A S: b8 OK …
		# What is expunged is not in it any more; the numbers follow.
		A C: c1 UID EXPUNGE 2
		A S: * 2 EXPUNGE
		A S: * 4 RECENT
		A S: c1 OK …
		A C: c2 SEARCH $
		A S: * SEARCH 4
		A S: c2 OK …
		A C: c3 COPY $ INBOX
		A S: * 5 EXISTS
		A S: * 5 RECENT
		A S: c3 OK [COPYUID … 5 6] …
		A C: c4 UID EXPUNGE $
		A S: * 4 EXPUNGE
		A S: * 4 RECENT
		A S: c4 OK …
		A C: c5 FETCH $ UID
		A S: c5 OK …
		A C: c6 SEARCH RETURN (SAVE) ALL
		A S: c6 OK …
		A C: c7 SEARCH RETURN (SAVE) CHARSET X-NOSUCH ALL
		A S: c7 NO [BADCHARSET …
		A C: c8 SEARCH $
		A S: * SEARCH
		A S: c8 OK …
		A C: c9 SEARCH RETURN (SAVE) ALL
		A S: c9 OK …
		A select INBOX
		A C: d1 SEARCH $
		A S: * SEARCH
		A S: d1 OK …
	`)
}
