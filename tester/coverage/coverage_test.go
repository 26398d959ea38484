package coverage

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"

	"imaporacle/internal/rfc"
	"imaporacle/tester/script"
	"imaporacle/tester/suite"
)

var update = flag.Bool("update", false, "write docs/coverage.md anew")

const page = "../../docs/coverage.md"

// TestPage: the page is that of the suite as it is.
func TestPage(t *testing.T) {
	scripts, err := suite.Scripts()
	if err != nil {
		t.Fatal(err)
	}
	want := Markdown(Of(scripts))
	if *update {
		if err := os.WriteFile(page, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(page)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("docs/coverage.md is not up to date (%v): make docs", err)
	}
}

func TestOf(t *testing.T) {
	scripts := []*script.Script{
		{Name: "a", About: "RFC 9051 §6.4.4, §5.1: x"}, {Name: "b", About: "RFC 9051 §6.4.4, RFC 9051 §6.4.4"}, {Name: "c", About: "RFC 1 §1"},
	}
	for _, s := range Of(scripts) {
		switch s.RFC + " " + s.Number {
		case "9051 6.4.4":
			if strings.Join(s.Scripts, " ") != "a b" || s.Title != "SEARCH Command" {
				t.Errorf("%+v", s)
			}
		case "9051 5.1":
			if strings.Join(s.Scripts, " ") != "a" {
				t.Errorf("%+v", s)
			}
		default:
			if len(s.Scripts) > 0 {
				t.Errorf("%+v", s)
			}
		}
	}
}

// TestScriptsCite: each script says first to which section it holds a server.
func TestScriptsCite(t *testing.T) {
	scripts, err := suite.Scripts()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range scripts {
		first, _, _ := strings.Cut(s.About, "\n")
		if len(rfc.Citations(first)) == 0 {
			t.Errorf("%s begins with %q, which cites no RFC", s.Name, first)
		}
	}
}
