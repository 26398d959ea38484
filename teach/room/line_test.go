package room

import (
	"context"
	"strings"
	"testing"
	"unicode/utf8"

	"imaporacle/teach/explain"
)

func TestDisplay(t *testing.T) {
	for said, want := range map[string]string{
		"* 1 EXISTS\r\n": "* 1 EXISTS",
		"* 1 FETCH (BODY[] {5}\r\na\r\nb\n UID 1)\r\n":      `* 1 FETCH (BODY[] {5}"a\r\nb\n" UID 1)`,
		"a OK text {5}\r\n":                                 "a OK text {5}",
		"* OK \x1b[1m\x00\xff\u0085\r\n":                    `* OK \x1b[1m\x00` + "\uFFFD" + `\x85`,
		"a LOGIN {4+}\r\n":                                  "a LOGIN {4+}",
		"* 1 FETCH (BINARY[1] ~{2}\r\n\x00\x01)\r\n":        `* 1 FETCH (BINARY[1] ~{2}"\x00\x01")`,
		"* 1 FETCH (BODY[] {99999999999999999999}\r\nx\r\n": `* 1 FETCH (BODY[] {99999999999999999999}"x\r\n"`,
	} {
		if got := display([]byte(said)); got != want {
			t.Errorf("%q is shown as %q, want %q", said, got, want)
		}
	}
	long := display([]byte("* X " + strings.Repeat("é", 5000) + "\r\n"))
	if len(long) > maxText+50 || !utf8.ValidString(long) || !strings.HasSuffix(long, "octets more)") {
		t.Errorf("a long line is shown as %d octets, %q", len(long), long[len(long)-40:])
	}
	literal := display([]byte("* 1 FETCH (BODY[] {1000}\r\n" + strings.Repeat("é", 500) + ")\r\n"))
	if len(literal) > 300 || !strings.Contains(literal, "octets more)") || !strings.HasSuffix(literal, ")") {
		t.Errorf("a long literal is shown as %q", literal)
	}
}

// Passwords are masked; literals and what follows them are lines of their own.
func TestLines(t *testing.T) {
	r := newTestRoom(t, Options{})
	ctx := context.Background()
	ann, err := r.Open(ctx, "Ann")
	if err != nil {
		t.Fatal(err)
	}
	send(t, ann, "AUTHENTICATE PLAIN", "AHVzZXIAcGFzcw==", "UNAUTHENTICATE", "LOGIN user {4}\r\npass")
	send(t, ann, "APPEND INBOX (\\Seen) {3}\r\na\r\n", "APPEND INBOX {1+}\r\nb", "CREATE {1}\r\nX (USE (\\Junk))")
	want := `Ann N: Ann is connected
Ann S: * OK
Ann C: A1 AUTHENTICATE PLAIN
Ann S: +
Ann C: <redacted>
Ann S: A1 OK
Ann C: A2 UNAUTHENTICATE
Ann S: A2 OK
Ann C: A3 LOGIN user <redacted>
Ann S: +
Ann C: <redacted>
Ann C: <redacted>
Ann S: A3 OK
Ann C: A4 APPEND INBOX (\Seen) {3}
Ann S: +
Ann C: "a\r\n"
Ann S: A4 OK
Ann C: A5 APPEND INBOX {1+}
Ann C: "b"
Ann S: A5 OK
Ann C: A6 CREATE {1}
Ann S: +
Ann C: "X"
Ann C:  (USE (\Junk))
Ann S: A6 OK
`
	var got strings.Builder
	for line := range strings.Lines(said(r, 0)) {
		for _, short := range []string{"Ann S: * OK", "Ann S: +", "Ann S: A1 OK", "Ann S: A2 OK", "Ann S: A3 OK", "Ann S: A4 OK", "Ann S: A5 OK", "Ann S: A6 OK"} {
			if strings.HasPrefix(line, short) {
				line = short + "\n"
			}
		}
		got.WriteString(line)
	}
	if got.String() != want {
		t.Errorf("said:\n%swant:\n%s", got.String(), want)
	}
	lines, _ := r.Since(0, 1000)
	for _, l := range lines {
		if l.Who != Note && (l.Explain().Short == "" || l.Explain().RFC == "") {
			t.Errorf("%s is not explained", l.Text)
		}
		if strings.Contains(l.Text, "pass") || strings.Contains(l.Text, "AHVz") {
			t.Errorf("a password is shown: %s", l.Text)
		}
	}
	if l := lines[len(lines)-1]; l.Kind != explain.OK || l.Tag != "A6" || l.Command != "CREATE" {
		t.Errorf("the last line is %+v", l)
	}
	if got := r.Broken(); len(got) > 0 {
		t.Errorf("broken: %v", got)
	}
}
