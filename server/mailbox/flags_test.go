package mailbox

import "testing"

// Flags are compared without regard to case (RFC 9051 §2.3.2), and shown with
// the system flags first.
func TestFlagSet(t *testing.T) {
	set := NewFlagSet("zed", `\SEEN`, "Alpha", `\deleted`, "ALPHA", `\Seen`)
	if got, want := set.String(), `\Deleted \Seen Alpha zed`; got != want {
		t.Errorf("found %q, want %q", got, want)
	}
	if !set.seen() || !set.deleted() || !set.Has("ZED") || set.Has("none") {
		t.Error("the set does not know what it holds")
	}
	if set.With([]string{"alpha", `\SEEN`}) != set {
		t.Error("adding what is there makes a new set")
	}
	if set.Without([]string{"none"}) != set {
		t.Error("removing what is not there makes a new set")
	}
	if got := set.With([]string{"beta"}).String(); got != `\Deleted \Seen Alpha beta zed` {
		t.Errorf("with beta: %q", got)
	}
	if got := set.Without([]string{`\seen`, "ALPHA"}); got.String() != `\Deleted zed` || got.seen() || !got.deleted() {
		t.Errorf("without: %q", got)
	}
	if !set.Equal(NewFlagSet("ALPHA", `\Seen`, "ZED", `\Deleted`)) || set.Equal(NoFlags) {
		t.Error("equality")
	}
	if got := (flagChange{ReplaceFlags, []string{"ALPHA", `\Seen`, "ZED", `\Deleted`}, AllRights}.apply(set)); got != set {
		t.Error("replacing a set by the same makes a new one")
	}
	if set.Without(set.Names()).String() != "" {
		t.Error("nothing is left of it")
	}
}

func TestRecentSet(t *testing.T) {
	var r recentSet
	for _, uid := range []uint32{3, 7, 5, 3, 9} {
		r.add(uid)
	}
	r.remove(7)
	r.remove(8)
	for uid, want := range map[uint32]bool{3: true, 5: true, 7: false, 8: false, 9: true} {
		if r.has(uid) != want {
			t.Errorf("has(%d) is %v", uid, !want)
		}
	}
	if r.len() != 3 {
		t.Errorf("holds %d", r.len())
	}
}

// Forgetting frees what everybody has passed and keeps the positions.
func TestLogForgets(t *testing.T) {
	var l changeLog
	for i := range 100 {
		l.add(Change{ModSeq: uint64(i)})
	}
	l.forget(30)
	if len(l.entries) != 100 {
		t.Error("a small part is worth no copy")
	}
	l.forget(60)
	if len(l.entries) != 40 || l.end() != 100 {
		t.Errorf("%d entries, end at %d", len(l.entries), l.end())
	}
	if got := l.slice(60, 62); got[0].ModSeq != 60 || got[1].ModSeq != 61 {
		t.Errorf("slice: %+v", got)
	}
	l.forget(100)
	if len(l.entries) != 0 || l.end() != 100 {
		t.Errorf("%d entries, end at %d", len(l.entries), l.end())
	}
}
