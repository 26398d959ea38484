package message

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// The collation i;unicode-casemap, RFC 5051 §2.
func TestCasemap(t *testing.T) {
	for _, c := range [][2]string{
		{"Hello [1]_", "HELLO [1]_"}, {"äöü", "A\u0308O\u0308U\u0308"}, {"ж", "Ж"}, {"σίσυφος", "ΣΙ\u0301ΣΥΦΟΣ"},
		{"\u01c4", "Dz\u030c"}, {"\ufb01", "fi"}, {"\u212a", "K"}, {"ß", "ß"}, {"\xffé", "\xffé"}, {"각", "\u1100\u1161\u11a8"},
	} {
		if got := Casemap(c[0]); got != c[1] {
			t.Errorf("%q: %q, want %q", c[0], got, c[1])
		}
	}
	if Casemap("a") == Casemap("b") || Casemap("ä") == Casemap("a") {
		t.Error("different letters map to one")
	}
}

func TestKey(t *testing.T) {
	for _, tt := range []struct {
		key, text string
		want      bool
	}{
		{"", "", true}, {"", "x", true}, {"x", "", false}, {"WORLD", "Hello world", true}, {"word", "Hello world", false},
		{"straße", "HAUPTSTRASSE 1", false}, {"straße", "Hauptstraße", true}, {"Cafe", "café", true}, {"É", "cafe\u0301", true}, {"\u212a", "k", true}, {"k", "273 \u212a", true}, {"ä", "a", false},
	} {
		if got := NewKey(tt.key).In([]byte(tt.text)); got != tt.want {
			t.Errorf("%q in %q: %v", tt.key, tt.text, got)
		}
	}
}

func TestKeyAgreesWithCasemap(t *testing.T) {
	texts := rapid.StringOf(rapid.SampledFrom([]rune("aAbBßsSäÄ\u212akK")))
	rapid.Check(t, func(t *rapid.T) {
		key, text := texts.Draw(t, "key"), texts.Draw(t, "text")
		if len(key) > 3 {
			key = strings.ToValidUTF8(key[:3], "")
		}
		if got, want := NewKey(key).In([]byte(text)), strings.Contains(Casemap(text), Casemap(key)); got != want {
			t.Fatalf("%q in %q: got %v, want %v", key, text, got, want)
		}
	})
}
