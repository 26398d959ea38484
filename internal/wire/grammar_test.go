package wire

import (
	"strings"
	"testing"
)

// one reads a single response; "\n" is not added.
func one(t *testing.T, raw string, utf8 bool) *Response {
	t.Helper()
	r, err := ParseResponse([]byte(raw), Limits{}, utf8)
	if err != nil {
		t.Fatalf("%q: %v", raw, err)
	}
	if string(r.Raw) != raw {
		t.Fatalf("Raw = %q, want %q", r.Raw, raw)
	}
	return r
}

const (
	goodEnvelope = `("Mon, 7 Feb 1994 21:52:25 -0800" "s" (("Terry" NIL "t" "h")("B" NIL "b" "h")) NIL NIL NIL NIL NIL NIL "<i@h>")`
	textPart     = `("TEXT" "PLAIN" ("CHARSET" "US-ASCII") NIL NIL "7BIT" 1152 23)`
)

func TestGood(t *testing.T) {
	for _, line := range []string{
		"* OK hello", "* OK [ALERT] hello", "* PREAUTH ready", "* BYE gone", "a1 OK done", "a1 NO [TRYCREATE] no", "A.1 BAD ]x",
		"* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] x", "* OK text ends in {5}", "a OK text [x] {12}",
		"* OK [PERMANENTFLAGS (\\Deleted kw \\*)] x", "* OK [UIDNEXT 4294967295] x", "* OK [HIGHESTMODSEQ 9223372036854775807] x",
		"* OK [XFOO any (text \"here] x", "* NO [BADCHARSET (UTF-8 \"x]\")] x", "* OK [NOMODSEQ] x", "* OK [UNSEEN 12] x",
		"a OK [APPENDUID 38505 3955] x", "a OK [COPYUID 38505 304,319:320 3956:3958] x", "a OK [MODIFIED 7,9] x",
		"* OK [MAILBOXID (F2212ea87-6097-4256-9d51-71338625)] x", "* NO [BADCHARSET ({5}\r\nUTF-8)] x",
		"+ ", "+ idling", "+ [ALERT] go", "+ YGgGCSqGSIb3DQEHAgIB=",
		"* 0 EXISTS", "* 23 EXISTS", "* 0 RECENT", "* 5 EXPUNGE", "* 4294967295 expunge", "* 01 EXISTS",
		"* FLAGS (\\Answered \\Seen $Forwarded [odd)", "* FLAGS ()",
		`* LIST () "/" INBOX`, `* LIST (\Noselect \HasChildren) NIL {3}` + "\r\na{b", `* LIST () "\\" "a\"b"`, `* LSUB () "." a]b`,
		`* LIST () "/" "x" ("CHILDINFO" ("SUBSCRIBED"))`, `* LIST () "/" x (OLDNAME ("y"))`, `* LIST () "/" NIL`,
		`* STATUS "INBOX" ()`, "* STATUS b (MESSAGES 231 UIDNEXT 44292 UIDVALIDITY 1 UNSEEN 0 SIZE 5000000000 HIGHESTMODSEQ 0)",
		"* STATUS b (APPENDLIMIT NIL MAILBOXID (abc) X-ODD (1 2))",
		"* SEARCH", "* SEARCH 2 3 6", "* SEARCH 2 (MODSEQ 917162500)", "* SORT 9 1",
		`* ESEARCH (TAG "A282") MIN 2 COUNT 3`, `* ESEARCH (TAG "a") UID COUNT 17 ALL 4:18,21,28`, "* ESEARCH", `* ESEARCH (TAG "a" MAILBOX "m" UIDVALIDITY 1) UID ALL 4`,
		`* ESEARCH (TAG "a") UID PARTIAL (1:100 200:250)`,
		"* THREAD (2)(3 6 (4 23)(44 7 96))", "* THREAD", "* THREAD ((3)(5))",
		"* CAPABILITY IMAP4rev1 STARTTLS X=Y", "* CAPABILITY IMAP4rev2", "* ENABLED CONDSTORE", "* ENABLED",
		"* VANISHED 405,407,410:425", "* VANISHED (EARLIER) 300:310",
		`* NAMESPACE (("" "/")("#mh/" "/" "X-PARAM" ("FLAG1" "FLAG2"))) NIL (("~" NIL))`,
		`* ID ("name" "Cyrus" "version" NIL)`, "* ID NIL", "* ID ()",
		`* QUOTA "" (STORAGE 10 512)`, `* QUOTA r ()`, "* QUOTAROOT INBOX \"\" r",
		`* ACL INBOX Fred rwipslda "Chris" lrs`, "* LISTRIGHTS ~/Mail/saved smith la r s", "* MYRIGHTS INBOX rwiptsldaex",
		`* METADATA "INBOX" (/shared/comment "c" /private/x NIL)`, "* METADATA \"\" /shared/comment /private/x", "* METADATA a (/x ~{2}\r\n\x00\x01)",
		`* XUNKNOWN a "b" (c d)(e) 12 NIL`, "* LANGUAGE (EN)", `* 12 XODD`,
	} {
		if r := one(t, line+"\r\n", false); r.Err != nil {
			t.Errorf("%q: %v", line, r.Err)
		}
	}
}

func TestGoodFetch(t *testing.T) {
	for _, att := range []string{
		"FLAGS ()", `FLAGS (\Seen \Recent kw)`, "UID 1", "flags (\\seen) uid 7", "MODSEQ (12)", "RFC822.SIZE 5000000000",
		`INTERNALDATE "17-Jul-1996 02:44:25 -0700"`, `INTERNALDATE " 7-jul-1996 02:44:25 +0000"`,
		"ENVELOPE " + goodEnvelope, "BODY " + textPart,
		`BODYSTRUCTURE (("TEXT" "PLAIN" NIL NIL NIL "7BIT" 3 1 NIL ("inline" NIL) "en" NIL)` +
			`("APPLICATION" "PDF" ("NAME" "x") "<id>" "d" "BASE64" 4554 "md5" ("attachment" ("filename" "x")) ("en" "de") "loc" 1 (NIL "x" 2)) "MIXED" ("BOUNDARY" "b") NIL NIL)`,
		"BODY (" + textPart + textPart + ` "MIXED")`,
		`BODYSTRUCTURE ("MESSAGE" "RFC822" NIL NIL NIL "7BIT" 500 ` + goodEnvelope + " " + textPart + " 42)",
		`BODYSTRUCTURE ("MESSAGE" "GLOBAL" NIL NIL NIL "7BIT" 500)`,
		"BODY[] {5}\r\na\r\nb)", "BODY[] NIL", `BODY[]<0> ""`, "BODY[1.2.MIME] \"x\"", "BODY[HEADER.FIELDS (From \"To\" {2}\r\nCC)] {2}\r\n\r\n",
		"BODY[3.HEADER.FIELDS.NOT (X)]<10> NIL", "BINARY[1] ~{3}\r\n\x00\xff)", "BINARY[] NIL", "BINARY.SIZE[1.2] 33",
		"RFC822 {0}\r\n", "RFC822.HEADER NIL", "RFC822.TEXT \"\"", "EMAILID (M6d99) THREADID NIL", "SAVEDATE NIL", "PREVIEW {3}\r\nfoo",
		`X-GM-LABELS (\Inbox "a b") X-GM-MSGID 1278455344230334865`,
	} {
		if r := one(t, "* 1 FETCH ("+att+")\r\n", false); r.Err != nil {
			t.Errorf("%q: %v", att, r.Err)
		} else if f, ok := AsFetch(r); !ok || f.Len() == 0 {
			t.Errorf("%q: no items", att)
		}
	}
}

func TestBad(t *testing.T) {
	for _, c := range []struct{ line, what string }{
		{"*  1688 EXISTS\r\n", DoubleSpace}, {"* 1  EXISTS\r\n", DoubleSpace}, {"* SEARCH 1  2\r\n", DoubleSpace},
		{"* OK x\n", BareLF}, {"* OK a\rb\r\n", BareCR}, {"* OK a\x00b\r\n", NulByte}, {"* OK \xe9\r\n", EightBit},
		{"* OK\r\n", MissingSpace}, {"* OK \r\n", MissingText}, {"* OK [HIGHESTMODSEQ 1]\r\n", MissingText}, {"a1 OK [READ-ONLY] \r\n", MissingText},
		{"+\r\n", MissingSpace}, {"+go\r\n", MissingSpace}, {"*\r\n", MissingSpace}, {"* \r\n", MissingName}, {"\r\n", BadTag},
		{"* [COPYUID 1 2 3] done\r\n", MissingStatus}, {"* EXISTS\r\n", MissingNumber}, {"* 3 SEARCH\r\n", ExtraNumber}, {"* 3 OK x\r\n", ExtraNumber},
		{"a{ OK x\r\n", BadTag}, {"a1 BYE x\r\n", BadStatus}, {"a1 FETCH x\r\n", BadStatus}, {"garbage\r\n", MissingSpace},
		{"* 4294967296 EXISTS\r\n", BadNumber}, {"* 1x EXISTS\r\n", BadNumber}, {"* 0 FETCH (UID 1)\r\n", ZeroNumber}, {"* 0 EXPUNGE\r\n", ZeroNumber},
		{"* 5 EXISTS 6\r\n", TrailingData}, {"* SEARCH \r\n", TrailingSpace}, {"* 5 EXISTS \r\n", TrailingSpace},
		{"* SEARCH 0\r\n", ZeroNumber}, {"* SEARCH a\r\n", BadNumber}, {"* SEARCH (1)(2)\r\n", SearchShape},
		{"* OK [UIDVALIDITY 0] x\r\n", ZeroNumber}, {"* OK [UIDVALIDITY 4294967296] x\r\n", BadNumber}, {"* OK [HIGHESTMODSEQ 0] x\r\n", ZeroNumber},
		{"a OK [COPYUID 1 2] x\r\n", BadCode}, {"a OK [COPYUID 1 2 *] x\r\n", BadNumberSet}, {"* OK [unclosed x\r\n", BadCode}, {"* OK [] x\r\n", BadCode},
		{"* OK [ALERT]x\r\n", MissingSpace}, {"* OK [READ-ONLY x] x\r\n", TrailingData}, {"* OK [PERMANENTFLAGS (\\Recent)] x\r\n", BadFlag},
		{"* FLAGS (\\Seen \\*)\r\n", BadFlag}, {"* FLAGS (\\Recent)\r\n", BadFlag}, {"* FLAGS (a]b)\r\n", BadFlag}, {"* FLAGS (\"x\")\r\n", BadFlag},
		{"* FLAGS ( \\Seen)\r\n", ExtraSpace}, {"* FLAGS (\\Seen )\r\n", ExtraSpace}, {"* FLAGS (\\Seen\r\n", Unbalanced}, {"* FLAGS ())\r\n", Unbalanced},
		{"* FLAGS(\\Seen)\r\n", MissingSpace}, {"* FLAGS (a\"b)\r\n", BadAtom}, {"* FLAGS (\\)\r\n", BadFlag}, {"* FLAGS (a%)\r\n", BadAtom},
		{"* LIST () / INBOX\r\n", ListShape}, {"* LIST () \"//\" INBOX\r\n", ListShape}, {"* LIST () \"/\"\r\n", ListShape}, {"* LIST () \"/\" a*b\r\n", BadAtom},
		{"* LIST () \"/\" \"a\\b\"\r\n", BadEscape}, {"* LIST () \"/\" \"ab\r\n", BadQuoted}, {"* LIST () \"/\" \"\xc3\xa9\"\r\n", EightBit},
		{"* LIST () \"/\" a\x01b\r\n", BadAtom}, {"* LIST () \"/\" {5+}\r\nhello\r\n", NonSyncLiteral}, {"* LIST () \"/\" ~{5}\r\nhello\r\n", BadString},
		{"* LIST () \"/\" {5}\nhello\r\n", BareLF}, {"* LIST () \"/\" {1}\r\n\x00\r\n", NulByte}, {"* LIST () \"/\" {x}\r\n", BadLiteral},
		{"* LIST (\\Marked \\Unmarked) \"/\" a\r\n", ListFlags}, {"* LIST (\\X \\x) \"/\" a\r\n", ListFlags}, {"* LIST (X) \"/\" a\r\n", BadFlag},
		{"* STATUS INBOX (MESSAGES)\r\n", MissingValue}, {"* STATUS INBOX (UIDNEXT 0)\r\n", ZeroNumber}, {"* STATUS INBOX MESSAGES\r\n", StatusShape},
		{"* ESEARCH (TAG \"a\") MIN 0\r\n", ZeroNumber}, {"* ESEARCH (TAG \"a\") ALL\r\n", MissingValue}, {"* ESEARCH (TAG \"a\") ALL $\r\n", BadNumberSet}, {"* ESEARCH (X)\r\n", SearchShape},
		{"* THREAD (1) (2)\r\n", ExtraSpace}, {"* THREAD (1 (2))\r\n", ThreadShape}, {"* THREAD ()\r\n", ThreadShape},
		{"* CAPABILITY STARTTLS\r\n", MissingRevision}, {"* VANISHED *\r\n", BadNumberSet}, {"* VANISHED (LATER) 1\r\n", ResponseShape}, {"* VANISHED\r\n", ResponseShape},
		{"* NAMESPACE NIL NIL\r\n", NamespaceShape}, {"* NAMESPACE ((\"\" \"/\") (\"a\" \"/\")) NIL NIL\r\n", ExtraSpace},
		{"* ID (\"a\")\r\n", ResponseShape}, {"* ID (a b)\r\n", BadString}, {"* QUOTA r (STORAGE 1)\r\n", ResponseShape}, {"* ACL a b\r\n", ResponseShape},
		{"* MYRIGHTS a\r\n", ResponseShape}, {"* LISTRIGHTS a b\r\n", ResponseShape}, {"* METADATA a (/x)\r\n", ResponseShape},
		{"* VANISHED \r\n", BadNumberSet}, {"* VANISHED (EARLIER) \r\n", BadNumberSet}, {"* VANISHED 1 \r\n", TrailingSpace}, {"* VANISHED (EARLIER)\r\n", ResponseShape},
		{"* XODD \"a\"\"b\"\r\n", MissingSpace}, {"* XODD \"a\"(b)\r\n", MissingSpace}, {"* XODD \"a\"NIL\r\n", MissingSpace},
		{"* XODD \"a \"b\".pdf\" c\r\n", BadQuoted},
	} {
		if r := one(t, c.line, false); r.Err == nil || r.Err.What != c.what {
			t.Errorf("%q: %v, want %s", c.line, r.Err, c.what)
		} else if !strings.Contains(c.line, r.Err.Near) {
			t.Errorf("%q: near %q is not in it", c.line, r.Err.Near)
		}
	}
}

func TestBadFetch(t *testing.T) {
	for _, c := range []struct{ att, what string }{
		{"(UID 19436 )", ExtraSpace}, {"(UID 0)", ZeroNumber}, {"(UID x)", BadNumber}, {"()", FetchShape}, {"UID 1", FetchShape}, {"", TrailingSpace},
		{"(BODY[])", MissingValue}, {"(UID 1 BODY[] )", MissingValue}, {"(UID 1 FLAGS", Unbalanced}, {"(BODY[] FLAGS (x))", BadString},
		{"(UID 1) FLAGS (x)", TrailingData}, {"(UID 1))", Unbalanced}, {"(UID 1", Unbalanced}, {"(UID 1) ", TrailingSpace}, {"(FLAGS(x))", MissingSpace},
		{"(UID  1)", DoubleSpace}, {"(UID 1  FLAGS ())", DoubleSpace}, {"(\"UID\" 1)", BadItem}, {"(BODY[] {2}\r\nabFLAGS ())", MissingSpace},
		{"(BODY[] {5}\r\nab)\r\n* 2 FETCH (UID 2)", ShortLiteral}, {"(BODY[] {5}\r\nab)\r\na1 ok done", ShortLiteral}, {"(BODY[] {5}\r\nab)\r\nab UID 2)", MissingSpace},
		{"(BODY[] ~{2}\r\nab)", Literal8Used}, {"(BODY[MIME] NIL)", BadSection}, {"(BODY[0] NIL)", BadSection}, {"(BODY[1.] NIL)", BadSection},
		{"(BODY[HEADER.FIELDS] NIL)", BadSection}, {"(BODY[HEADER.FIELDS (] NIL)", BadSection}, {"(BODY[TEXT NIL)", BadSection}, {"(BODY[]<x> NIL)", BadSection}, {"(BINARY[1.TEXT] NIL)", BadSection},
		{"(INTERNALDATE \"1-Jul-1996 02:44:25 -0700\")", BadDate}, {"(INTERNALDATE \"17-Foo-1996 02:44:25 -0700\")", BadDate}, {"(INTERNALDATE NIL)", BadDate},
		{"(MODSEQ (0))", ZeroNumber}, {"(MODSEQ 1)", BadNumber}, {"(FLAGS x)", BadFlag}, {"(RFC822.SIZE -1)", BadNumber},
		{"(ENVELOPE (" + goodEnvelope + "))", EnvelopeShape}, {"(ENVELOPE NIL)", EnvelopeShape}, {"(ENVELOPE " + strings.Replace(goodEnvelope, ")(", ") (", 1) + ")", ExtraSpace},
		{"(ENVELOPE " + strings.Replace(goodEnvelope, `"Terry" `, "", 1) + ")", EnvelopeShape}, {"(ENVELOPE " + strings.Replace(goodEnvelope, "NIL NIL ", "NIL () ", 1) + ")", EnvelopeShape},
		{"(BODY " + strings.Replace(textPart, " 23", "", 1) + ")", BodyShape}, {"(BODY " + strings.Replace(textPart, " 23", " 23 NIL", 1) + ")", BodyExtension},
		{`(BODYSTRUCTURE ("TEXT" "PLAIN" NIL NIL NIL "7BIT" 3 1 NIL "inline"))`, BodyShape}, {"(BODYSTRUCTURE (" + textPart + "))", BodyShape},
		{"(BODY (" + textPart + " " + textPart + ` "MIXED"))`, ExtraSpace}, {`(BODYSTRUCTURE ("TEXT" "PLAIN" ("A") NIL NIL "7BIT" 3 1))`, BodyShape},
		{`(BODYSTRUCTURE ("MESSAGE" "RFC822" NIL NIL NIL "7BIT" 5))`, BodyShape}, {"(BODY NIL)", BodyShape},
	} {
		line := "* 1 FETCH " + c.att + "\r\n"
		if r := one(t, line, false); r.Err == nil || r.Err.What != c.what {
			t.Errorf("%q: %v, want %s", line, r.Err, c.what)
		}
	}
}

func TestUTF8(t *testing.T) {
	const good, bad = "* LIST () \"/\" \"\xc3\xa9\"\r\n", "* LIST () \"/\" \"\xc3\"\r\n"
	if r := one(t, good, true); r.Err != nil {
		t.Error(r.Err)
	}
	if r := one(t, "* OK \xc3\xa9\r\n", true); r.Err != nil {
		t.Error(r.Err)
	}
	if r := one(t, bad, true); r.Err == nil || r.Err.What != BadUTF8 {
		t.Error(r.Err)
	}
	if r := one(t, "* OK \xc3\r\n", true); r.Err == nil || r.Err.What != BadUTF8 {
		t.Error(r.Err)
	}
}

// What could be read stands beside the violation.
func TestReadDespiteViolation(t *testing.T) {
	r := one(t, "*  1688 EXISTS\r\n", false)
	if r.Name != "EXISTS" || r.Number != 1688 || r.Err.Offset != 2 {
		t.Errorf("%+v", r)
	}
	r = one(t, "* 3 FETCH (UID 9  FLAGS (\\Seen ))\r\n", false)
	f, _ := AsFetch(r)
	if uid, _ := f.UID(); uid != 9 {
		t.Errorf("UID = %d", uid)
	}
	if fl, _ := f.Flags(); len(fl) != 1 || fl[0] != `\Seen` {
		t.Errorf("FLAGS = %q", fl)
	}
	r = one(t, "* OK [UIDNEXT 0] x\r\n", false)
	if r.Status != OK || !r.CodeIs("UIDNEXT") || r.Text != "x" {
		t.Errorf("%+v", r)
	}
	r = one(t, "* 1 FETCH (BODY[])\r\n", false)
	f, _ = AsFetch(r)
	if v, ok := f.Get("body[]"); !ok || v.Kind != None {
		t.Errorf("BODY[] = %v %v", v.Kind, ok)
	}
}
