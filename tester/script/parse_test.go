package script

import (
	"strings"
	"testing"
)

// TestMistakes: each mistake is told by one line with the place and the cause.
func TestMistakes(t *testing.T) {
	tests := []struct{ name, script, want string }{
		{"empty file", "", "f:1: the script has no command"},
		{"header alone", "state: auth\n", "f:1: the script has no command"},
		{"comment alone", "# a\n# b\n", "f:2: the script has no command"},
		{"no newline at the end", "\nok noop", "f:2: the last line does not end in a newline"},
		{"NUL", "\nok noop\x00\n", "f:2: the line holds a NUL"},
		{"no header key", "state auth\n\nok noop\n", `f:1: expected "key: value" or the blank line that ends the header, found "state auth"`},
		{"unknown key", "stat: auth\n\nok noop\n", `f:1: unknown key "stat"`},
		{"key twice", "state: auth\nState: auth\n\nok noop\n", "f:2: state stands in line 1 already"},
		{"unknown state", "state: idle\n\nok noop\n", `f:1: unknown state "idle": expected nonauth, auth, created, appended, selected`},
		{"connections not a number", "connections: two\n\nok noop\n", `f:1: connections: expected a number from 1 to 100, not "two"`},
		{"no connections", "connections: 0\n\nok noop\n", `f:1: connections: expected a number from 1 to 100, not "0"`},
		{"too many connections", "connections: 101\n\nok noop\n", `f:1: connections: expected a number from 1 to 100, not "101"`},
		{"messages not a number", "messages: many\n\nok noop\n", `f:1: messages: expected a number from 0 to 1000000, not "many"`},
		{"messages below 0", "messages: -1\n\nok noop\n", `f:1: messages: expected a number from 0 to 1000000, not "-1"`},
		{"ignore_extra_untagged", "ignore_extra_untagged: maybe\n\nok noop\n", `f:1: ignore_extra_untagged is yes or no, not "maybe"`},
		{"user without number", "user: $user2\n\nok noop\n", `f:1: "user": expected "user N", with the number of a connection`},
		{"user not a number", "user x: $user2\n\nok noop\n", `f:1: "user x": expected "user N", with the number of a connection`},
		{"user is no variable", "user 1: joe\n\nok noop\n", `f:1: user 1 is "joe": expected $user, $user2 and so on`},
		{"user 0", "user 1: $user0\n\nok noop\n", `f:1: user 1 is "$user0": expected $user, $user2 and so on`},
		{"no connection number", "connections: 2\n\nok noop\n", "f:3: the line does not begin with the number of a connection, although there are 2"},
		{"no such connection", "connections: 2\n\n3 ok noop\n", "f:3: there is no connection 3: the header has 2"},
		{"empty command", "\nok\n", "f:2: the command is empty"},
		{"no reply", "\nnoop\n", `f:2: the command has no tagged response: expected ok, no, bad or ""`},
		{"no reply before the next", "\nnoop\nnoop\nok\n", `f:2: the command has no tagged response: expected ok, no, bad or ""`},
		{"no reply to a tag", "\ntag1 noop\ntag2 noop\ntag1 ok\n", `f:3: the command has no tagged response: expected ok, no, bad or ""`},
		{"reply to no tag", "\ntag1 ok\n", "f:2: tag1 was not sent"},
		{"tag twice", "\ntag1 noop\ntag1 noop\ntag1 ok\n", "f:3: tag1 is in use since line 2: expected its tagged response"},
		{"tags on two connections", "connections: 2\n\n1 tag1 noop\n2 tag2 noop\n1 tag1 ok\n1 tag2 ok\n", "f:4: commands that are sent at once must be on one connection"},
		{"tag answered elsewhere", "connections: 2\n\n1 tag1 noop\n2 tag1 ok\n1 tag1 ok\n", "f:4: tag1 was sent on connection 1"},
		{"mark alone", "\nok noop\n*\n", "f:3: * without a response"},
		{"mark and spaces", "\nok noop\n!  \n", "f:3: ! without a response"},
		{"not before the first command", "\n! bye\nok noop\n", "f:2: ! before the first command: there only * checks the greeting"},
		{"may before the first command", "\n? bye\nok noop\n", "f:2: ? before the first command: there only * checks the greeting"},
		{"open list", "\nok noop\n* flags (\\seen\n", "f:3: ( without )"},
		{"closed list", "\nok noop\n* flags \\seen )\n", "f:3: an argument begins with )"},
		{"open string", "\nok noop\n* list () \"/ x\n", `f:3: " without its end`},
		{"lists too deep", "\nok noop\n* x " + strings.Repeat("(", 300) + strings.Repeat(")", 300) + "\n", "f:3: lists nest more than 200 deep"},
		{"reply with an open list", "\nnoop\nok [x (\n", "f:3: ( without )"},
		{"open literal", "\nok append {{{\nx\n", "f:3: the literal that begins in line 2 is not closed by }}}"},
		{"open literal in a response", "\nok noop\n* x ~{{{\n", "f:3: the literal that begins in line 3 is not closed by }}}"},
		{"unknown directive", "\nok noop\n!slep 1\n", "f:3: unknown directive !slep"},
		{"sleep without time", "\nok noop\n!sleep\n", `f:3: !sleep needs a time such as 100ms, not ""`},
		{"sleep for no time", "\nok noop\n!sleep long\n", `f:3: !sleep needs a time such as 100ms, not "long"`},
		{"sleep backwards", "\nok noop\n!sleep -1s\n", `f:3: !sleep needs a time such as 100ms, not "-1s"`},
		{"sleep too long", "\nok noop\n!sleep 2h\n", "f:3: !sleep of 2h0m0s: more than 1m0s"},
		{"sleep first", "\n!sleep 1s\nok noop\n", "f:2: !sleep before the first command"},
		{"output first", "\n!output hello\nok noop\n", "f:2: !output before the first command"},
		{"ifenv without a name", "\n!ifenv\n!endif\nok noop\n", "f:2: !ifenv needs the name of one variable"},
		{"ifenv without end", "\n!ifenv NEVER_SET\nok noop\n", "f:2: !ifenv without !endif"},
		{"else without ifenv", "\n!else\nok noop\n", "f:2: !else without !ifenv"},
		{"else twice", "\n!ifenv X\n!else\n!else\n!endif\nok noop\n", "f:4: a second !else for the !ifenv of line 2"},
		{"endif without ifenv", "\nok noop\n!endif\n", "f:3: !endif without !ifenv"},
		{"unknown list directive", "\nok noop\n* flags ($!sorted x)\n", "f:3: unknown directive $!sorted"},
		{"list directive without value", "\nok noop\n* flags ($!ban x)\n", "f:3: $!ban needs a value"},
		{"list directive with a value", "\nok noop\n* flags ($!extra=1 x)\n", "f:3: $!extra=1 has no value"},
		{"groups of none", "\nok noop\n* flags ($!unordered=0 x)\n", "f:3: $!unordered=0: the groups must be of 1 or more"},
		{"groups not full", "\nok noop\n* x ($!unordered=2 a b c)\n", "f:3: the list is of groups of 2, and has 3 elements"},
		{"directive outside a list", "\nok noop\n* flags $!extra\n", "f:3: $!extra stands outside a list, or behind what is no directive"},
		{"directive behind an element", "\nok noop\n* flags (x $!extra)\n", "f:3: $!extra stands outside a list, or behind what is no directive"},
		{"open variable", "\nok select ${mailbox\n", `f:2: "${mailbox": ${ without }, or without a name`},
		{"variable without a name", "\nok select ${}\n", `f:2: "${}": ${ without }, or without a name`},
		{"message 0", "\nok fetch $0 flags\n", `f:2: "$0": the number must be from 1`},
		{"mod-sequence 0", "\nok noop\n* 1 fetch (modseq ($modseq0))\n", `f:3: "$modseq0": the number must be from 1`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := Parse("f", "f", []byte(test.script))
			if err == nil {
				t.Fatal("no error")
			}
			if first, _, _ := strings.Cut(err.Error(), "\n"); first != test.want {
				t.Errorf("got  %s\nwant %s", err, test.want)
			}
		})
	}
	if len(tests) < 40 {
		t.Errorf("%d kinds of mistake", len(tests))
	}
}

// TestEveryMistake: one mistake does not hide another.
func TestEveryMistake(t *testing.T) {
	_, err := Parse("f", "f", []byte("stat: auth\n\nok\nok noop\n* (\n!slep\n"))
	want := "f:1: unknown key \"stat\"\nf:3: the command is empty\nf:5: ( without )\nf:6: unknown directive !slep"
	if err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
}

func TestParse(t *testing.T) {
	s, err := Parse("dir/name", "file", []byte(`# RFC 9051 §6.1.2
# more
capabilities: IDLE X
connections: 2
messages: 4
state: created
ignore_extra_untagged: no
user 2: $user2

# a comment
* ok $
1 ok noop
* 1 exists
2 append x {{{
a

b
}}} ~{{{
c
}}}
! 2 exists
? 3 exists
2 no [x]
!sleep 10ms
!output done
1 tag1 noop
1 tag2 ok check
1 tag1 ok
1 "" logout
`))
	if err != nil {
		t.Fatal(err)
	}
	if s.About != "RFC 9051 §6.1.2\nmore" || len(s.Capabilities) != 2 || s.Connections != 2 || s.Messages != 4 ||
		s.State != Created || s.IgnoreExtra || s.Users[2] != "$user2" || len(s.greeting) != 1 {
		t.Errorf("header: %+v", s)
	}
	if len(s.groups) != 4 {
		t.Fatalf("%d groups: %+v", len(s.groups), s.groups)
	}
	g := s.groups[1]
	if g.conn != 2 || g.line != 14 || len(g.expected) != 2 || g.commands[0].reply.kind != "NO" || g.pause == 0 || len(g.outputs) != 1 {
		t.Errorf("the second: %+v", g)
	}
	parts := g.commands[0].parts.segments
	if len(parts) != 5 || parts[1].text != "a\r\n\r\nb" || parts[1].binary || parts[3].text != "c" || !parts[3].binary {
		t.Errorf("its parts: %+v", parts)
	}
	if g := s.groups[2]; len(g.commands) != 2 || g.commands[1].tag != "tag2" || g.commands[1].reply.kind != "OK" {
		t.Errorf("the third: %+v", g)
	}
	if kind := s.groups[3].commands[0].reply.kind; kind != "" {
		t.Errorf("the reply of the fourth is %q", kind)
	}
}

func TestConditions(t *testing.T) {
	t.Setenv("SCRIPT_TEST_SET", "1")
	s, err := Parse("f", "f", []byte(`
!ifenv SCRIPT_TEST_SET
ok noop
!ifnenv SCRIPT_TEST_SET
ok check
!else
ok expunge
!endif
!else
bad {{{
!endif
}}}
!endif
ok close
`))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, g := range s.groups {
		got = append(got, g.commands[0].parts.text())
	}
	if strings.Join(got, " ") != "noop expunge close" {
		t.Errorf("read %q", got)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("state: auth\n\nok noop\n* flags ($!unordered $x)\n"))
	f.Add([]byte("\nok append {{{\nx\n}}} ~{{{\n}}}\n"))
	f.Add([]byte("connections: 2\n\n1 tag1 noop\n1 tag1 ok\n2 \"\" $modseq1\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := Parse("f", "f", data)
		if (s == nil) == (err == nil) {
			t.Fatalf("%v, %v", s, err)
		}
	})
}
