package message

import (
	"strings"
	"testing"
)

// The procedure of RFC 5256 §2.1, with the productions of §5.
func TestBaseSubject(t *testing.T) {
	for _, c := range []struct {
		subject, base string
		reply         bool
	}{
		{"", "", false},
		{" ", "", false},
		{"hello", "hello", false},
		{"Hello World", "Hello World", false},
		// Step 1: encoded words, tabs, continuations, runs of spaces.
		{"a \t  b\r\n\tc", "a b c", false},
		{"=?utf-8?q?Re=3A_caf=C3=A9?=", "café", true},
		{"=?utf-8?b?UmU6IGE=?= =?utf-8?q?b?=", "ab", true},
		// Step 2: subj-trailer.
		{"hello (fwd)", "hello", true},
		{"hello (FWD)  (fwd) ", "hello", true},
		{"hello(fwd)", "hello", true},
		{"(fwd) hello", "(fwd) hello", false},
		{"(fwd)", "", true},
		// Step 3: subj-leader.
		{"Re: hello", "hello", true},
		{"RE:RE: re : hello", "hello", true},
		{"Fw: Fwd: FWD: hello", "hello", true},
		{"Re [list]: hello", "hello", true},
		{"Re [list] : hello", "hello", true},
		{"re[2]: hello", "hello", true},
		{"[list] Re: hello", "hello", true},
		{"[a] [b][c] re: hello", "hello", true},
		{"Re:", "", true},
		{"Re", "Re", false},
		{"Re hello", "Re hello", false},
		{"Re [a][b]: hello", "Re [a][b]: hello", false}, // one blob only
		{"Reply: hello", "Reply: hello", false},
		{"AW: hello", "AW: hello", false}, // §7: no translations
		{"Fwdd: hello", "Fwdd: hello", false},
		// Step 4: subj-blob, unless nothing would be left.
		{"[list] hello", "hello", false},
		{"[a][b] hello", "hello", false},
		{"[list]", "[list]", false},
		{"[a] [b]", "[b]", false},
		{"Re: [list]", "[list]", true},
		{"[a[b] hello", "[a[b] hello", false}, // "[" is no BLOBCHAR
		{"[a hello", "[a hello", false},
		{"[] hello", "hello", false},
		// Step 5: over again.
		{"[a] Re: [b] Fwd: [c] hello", "hello", true},
		{"Re: [a] Re: hello (fwd)", "hello", true},
		// Step 6: subj-fwd, from step 2 on again.
		{"[Fwd: hello]", "hello", true},
		{"[fwd: Re: [list] hello (fwd)]", "hello", true},
		{"Re: [Fwd: [Fwd: hello] ]", "hello", true},
		{"[Fwd: ]", "", true},
		{"[Fwd: hello", "[Fwd: hello", false},
		{"[fwd: a] b", "b", false}, // a blob, with something after it
	} {
		base, reply := BaseSubject([]byte(c.subject))
		if base != c.base || reply != c.reply {
			t.Errorf("%q: %q, %v; want %q, %v", c.subject, base, reply, c.base, c.reply)
		}
	}
}

// What nests or repeats without end takes no more than linear time.
func TestBaseSubjectHostile(t *testing.T) {
	const n = 200_000
	for _, c := range []struct{ subject, base string }{
		{strings.Repeat("[a]", n), "[a]"},
		{strings.Repeat("[a]", n) + "x", "x"},
		{strings.Repeat("re:", n), ""},
		{strings.Repeat("(fwd)", n), ""},
		{strings.Repeat("[fwd:", n) + strings.Repeat("]", n), ""},
	} {
		if base, _ := BaseSubject([]byte(c.subject)); base != c.base {
			t.Errorf("%.20q: %.20q", c.subject, base)
		}
	}
}
