package lesson

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// small is a lesson with all that there can be in one.
const small = `# Tea

- minutes: 3
- lanes: Ann, Bob
- start: authenticated
- mail: Green tea \Seen $Hot, Mint
- fault: expunge-store=ignored

Tea is *good* for **you**, ` + "`NOOP`" + ` says
[RFC 9051](https://www.rfc-editor.org/rfc/rfc9051).

- one
- two,
  which goes on

1. first

## Black tea

` + "```" + `
as it is
` + "```" + `

` + "```imap" + `
Ann: APPEND INBOX {2}
  Hi
& Bob: NOOP
Mail: Fig
Fault: none
` + "```" + `

` + "```expect" + `
Ann hears: OK ...
  She has not.
` + "```" + `

### Predict

What now?

- [ ] Tea

  No.
- [x] Water

  Yes.

` + "```imap" + `
Ann: NOOP
` + "```" + `
` + "```expect" + `
Ann hears: OK ...
` + "```" + `

## Task

` + "```task" + `
commands: at most 2
` + "```" + `
` + "```solution" + `
Ann: NOOP
` + "```" + `
`

func TestParse(t *testing.T) {
	l, err := Parse("docs/03-green-tea.md", []byte(small))
	if err != nil {
		t.Fatal(err)
	}
	plain := func(s string) []Span { return []Span{{Text: s}} }
	para := func(s string) Prose { return Prose{{Kind: Paragraph, Spans: plain(s)}} }
	heard := Condition{Text: "Ann hears: OK ...", Hint: "She has not."}
	again := heard
	again.Hint = ""
	want := &Lesson{
		Name: "green-tea", File: "docs/03-green-tea.md", Title: "Tea", Minutes: 3, Lanes: []string{"Ann", "Bob"}, Start: Authenticated,
		Mail:   []Mail{{"Green tea", []string{`\Seen`, "$Hot"}}, {"Mint", nil}},
		Faults: l.Faults,
		Parts: []Part{
			{Section: "Tea", First: true, Kind: Read, Text: Prose{
				{Kind: Paragraph, Spans: []Span{
					{Text: "Tea is "}, {Text: "good", Style: Emphasis}, {Text: " for "}, {Text: "you", Style: Strong}, {Text: ", "},
					{Text: "NOOP", Style: Code}, {Text: " says "}, {Text: "RFC 9051", Style: Link, URL: "https://www.rfc-editor.org/rfc/rfc9051"}, {Text: "."},
				}},
				{Kind: Item, Spans: plain("one")}, {Kind: Item, Spans: plain("two, which goes on")},
				{Kind: Numbered, Number: "1", Spans: plain("first")},
			}},
			{Section: "Black tea", First: true, Kind: Play,
				Text: Prose{{Kind: Listing, Spans: []Span{{Text: "as it is", Style: Code}}}},
				Lines: []Say{
					{Lane: "Ann", Text: "APPEND INBOX {2}\r\nHi"}, {Lane: "Bob", Text: "NOOP", Together: true},
					{Lane: MailLane, Text: "Fig"}, {Lane: FaultLane, Text: "none"},
				},
				Conditions: []Condition{heard}},
			{Section: "Black tea", Kind: Predict, Text: para("What now?"),
				Choices: []Choice{{para("Tea"), false, para("No.")}, {para("Water"), true, para("Yes.")}}},
			{Section: "Black tea", Kind: Play, Lines: []Say{{Lane: "Ann", Text: "NOOP"}}, Conditions: []Condition{again}},
			{Section: "Task", First: true, Kind: Task, Lines: []Say{{Lane: "Ann", Text: "NOOP"}}, Conditions: []Condition{{Text: "commands: at most 2"}}},
		},
	}
	if diff := cmp.Diff(want, l, cmpopts.IgnoreUnexported(Part{}, Say{}, Condition{})); diff != "" {
		t.Error(diff)
	}
	if len(l.Faults) != 1 || l.Faults[0].String() != "expunge-store=ignored" {
		t.Errorf("faults: %v", l.Faults)
	}
}

// A mistake is named with the line in which it is.
func TestParseErrors(t *testing.T) {
	tests := []struct{ from, to, want string }{
		{"# Tea", "Tea", `t.md:1: a lesson begins with its title`},
		{"- minutes: 3", "minutes: 3", `t.md:3: below the title stand lines such as "- minutes: 8", not "minutes: 3"`},
		{"- minutes: 3", "- minutes: x", `t.md:3: minutes: "x" is not a number from 1 to 60`},
		{"- minutes: 3\n", "", `t.md:7: the list below the title lacks "- minutes: ..."`},
		{"- minutes", "- hours", `t.md:3: unknown key "hours"; there are minutes, needs`},
		{"- start: authenticated", "- minutes: 4", `t.md:5: "minutes" is there twice`},
		{"start: authenticated", "start: soon", `t.md:5: start: "soon" is none of [connected authenticated selected]`},
		{"Ann, Bob", "ann, Bob", `t.md:4: lanes: "ann" is no name such as Ann`},
		{"Ann, Bob", "Mail, Bob", `t.md:4: lanes: "Mail" is no name`},
		{"Ann, Bob", "Ann, Bob, Ann", `t.md:4: lanes: Ann is there twice`},
		{"Ann, Bob", "A, B", `t.md:4: lanes: "A" is no name`},
		{"Ann, Bob", "Ann, Bob, Carol, Dan, Eve, Fay, Gil", `t.md:4: lanes: there are 1 to 6 lanes`},
		{`tea \Seen`, `\Seen tea`, `t.md:6: mail: in "Green \\Seen tea $Hot" the flags stand behind the subject`},
		{"- fault: expunge-store=ignored", "- fault: tea=cold", `t.md:7: fault: `},
		{"- fault: expunge-store=ignored", "- hidden: tea", `t.md:7: hidden: no fault of the name "tea" shows in a column`},
		{"- fault: expunge-store=ignored", "- hidden: recent", `nobody is asked for the hidden fault`},
		{"## Black tea", "# Black tea", `t.md:18: lessons have paragraphs, lists and fenced blocks only, not "# Black tea"`},
		{"**you**", "**you", "t.md:11: ** has no partner"},
		{"as it is\n```\n", "as it is\n", "t.md:23: the block ``` of line 20 has not ended"},
		{"```imap", "```smtp", "t.md:24: a block is ```imap, "},
		{"  Hi\n& Bob: NOOP", "  Hi\nBob NOOP", `t.md:27: "Bob NOOP" is no line such as "Ann: NOOP"`},
		{"& Bob", "& Carol", `t.md:27: there is no lane "Carol"; there are Ann, Bob`},
		{"Mail: Fig\n", "Mail: Fig\n& Ann: NOOP\n", `t.md:29: "&" sends a command together with the one before it`},
		{"Mail: Fig", `Mail: \Seen`, `t.md:28: "\\Seen" has no subject`},
		{"Fault: none", "Fault: tea", `t.md:29: `},
		{"Ann hears: OK ...\n  She", "Ann heard: OK ...\n  She", `t.md:33: "Ann heard" is none of the conditions`},
		{"Ann hears: OK ...\n  She", "Ann: OK ...\n  She", `t.md:33: "Ann" is none of the conditions`},
		{"Ann hears: OK ...\n  She", "Carol hears: OK ...\n  She", `t.md:33: there is no lane "Carol"`},
		{"Ann hears: OK ...\n  She", "Ann knows: all\n  She", `t.md:33: Ann knows: "all" is neither UIDs`},
		{"Ann hears: OK ...\n  She", "Ann is owed: much\n  She", `t.md:33: Ann is owed: "much" is no update`},
		{"Ann hears: OK ...\n  She", "UID 1 has: Seen\n  She", `t.md:33: UID 1 has: "Seen" is no flag`},
		{"Ann hears: OK ...\n  She", "judge finds: tea\n  She", `t.md:33: judge finds: "tea" is neither the ID of a rule`},
		{"at most 2", "2", `t.md:58: commands: "2" is no limit such as "at most 4"`},
		{"```expect\nAnn hears: OK ...\n  She", "tea\n\n```expect\nAnn hears: OK ...\n  She", "t.md:34: ```expect stands directly below"},
		{"### Predict\n", "### Predict it\n", `t.md:37: what is asked stands below "### Predict"`},
		{"What now?\n", "", "t.md:37: a prediction lacks its question"},
		{"- [ ] Tea", "- [x] Tea", "t.md:37: of the choices 2 are marked [x], not one"},
		{"- [ ] Tea\n\n  No.\n", "", "t.md:37: a prediction has at least two choices"},
		{"\n  Yes.\n", "", "t.md:37: choice 2 lacks the reason"},
		{"```expect\nAnn hears: OK ...\n```\n\n## Task", "## Task", "t.md:37: below a prediction stand ```imap and ```expect"},
		{"```solution\nAnn: NOOP\n```\n", "", "t.md:57: a ```solution must follow this block"},
		{"```task", "## Empty\n\n```task", `t.md:55: nothing stands below "Task"`},
		{"```task\ncommands: at most 2\n```\n```solution\nAnn: NOOP\n```\n", "Tea.\n", "the lesson has no task"},
		{"```task\ncommands: at most 2\n", "```find\ncommands: 3\n", "there is nothing to find"},
		{"```task\ncommands: at most 2\n", "```find\ncommands: no\n", `t.md:58: "commands: no" is no line such as "commands: 30"`},
	}
	for _, tt := range tests {
		if !strings.Contains(small, tt.from) {
			t.Fatalf("%q is not there", tt.from)
		}
		_, err := Parse("t.md", []byte(strings.Replace(small, tt.from, tt.to, 1)))
		if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.HasPrefix(err.Error(), "t.md:") {
			t.Errorf("%q for %q: %v, want %q", tt.to, tt.from, err, tt.want)
		}
	}
}

// Whatever is in a file, Parse returns.
func FuzzParse(f *testing.F) {
	f.Add(small)
	f.Fuzz(func(t *testing.T, text string) {
		if l, err := Parse("t.md", []byte(text)); err != nil && !strings.HasPrefix(err.Error(), "t.md:") || err == nil && len(l.Parts) == 0 {
			t.Errorf("%v", err)
		}
	})
}

func TestLoad(t *testing.T) {
	files := fstest.MapFS{
		"README.md": {Data: []byte("no lesson")}, "2-mint.md": {Data: []byte(small)}, "1-green.md": {Data: []byte(small)},
	}
	all, err := Load(files)
	if err != nil || len(all) != 2 || all[0].Name != "green" || all[1].Name != "mint" {
		t.Fatalf("%v, %v", all, err)
	}
	for name, want := range map[string]int{"green": 0, "mi": 1, "2": 1} {
		if got, err := Lookup(all, name); err != nil || got != want {
			t.Errorf("%s: %d, %v", name, got, err)
		}
	}
	for name, want := range map[string]string{"tea": "no lesson \"tea\": there are green, mint", "3": "there are 2 lessons", "": "no lesson"} {
		if _, err := Lookup(all, name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", name, err)
		}
	}
	files["3-mint.md"] = &fstest.MapFile{Data: []byte(small)}
	files["4-cold.md"] = &fstest.MapFile{Data: []byte("cold")}
	_, err = Load(files)
	for _, want := range []string{"3-mint.md:1: 2-mint.md is a lesson of the same name, mint", "4-cold.md:1: a lesson begins"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	needy := fstest.MapFS{"1-a.md": {Data: []byte(strings.Replace(small, "- minutes: 3", "- minutes: 3\n- needs: b", 1))}}
	if _, err := Load(needy); err == nil || !strings.Contains(err.Error(), `1-a.md:1: needs: there is no lesson "b"`) {
		t.Errorf("%v", err)
	}
}
