package imapurl

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// Examples of RFC 5092 §9 and §6.1, RFC 4469 appendix A and RFC 4467 §7.
func TestParse(t *testing.T) {
	const token = "91354a473744909de610943775f92038"
	for text, want := range map[string]URL{
		"imap://minbari.example.org/gray-council;UIDVALIDITY=385759045/;UID=20/;PARTIAL=0.1024": {
			Absolute: true, Server: "minbari.example.org", Mailbox: "gray-council",
			UIDValidity: 385759045, UID: 20, Partial: &Range{0, 1024, true},
		},
		"/Drafts;UIDVALIDITY=385759045/;UID=20/;section=1.MIME": {
			Mailbox: "Drafts", UIDValidity: 385759045, UID: 20, Section: "1.MIME",
		},
		"/a/b%20%3Bc/;uid=7/;section=HEADER.FIELDS%20(DATE)/;partial=3": {
			Mailbox: "a/b ;c", UID: 7, Section: "HEADER.FIELDS (DATE)", Partial: &Range{Offset: 3},
		},
		"IMAP://michael;AUTH=*@example.org:143/Entw%C3%BCrfe/;UID=4294967295": {
			Absolute: true, User: "michael", Server: "example.org:143", Mailbox: "Entwürfe", UID: 4294967295,
		},
		"imap://joe%40x@example.com/INBOX/;uid=20/;section=1.2;urlauth=Submit+fr%65d:internal:" + token: {
			Absolute: true, User: "joe@x", Server: "example.com", Mailbox: "INBOX", UID: 20, Section: "1.2",
			Access: "submit+fred", Mech: "INTERNAL", Token: token,
			Rump: "imap://joe%40x@example.com/INBOX/;uid=20/;section=1.2;urlauth=Submit+fr%65d",
		},
		"imap://joe@example.com/INBOX/;uid=20;expire=2027-01-02T03:04:05Z;urlauth=anonymous": {
			Absolute: true, User: "joe", Server: "example.com", Mailbox: "INBOX", UID: 20,
			Expire: time.Date(2027, 1, 2, 3, 4, 5, 0, time.UTC), Access: "anonymous",
			Rump: "imap://joe@example.com/INBOX/;uid=20;expire=2027-01-02T03:04:05Z;urlauth=anonymous",
		},
	} {
		got, err := Parse(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s:\n%s", text, diff)
		}
	}
}

func TestParseRefused(t *testing.T) {
	for text, want := range map[string]error{
		"":                                  ErrRelativePath,
		";UID=20":                           ErrRelativePath,
		"INBOX/;UID=20":                     ErrRelativePath,
		"//host/INBOX/;UID=20":              ErrNetworkPath,
		"pop://host/INBOX/;UID=20":          ErrScheme,
		"imap://host":                       ErrNoMessage,
		"imap:///INBOX/;UID=20":             ErrServer,
		"imap://;AUTH=@host/INBOX/;UID=20":  ErrServer,
		"imap://ho st/INBOX/;UID=20":        ErrServer,
		"/":                                 ErrNoMessage,
		"/;UID=20":                          ErrParameter,
		"//;UID=20":                         ErrNetworkPath,
		"/INBOX":                            ErrNoMessage,
		"/INBOX?SUBJECT%20x":                ErrEncoding,
		"/INBOX;UIDVALIDITY=3":              ErrNoMessage,
		"/INBOX;UIDVALIDITY=0/;UID=1":       ErrParameter,
		"/INBOX;UID=1":                      ErrParameter,
		"/INBOX/;UID=0":                     ErrParameter,
		"/INBOX/;UID=+1":                    ErrParameter,
		"/INBOX/;UID=4294967296":            ErrParameter,
		"/INBOX/;UID=1/":                    ErrParameter,
		"/INBOX/;UID=1/;SECTION=":           ErrParameter,
		"/INBOX/;UID=1/;PARTIAL=0.0":        ErrParameter,
		"/INBOX/;UID=1/;PARTIAL=0.1/;UID=1": ErrParameter,
		"/INBOX/;UID=1/;NOSUCH=1":           ErrParameter,
		"/INBOX/;UID=1;EXPIRE=2027-01-02T03:04:05Z": ErrParameter,
		"/INBOX/;UID=1;URLAUTH=nobody":              ErrParameter,
		"/INBOX/;UID=1;URLAUTH=user+":               ErrParameter,
		"/INBOX/;UID=1;URLAUTH=authuser:INTERNAL:1": ErrParameter,
		"/IN BOX/;UID=1":                            ErrEncoding,
		"/INBOX%2/;UID=1":                           ErrEncoding,
		"/INBOX%ZZ/;UID=1":                          ErrEncoding,
		"/Entwürfe/;UID=1":                          ErrEncoding,
		"/Entw%FCrfe/;UID=1":                        ErrNoMessage,
	} {
		if _, err := Parse(text); !errors.Is(err, want) {
			t.Errorf("%q: %v, not %v", text, err, want)
		}
	}
}

func TestRange(t *testing.T) {
	for _, c := range []struct {
		r    *Range
		want string
	}{
		{nil, "hello"}, {&Range{Offset: 2}, "llo"}, {&Range{9, 1, true}, ""}, {&Range{1, 2, true}, "el"}, {&Range{4, 9, true}, "o"},
	} {
		if got := string(c.r.Of([]byte("hello"))); got != c.want {
			t.Errorf("%v: %q, not %q", c.r, got, c.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("imap://joe@example.com/INBOX;UIDVALIDITY=1/;uid=20/;section=1.2/;partial=0.3;expire=2027-01-02T03:04:05Z;urlauth=user+x:internal:00")
	f.Fuzz(func(t *testing.T, text string) {
		u, err := Parse(text)
		if err == nil && (u.UID == 0 || u.Mailbox == "") {
			t.Errorf("%q names no message", text)
		}
	})
}
