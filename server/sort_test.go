package server_test

import (
	"fmt"
	"strings"
	"testing"

	"imaporacle/server/servertest"
)

// letters delivers messages that have no more than the header given, at the
// times given: "time|Field: value|...". A time of "" is 1 January 2024.
func (s *script) letters(mails ...string) {
	s.t.Helper()
	s.play("login user")
	for _, m := range mails {
		at, header, _ := strings.Cut(m, "|")
		if at == "" {
			at = "01-Jan-2024 00:00:00 +0000"
		}
		text := strings.ReplaceAll(header, "|", "\r\n") + "\r\n\r\n"
		s.do(s.conn(""), fmt.Sprintf("APPEND INBOX \"%s\" {%d+}\r\n%s", at, len(text), text))
	}
	s.play("select INBOX")
}

// answers sends each command, and expects "* " and the untagged response.
func (s *script) answers(pairs [][2]string) {
	s.t.Helper()
	for i, p := range pairs {
		s.send(s.conn(""), fmt.Sprintf("t%d %s\r\n", i, p[0]))
		if got := s.expect(s.conn(""), "* …"); got != "* "+strings.ReplaceAll(p[1], "TAG", fmt.Sprintf(`(TAG "t%d")`, i)) {
			s.t.Errorf("%s\n got %s\nwant * %s", p[0], got, p[1])
		}
		s.expect(s.conn(""), fmt.Sprintf("t%d OK …", i))
	}
}

func (s *script) refuses(status string, commands ...string) {
	s.t.Helper()
	for _, command := range commands {
		s.send(s.conn(""), "bad "+command+"\r\n")
		s.expect(s.conn(""), "bad "+status+" …")
	}
}

// sortable is the mailbox of the tests below.
func sortable(t *testing.T) *script {
	s := newScript(t, servertest.New(t))
	s.letters(
		"03-Jan-2024 00:00:00 +0000|From: Zed <bob@x.org>|To: carl@x|Subject: Re: beta|Date: Mon, 1 Jan 2024 12:00:00 +0000",
		"01-Jan-2024 00:00:00 +0000|From: alice@x.org|Cc: dan@x|Subject: alpha|Date: Mon, 1 Jan 2024 13:00:00 +0300|X-Long: 12345678",
		"02-Jan-2024 00:00:00 +0000|Subject: Beta|Date: Mon, 1 Jan 2024 11:00:00 +0000",
		"02-Jan-2024 00:00:00 +0000|From: =?utf-8?q?=C3=84nn?= <carl@x.org>|To: Ann <bob@x>|Subject: [list] ALPHA (fwd)",
	)
	return s
}

// SORT, RFC 5256 §3; SORT=DISPLAY, RFC 5957.
func TestSort(t *testing.T) {
	s := sortable(t)
	s.answers([][2]string{
		{"SORT (ARRIVAL) UTF-8 ALL", "SORT 2 3 4 1"},
		{"SORT (REVERSE ARRIVAL) UTF-8 ALL", "SORT 1 3 4 2"}, // REVERSE leaves the order of equals
		// Sent dates in UTC; without one INTERNALDATE (RFC 5256 §2.2).
		{"SORT (DATE) UTF-8 ALL", "SORT 2 3 1 4"},
		{"SORT (REVERSE DATE) UTF-8 ALL", "SORT 4 1 3 2"},
		{"SORT (SIZE) UTF-8 ALL", "SORT 3 4 1 2"},
		{"SORT (SUBJECT) UTF-8 ALL", "SORT 2 4 1 3"},
		{"SORT (REVERSE SUBJECT) UTF-8 ALL", "SORT 1 3 2 4"},
		{"SORT (SUBJECT REVERSE DATE) US-ASCII ALL", "SORT 4 2 1 3"},
		// What is missing is the empty string, which comes first.
		{"SORT (FROM) UTF-8 ALL", "SORT 3 2 1 4"},
		{"SORT (TO) UTF-8 ALL", "SORT 2 3 4 1"},
		{"SORT (CC) UTF-8 ALL", "SORT 1 3 4 2"},
		{"SORT (DISPLAYFROM) UTF-8 ALL", "SORT 3 2 4 1"}, // "Ä" is "A" and a diaeresis: between "Al" and "Z"
		{"SORT (DISPLAYTO) UTF-8 ALL", "SORT 2 3 4 1"},
		{"SORT (FROM FROM REVERSE FROM) UTF-8 ALL", "SORT 3 2 1 4"},
		{"UID SORT (ARRIVAL) UTF-8 NOT 2", "SORT 3 4 1"},
		{`SORT (ARRIVAL) "utf-8" SUBJECT "` + "ä" + `"`, "SORT"},
		{"sort (arrival) iso-8859-1 subject alpha", "SORT 2 4"},
	})
	s.refuses("BAD", "SORT", "SORT ()", "SORT () UTF-8 ALL", "SORT (ARRIVAL)", "SORT (ARRIVAL) UTF-8",
		"SORT (NOSUCH) UTF-8 ALL", "SORT (REVERSE) UTF-8 ALL", "SORT (REVERSE REVERSE DATE) UTF-8 ALL", "SORT ARRIVAL UTF-8 ALL",
		"SORT (DATE) UTF-8 ALL ", "SORT (RELEVANCY) UTF-8 ALL")
	s.refuses("NO [BADCHARSET (US-ASCII UTF-8)]", "SORT (DATE) X-NOSUCH ALL", "SORT (ARRIVAL) ALL")
	s.finish()
}

// ESORT, RFC 5267 §3, and PARTIAL, RFC 9394, with SORT and SEARCH.
func TestExtendedSort(t *testing.T) {
	s := sortable(t)
	s.answers([][2]string{
		{"SORT RETURN () (REVERSE DATE) UTF-8 ALL", "ESEARCH TAG ALL 4,1,3,2"},
		{"UID SORT RETURN (ALL) (SIZE) UTF-8 ALL", "ESEARCH TAG UID ALL 3:4,1:2"},
		// MIN and MAX are the first and the last in the order asked for.
		{"SORT RETURN (MIN MAX COUNT) (REVERSE DATE) UTF-8 ALL", "ESEARCH TAG MIN 4 MAX 2 COUNT 4"},
		{"SORT RETURN (MIN ALL COUNT) (DATE) UTF-8 SEEN", "ESEARCH TAG COUNT 0"},
		{"SORT RETURN (PARTIAL 1:2) (REVERSE DATE) UTF-8 ALL", "ESEARCH TAG PARTIAL (1:2 4,1)"},
		{"SORT RETURN (PARTIAL -1:-2 COUNT) (REVERSE DATE) UTF-8 ALL", "ESEARCH TAG PARTIAL (-1:-2 3,2) COUNT 4"},
		{"SEARCH RETURN (PARTIAL 2:3) ALL", "ESEARCH TAG PARTIAL (2:3 2:3)"},
		{"SEARCH RETURN (PARTIAL 3:2) ALL", "ESEARCH TAG PARTIAL (3:2 2:3)"}, // RFC 9394 §4: the same range
		{"UID SEARCH RETURN (PARTIAL -2:-1) ALL", "ESEARCH TAG UID PARTIAL (-2:-1 3:4)"},
		{"SEARCH RETURN (PARTIAL 4:100) ALL", "ESEARCH TAG PARTIAL (4:100 4)"},
		{"SEARCH RETURN (PARTIAL -4:-100) ALL", "ESEARCH TAG PARTIAL (-4:-100 1)"},
		{"SEARCH RETURN (PARTIAL 5:100) ALL", "ESEARCH TAG PARTIAL (5:100 NIL)"},
		{"SEARCH RETURN (PARTIAL -5:-4294967295) ALL", "ESEARCH TAG PARTIAL (-5:-4294967295 NIL)"},
		{"SEARCH RETURN (PARTIAL 1:4294967295) SEEN", "ESEARCH TAG PARTIAL (1:4294967295 NIL)"},
		{"SEARCH RETURN (MIN MAX PARTIAL 2:2 COUNT) ALL", "ESEARCH TAG MIN 1 MAX 4 PARTIAL (2:2 2) COUNT 4"},
	})
	// What SAVE keeps, RFC 9394 §3.2 (Table 1) and RFC 5182 §2.4.
	for _, c := range [][2]string{
		{"SEARCH RETURN (SAVE PARTIAL 2:3) ALL", " 2 3"},
		{"SEARCH RETURN (SAVE PARTIAL 2:2 MIN) ALL", " 1 2"},
		{"SEARCH RETURN (SAVE PARTIAL 2:2 MAX) ALL", " 2 4"},
		{"SEARCH RETURN (SAVE PARTIAL -3:-3 MIN MAX) ALL", " 1 2 4"},
		{"SEARCH RETURN (SAVE PARTIAL 2:2 COUNT MIN) ALL", " 1 2 3 4"},
		{"SEARCH RETURN (SAVE PARTIAL 9:9) ALL", ""},
		{"SORT RETURN (SAVE) (REVERSE DATE) UTF-8 NOT 3", " 1 2 4"},
		{"SORT RETURN (SAVE MIN) (REVERSE DATE) UTF-8 ALL", " 4"},
		{"SORT RETURN (SAVE PARTIAL 2:3) (REVERSE DATE) UTF-8 ALL", " 1 3"},
	} {
		s.do(s.conn(""), c[0])
		s.answers([][2]string{{"SEARCH $", "SEARCH" + c[1]}})
	}
	s.do(s.conn(""), "SEARCH RETURN (SAVE) 3:4")
	s.answers([][2]string{{"SORT (DATE) UTF-8 $", "SORT 3 4"}, {"THREAD REFS UTF-8 $", "THREAD (3)(4)"}})
	s.refuses("BAD", "SEARCH RETURN (PARTIAL) ALL", "SEARCH RETURN (PARTIAL 0:1) ALL", "SEARCH RETURN (PARTIAL 1) ALL",
		"SEARCH RETURN (PARTIAL 1:-1) ALL", "SEARCH RETURN (PARTIAL -1:1) ALL", "SEARCH RETURN (PARTIAL 1:*) ALL",
		"SEARCH RETURN (PARTIAL 1:4294967296) ALL", "SEARCH RETURN (PARTIAL 1:2 ALL) ALL",
		"SEARCH RETURN (PARTIAL 1:2 PARTIAL 3:4) ALL", "SORT RETURN (ALL PARTIAL 1:2) (DATE) UTF-8 ALL", "SORT RETURN (DATE) UTF-8 ALL")
	s.finish()
}

// SORT and THREAD tell no EXPUNGE; the UID forms may (RFC 5256 §3).
func TestSortExpunged(t *testing.T) {
	play(t, `
		mail INBOX 3
		A login user
		A select INBOX
		B login user
		B select INBOX
		B C: b1 STORE 2 +FLAGS.SILENT (\Deleted)
		B S: b1 OK …
		B C: b2 EXPUNGE
		B S: * 2 EXPUNGE
		B S: b2 OK …
		A C: a1 SORT (REVERSE ARRIVAL) UTF-8 ALL
		A S: * SORT 1 2 3
		A S: * 2 FETCH …
		A S: a1 OK …
		A C: a2 THREAD ORDEREDSUBJECT UTF-8 ALL
		A S: * THREAD (1)(2)(3)
		A S: a2 OK …
		A C: a3 UID SORT (ARRIVAL) UTF-8 ALL
		A S: * SORT 1 2 3
		A S: * 2 EXPUNGE
		A S: * 2 RECENT
		A S: a3 OK …
		A C: a4 CLOSE
		A S: a4 OK …
		A C: a5 SORT (ARRIVAL) UTF-8 ALL
		A S: a5 BAD …
	`)
}
