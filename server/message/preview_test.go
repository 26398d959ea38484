package message

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestPreview(t *testing.T) {
	for name, c := range map[string]struct{ raw, want string }{
		"plain":      {"Subject: x\n\n Hello,\n\n\tworld \x07 \n", "Hello, world"},
		"empty":      {"Subject: x\n\n", ""},
		"no body":    {"Subject: x\n", ""},
		"charset":    {"Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\nCaf=E9 =\nnoir\n", "Café noir"},
		"base64":     {"Content-Transfer-Encoding: base64\n\nSGVsbG8g\nd29ybGQ=\n", "Hello world"},
		"attachment": {"Content-Disposition: attachment\n\nnot to be shown\n", ""},
		"image":      {"Content-Type: image/png\n\nabc\n", ""},
		"encrypted": {"Content-Type: multipart/encrypted; boundary=x\n\n--x\nContent-Type: text/plain\n\nVersion: 1\n--x--\n",
			""},
		"alternative": {"Content-Type: multipart/alternative; boundary=x\n\n--x\nContent-Type: text/html\n\n<p>rich\n" +
			"--x\nContent-Type: text/plain\n\npoor\n--x--\n", "poor"},
		"html": {"Content-Type: text/html\n\n<html><HEAD><title>T</title></HEAD><style>p{}</style><!-- <p>no -->" +
			"<p>One<br>t<b>w</b>o</p><script>if (a</b) x</script >&lt;&eacute;&gt; a < b <unclosed", "One two <é> a"},
		"html not ended": {"Content-Type: text/html\n\n<p>One<style>p{}", "One"},
		"forwarded":      {"Content-Type: message/rfc822\n\nSubject: inner\n\ntext inside\n", "text inside"},
	} {
		raw := crlf(c.raw)
		if got := Parse(raw).Preview(raw); got != c.want {
			t.Errorf("%s: %q, not %q", name, got, c.want)
		}
	}
}

// It is bounded in characters, not octets (RFC 8970 §3.3), and whole ones.
func TestPreviewLength(t *testing.T) {
	for _, unit := range []string{"a", "é", "日本 ", "😀", "word  "} {
		for _, start := range []string{"", "x", "xy", "xyz"} {
			raw := []byte("Subject: x\r\n\r\n" + start + strings.Repeat(unit, previewOctets/len(unit)+100))
			got := Parse(raw).Preview(raw)
			if n := utf8.RuneCountInString(got); n > previewRunes || n < previewRunes-1 || !utf8.ValidString(got) {
				t.Errorf("%q: %d characters: %q", start+unit, n, got)
			}
		}
	}
	raw := []byte("Content-Type: text/html\r\n\r\n" + strings.Repeat(" ", previewOctets-1) + "é")
	if got := Parse(raw).Preview(raw); got != "" {
		t.Errorf("half a character: %q", got)
	}
}

func FuzzPreview(f *testing.F) {
	f.Add([]byte("Content-Type: text/html\r\n\r\n<p>One<!-- -->&lt;<script>x</script>"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if got := Parse(raw).Preview(raw); !utf8.ValidString(got) || utf8.RuneCountInString(got) > previewRunes {
			t.Errorf("%q", got)
		}
	})
}
