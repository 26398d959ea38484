package overheard

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"imaporacle/server/front"
)

// said plays what the client says, piece by piece as a proxy hears it; "a OK" and
// "a NO" are answers to the command of that tag.
func said(t *testing.T, s *Session, pieces ...string) {
	t.Helper()
	for _, piece := range pieces {
		if piece == "a OK" || piece == "a NO" {
			s.Answered(piece == "a OK")
			s.Between()
			continue
		}
		s.Hear([]byte(piece))
		if s.During != nil {
			continue
		}
		c, err := front.ParseCommand([]byte(piece))
		if err != nil {
			t.Fatal(err)
		}
		s.Begin(c)
	}
}

// Who logs in is heard in each mechanism that tells it.
func TestLogin(t *testing.T) {
	tests := []struct{ mechanism, response, want string }{
		{"PLAIN", "\x00ann\x00secret", "ann"},
		{"PLAIN", "ann\x00ann\x00secret", "ann"},
		{"LOGIN", "ann", "ann"},
		{"CRAM-MD5", "ann smith 0123456789abcdef", "ann smith"},
		{"XOAUTH2", "user=ann\x01auth=Bearer t\x01\x01", "ann"},
		{"OAUTHBEARER", "n,a=ann,\x01auth=Bearer t\x01\x01", "ann"},
		{"SCRAM-SHA-256", "n,,n=a=2Cb=3Dc,r=nonce", "a,b=c"},
		{"ANONYMOUS", "ann", ""},
		{"PLAIN", "nonsense", ""},
		{"CRAM-MD5", "nonsense", ""},
	}
	for _, tc := range tests {
		encoded := base64.StdEncoding.EncodeToString([]byte(tc.response))
		initial, asked := new(Session), new(Session)
		said(t, initial, "a AUTHENTICATE "+tc.mechanism+" "+encoded+"\r\n", "a OK")
		said(t, asked, "a AUTHENTICATE "+tc.mechanism+"\r\n", encoded+"\r\n", "a OK")
		if initial.User != tc.want || asked.User != tc.want {
			t.Errorf("%s %q: %q and %q, want %q", tc.mechanism, tc.response, initial.User, asked.User, tc.want)
		}
	}
}

// What is selected, and by whom, with names in each form in which they come.
func TestSession(t *testing.T) {
	for _, c := range []struct{ said, want string }{
		{"a LOGIN ann pass|a OK", "ann  false"},
		{"a LOGIN ann pass|a NO", "  false"},
		{"a LOGIN \"ann smith\" pass|a OK", "ann smith  false"},
		{"a LOGIN {3}|ann| {4}|pass||a OK|a SELECT {5}|Lists||a OK", "ann Lists false"},
		{"a LOGIN {3+}|ann| pass|a OK|a EXAMINE inbox|a OK", "ann INBOX true"},
		{"a SELECT INBOX|a OK|a SELECT Nowhere|a NO", "  false"},
		{"a SELECT INBOX|a OK|a STATUS Other (MESSAGES)|a OK", " INBOX false"},
		{"a SELECT &ZeVnLIqe-|a OK", " 日本語 false"},
		{"a SELECT INBOX|a OK|a UNSELECT|a OK", "  false"},
		{"a LOGIN ann pass|a OK|a SELECT INBOX|a OK|a UNAUTHENTICATE|a OK", "  false"},
		{"a SELECT {90000}|" + strings.Repeat("x", 90000) + "||a OK", "  false"},
	} {
		s := new(Session)
		var pieces []string
		for piece := range strings.SplitSeq(c.said, "|") {
			if !strings.HasSuffix(piece, " OK") && !strings.HasSuffix(piece, " NO") && !isLiteral(pieces) {
				piece += "\r\n"
			}
			pieces = append(pieces, piece)
		}
		said(t, s, pieces...)
		if got := fmt.Sprint(s.User, " ", s.Mailbox, " ", s.ReadOnly); got != c.want {
			t.Errorf("%.60s: %q, want %q", c.said, got, c.want)
		}
	}
}

// isLiteral reports whether a literal comes behind these pieces.
func isLiteral(pieces []string) bool {
	return len(pieces) > 0 && strings.HasSuffix(pieces[len(pieces)-1], "}\r\n")
}
