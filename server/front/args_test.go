package front

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func argsOf(s string) *Args { return &Args{raw: []byte(s)} }

func isBad(err error) bool {
	var s *Status
	return errors.As(err, &s) && s.Type == "BAD"
}

// Strings, RFC 9051 §9: astring, quoted, literal.
func TestAstring(t *testing.T) {
	for text, want := range map[string]string{
		`abc`: "abc", `a]b`: "a]b", `"a b"`: "a b", `"\"\\"`: `"\`, `""`: "",
		"{3}\r\na\"b": `a"b`, "{3+}\r\n\x00\r\n": "\x00\r\n", "{0}\r\n": "", `"é"`: "é",
	} {
		a := argsOf(text)
		got, err := a.Astring("a string")
		if err != nil || got != want || a.End() != nil {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
	for _, text := range []string{"", " a", "(", `"a`, `"a\b"`, "\"a\x00\"", "\"a\r\"", "{3}\r\nab", "{3}abc", "{x}\r\n", "*"} {
		if got, err := argsOf(text).Astring("a string"); !isBad(err) {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
}

// The error names what was expected and where.
func TestErrorsNameThePlace(t *testing.T) {
	a := argsOf(" INBOX (x")
	_ = a.SP()
	if _, err := a.Mailbox(); err != nil {
		t.Fatal(err)
	}
	err := a.End()
	if err == nil || !strings.Contains(err.Error(), `at octet 6 of the arguments, found " (x"`) {
		t.Errorf("found %v", err)
	}
}

func TestNumSet(t *testing.T) {
	for text, want := range map[string][]NumRange{
		"1": {{1, 1}}, "1:3": {{1, 3}}, "3:1": {{1, 3}}, "*": {{Star, Star}}, "5:*": {{5, Star}}, "*:5": {{5, Star}},
		"1,3:4,*": {{1, 1}, {3, 4}, {Star, Star}}, "4294967294": {{4294967294, 4294967294}},
		"4294967295": {{4294967295, 4294967295}}, "4294967295:*": {{4294967295, Star}}, "*:*": {{Star, Star}},
	} {
		a := argsOf(text)
		got, err := a.NumSet()
		if err != nil || !slices.Equal(got.Ranges, want) || a.End() != nil {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
	if got, err := argsOf("$").NumSet(); err != nil || !got.Saved {
		t.Errorf("$: %v, %v", got, err)
	}
	for _, text := range []string{"", "0", "1:", "1,", "a", "1:0", "4294967296", ":1", "-1", strings.Repeat("1,", maxRanges) + "1"} {
		a := argsOf(text)
		if got, err := a.NumSet(); !isBad(err) {
			t.Errorf("%.20q: %v, %v", text, got, err)
		}
	}
}

// "*" is the largest number in use, wherever the other end lies
// (RFC 9051 §9, seq-range).
func TestNumSetContains(t *testing.T) {
	for _, c := range []struct {
		set     string
		largest uint32
		in      []uint32
	}{
		{"2:3,5", 9, []uint32{2, 3, 5}}, {"*", 9, []uint32{9}}, {"8:*", 9, []uint32{8, 9}}, {"20:*", 9, []uint32{9}},
		{"*:7", 9, []uint32{7, 8, 9}}, {"4294967295", 9, nil}, {"4294967295:*", 9, []uint32{9}}, {"8:4294967295", 9, []uint32{8, 9}},
	} {
		set, err := argsOf(c.set).NumSet()
		if err != nil {
			t.Fatal(err)
		}
		var in []uint32
		for n := uint32(1); n <= c.largest; n++ {
			if set.Resolve(c.largest).Contains(n) {
				in = append(in, n)
			}
		}
		if !slices.Equal(in, c.in) {
			t.Errorf("%s holds %v, want %v", c.set, in, c.in)
		}
	}
	if got := string(AppendNumSet(nil, []uint32{1, 2, 3, 5, 7, 8})); got != "1:3,5,7:8" {
		t.Errorf("found %s", got)
	}
}

func TestDates(t *testing.T) {
	for text, want := range map[string]string{
		`" 1-Feb-2026 03:04:05 +0630"`: "2026-02-01T03:04:05+06:30", `"01-feb-2026 03:04:05 -0000"`: "2026-02-01T03:04:05Z",
	} {
		got, err := argsOf(text).DateTime()
		if err != nil || got.Format("2006-01-02T15:04:05Z07:00") != want {
			t.Errorf("%s: %v, %v", text, got, err)
		}
	}
	for _, text := range []string{
		`"1-Feb-2026 03:04:05 +0630"`, `"31-Feb-2026 03:04:05 +0000"`, `"01-Feb-26 03:04:05 +0000"`, `01-Feb-2026`,
		`"01-Feb-2026 03:04:05"`, `"01-Feb-2026 24:04:05 +0000"`,
	} {
		if got, err := argsOf(text).DateTime(); !isBad(err) {
			t.Errorf("%s: %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"1-Feb-2026", `"01-Feb-2026"`, "01-FEB-2026"} {
		if got, err := argsOf(text).Date(); err != nil || got.Format("2006-01-02") != "2026-02-01" {
			t.Errorf("%s: %v, %v", text, got, err)
		}
	}
}

func TestFlag(t *testing.T) {
	for _, text := range []string{`\seen`, "word", "$Junk", "NonJunk"} {
		if got, err := argsOf(text).Flag(); err != nil || got != text {
			t.Errorf("%s: %q, %v", text, got, err)
		}
	}
	for _, text := range []string{`\Recent`, `\*`, `\x`, "", "(", `"a"`, `\`} {
		if got, err := argsOf(text).Flag(); !isBad(err) {
			t.Errorf("%s: %q, %v", text, got, err)
		}
	}
}

// Modified UTF-7, RFC 3501 §5.1.3.
func TestDecodeUTF7(t *testing.T) {
	for text, want := range map[string]string{
		"INBOX": "INBOX", "Entw&APw-rfe": "Entwürfe", "a&-b": "a&b", "~peter/mail/&U,BTFw-/&ZeVnLIqe-": "~peter/mail/台北/日本語",
		"&2D3eAA-": "😀", "Entwürfe": "Entwürfe", "&-&-": "&&", "&U,A-&-x": "台&x",
	} {
		if got, err := DecodeUTF7(text); err != nil || got != want {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
	for _, text := range []string{
		"&", "&Jjo", "&Jjo!", "&AGE-", "&2D0-", "&3gA-", "&A-", "&AP-", "&U,A-&ZeU-", "a\x00", "a\x7f", "\xff", "a\r\n",
	} {
		if got, err := DecodeUTF7(text); err == nil {
			t.Errorf("%q: %q", text, got)
		}
	}
}

func TestPattern(t *testing.T) {
	for _, c := range []struct {
		pattern, name string
		want          bool
	}{
		{"*", "a/b", true}, {"%", "a/b", false}, {"%", "a", true}, {"a/%", "a/b", true}, {"a/%", "a/b/c", false}, {"a*c", "a/b/c", true},
		{"%/%", "a/b", true}, {"", "", true}, {"", "a", false}, {"*b*", "abc", true}, {"inbox", "INBOX", true}, {"InBox/*", "INBOX/x", true},
		{"in*", "INBOX", false}, {"%%", "a", true}, {"a%", "a", true}, {"*/", "a/", true}, {"abc", "ab", false},
	} {
		if got := CompilePattern(c.pattern, '/').Match(c.name); got != c.want {
			t.Errorf("%q matches %q: %v", c.pattern, c.name, got)
		}
	}
	// Would take for ever if it tried every way.
	if CompilePattern(strings.Repeat("*%", 500)+"x", '/').Match(strings.Repeat("a/", 500)) {
		t.Error("matches what has no x")
	}
}

// A literal becomes a quoted string, or the command is refused.
func TestAppendInline(t *testing.T) {
	for text, want := range map[string]string{
		` a "b" {3}` + "\r\nx\"y": ` a "b" "x\"y"`, " {0+}\r\n z": ` "" z`, ` "{3}"`: ` "{3}"`, ` ({1+}` + "\r\na {1}\r\nb)": ` ("a" "b")`,
	} {
		if got, err := AppendInline(nil, []byte(text)); err != nil || string(got) != want {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
	for _, text := range []string{" {3}\r\na\r\n", " {1}\r\n\x00", ` "a`, " {3}", " {2}\r\na"} {
		if got, err := AppendInline(nil, []byte(text)); !isBad(err) {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
	for text, want := range map[string]string{"a": "a", "": `""`, "a b": `"a b"`, `a"`: `"a\""`} {
		if got := Quote(text); got != want {
			t.Errorf("%q: %s", text, got)
		}
	}
}
