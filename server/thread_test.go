package server_test

import (
	"strconv"
	"strings"
	"testing"

	"imaporacle/server/servertest"
)

// THREAD, RFC 5256 §3. Each case is a mailbox, a letter a line: its Message-ID,
// its references, its subject; message n was sent at minute n.
func TestThread(t *testing.T) {
	for _, c := range []struct {
		name, mails               string // as said above
		refs, references, subject string // what each algorithm answers
	}{
		{"nothing", "", "", "", ""},
		{"single", "a||x", "(1)", "(1)", "(1)"},
		{"chain", "a||x\nb|a|Re: x\nc|a b|Re: x", "(1 2 3)", "(1 2 3)", "(1 (2)(3))"},
		{"two replies", "a||x\nb|a|Re: x\nc|a|Re: x\nd|a b|Re: x", "(1 (2 4)(3))", "(1 (2 4)(3))", "(1 (2)(3)(4))"},
		{"children before parents", "c|a b|Re: x\nb|a|Re: x\na||x", "(3 2 1)", "(3 2 1)", "(1 (2)(3))"},
		// The parent is not there: its children are siblings of one another.
		{"dummy root", "b|a|Re: x\nc|a|Re: x", "((1)(2))", "((1)(2))", "(1 2)"},
		{"dummy with one child", "b|a|Re: x", "(1)", "(1)", "(1)"},
		{"dummy inside", "a||x\nc|a b|Re: x\nd|a b|Re: x", "(1 (2)(3))", "(1 (2)(3))", "(1 (2)(3))"},
		{"dummies in a row", "d|a b c|x\ne|a b c|y", "((1)(2))", "((1)(2))", "(1)(2)"},
		// A loop is not made (step 1.A).
		{"loop", "a|b|x\nb|a|x", "(2 1)", "(2 1)", "(1 2)"},
		{"own parent", "a|a|x", "(1)", "(1)", "(1)"},
		// The last reference decides (step 1.B), earlier links stay.
		{"corrected parent", "d|b c|w\nc|a|x\na||y\nb||z", "(3 2 1)(4)", "(3 2 1)(4)", "(1)(2)(3)(4)"},
		{"same Message-ID", "a||x\na||y\nb|a|Re: x", "(2)(1 3)", "(1 3)(2)", "(1 3)(2)"},
		{"no Message-ID", "||x\n||y", "(1)(2)", "(1)(2)", "(1)(2)"},
		// Step 5: merging by subject.
		{"reply without references", "a||x\nb||Re: X", "(1)(2)", "(1 2)", "(1 2)"},
		{"reply first", "b||Re: x\na||x", "(1)(2)", "(2 1)", "(1 2)"},
		{"no reply", "a||x\nb||x", "(1)(2)", "((1)(2))", "(1 2)"},
		{"three alike", "a||x\nb||x\nc||x", "(1)(2)(3)", "((1)(2)(3))", "(1 (2)(3))"},
		{"two replies only", "a||Re: x\nb||Re: x", "(1)(2)", "((1)(2))", "(1 2)"},
		{"forward", "a||x\nb||[Fwd: x]\nc||x (fwd)", "(1)(2)(3)", "(1 (2)(3))", "(1 (2)(3))"},
		{"empty subjects", "a||\nb||Re:\nc||", "(1)(2)(3)", "(1)(2)(3)", "(1 (2)(3))"},
		{"two dummies", "b|a|x\nc|a|x\ne|d|x\nf|d|x", "((1)(2))((3)(4))", "((1)(2)(3)(4))", "(1 (2)(3)(4))"},
		{"message and dummy", "z||x\nb|a|x\nc|a|x", "(1)((2)(3))", "((1)(2)(3))", "(1 (2)(3))"},
		{"thread by the subject of its root", "a||x\nb|a|y\nc||Re: y", "(1 2)(3)", "(1 2)(3)", "(1)(2 3)"},
		{"in another case", "a||éa\nb||Re: ÉA", "(1)(2)", "(1 2)", "(1 2)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newScript(t, servertest.New(t))
			var mails []string
			for i, line := range strings.Split(c.mails, "\n") {
				f := strings.Split(line, "|")
				if len(f) != 3 {
					continue
				}
				mail := "|Date: Mon, 1 Jan 2024 00:" + strconv.Itoa(10+i) + ":00 +0000|Subject: " + f[2]
				if f[0] != "" {
					mail += "|Message-ID: <" + f[0] + "@x>"
				}
				if f[1] != "" {
					mail += "|References: <" + strings.ReplaceAll(f[1], " ", "@x> <") + "@x>"
				}
				mails = append(mails, mail)
			}
			s.letters(mails...)
			s.answers([][2]string{
				{"THREAD REFS UTF-8 ALL", strings.TrimSpace("THREAD " + c.refs)},
				{"THREAD REFERENCES UTF-8 ALL", strings.TrimSpace("THREAD " + c.references)},
				{"THREAD ORDEREDSUBJECT UTF-8 ALL", strings.TrimSpace("THREAD " + c.subject)},
			})
			s.finish()
		})
	}
}

// Siblings are sorted by sent date, dummies by their first child (steps 4, 6);
// the threads of REFS by their latest message.
func TestThreadOrder(t *testing.T) {
	s := newScript(t, servertest.New(t))
	s.letters(
		"|Date: 5 Jan 2024 00:00:00 +0000|Message-ID: <a@x>|Subject: a",
		"|Date: 8 Jan 2024 00:00:00 +0000|References: <a@x>|Subject: b",
		"|Date: 7 Jan 2024 00:00:00 +0000|In-Reply-To: <a@x>|Subject: c",
		"|Date: 9 Jan 2024 00:00:00 +0000|References: <none@x>|Subject: d",
		"|Date: 4 Jan 2024 00:00:00 +0000|References: <none@x>|Subject: e",
		"06-Jan-2024 00:00:00 +0000|Subject: f",
	)
	s.answers([][2]string{
		{"THREAD REFERENCES UTF-8 ALL", "THREAD ((5)(4))(1 (3)(2))(6)"},
		{"THREAD REFS UTF-8 ALL", "THREAD (6)(1 (3)(2))((5)(4))"}, // by the latest message
		{"UID THREAD REFERENCES UTF-8 UID 2:*", "THREAD ((5)(4))(6)((3)(2))"},
		{"THREAD ORDEREDSUBJECT US-ASCII ALL", "THREAD (5)(1)(6)(3)(2)(4)"},
		{"THREAD references UTF-8 SUBJECT none", "THREAD"},
	})
	s.refuses("BAD", "THREAD", "THREAD NOSUCH UTF-8 ALL", "THREAD REFERENCES UTF-8", "THREAD REFERENCES", "THREAD (REFERENCES) UTF-8 ALL")
	s.refuses("NO [BADCHARSET (US-ASCII UTF-8)]", "THREAD REFERENCES X-NOSUCH ALL")
	s.finish()
}
