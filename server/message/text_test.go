package message

import (
	"iter"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func collect(texts iter.Seq[[]byte]) []string {
	var all []string
	for text := range texts {
		all = append(all, string(text))
	}
	return all
}

func TestHeaderValues(t *testing.T) {
	raw := crlf("Subject: =?iso-8859-1?q?=E4=F6?=\n =?utf-8?b?w7w=?= x\nsubject: \xc3\xa4 raw\nSUBJECT: \xe4 latin\n" +
		"Subject: =?x-none?q?=E4?= =?broken\nTo: \"=?koi8-r?b?9w==?=\" <a@b>\n\nSubject: body\n")
	want := []string{"äöü x", "ä raw", "ä latin", "ä =?broken"}
	if diff := cmp.Diff(want, collect(HeaderValues(raw, "subject"))); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{`"В" <a@b>`}, collect(HeaderValues(raw, "To"))); diff != "" {
		t.Error(diff)
	}
	if got := collect(HeaderValues(raw, "Cc")); got != nil {
		t.Errorf("a field that is not there: %q", got)
	}
	words := crlf("Subject: =?utf-8?q?a?= b =?utf-8?q?c d?= \t =?utf-8?q?,e?= =?utf-8?b?!?= =?utf-8?q?f?=\n\n")
	if diff := cmp.Diff([]string{"a b c d,e =?utf-8?b?!?= f"}, collect(HeaderValues(words, "subject"))); diff != "" {
		t.Error(diff)
	}
	for range HeaderValues(raw, "subject") {
		break // the iterator must stop
	}
	if got, want := string(HeaderText([]byte("A: 1\n\t2\njunk\nB : =?utf-8?q?=C3=A4?=\n\nC: 3\n"))), "A: 1\t2\njunk\nB: ä\n"; got != want {
		t.Errorf("HeaderText: got %q, want %q", got, want)
	}
}

var textMessage = crlf(`Subject: top
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

=E4
--b
Content-Type: image/png

binary
--b
Content-Type: text/html; charset=iso-2022-jp
Content-Transfer-Encoding: base64

GyRCRnxLXBsoQg==
--b
Content-Type: message/rfc822

Subject: inner

innertext
--b
Content-Type: text/plain
Content-Transfer-Encoding: x-unknown

undecoded
--b--
`)

func TestBodyText(t *testing.T) {
	p := Parse(textMessage)
	want := []string{"ä", "日本", "Subject: inner\n", "innertext", "undecoded"}
	if diff := cmp.Diff(want, collect(p.BodyText(textMessage))); diff != "" {
		t.Error("BodyText:", diff)
	}
	want = []string{
		"Subject: top\nContent-Type: multipart/mixed; boundary=b\n",
		"Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n", "ä",
		"Content-Type: image/png\n",
		"Content-Type: text/html; charset=iso-2022-jp\nContent-Transfer-Encoding: base64\n", "日本",
		"Content-Type: message/rfc822\n", "Subject: inner\n", "innertext",
		"Content-Type: text/plain\nContent-Transfer-Encoding: x-unknown\n", "undecoded",
	}
	if diff := cmp.Diff(want, collect(p.Text(textMessage))); diff != "" {
		t.Error("Text:", diff)
	}
	for stop := range len(want) { // a search may stop at any text
		seen := 0
		for range p.Text(textMessage) {
			if seen++; seen > stop {
				break
			}
		}
		if seen != stop+1 {
			t.Errorf("stopped at %d, want %d", seen, stop+1)
		}
	}
}
