package message

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestFold(t *testing.T) {
	for _, pair := range [][2]string{
		{"Hello WORLD [1]", "hELLO world [1]"}, {"ÄÖÜ", "äöü"}, {"Straße", "STRASSE"}, {"ΣΊΣΥΦΟΣ", "σίσυφος"}, {"Ж", "ж"},
	} {
		if Fold(pair[0]) != Fold(pair[1]) {
			t.Errorf("%q and %q fold to %q and %q", pair[0], pair[1], Fold(pair[0]), Fold(pair[1]))
		}
	}
	if Fold("a") == Fold("b") || Fold("ä") == Fold("a") {
		t.Error("different letters fold to one")
	}
}

func TestKey(t *testing.T) {
	for _, tt := range []struct {
		key, text string
		want      bool
	}{
		{"", "", true}, {"", "x", true}, {"x", "", false}, {"WORLD", "Hello world", true}, {"word", "Hello world", false},
		{"straße", "HAUPTSTRASSE 1", true}, {"strasse", "Hauptstraße", true}, {"\u212a", "k", true}, {"k", "273 \u212a", true}, {"ä", "a", false},
	} {
		if got := NewKey(tt.key).In([]byte(tt.text)); got != tt.want {
			t.Errorf("%q in %q: %v", tt.key, tt.text, got)
		}
	}
}

func TestKeyAgreesWithFold(t *testing.T) {
	texts := rapid.StringOf(rapid.SampledFrom([]rune("aAbBßsSäÄ\u212akK")))
	rapid.Check(t, func(t *rapid.T) {
		key, text := texts.Draw(t, "key"), texts.Draw(t, "text")
		if len(key) > 3 {
			key = strings.ToValidUTF8(key[:3], "")
		}
		if got, want := NewKey(key).In([]byte(text)), strings.Contains(Fold(text), Fold(key)); got != want {
			t.Fatalf("%q in %q: got %v, want %v", key, text, got, want)
		}
	})
}
