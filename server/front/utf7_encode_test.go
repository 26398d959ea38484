package front

import (
	"testing"

	"pgregory.net/rapid"
)

func TestEncodeUTF7(t *testing.T) {
	for name, want := range map[string]string{
		"":                   "",
		"R&D":                "R&-D",
		"Entwürfe":           "Entw&APw-rfe",
		"~peter/mail/台北/日本語": "~peter/mail/&U,BTFw-/&ZeVnLIqe-", // RFC 3501 §5.1.3
		"😀":                  "&2D3eAA-",
	} {
		if got := EncodeUTF7(name); got != want {
			t.Errorf("%q: %q, not %q", name, got, want)
		}
	}
}

func TestEncodeUTF7Back(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringMatching(`([ -~]|[À-ÿ&]|[一-龥]|😀)*`).Draw(t, "name")
		for _, encoded := range []string{EncodeUTF7(name), EscapeUTF7(name)} {
			if back, err := DecodeUTF7(encoded); err != nil || back != name {
				t.Fatalf("%q: %q, %q, %v", name, encoded, back, err)
			}
		}
	})
}

func TestAppendMailbox(t *testing.T) {
	for _, c := range []struct {
		name string
		utf8 bool
		want string
	}{
		{"INBOX", false, "INBOX"}, {`a"b\c`, false, `"a\"b\\c"`},
		{"Entwürfe", false, `"Entw&APw-rfe"`}, {"Entwürfe & so", true, `"Entwürfe &- so"`},
	} {
		if got := string(AppendMailbox(nil, c.name, c.utf8)); got != c.want {
			t.Errorf("%q: %s, not %s", c.name, got, c.want)
		}
	}
}
