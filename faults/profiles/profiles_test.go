package profiles

import (
	"strings"
	"testing"

	"imaporacle/faults"
)

// Each file says what a profile must, and its faults can be armed together.
func TestAll(t *testing.T) {
	all, err := All()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range all {
		if p.Row == 0 && len(p.Faults) == 0 || len(p.Capabilities) == 0 || p.Greeting == "" {
			t.Errorf("%s imitates nobody: %+v", p.Name, p)
		}
		if _, err := faults.NewPlan(p.Faults...); err != nil {
			t.Errorf("%s: %v", p.Name, err)
		}
		if measured := p.Row > 0; measured == (p.MadeOf == "public reports") {
			t.Errorf("%s is made of %s, with the row %d", p.Name, p.MadeOf, p.Row)
		}
		got, err := Get(p.Name)
		if err != nil || got.Title != p.Title {
			t.Errorf("Get(%s): %q, %v", p.Name, got.Title, err)
		}
	}
	if _, err := Get("nobody"); err == nil || !strings.Contains(err.Error(), "there are dovecot, dovecot-cached, ") {
		t.Errorf("Get(nobody): %v", err)
	}
}

func TestParse(t *testing.T) {
	p, err := parse("# a remark\ntitle: T\nmade-of: a row\nstory: one\n  two\n\nid: name=N=1\ncolumn: recent=Yes\nrow: 3\ngroups: 1/4\nfinding: a/b\ngoes-wrong: all\nfault: status=empty user=ann\n")
	switch {
	case err != nil:
		t.Fatal(err)
	case p.Story != "one two", p.ID[1] != "N=1", p.Columns["recent"] != "Yes", p.Row != 3, p.Groups.Percent() != 25, p.Base != nil, p.Findings[0] != "a/b", p.GoesWrong != "all", p.Faults[0].String() != "status=empty user=ann":
		t.Errorf("%+v", p)
	}
	const whole = "title: T\nmade-of: M\nstory: S\n"
	mistakes := map[string]string{
		"title: T\n":                "title, made-of or story is missing",
		whole + "nonsense\n":        "line 4: expected KEY: VALUE",
		whole + "colour: red\n":     "line 4: colour: there is no such key",
		whole + "id: name\n":        "line 4: id: expected FIELD=VALUE",
		whole + "row: 0\n":          "line 4: row: expected a number from 1",
		whole + "base: 2/1\n":       "line 4: base: expected FAILED/TOTAL",
		whole + "column: x\n":       "line 4: column: expected COLUMN=CELL",
		whole + "\nfault: no=one\n": `line 5: fault: fault "no=one": octet 1: unknown fault no=one`,
	}
	for text, want := range mistakes {
		if _, err := parse(text); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}
