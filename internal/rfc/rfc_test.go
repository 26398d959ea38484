package rfc

import (
	"fmt"
	"strings"
	"testing"
)

func TestCitations(t *testing.T) {
	tests := map[string]string{
		"":                                     "",
		"§7 of nothing":                        "",
		"RFC 9051 §6.4.4, §7.5.1: SEARCH":      "9051#6.4.4 9051#7.5.1",
		"(RFC 3501 §9); RFC 7162 §3.1.2.1.":    "3501#9 7162#3.1.2.1",
		"as RFC 2971 has it, and RFC 9051 §E.": "2971# 9051#E",
	}
	for text, want := range tests {
		var got []string
		for _, c := range Citations(text) {
			got = append(got, c.RFC+"#"+c.Section)
			if part := text[c.Start:c.End]; !strings.HasSuffix(part, c.Section) {
				t.Errorf("%q: the citation stands at %q", text, part)
			}
		}
		if fmt.Sprint(strings.Join(got, " ")) != want {
			t.Errorf("%q: %q, not %q", text, got, want)
		}
	}
	if url := (Citation{RFC: "9051", Section: "6.4"}).URL(); url != "https://www.rfc-editor.org/rfc/rfc9051#section-6.4" {
		t.Error(url)
	}
}
