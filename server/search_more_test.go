package server_test

import (
	"fmt"
	"testing"
	"time"

	"imaporacle/server/servertest"
)

// WITHIN, RFC 5032: to the second, by INTERNALDATE. The ages are far enough
// from the intervals for a slow test.
func TestWithin(t *testing.T) {
	s := newScript(t, servertest.New(t))
	const date = "02-Jan-2006 15:04:05 -0700"
	now := time.Now()
	s.letters(
		now.Add(-1000*time.Hour).Format(date)+"|Subject: old",
		now.Add(-100*time.Hour).In(time.FixedZone("", 9*3600)).Format(date)+"|Subject: younger",
		now.Add(time.Hour).Format(date)+"|Subject: of the future",
	)
	s.answers([][2]string{
		{"SEARCH YOUNGER 1", "SEARCH 3"},
		{"SEARCH OLDER 1", "SEARCH 1 2"},
		{fmt.Sprintf("SEARCH YOUNGER %d", 200*3600), "SEARCH 2 3"},
		{fmt.Sprintf("SEARCH OLDER %d", 200*3600), "SEARCH 1"},
		{fmt.Sprintf("UID SEARCH OR NOT OLDER %d YOUNGER 1", 2000*3600), "SEARCH 1 2 3"},
		{"SORT (REVERSE ARRIVAL) UTF-8 OLDER 4294967295", "SORT"},
	})
	s.refuses("BAD", "SEARCH OLDER", "SEARCH YOUNGER 0", "SEARCH YOUNGER -1", "SEARCH OLDER 4294967296", "SEARCH OLDER x")
	s.finish()
}

// SEARCH=FUZZY, RFC 6203, with the examples of §4 and §6.
func TestFuzzy(t *testing.T) {
	s := newScript(t, servertest.New(t))
	s.letters(
		"|Subject: Hello there|From: user@example.com",
		"|Subject: helo|From: user@example.com",
		"|Subject: Nothing|From: other@example.com|X-Text: helola",
		"|Subject: break of =?utf-8?q?=C3=8DM=C3=81P?=|From: other@example.com",
	)
	s.answers([][2]string{
		{"SEARCH FUZZY SUBJECT Helo", "SEARCH 1 2"},
		{"SEARCH SUBJECT Helo", "SEARCH 2"},
		{"SEARCH RETURN (RELEVANCY ALL) FUZZY TEXT Helo", "ESEARCH TAG ALL 1:3 RELEVANCY (30 100 100)"},
		{"SORT (RELEVANCY) UTF-8 FUZZY SUBJECT Helo", "SORT 2 1"},
		{"SORT (REVERSE RELEVANCY) UTF-8 FUZZY SUBJECT Helo", "SORT 1 2"},
		{"SORT RETURN (RELEVANCY ALL) (RELEVANCY) UTF-8 FUZZY SUBJECT Helo", "ESEARCH TAG ALL 2,1 RELEVANCY (100 30)"},
		{"SORT RETURN (PARTIAL 1:1 RELEVANCY) (RELEVANCY) UTF-8 FUZZY SUBJECT Helo", "ESEARCH TAG PARTIAL (1:1 2) RELEVANCY (100)"},
		{"SEARCH RETURN (RELEVANCY) FUZZY SUBJECT nowhere", "ESEARCH TAG RELEVANCY ()"},
		// Words in any order, without diacritics; what is not within FUZZY is exact.
		{`SEARCH FUZZY SUBJECT "imap break"`, "SEARCH 4"},
		{`SEARCH SUBJECT "imap break"`, "SEARCH"},
		{"SEARCH FUZZY SUBJECT hallo FROM usar", "SEARCH"},
		{"SEARCH FUZZY (SUBJECT hallo FROM usar)", "SEARCH 1"},
		{"SEARCH RETURN (RELEVANCY) FUZZY (SUBJECT hello FROM usar)", "ESEARCH TAG RELEVANCY (30 30)"},
		// Other keys are matched exactly (RFC 6203 §5).
		{"SEARCH FUZZY 2:3", "SEARCH 2 3"},
		{"SEARCH RETURN (RELEVANCY) NOT FUZZY SUBJECT helo", "ESEARCH TAG RELEVANCY (100 100)"},
	})
	s.refuses("BAD", "SEARCH FUZZY", "SEARCH RETURN (RELEVANCY ALL) SUBJECT x", "SORT RETURN (RELEVANCY) (DATE) UTF-8 ALL")
	s.finish()
}

// I18NLEVEL=1, RFC 5255 §4: i;unicode-casemap for SEARCH, SORT and THREAD.
func TestCollation(t *testing.T) {
	s := newScript(t, servertest.New(t))
	s.letters(
		"|Subject: =?utf-8?q?=C3=A9t=C3=A9?=",        // été
		"|Subject: =?iso-8859-1?q?=C9T=C9?=",         // ÉTÉ
		"|Subject: =?utf-8?q?e=CC=81te=CC=81?=",      // été, decomposed
		"|Subject: _a", "|Subject: b", "|Subject: A", // "_" is after the capital letters
		// (2) and (4) of RFC 5255 §4.6
		"|Subject: =?utf-8?b?0YHQldCg0JPQldCZ?=", "|Subject: =?koi8-r?b?4czFy9PFyg==?=",
	)
	s.answers([][2]string{
		{"SEARCH CHARSET UTF-8 SUBJECT \"\u00c9t\u00e9\"", "SEARCH 1 2 3"},
		{"SEARCH SUBJECT ete", "SEARCH"},
		{"SORT (SUBJECT) UTF-8 ALL", "SORT 6 5 1 2 3 4 8 7"},
		{"THREAD ORDEREDSUBJECT UTF-8 1:3", "THREAD (1 (2)(3))"},
	})
	s.finish()
}
