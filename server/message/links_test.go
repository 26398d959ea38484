package message

import (
	"slices"
	"strings"
	"testing"
)

// Two messages are linked if they name one Message ID and have the same base
// subject, RFC 8621 §3.
func TestLinks(t *testing.T) {
	base := "Subject: Meet at noon\r\nMessage-ID: <a@x>\r\n\r\n"
	for header, want := range map[string]bool{
		"Subject: Meet at noon\r\nReferences: <z@x> <a@x>\r\n":                       true,
		"Subject: re: [l] meet  AT noon (fwd)\r\nIn-Reply-To: <b@x> <a@x>\r\n":       true,
		"Subject: =?utf-8?q?Meet_at?=\r\n noon\r\nReferences: (c) <\"a\"@x>\r\n":     true,
		"Subject: Meet atnoon\r\nMessage-ID: <a@x>\r\n":                              true,
		"Subject: Meet at one\r\nReferences: <a@x>\r\n":                              false,
		"References: <a@x>\r\n":                                                      false,
		"Subject: Meet at noon\r\n":                                                  false,
		"Subject: Meet at noon\r\nMessage-ID: <A@x>\r\n":                             false,
		"Subject: Meet at noon\r\n\r\nMessage-ID: <a@x>\r\n":                         false,
		"Subject: Meet at noon\r\nReferences: <a@x>" + strings.Repeat(" <q@x>", 199): true,
	} {
		links := Links([]byte(header + "\r\n\r\n"))
		shared := slices.ContainsFunc(Links([]byte(base)), func(l uint64) bool { return slices.Contains(links, l) })
		if shared != want {
			t.Errorf("%q: linked %v", header, shared)
		}
	}
	if got := Links([]byte("Subject: Meet at noon\r\n\r\n")); len(got) != 0 {
		t.Errorf("links %v without a Message ID", got)
	}
	// Stores keep them: they must never change.
	if got := Links([]byte(base)); !slices.Equal(got, []uint64{0xdc8cf758f8c325b1}) {
		t.Errorf("links %#x", got)
	}
}
