package message

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestStructureOfLeaf(t *testing.T) {
	const plain = `"TEXT" "PLAIN" ("CHARSET" "US-ASCII") NIL NIL "7BIT" 6 1`
	const ext = ` NIL NIL NIL NIL`
	tests := []struct{ name, header, want string }{
		{"no MIME", "Subject: x\n", plain + ext},
		{"RFC 2045 §5.2 default when malformed", "Content-Type: text\n", plain + ext},
		{"not a token", "Content-Type: text/pl@in\n", plain + ext},
		{"RFC 2045 §5.1 comment", "Content-type: text/plain; charset=us-ascii (Plain text)\n",
			`"TEXT" "PLAIN" ("charset" "us-ascii") NIL NIL "7BIT" 6 1` + ext},
		{"charset defaults beside other parameters", "Content-Type: text/plain; format=flowed\n",
			`"TEXT" "PLAIN" ("format" "flowed" "CHARSET" "US-ASCII") NIL NIL "7BIT" 6 1` + ext},
		{"html has no default charset", "Content-Type: text/html\n", `"TEXT" "HTML" NIL NIL NIL "7BIT" 6 1` + ext},
		{"no lines outside of text", "Content-Type: image/x-foo\nContent-Transfer-Encoding: base64 (c)\n",
			`"IMAGE" "X-FOO" NIL NIL NIL "BASE64" 6` + ext},
		{"unknown encoding", "Content-Transfer-Encoding: x-uue\n", strings.Replace(plain, "7BIT", "X-UUE", 1) + ext},
		{"empty encoding", "Content-Transfer-Encoding:\n", plain + ext},
		{"all fields", "Content-Type: application/PDF; name=\"a \\\"b\\\";c.pdf\"\n" +
			"Content-ID: <i@d>\nContent-Description: a\n b\nContent-MD5: Q2hlY2s=\n" +
			"Content-Disposition: attachment; filename=x.pdf; size=3\nContent-Language: en\nContent-Location: http://x/\n y\n",
			`"APPLICATION" "PDF" ("name" "a \"b\";c.pdf") "<i@d>" "a b" "7BIT" 6 "Q2hlY2s=" ("attachment" ("filename" "x.pdf" "size" "3")) "en" "http://x/y"`},
		{"several languages", "Content-Language: en, (c) de ,, fr-CH\n", plain + ` NIL NIL ("en" "de" "fr-CH") NIL`},
		{"present but empty", "Content-ID:\nContent-Description:\nContent-Disposition:\nContent-Language:\nContent-Location:\nContent-MD5:\n",
			`"TEXT" "PLAIN" ("CHARSET" "US-ASCII") "" "" "7BIT" 6 1 "" NIL NIL ""`},
		{"disposition without parameters", "Content-Disposition: INLINE\n", plain + ` NIL ("INLINE" NIL) NIL NIL`},
		{"disposition malformed", "Content-Disposition: =x; a=b\n", plain + ext},
		{"RFC 2231 stays", "Content-Type: application/x; a*0*=utf-8''%c3%a4; a*1=\"b\"\n",
			`"APPLICATION" "X" ("a*0*" "utf-8''%c3%a4" "a*1" "b") NIL NIL "7BIT" 6` + ext},
		{"sloppy parameters", "Content-Type: application/x ; ; name = my file.txt ; =y; z; q=\"r\"s; v=\n",
			`"APPLICATION" "X" ("name" "my file.txt" "q" "r" "v" "") NIL NIL "7BIT" 6` + ext},
		{"8-bit parameter", "Content-Type: application/x; name=\xff\n",
			"\"APPLICATION\" \"X\" (\"name\" {1}\r\n\xff) NIL NIL \"7BIT\" 6" + ext},
		{"first of duplicates", "Content-Type: image/png\nContent-Type: text/html\n", `"IMAGE" "PNG" NIL NIL NIL "7BIT" 6` + ext},
		{"multipart without boundary is text", "Content-Type: multipart/mixed\n", plain + ext},
		{"multipart without a part is text", "Content-Type: multipart/mixed; boundary=b\n", plain + ext},
		{"encoded message cannot be parsed", "Content-Type: message/global\nContent-Transfer-Encoding: base64\n",
			`"APPLICATION" "OCTET-STREAM" NIL NIL NIL "BASE64" 6` + ext},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			raw := crlf(tt.header + "\nbody\n")
			p := Parse(raw)
			if diff := cmp.Diff("("+tt.want+")", string(p.AppendBodyStructure(nil, raw))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// leafText is the BODY of a text/plain part of so many octets and lines.
func leafText(octets, lines int) string {
	return fmt.Sprintf(`("TEXT" "PLAIN" ("CHARSET" "US-ASCII") NIL NIL "7BIT" %d %d)`, octets, lines)
}

func TestBodyOfMultipart(t *testing.T) {
	const envelope = `(NIL "in" NIL NIL NIL NIL NIL NIL NIL NIL)`
	tests := []struct{ name, header, body, want string }{
		{"two parts, preamble and epilogue", "mixed; boundary=b", "pre\n--b\n\none\n\n--b\n\ntwo--b\n--b--\nepi\n--b\n\nno\n",
			leafText(5, 1) + leafText(6, 0) + ` "MIXED"`},
		{"quoted boundary, white space after it", `mixed; boundary="b c  "`, "--b c \t\n\none\n--b c--  \n", leafText(3, 0) + ` "MIXED"`},
		{"no closing", "mixed; boundary=b", "--b\n\none\n--b\n\ntwo\n", leafText(3, 0) + leafText(5, 1) + ` "MIXED"`},
		{"empty parts", "mixed; boundary=b", "--b\n--b\n\n--b\n\n\n--b--", leafText(0, 0) + leafText(0, 0) + leafText(0, 0) + ` "MIXED"`},
		{"header cut off", "mixed; boundary=b", "--b\nContent-Type: text/html\n--b--\n",
			`("TEXT" "HTML" NIL NIL NIL "7BIT" 0 0) "MIXED"`},
		{"not at the start of a line", "mixed; boundary=b", "--b\n\na --b\n --b\n--\n-b\n--b--\n", leafText(19, 3) + ` "MIXED"`},
		{"digest", "digest; boundary=b", "--b\n\nSubject: in\n\nx\n--b\nContent-Type: text/plain\n\ny\n--b--\n",
			`("MESSAGE" "RFC822" NIL NIL NIL "7BIT" 16 ` + envelope + ` ` + leafText(1, 0) + ` 2)` + leafText(1, 0) + ` "DIGEST"`},
		{"global message with a message without body", "mixed; boundary=b", "--b\nContent-Type: Message/Global\n\nSubject: in\n\n--b--\n",
			`("MESSAGE" "GLOBAL" NIL NIL NIL "7BIT" 15 ` + envelope + ` ` + leafText(0, 0) + ` 2) "MIXED"`},
		{"nested, inner one not closed", "mixed; boundary=o", "--o\nContent-Type: multipart/alternative; boundary=i\n\n--i\n\n1\n--o\n\n2\n--o--\n",
			`(` + leafText(1, 0) + ` "ALTERNATIVE")` + leafText(1, 0) + ` "MIXED"`},
		{"nested equal boundaries: the innermost open", "mixed; boundary=b",
			"--b\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\n1\n--b\n\n2\n--b--\n--b\n\n3\n--b--\n",
			`(` + leafText(1, 0) + leafText(1, 0) + ` "ALTERNATIVE")` + leafText(1, 0) + ` "MIXED"`},
		{"boundary that starts like the outer one", "mixed; boundary=b",
			"--b\nContent-Type: multipart/alternative; boundary=bi\n\n--bi\n\n1\n--bi--\n--b\n\n2\n--b--\n",
			`(` + leafText(1, 0) + ` "ALTERNATIVE")` + leafText(1, 0) + ` "MIXED"`},
		{"boundary that the outer one starts with", "mixed; boundary=bo",
			"--bo\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\n1\n--b--\n--bo\n\n2\n--bo--\n",
			`(` + leafText(1, 0) + ` "ALTERNATIVE")` + leafText(1, 0) + ` "MIXED"`},
		{"inner multipart without boundary is text", "mixed; boundary=b", "--b\nContent-Type: multipart/x\n\n1\n--b--\n", leafText(1, 0) + ` "MIXED"`},
		{"encoding of a multipart is ignored", "mixed; boundary=b\nContent-Transfer-Encoding: base64", "--b\n\n1\n--b--\n", leafText(1, 0) + ` "MIXED"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			raw := crlf("Content-Type: multipart/" + tt.header + "\n\n" + tt.body)
			if diff := cmp.Diff("("+tt.want+")", string(Parse(raw).AppendBody(nil, raw))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// The two part example of RFC 3501 §7.4.2, with extension data.
func TestBodyStructureOfRFCExample(t *testing.T) {
	raw := crlf(`Content-Type: MULTIPART/MIXED; BOUNDARY="x"
Content-Language: en, de
Content-Disposition: inline

--x
Content-Type: TEXT/PLAIN; CHARSET=US-ASCII

hello
--x
Content-Type: TEXT/PLAIN; CHARSET=US-ASCII; NAME="cc.diff"
Content-ID: <960723163407.20117h@cac.washington.edu>
Content-Description: Compiler diff
Content-Transfer-Encoding: BASE64

aGVs
bG8=
--x--
`)
	body := `(("TEXT" "PLAIN" ("CHARSET" "US-ASCII") NIL NIL "7BIT" 5 0)` +
		`("TEXT" "PLAIN" ("CHARSET" "US-ASCII" "NAME" "cc.diff") ` +
		`"<960723163407.20117h@cac.washington.edu>" "Compiler diff" "BASE64" 10 1) "MIXED")`
	structure := `(("TEXT" "PLAIN" ("CHARSET" "US-ASCII") NIL NIL "7BIT" 5 0 NIL NIL NIL NIL)` +
		`("TEXT" "PLAIN" ("CHARSET" "US-ASCII" "NAME" "cc.diff") ` +
		`"<960723163407.20117h@cac.washington.edu>" "Compiler diff" "BASE64" 10 1 NIL NIL NIL NIL)` +
		` "MIXED" ("BOUNDARY" "x") ("inline" NIL) ("en" "de") NIL)`
	p := Parse(raw)
	if diff := cmp.Diff(body, string(p.AppendBody(nil, raw))); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(structure, string(p.AppendBodyStructure(nil, raw))); diff != "" {
		t.Error(diff)
	}
}

func TestLimits(t *testing.T) {
	deep := strings.Repeat("Content-Type: message/rfc822\r\n\r\n", 3*maxDepth)
	depth := 0
	for p := Parse([]byte(deep)); len(p.children) > 0; p = p.children[0] {
		depth++
	}
	if depth != maxDepth {
		t.Errorf("messages nest %d deep, want %d", depth, maxDepth)
	}
	wide := "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + strings.Repeat("--b\r\n\r\nx\r\n", 2*maxParts)
	p := Parse([]byte(wide))
	if len(p.children) != maxParts-1 { // the multipart itself is one
		t.Errorf("%d parts, want %d", len(p.children), maxParts-1)
	}
	if last := p.children[len(p.children)-1]; last.body.end != len(wide) {
		t.Errorf("the last part ends at %d, not at the end %d", last.body.end, len(wide))
	}
}
