package message

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAddresses(t *testing.T) {
	const missing = `".MISSING-HOST-NAME."`
	tests := []struct{ in, want string }{
		// RFC 5322 appendix A.1.
		{`John Doe <jdoe@machine.example>`, `("John Doe" NIL "jdoe" "machine.example")`},
		{`"Joe Q. Public" <john.q.public@example.com>`, `("Joe Q. Public" NIL "john.q.public" "example.com")`},
		{`Mary Smith <mary@x.test>, jdoe@example.org, Who? <one@y.test>`,
			`("Mary Smith" NIL "mary" "x.test")(NIL NIL "jdoe" "example.org")("Who?" NIL "one" "y.test")`},
		{`<boss@nil.test>, "Giant; \"Big\" Box" <sysservices@example.net>`,
			`(NIL NIL "boss" "nil.test")("Giant; \"Big\" Box" NIL "sysservices" "example.net")`},
		{`A Group:Ed Jones <c@a.test>,joe@where.test,John <jdoe@one.test>;`,
			`(NIL NIL "A Group" NIL)("Ed Jones" NIL "c" "a.test")(NIL NIL "joe" "where.test")("John" NIL "jdoe" "one.test")(NIL NIL NIL NIL)`},
		{`Undisclosed recipients:;`, `(NIL NIL "Undisclosed recipients" NIL)(NIL NIL NIL NIL)`},
		// RFC 5322 appendix A.5, white space and comments.
		{"Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>", `("Pete" NIL "pete" "silly.test")`},
		{"A Group(Some people)\r\n     :Chris Jones <c@(Chris's host.)public.example>,\r\n         joe@example.org,\r\n  John <jdoe@one.test> (my dear friend); (the end of the group)",
			`(NIL NIL "A Group" NIL)("Chris Jones" NIL "c" "public.example")(NIL NIL "joe" "example.org")("John" NIL "jdoe" "one.test")(NIL NIL NIL NIL)`},
		// RFC 5322 appendix A.6.1, obsolete addressing.
		{`Joe Q. Public <john.q.public@example.com>`, `("Joe Q. Public" NIL "john.q.public" "example.com")`},
		{`Mary Smith <@node.test:mary@example.net>, , jdoe@test  . example`,
			`("Mary Smith" "@node.test" "mary" "example.net")(NIL NIL "jdoe" "test.example")`},
		{`<@a,@b:u@h>`, `(NIL "@a,@b" "u" "h")`},
		{`< @a , , @b : u . v @ h >`, `(NIL "@a,@b" "u.v" "h")`},
		{`u . v @ h`, `(NIL NIL "u.v" "h")`},
		// Comments as names, quoted local parts, domain literals.
		{`a@b (Name)`, `("Name" NIL "a" "b")`},
		{`a@b (The \(real\) (nested) Name) (other)`, `("The (real) (nested) Name" NIL "a" "b")`},
		{`<a@b> (Name)`, `("Name" NIL "a" "b")`},
		{`Phrase <a@b> (comment)`, `("Phrase" NIL "a" "b")`},
		{`"" <a@b>`, `("" NIL "a" "b")`},
		{`"John Doe"@h`, `(NIL NIL "John Doe" "h")`},
		{`"a\"b"@h, "c,d" <"e@f"@g>`, `(NIL NIL "a\"b" "h")("c,d" NIL "e@f" "g")`},
		{`x@[127.0.0.1]`, `(NIL NIL "x" "[127.0.0.1]")`},
		{`=?utf-8?Q?Doe,_J.?= =?utf-8?b?w6Q=?= <a@b>`, `("=?utf-8?Q?Doe,_J.?= =?utf-8?b?w6Q=?=" NIL "a" "b")`},
		{"\xc3\xa4 <\xc3\xa4@b>", "({2}\r\n\xc3\xa4 NIL {2}\r\n\xc3\xa4 \"b\")"},
		// What is no address but has to be told somehow.
		{`localname`, `(NIL NIL "localname" ` + missing + `)`},
		{`Fred <fred>`, `("Fred" NIL "fred" ` + missing + `)`},
		{`a@, b@c`, `(NIL NIL "a" ` + missing + `)(NIL NIL "b" "c")`},
		{`<>`, `(NIL NIL "" ` + missing + `)`},
		{`<@h>`, `(NIL NIL "" "h")`},
		{`a@b <a@b>`, `("a@b" NIL "a" "b")`},
		{`N <a@b, c@d`, `("N" NIL "a" "b")(NIL NIL "c" "d")`},
		{`g: a@b`, `(NIL NIL "g" NIL)(NIL NIL "a" "b")(NIL NIL NIL NIL)`},
		{`g: a@b; c@d; e@f`, `(NIL NIL "g" NIL)(NIL NIL "a" "b")(NIL NIL NIL NIL)(NIL NIL "c" "d")(NIL NIL "e" "f")`},
		{`"open <a@b>`, `(NIL NIL "open <a@b>" ` + missing + `)`},
		{` , ,; (nothing)`, ``},
		{`(open`, ``},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, string(appendAddresses(nil, nil, []byte(tt.in)))); diff != "" {
			t.Errorf("%s: %s", tt.in, diff)
		}
	}
}
