package script

import (
	"strings"
	"testing"

	"imaporacle/internal/wire"
)

func TestMatch(t *testing.T) {
	// The variables $set = "value", $n = "7", $seven = "7".
	tests := []struct {
		pattern, response string
		match             bool
		vars              string // set by it
	}{
		{`1 exists`, `1 EXISTS`, true, ""},
		{`1 exists`, `2 EXISTS`, false, ""},
		{`search 1 2`, `SEARCH 1 2`, true, ""},
		{`search 1 2`, `SEARCH 1 2 3`, false, ""},
		{`search 1 2`, `SEARCH 2 1`, false, ""},
		{`search`, `SEARCH 1`, false, ""},
		{`search $`, `SEARCH 1`, true, ""},
		{`flags $`, `FLAGS (\Seen)`, true, ""},
		{`ok`, `OK hello world`, true, ""},
		{`ok [uidnext $x]`, `OK [UIDNEXT 5] Predicted`, true, "x=5"},
		{`ok [uidnext $n]`, `OK [UIDNEXT 5] Predicted`, false, ""},
		{`ok [uidnext $seven]`, `OK [UIDNEXT 7] Predicted`, true, ""},
		{`ok [permanentflags (\a \b)]`, `OK [PERMANENTFLAGS (\A \B)] (unbalanced`, true, ""},
		{`ok [permanentflags ($!extra \b)]`, `OK [PERMANENTFLAGS (\A \B)] x`, true, ""},
		{`ok [badcharset $]`, `OK [BADCHARSET (A B)] x`, true, ""},
		{`no [a]`, `NO (a) "b`, false, ""},
		{`bye`, `BYE Logging "out`, true, ""},
		// Equal in any form.
		{`list () "/" inbox`, `LIST () "/" "INBOX"`, true, ""},
		{`list () / inbox`, `LIST () "/" {5}` + "\r\nInBox", true, ""},
		{`list () nil x`, `LIST () NIL x`, true, ""},
		{`list () nil x`, `LIST () "NIL" x`, false, ""},
		{`list () "nil" x`, `LIST () NIL x`, false, ""},
		{`list () $d x`, `LIST () NIL x`, true, "d=NIL"},
		// Variables within a word.
		{`list () $ $set/$rest`, `LIST () "/" value/a/b`, true, "rest=a/b"},
		{`list () $ $first/$rest`, `LIST () "/" a/b/c`, true, "first=a rest=b/c"},
		{`list () $ ${set}x`, `LIST () "/" valuex`, true, ""},
		{`list () $ $$set`, `LIST () "/" $set`, true, ""},
		{`list () $ ${case:Abc}`, `LIST () "/" Abc`, true, ""},
		{`list () $ ${case:Abc}`, `LIST () "/" abc`, false, ""},
		{`id $x`, `ID ("a" NIL)`, true, `x=("a" NIL)`},
		{`id ($x $x)`, `ID (a a)`, true, "x=a"},
		{`id ($x $x)`, `ID (a b)`, false, ""},
		// Lists.
		{`x (a b)`, `X (a b)`, true, ""},
		{`x (a b)`, `X (b a)`, false, ""},
		{`x (a b)`, `X (a b c)`, false, ""},
		{`x ((a) b)`, `X ((A) B)`, true, ""},
		{`x ()`, `X ()`, true, ""},
		{`x ()`, `X (a)`, false, ""},
		{`x (a)`, `X a`, false, ""},
		{`x ($!unordered a b)`, `X (c b a)`, true, ""},
		{`x ($!unordered a a)`, `X (a b)`, false, ""},
		{`x ($!unordered $!noextra a b)`, `X (b a)`, true, ""},
		{`x ($!unordered $!noextra a b)`, `X (c b a)`, false, ""},
		{`x ($!unordered $!noextra $!ignore=c a b)`, `X (c b a)`, true, ""},
		{`x ($!extra a b)`, `X (z a z b z)`, true, ""},
		{`x ($!extra a b)`, `X (b a)`, false, ""},
		{`x ($!ignore=z a b)`, `X (z a z b)`, true, ""},
		{`x ($!ignore=z a b)`, `X (y a b)`, false, ""},
		{`x ($!unordered $!ban=c a)`, `X (a b c)`, false, ""},
		{`x ($!unordered $!ban=c a)`, `X (a b d)`, true, ""},
		{`x ($!ban=$set value2)`, `X (value2)`, true, ""},
		{`x ($!unordered=2 c 3 a 1)`, `X (a 1 b 2 c 3)`, true, ""},
		{`x ($!unordered=2 1 a)`, `X (a 1 b 2)`, false, ""},
		{`x ($!ordered a)`, `X (a b)`, false, ""},
		// Lists of their own kind.
		{`1 fetch (uid 5)`, `1 FETCH (FLAGS () UID 5)`, true, ""},
		{`1 fetch (uid 5 flags ())`, `1 FETCH (FLAGS () UID 5)`, true, ""},
		{`1 fetch (flags (\a \b))`, `1 FETCH (FLAGS (\B \A))`, true, ""},
		{`1 fetch (flags (\a))`, `1 FETCH (FLAGS (\A \B))`, false, ""},
		{`1 fetch (flags (\a))`, `1 FETCH (FLAGS (\Recent \A $HasNoAttachment))`, true, ""},
		{`1 fetch (flags ($!unordered \a))`, `1 FETCH (FLAGS (\A \B))`, true, ""},
		{`1 fetch (uid $u modseq ($modseq1))`, `1 FETCH (MODSEQ (5) UID 9)`, true, "u=9 modseq1=5"},
		{`1 fetch (body[header.fields (from)] {5}` + "\r\na: b\n)", `1 FETCH (BODY[HEADER.FIELDS (FROM)] {5}` + "\r\na: b\n)", true, ""},
		{`list (\marked) "/" x`, `LIST (\HasNoChildren \Marked) "/" x`, true, ""},
		{`list (\marked) "/" x`, `LIST (\HasNoChildren) "/" x`, false, ""},
		{`lsub () "/" x`, `LSUB (\HasNoChildren) "/" x`, true, ""},
		{`status x (unseen 1)`, `STATUS x (MESSAGES 2 UNSEEN 1)`, true, ""},
		{`status x (unseen 1 messages 2)`, `STATUS x (MESSAGES 2 UNSEEN 1)`, true, ""},
		{`status x (unseen 2)`, `STATUS x (MESSAGES 2 UNSEEN 1)`, false, ""},
		{`thread (1)(2 3)`, `THREAD (1)(2 3)`, true, ""},
	}
	for _, test := range tests {
		vars := newVariables(map[string]string{"set": "value", "n": "6", "seven": "7"})
		patterns, err := parseArgs([]byte(test.pattern))
		if err != nil {
			t.Fatalf("%s: %v", test.pattern, err)
		}
		m := &matcher{vars: vars}
		if got := m.response(patterns, argsOf([]byte(test.response))); got != test.match {
			t.Errorf("%s  against  %s: %v", test.pattern, test.response, got)
			continue
		}
		if got := setBy(vars); got != test.vars {
			t.Errorf("%s  against  %s sets %q, not %q", test.pattern, test.response, got, test.vars)
		}
	}
}

// setBy are the variables that a match has set, by name.
func setBy(v *variables) string {
	var list []string
	for _, name := range []string{"d", "first", "rest", "u", "x"} {
		if value, ok := v.values[name]; ok {
			list = append(list, name+"="+value)
		}
	}
	for _, name := range []string{"1"} {
		if value, ok := v.get(variable{modSeqVar, name}); ok {
			list = append(list, "modseq"+name+"="+value)
		}
	}
	return strings.Join(list, " ")
}

// TestReplyPrefix: a tagged response must begin as the script has it.
func TestReplyPrefix(t *testing.T) {
	tests := []struct {
		pattern, response string
		match             bool
	}{
		{``, `done`, true},
		{`[copyuid $v $a $b]`, `[COPYUID 1 2:3 4:5] Copied`, true},
		{`[copyuid $v $a $]`, `[COPYUID 1 2:3 4:5] Copied`, true},
		{`[copyuid $]`, `[COPYUID 1 2:3 4:5] Copied`, true},
		{`[copyuid $] copied`, `[COPYUID 1 2:3 4:5] Copied`, true},
		{`[appenduid $]`, `[COPYUID 1 2:3 4:5] Copied`, false},
		{`[tryc`, `[TRYCREATE] x`, false},
	}
	for _, test := range tests {
		patterns, _ := parseArgs([]byte(test.pattern))
		m := &matcher{vars: newVariables(map[string]string{})}
		if got := m.reply(patterns, argsOf([]byte("OK " + test.response))[1:]); got != test.match {
			t.Errorf("%s  against  %s: %v", test.pattern, test.response, got)
		}
	}
}

// TestMessages: $N follows a message through EXPUNGEs.
func TestMessages(t *testing.T) {
	v := newVariables(map[string]string{})
	v.gone = []uint32{2, 2, 5}
	for name, want := range map[string]string{"1": "1", "2": "0", "3": "0", "4": "2", "6": "4", "7": "0", "8": "5"} {
		if got := v.message(name); got != want {
			t.Errorf("$%s is %s, not %s", name, got, want)
		}
	}
}

// TestModSeqs: a new one is above those before it by the distance at least.
func TestModSeqs(t *testing.T) {
	v := newVariables(map[string]string{})
	steps := []struct {
		name, value string
		ok          bool
	}{
		{"1", "10", true}, {"2", "10", false}, {"2", "11", true}, {"5", "13", false}, {"5", "14", true}, {"9", "x", false},
	}
	for _, step := range steps {
		if got := v.set(variable{modSeqVar, step.name}, step.value); got != step.ok {
			t.Errorf("$modseq%s = %s: %v", step.name, step.value, got)
		}
	}
}

func TestExpand(t *testing.T) {
	v := newVariables(map[string]string{"mailbox": "imaptest", "sep": "/", "1a": "odd"})
	tests := map[string]string{
		"select $mailbox":                 "select imaptest",
		"create ${mailbox}2$sep$$x":       "create imaptest2/$x",
		"uid fetch $ flags":               "uid fetch $ flags",
		"fetch $3 flags":                  "fetch 3 flags",
		"x ${case:Text} $MAILBOX$mailbox": "x Text imaptestimaptest",
	}
	for text, want := range tests {
		if got, err := v.expand(text); got != want || err != nil {
			t.Errorf("%s gives %q, %v", text, got, err)
		}
	}
	if _, err := v.expand("x $unset"); err == nil || !strings.Contains(err.Error(), "$unset") {
		t.Errorf("an unset variable: %v", err)
	}
}

// What ends a literal belongs to it, and is no line end of the response.
func TestContent(t *testing.T) {
	r := &wire.Response{Raw: []byte("* URLFETCH url {6}\r\nbody\r\n\r\n")}
	args := argsOf(content(r))
	if len(args) != 3 || args[2].kind != literalArg || args[2].text != "body\r\n" {
		t.Errorf("%v", args)
	}
}
