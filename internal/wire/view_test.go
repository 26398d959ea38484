package wire

import (
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestFetchView(t *testing.T) {
	r := one(t, "* 12 FETCH (FLAGS (\\Seen kw) UID 7 MODSEQ (9) RFC822.SIZE 44 INTERNALDATE \" 1-Feb-2026 03:04:05 +0200\""+
		" BODY[HEADER.FIELDS (\"From\" {2}\r\nTo)]<0> {2}\r\nhi)\r\n", false)
	if r.Err != nil {
		t.Fatal(r.Err)
	}
	f, ok := AsFetch(r)
	uid, _ := f.UID()
	mod, _ := f.ModSeq()
	size, _ := f.Size()
	flags, _ := f.Flags()
	date, _ := f.InternalDate()
	if !ok || f.Seq != 12 || uid != 7 || mod != 9 || size != 44 || f.Len() != 6 {
		t.Errorf("%v %+v", ok, f)
	}
	if d := cmp.Diff([]string{`\Seen`, "kw"}, flags); d != "" {
		t.Error(d)
	}
	if !date.Equal(time.Date(2026, 2, 1, 1, 4, 5, 0, time.UTC)) {
		t.Error(date)
	}
	for _, name := range []string{"BODY[HEADER.FIELDS (From To)]<0>", `body[header.fields ("FROM" "to")]<0>`} {
		if v, ok := f.Get(name); !ok || v.Text() != "hi" || v.Kind != Literal {
			t.Errorf("%s: %v %q", name, ok, v.Text())
		}
	}
	if _, ok := f.Get("BODY[HEADER.FIELDS (To From)]<0>"); ok {
		t.Error("other fields match")
	}
	if r.Args[0].List[1].Offset != 18 {
		t.Error(r.Args[0].List[1].Offset)
	}
}

func TestOtherViews(t *testing.T) {
	uf, ok := AsUIDFetch(one(t, "* 7 UIDFETCH (FLAGS (\\Seen))\r\n", false))
	if flags, has := uf.Flags(); !ok || !has || uf.Seq != 7 || len(flags) != 1 {
		t.Errorf("%+v", uf)
	}
	if _, ok := AsUIDFetch(one(t, "* 7 FETCH (FLAGS ())\r\n", false)); ok {
		t.Error("FETCH is taken for UIDFETCH")
	}
	m, ok := AsList(one(t, "* LIST (\\HasChildren) \"/\" {3}\r\na b (X (1))\r\n", false))
	if d := cmp.Diff([]any{true, "/", "a b", true, 2}, []any{ok, m.Delimiter, m.Mailbox, m.HasAttr(`\haschildren`), len(m.Extended)}); d != "" {
		t.Error(d)
	}
	if m, ok = AsList(one(t, "* LIST () NIL NIL\r\n", false)); !ok || m.Delimiter != "" || m.Mailbox != "NIL" {
		t.Errorf("%+v", m)
	}
	s, ok := AsStatus(one(t, "* STATUS \"a\\\"b\" (MESSAGES 3 UIDNEXT 9)\r\n", false))
	if n, has := s.Number("uidnext"); !ok || s.Mailbox != `a"b` || !has || n != 9 {
		t.Errorf("%+v", s)
	}
	nums, ok := AsSearch(one(t, "* SEARCH 4 2 (MODSEQ 7)\r\n", false))
	if d := cmp.Diff([]uint32{4, 2}, nums); !ok || d != "" {
		t.Error(d)
	}
	e, _ := AsESearch(one(t, "* ESEARCH (TAG \"a7\") UID MIN 2 COUNT 3 ALL 2,9:8\r\n", false))
	all, err := e.All()
	minimum, _ := e.Number("MIN")
	if d := cmp.Diff([]any{"a7", true, uint64(2), "2,8:9"}, []any{e.Tag, e.UID, minimum, all.String()}); d != "" || err != nil {
		t.Error(d, err)
	}
	e, _ = AsESearch(one(t, "* ESEARCH (TAG \"a7\")\r\n", false))
	if all, err := e.All(); all != nil || err != nil {
		t.Error(all, err)
	}
	c, ok := AsCopyUID(one(t, "a OK [COPYUID 38505 304,319:320 3956:3958] x\r\n", false))
	if !ok || c.UIDValidity != 38505 || c.Source.Count() != 3 || c.Dest.String() != "3956:3958" {
		t.Errorf("%+v", c)
	}
	a, ok := AsAppendUID(one(t, "a OK [APPENDUID 5 6] x\r\n", false))
	if !ok || a.UIDValidity != 5 || !a.UIDs.Contains(6) {
		t.Errorf("%+v", a)
	}
	for _, line := range []string{"* CAPABILITY IMAP4rev1 ID\r\n", "a OK [CAPABILITY IMAP4rev1 ID] x\r\n"} {
		got, ok := AsCapability(one(t, line, false))
		if d := cmp.Diff([]string{"IMAP4rev1", "ID"}, got); !ok || d != "" {
			t.Error(line, d)
		}
	}
	for _, line := range []string{"* FLAGS (a \\Seen)\r\n", "* OK [PERMANENTFLAGS (a \\Seen)] x\r\n"} {
		got, ok := AsFlags(one(t, line, false))
		if d := cmp.Diff([]string{"a", `\Seen`}, got); !ok || d != "" {
			t.Error(line, d)
		}
	}
	u, earlier, ok := AsVanished(one(t, "* VANISHED (EARLIER) 1:4294967295\r\n", false))
	if !ok || !earlier || u.Count() != math.MaxUint32 {
		t.Error(u, earlier, ok)
	}
	n, ok := one(t, "* OK [UIDNEXT 12] x\r\n", false).Code.Number()
	if !ok || n != 12 {
		t.Error(n, ok)
	}
}

func TestValueEqual(t *testing.T) {
	v := one(t, "* X abc \"abc\" {3}\r\nabc NIL \"NIL\" (a \"b\") (\"a\" b) (a) \"\" ABC\r\n", false).Args
	for i, row := range [][]int{{0, 1, 2}, {3}, {4}, {5, 6}, {7}, {8}, {9}} {
		for a := range v {
			for _, b := range row {
				want := false
				for _, x := range row {
					want = want || x == a
				}
				if v[a].Equal(v[b]) != want {
					t.Errorf("row %d: Equal(%d, %d) = %v", i, a, b, !want)
				}
			}
		}
	}
	if v[3].Text() != "" || !v[3].IsNil() || v[4].IsNil() || v[4].Text() != "NIL" {
		t.Error("NIL and \"NIL\" are mixed up")
	}
}

func TestNumSet(t *testing.T) {
	for _, bad := range []string{"", ",", "1,", ",1", "0", "1:0", "01", "1:", ":1", "1:2:3", "*", "1:*", "$", "4294967296", "a", "1 2", "-1"} {
		if s, err := ParseNumSet([]byte(bad)); err == nil {
			t.Errorf("%q: %v", bad, s)
		}
	}
	s, err := ParseNumSet([]byte("1:4294967295,7"))
	if err != nil || s.Count() != math.MaxUint32+1 {
		t.Fatal(s, err)
	}
	if _, err := s.Expand(1 << 20); err == nil {
		t.Error("expanded without limit")
	}
	s, _ = ParseNumSet([]byte("4294967294:4294967295,4:2"))
	got, err := s.Expand(5)
	if d := cmp.Diff([]uint32{4294967294, 4294967295, 2, 3, 4}, got); d != "" || err != nil {
		t.Error(d, err)
	}
}

func TestNumSetRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.SliceOfN(rapid.Uint32Range(1, 50), 1, 20).Draw(t, "numbers")
		var set NumSet
		for _, n := range want {
			set = append(set, NumRange{n, n})
		}
		back, err := ParseNumSet([]byte(set.String()))
		if err != nil {
			t.Fatal(err)
		}
		got, err := back.Expand(len(want))
		if err != nil || cmp.Diff(want, got) != "" {
			t.Fatal(err, want, got)
		}
		for n := uint32(1); n <= 50; n++ {
			has := false
			for _, w := range want {
				has = has || w == n
			}
			if back.Contains(n) != has {
				t.Fatalf("Contains(%d) = %v", n, !has)
			}
		}
	})
}
