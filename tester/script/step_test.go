package script

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What a script asks is known before it is played.
func TestSteps(t *testing.T) {
	s, err := Parse("x", "x", []byte(`
* ok
ok uid fetch $uid1 (flags)
* 1 fetch (flags ($!unordered \recent))
tag1 copy 1 $mailbox
tag2 expunge
tag1 ok [copyuid $ $uids $]
tag2 no
* 2 expunge
* 2 expunge
! 1 expunge
append $mailbox (\seen) {{{
x
}}}
""
ok search old
* search
`))
	if err != nil {
		t.Fatal(err)
	}
	want := []Step{
		{Line: 2},
		{Line: 3, Commands: []Ask{{Name: "UID FETCH", Args: "\x00 (flags)", Kind: "OK"}}},
		{Line: 5, Commands: []Ask{{Name: "COPY", Args: "1 \x00", Kind: "OK", Binds: true}, {Name: "EXPUNGE", Kind: "NO"}}, Expunges: 2},
		{Line: 12, Commands: []Ask{{Name: "APPEND", Args: "\x00 (\\seen) ", Messages: []string{"x"}}}},
		{Line: 16, Commands: []Ask{{Name: "SEARCH", Args: "old", Kind: "OK"}}},
	}
	if d := cmp.Diff(want, s.Steps()); d != "" {
		t.Error(d)
	}
	for line, want := range map[int]bool{2: false, 3: true, 5: false, 16: true} {
		if got := s.TellsRecent(line); got != want {
			t.Errorf("line %d tells of \\Recent: %t", line, got)
		}
	}
}

// Of the literals of a command those are messages that do not name a mailbox or
// another message, and do not continue one.
func TestAppended(t *testing.T) {
	for command, want := range map[string][]string{
		"append box {{{\na\n}}}": {"a"},
		"append box (\\seen) \"date\" {{{\na\n\nb\n}}} (\\flagged) {{{\nc\n}}}":    {"a\r\n\r\nb", "c"},
		"append {{{\nbox\n}}} {{{\na\n}}}":                                         {"a"},
		"append box":                                                               nil,
		"append box utf8 (~{{{\na\n}}})":                                           {"a"},
		"append box catenate (text {{{\na\n}}} url {{{\n/b\n}}} text {{{\nc\n}}})": {"a"},
		"append box catenate (url {{{\n/a\n}}} text {{{\nb\n}}})":                  nil,
		"replace 1 box {{{\na\n}}}":                                                {"a"},
		"uid replace 1 {{{\nbox\n}}} {{{\na\n}}}":                                  {"a"},
		"search subject {{{\na\n}}}":                                               nil,
	} {
		s, err := Parse("x", "x", []byte("\nok "+command+"\n"))
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, s.Steps()[0].Commands[0].Messages); d != "" {
			t.Errorf("%s: %s", command, d)
		}
	}
}
