package lesson

import (
	"strings"
	"testing"
)

// checked is a lesson that holds what it promises.
const checked = `# Tea

- minutes: 1
- lanes: Ann, Bob
- mail: Mint, Sage

` + "```imap" + `
Ann: NOOP
` + "```" + `
` + "```expect" + `
Ann hears: OK ...
Ann hears no: * ... EXISTS
Ann sends: NOOP
Ann sends no: FETCH ...
Ann knows: 1 2
Ann is owed: nothing
INBOX holds: 1 2
UID 1 lacks: \Seen
commands: at most 1
Bob commands: at most 0
judge finds: nothing
` + "```" + `

` + "```task" + `
UID 1 has: \Seen
Bob is owed: nothing
` + "```" + `
` + "```solution" + `
Ann: STORE 1 +FLAGS (\Seen)
Bob: NOOP
` + "```" + `
`

// Check sees each claim that does not come true, and says where it stands.
func TestCheck(t *testing.T) {
	tests := []struct{ from, to, want string }{
		{"", "", ""},
		{"Ann hears: OK ...", "Ann hears: NO ...", "t.md:11: this does not happen: Ann hears: NO ..."},
		{"* ... EXISTS", "OK ...", "t.md:12: this does not happen"},
		{"sends: NOOP", "sends: CHECK", "t.md:13: this does not happen"},
		{"no: FETCH ...", "no: NOOP", "t.md:14: this does not happen"},
		{"knows: 1 2", "knows: 1", "t.md:15: this does not happen"},
		{"Ann is owed: nothing", "Ann is owed: appended 3", "t.md:16: this does not happen"},
		{"holds: 1 2", "holds: nothing", "t.md:17: this does not happen"},
		{"INBOX holds: 1 2", "Box holds: 1 2", "t.md:17: this does not happen"},
		{`UID 1 lacks: \Seen`, `UID 3 lacks: \Seen`, "t.md:18: this does not happen"},
		{"commands: at most 1", "commands: at most 0", "t.md:19: this does not happen"},
		{"Bob commands", "Ann commands", "t.md:20: this does not happen"},
		{"judge finds: nothing", "judge finds: expunge/not-during-fetch", "t.md:21: this does not happen"},
		{`UID 1 has: \Seen`, "UID 1 lacks: \\Seen", "t.md:24: the task is done before it is begun"},
		{`(\Seen)`, `(\Draft)`, "t.md:25: the solution does not meet this: UID 1 has"},
		{"Bob: NOOP\n", "", "t.md:26: the solution does not meet this"},
		{"Ann: NOOP\n", "Ann: LOGOUT\nAnn: NOOP\n", "the connection has ended"},
	}
	for _, tt := range tests {
		l, err := Parse("t.md", []byte(strings.Replace(checked, tt.from, tt.to, 1)))
		if err != nil {
			t.Errorf("%q: %v", tt.to, err)
			continue
		}
		err = Check(t.Context(), l)
		if got := err == nil; got != (tt.want == "") || !got && !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q for %q: %v, want %q", tt.to, tt.from, err, tt.want)
		}
	}
}

// A solution that some fault does not show in is no proof that it can be found.
func TestCheckFind(t *testing.T) {
	const text = `# Tea

- minutes: 1
- lanes: Ann, Bob
- start: authenticated
- mail: Mint
- hidden: recent

` + "```find\ncommands: 1\n```\n```solution\nAnn: SELECT INBOX\nBob: SELECT INBOX\n```\n"
	l, err := Parse("t.md", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	err = Check(t.Context(), l)
	for _, want := range []string{
		"t.md:9: the solution has 2 commands, and only 1 may be sent",
		"t.md:9: the solution shows nothing of recent=missing", "t.md:9: the solution shows nothing of recent=claimed-by-status",
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	for _, seen := range []string{"recent=duplicated", "recent=unimplemented"} {
		if strings.Contains(err.Error(), seen) {
			t.Errorf("%s shows: %v", seen, err)
		}
	}
}
