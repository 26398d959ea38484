package message

import "testing"

func TestFuzzyKey(t *testing.T) {
	for _, c := range []struct {
		key, text string
		want      int
	}{
		{"IMAP break", "Will IMAP break?", BestScore},
		{"cafe", "Café", BestScore}, // i;unicode-casemap finds it already
		{"café", "Cafe", plainScore},
		{"imap, break", "IMAP break", plainScore},
		{"IMAP break", "break the IMAP", wordScore},
		{"IMAP break", "IMAP is broken", 0},
		{"IMAP brok", "broken IMAP", (partScore + wordScore) / 2},
		{"Helo", "Hello there", likenessScore},
		{"Hello", "Helo", likenessScore},
		{"Hallo", "Hello", likenessScore},
		{"Hi", "Ha", 0},
		{"hello", "help", 0},
		{"hello world", "hello", 0},
		{"...", "none", 0},
		{"", "all", BestScore},
	} {
		if got := NewFuzzyKey(c.key).Score([]byte(c.text)); got != c.want {
			t.Errorf("%q in %q: %d, want %d", c.key, c.text, got, c.want)
		}
	}
}
