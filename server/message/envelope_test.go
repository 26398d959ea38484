package message

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The message and its ENVELOPE of RFC 3501 §8, RFC 9051 §8.
func TestEnvelopeOfRFCExample(t *testing.T) {
	raw := crlf(`Date: Wed, 17 Jul 1996 02:23:25 -0700 (PDT)
From: Terry Gray <gray@cac.washington.edu>
Subject: IMAP4rev1 WG mtg summary and minutes
To: imap@cac.washington.edu
cc: minutes@CNRI.Reston.VA.US, John Klensin <KLENSIN@MIT.EDU>
Message-Id: <B27397-0100000@cac.washington.edu>
MIME-Version: 1.0
Content-Type: TEXT/PLAIN; CHARSET=US-ASCII

`)
	want := `("Wed, 17 Jul 1996 02:23:25 -0700 (PDT)" ` +
		`"IMAP4rev1 WG mtg summary and minutes" ` +
		`(("Terry Gray" NIL "gray" "cac.washington.edu")) ` +
		`(("Terry Gray" NIL "gray" "cac.washington.edu")) ` +
		`(("Terry Gray" NIL "gray" "cac.washington.edu")) ` +
		`((NIL NIL "imap" "cac.washington.edu")) ` +
		`((NIL NIL "minutes" "CNRI.Reston.VA.US")` +
		`("John Klensin" NIL "KLENSIN" "MIT.EDU")) NIL NIL ` +
		`"<B27397-0100000@cac.washington.edu>")`
	if diff := cmp.Diff(want, string(AppendEnvelope(nil, raw))); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(want, string(Parse(raw).AppendEnvelope(nil, raw))); diff != "" {
		t.Error("through Part:", diff)
	}
}

func TestEnvelope(t *testing.T) {
	tests := []struct{ name, header, want string }{
		{"nothing", "", `(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)`},
		{"no header, text only", "\nSubject: x\n", `(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)`},
		{"present but empty", "Date:\nSubject: \t\nFrom:\nSender:\nTo: \nIn-Reply-To: \nMessage-ID:\n",
			`("" "" NIL NIL NIL NIL NIL NIL "" "")`},
		{"name case and space before colon", "SUBJECT : a\nfrom:b@c\n",
			`(NIL "a" ((NIL NIL "b" "c")) ((NIL NIL "b" "c")) ((NIL NIL "b" "c")) NIL NIL NIL NIL NIL)`},
		{"folding leaves its white space", "Subject: a\n  b\n\tc\n", `(NIL "a  b` + "\t" + `c" NIL NIL NIL NIL NIL NIL NIL NIL)`},
		{"encoded words stay", "Subject: =?iso-8859-1?q?=E4?= =?utf-8?b?w6Q=?=\n",
			`(NIL "=?iso-8859-1?q?=E4?= =?utf-8?b?w6Q=?=" NIL NIL NIL NIL NIL NIL NIL NIL)`},
		{"quoted specials", `Subject: a "b" \c` + "\n", `(NIL "a \"b\" \\c" NIL NIL NIL NIL NIL NIL NIL NIL)`},
		{"8-bit is a literal", "Subject: \xc3\xa4\"\n", "(NIL {3}\r\n\xc3\xa4\" NIL NIL NIL NIL NIL NIL NIL NIL)"},
		{"bare CR is a literal", "Subject: a\rb\n", "(NIL {3}\r\na\rb NIL NIL NIL NIL NIL NIL NIL NIL)"},
		{"NUL has no place in a string", "Subject: a\x00b\n", `(NIL "ab" NIL NIL NIL NIL NIL NIL NIL NIL)`},
		{"first of duplicates", "Subject: 1\nSubject: 2\nDate: 3\nDate: 4\n", `("3" "1" NIL NIL NIL NIL NIL NIL NIL NIL)`},
		{"addresses of duplicates are joined", "To: a@b\nX: y\nTo: c@d\n",
			`(NIL NIL NIL NIL NIL ((NIL NIL "a" "b")(NIL NIL "c" "d")) NIL NIL NIL NIL)`},
		{"sender and reply-to of their own", "Reply-To: r@r\nFrom: f@f\nSender: s@s\nBcc: b@b\n",
			`(NIL NIL ((NIL NIL "f" "f")) ((NIL NIL "s" "s")) ((NIL NIL "r" "r")) NIL NIL ((NIL NIL "b" "b")) NIL NIL)`},
		{"sender without address is as if empty", "From: f@f\nSender: (nobody)\n",
			`(NIL NIL ((NIL NIL "f" "f")) ((NIL NIL "f" "f")) ((NIL NIL "f" "f")) NIL NIL NIL NIL NIL)`},
		{"mbox line and junk are no fields", "From me@x Mon Jan  1 10:00:00 2024\njunk\nSubject: s\n",
			`(NIL "s" NIL NIL NIL NIL NIL NIL NIL NIL)`},
		{"identifiers raw", "In-Reply-To: Your message\n of <a@b>\nMessage-ID: <x@y> (c)\n",
			`(NIL NIL NIL NIL NIL NIL NIL NIL "Your message of <a@b>" "<x@y> (c)")`},
		{"last field without line end", "Subject: s", `(NIL "s" NIL NIL NIL NIL NIL NIL NIL NIL)`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, raw := range [][]byte{[]byte(tt.header), crlf(tt.header)} {
				if diff := cmp.Diff(tt.want, string(AppendEnvelope(nil, raw))); diff != "" {
					t.Errorf("%q: %s", raw, diff)
				}
			}
		})
	}
}
