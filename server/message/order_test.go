package message

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestOrderOf(t *testing.T) {
	for _, c := range []struct {
		header string
		want   Order
	}{
		{"", Order{}},
		{"Subject: Re: caf=\r\nFrom: Ann <ann@x.org>, b@x\r\nTo: bob@x.org\r\nCc: (Carl) carl@x.org", Order{
			Subject: "CAF=", Reply: true, From: "ANN", DisplayFrom: "ANN", To: "BOB", DisplayTo: "BOB@X.ORG", Cc: "CARL"}},
		{"From: =?utf-8?q?J=C3=B6rg?= <j@x>", Order{From: "J", DisplayFrom: "JO\u0308RG"}},
		{"From: \"\" <j@x>", Order{From: "J", DisplayFrom: "J@X"}},
		// The group's name is the first address structure of ENVELOPE.
		{"To: friends: a@x, b@x;", Order{To: "FRIENDS", DisplayTo: "FRIENDS"}},
		{"From: \r\nFrom: , b@x\r\nFrom: c@x", Order{From: "B", DisplayFrom: "B@X"}},
		{"Date: Sun, 31 Dec 2000 16:01:33 -0800", Order{Date: time.Date(2001, 1, 1, 0, 1, 33, 0, time.UTC), Dated: true}},
		{"Date: nonsense", Order{}},
		{"Message-ID: <a@b>\r\nReferences: <1@x> <2@x>\r\n <3@x>\r\nIn-Reply-To: <9@x>", Order{
			ID: "a@b", References: []string{"1@x", "2@x", "3@x"}}},
		// RFC 5256 §3: quoting makes no difference.
		{"Message-ID: <\"01KF8JCEOCBS0045PS\"@xxx.yyy.com>", Order{ID: "01KF8JCEOCBS0045PS@xxx.yyy.com"}},
		{"Message-ID: (c) < a . b @ c >", Order{ID: "a.b@c"}},
		{"Message-ID: none", Order{}},
		{"Message-ID: <a>", Order{}},
		{"Message-ID: <a@", Order{}},
		{"Message-ID: <@b>", Order{}},
		{"Message-ID: <a<b@c>", Order{ID: "b@c"}},
		{"References: none\r\nIn-Reply-To: \"Ann <no@id>\" of <x@y> <z@y>", Order{References: []string{"x@y"}}},
	} {
		got := OrderOf([]byte(c.header + "\r\n\r\nFrom: body\r\n"))
		if diff := cmp.Diff(&c.want, got); diff != "" {
			t.Errorf("%q:\n%s", c.header, diff)
		}
	}
}

func TestLongSubject(t *testing.T) {
	o := OrderOf([]byte("Subject: " + strings.Repeat("x", 1<<20) + "\r\n\r\n"))
	if len(o.Subject) != maxCollated {
		t.Errorf("%d octets are kept", len(o.Subject))
	}
}

func TestManyReferences(t *testing.T) {
	o := OrderOf([]byte("References: " + strings.Repeat("<old@x>", 2000) + "<parent@x>\r\n\r\n"))
	if n := len(o.References); n != maxReferences || o.References[n-1] != "parent@x" {
		t.Errorf("%d references", n)
	}
}
