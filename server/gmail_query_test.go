package server_test

import (
	"strings"
	"testing"
	"time"

	"imaporacle/server/servertest"
)

// X-GM-RAW: what Gmail's users type into the search box.
func TestGmailQuery(t *testing.T) {
	s := newScript(t, servertest.New(t, gmail))
	s.letters(
		"03-Jan-2020 12:00:00 +0000|From: Amy <amy@x.org>|To: bob@x.org|Subject: dinner and a movie|Message-ID: <one@x>",
		"01-Mar-2021 12:00:00 +0000|From: bob@x.org|To: amy@x.org|Cc: \"c, d\" <cd@x.org>|Subject: the movie dinner|Content-Type: application/pdf; name=a.pdf",
		time.Now().Add(-time.Hour).Format("02-Jan-2006 15:04:05 -0700")+"|From: carl@x.org|Subject: caf=C3=A9|X-Long: "+strings.Repeat("long ", 300),
	)
	s.play(`
		C: f STORE 2 +FLAGS.SILENT (\Seen \Flagged)
		S: f OK …
		C: l STORE 3 +X-GM-LABELS.SILENT ("My Label/Sub" \Important)
		S: l OK …`)
	for query, found := range map[string]string{
		"":                                   "1 2 3",
		"dinner":                             "1 2",
		"DINNER movie":                       "1 2",
		`"movie dinner"`:                     "2",
		"subject:dinner from:amy":            "1",
		`subject:"a movie"`:                  "1",
		"subject:(movie and)":                "1",
		"from:{bob carl}":                    "2 3",
		"from:amy OR from:carl":              "1 3",
		"from:amy OR from:bob cc:cd":         "2",
		"{from:amy from:bob} -to:bob":        "2",
		"-(from:amy OR from:bob)":            "3",
		"-from:amy -from:bob":                "3",
		"dinner - movie":                     "1 2",
		"dinner AND from:bob":                "2",
		"OR dinner":                          "1 2",
		"has:attachment":                     "2",
		"has:userlabels":                     "3",
		"has:nouserlabels":                   "1 2",
		"is:unread":                          "1 3",
		"is:read":                            "2",
		"is:starred":                         "2",
		"is:unstarred":                       "1 3",
		"in:inbox":                           "1 2 3",
		"in:anywhere":                        "1 2 3",
		"in:trash":                           "",
		"label:my-label-sub":                 "3",
		`label:"my label/sub"`:               "3",
		"is:important OR label:starred":      "2 3",
		"larger:1k":                          "3",
		"smaller:1K":                         "1 2",
		"size:1000":                          "3",
		"larger:1M":                          "",
		"after:2020/01/03 before:2021/03/01": "1",
		"after:2021-3-1 older:03/02/2021":    "2",
		"before:1600000000":                  "1",
		"older_than:1y":                      "1 2",
		"newer_than:2d":                      "3",
		"newer_than:2D older_than:1m":        "",
		"rfc822msgid:<one@x>":                "1",
		"rfc822msgid:one@":                   "",
		"list:x OR bcc:x OR deliveredto:x":   "",
		"older_than:soon":                    "", // no sense as an operator: text
		"nosuch:operator":                    "",
		"amy@x.org":                          "1 2",
		"caf=C3=A9":                          "3",
		`dinner ) } `:                        "1 2",
		"movie nosuch:":                      "",
		`"from: amy`:                         "1",
		"((dinner":                           "1 2",
		strings.Repeat("-", 40) + "dinner":   "1 2",
	} {
		quoted := strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(query)
		s.answers([][2]string{{`SEARCH X-GM-RAW "` + quoted + `"`, strings.TrimSpace("SEARCH " + found)}})
	}
	s.answers([][2]string{
		{`UID SEARCH NOT X-GM-RAW "from:amy" SEEN`, "SEARCH 2"},
	})
	s.refuses("BAD", `SEARCH X-GM-RAW "`+strings.Repeat("(", 200)+`"`, `SEARCH X-GM-RAW "`+strings.Repeat("-", 200)+`x"`)
	s.finish()
}
