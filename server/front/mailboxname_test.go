package front

import (
	"testing"

	"pgregory.net/rapid"
)

func TestAppendMailbox(t *testing.T) {
	for _, c := range []struct{ name, utf7, utf8 string }{
		{"INBOX", "INBOX", "INBOX"},
		{"a b", `"a b"`, `"a b"`},
		{`q"\`, `"q\"\\"`, `"q\"\\"`},
		{"you&me", `"you&-me"`, `"you&-me"`},
		// The example of RFC 3501 §5.1.3.
		{"~peter/mail/台北/日本語", `"~peter/mail/&U,BTFw-/&ZeVnLIqe-"`, `"~peter/mail/台北/日本語"`},
		{"😀", `"&2D3eAA-"`, `"😀"`},
	} {
		if got := string(AppendMailbox(nil, c.name, false)); got != c.utf7 {
			t.Errorf("%q: %s, want %s", c.name, got, c.utf7)
		}
		if got := string(AppendMailbox(nil, c.name, true)); got != c.utf8 {
			t.Errorf("%q in UTF-8: %s, want %s", c.name, got, c.utf8)
		}
	}
}

// Any name reads back as what it was.
func TestAppendMailboxRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.String().Filter(func(s string) bool {
			for _, c := range s {
				if c < 0x20 || c == 0x7f || c == 0xfffd {
					return false
				}
			}
			return s != "inbox"
		}).Draw(t, "name")
		for _, utf8 := range []bool{false, true} {
			a := Args{raw: AppendMailbox(nil, name, utf8)}
			if got, err := a.Mailbox(); err != nil || got != name {
				t.Fatalf("%q (%s): read %q, %v", name, a.raw, got, err)
			}
		}
	})
}
