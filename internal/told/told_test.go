package told_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"imaporacle/internal/told"
	"imaporacle/internal/wire"
)

// hears has the mailbox hear lines, and returns how many changed it.
func hears(t interface{ Fatal(...any) }, m *told.Mailbox, lines ...string) (changed int) {
	p := wire.NewParser(wire.Limits{})
	for _, line := range lines {
		r, err := p.Parse([]byte(line+"\r\n"), true)
		if err != nil {
			t.Fatal(err)
		}
		if m.Hear(r) {
			changed++
		}
	}
	return changed
}

// written writes a mailbox as "1:UID FLAGS, ...", with ? for what was not told.
func written(m *told.Mailbox) string {
	var all []string
	for seq, r := range m.Range(1, m.Exists) {
		text := fmt.Sprintf("%d:%d", seq, r.UID)
		if r.UID == 0 {
			text = fmt.Sprintf("%d:?", seq)
		}
		if r.Flags != nil {
			text += fmt.Sprint(" ", r.Flags)
		}
		if r.Recent {
			text += " recent"
		}
		all = append(all, text)
	}
	return strings.Join(all, ", ")
}

func TestHear(t *testing.T) {
	for _, c := range []struct{ name, heard, want string }{
		{"EXISTS alone", "* 2 EXISTS", "1:?, 2:?"},
		{"FETCH tells UIDs and flags", `* 2 EXISTS|* 2 FETCH (UID 7 FLAGS (\Seen \Recent))|* 1 FETCH (FLAGS ())`, `1:? [], 2:7 [\Seen] recent`},
		{"EXPUNGE moves what is behind it", "* 4 EXISTS|* 2 FETCH (UID 4)|* 4 FETCH (UID 9)|* 1 EXPUNGE|* 2 EXPUNGE|* 3 EXISTS", "1:4, 2:9, 3:?"},
		{"numbers that are not there", "* 1 EXISTS|* 2 FETCH (UID 4)|* 2 EXPUNGE|* 0 EXPUNGE", "1:?"},
		{"VANISHED by UIDs that are known", "* 3 EXISTS|* 1 FETCH (UID 4)|* 2 FETCH (UID 6)|* 3 FETCH (UID 8)|* VANISHED 4,7:9", "1:6"},
		{"VANISHED by UIDs that are not", "* 4 EXISTS|* 2 FETCH (UID 6)|* VANISHED 3|* VANISHED 8", "1:6, 2:?"},
		{"VANISHED where some are gone", "* 5 EXISTS|* 2 EXPUNGE|* 4 FETCH (UID 9)|* VANISHED 1:2", "1:?, 2:9"},
		{"VANISHED by every UID", "* 4 EXISTS|* 2 FETCH (UID 6)|* VANISHED 1:4294967295", ""},
		{"VANISHED (EARLIER) was told before", "* 1 EXISTS|* 1 FETCH (UID 6)|* VANISHED (EARLIER) 6", "1:6"},
		{"UIDFETCH, in the order of UIDs", `* 3 EXISTS|* 4 UIDFETCH (FLAGS (\Seen))|* 9 UIDFETCH (FLAGS ())|* 4 UIDFETCH (FLAGS ())`, `1:4 [], 2:9 [], 3:?`},
		{"EXISTS that takes back", "* 3 EXISTS|* 1 FETCH (UID 4)|* 3 FETCH (UID 6)|* 1 EXISTS|* 2 EXISTS", "1:4, 2:?"},
	} {
		m := told.New(nil)
		hears(t, m, strings.Split(c.heard, "|")...)
		if got := written(m); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestChanged(t *testing.T) {
	m := told.New(nil)
	for _, c := range []struct {
		heard   string
		changes bool
	}{
		{"* OK [UIDVALIDITY 3] x", true}, {"* OK [UIDNEXT 12] x", true}, {"* OK [UNSEEN 1] x", false},
		{"* 2 EXISTS", true}, {"* 2 EXISTS", false}, {"* 1 RECENT", true}, {"* 1 RECENT", false},
		{"* 1 FETCH (UID 12)", true}, {"* 1 FETCH (UID 12)", false}, {"* 1 FETCH (FLAGS ())", true}, {"* 1 FETCH (FLAGS ())", false},
		{"* SEARCH 1", false}, {"a OK done", false}, {"* 2 EXPUNGE", true},
	} {
		if got := hears(t, m, c.heard) == 1; got != c.changes {
			t.Errorf("%s: changed is %v", c.heard, got)
		}
	}
	if m.UIDValidity != 3 || m.UIDNext != 13 || m.Recent != 1 || m.Exists != 1 {
		t.Errorf("%+v", m)
	}
}

// What a server says of a mailbox larger than memory costs nothing.
func TestImmense(t *testing.T) {
	m := told.New(nil)
	hears(t, m, "* 4294967295 EXISTS", "* 4294967294 EXPUNGE", "* 4294967294 FETCH (UID 4294967295)", "* VANISHED 1:4000000000")
	if r := m.At(m.Exists); r.UID != 4294967295 {
		t.Errorf("the last of %d is %+v", m.Exists, r)
	}
	hears(t, m, "* 1 EXISTS")
	if m.Exists != 1 {
		t.Errorf("%d exist", m.Exists)
	}
}

// A mailbox is a list of messages, however it is kept; and a snapshot stays as
// it was.
func TestAsList(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := told.New(nil)
		var list []uint32
		next := uint32(1)
		var snapshot *told.Mailbox
		var then string
		asText := func() string {
			var all []string
			for i, uid := range list {
				text := fmt.Sprintf("%d:%d", i+1, uid)
				if uid == 0 {
					text = fmt.Sprintf("%d:?", i+1)
				}
				all = append(all, text)
			}
			return strings.Join(all, ", ")
		}
		t.Repeat(map[string]func(*rapid.T){
			"exists": func(t *rapid.T) {
				for range rapid.IntRange(1, 5).Draw(t, "more") {
					list = append(list, 0)
				}
				hears(t, m, fmt.Sprintf("* %d EXISTS", len(list)))
			},
			"expunge": func(t *rapid.T) {
				if len(list) == 0 {
					t.Skip("nothing is there")
				}
				i := rapid.IntRange(0, len(list)-1).Draw(t, "index")
				list = append(list[:i:i], list[i+1:]...)
				hears(t, m, fmt.Sprintf("* %d EXPUNGE", i+1))
			},
			"fetch the last": func(t *rapid.T) { // so that UIDs ascend
				if len(list) == 0 || list[len(list)-1] != 0 {
					t.Skip("it is known")
				}
				list[len(list)-1] = next
				hears(t, m, fmt.Sprintf("* %d FETCH (UID %d)", len(list), next))
				next++
			},
			"vanish": func(t *rapid.T) {
				i := rapid.IntRange(0, len(list)).Draw(t, "index")
				if i == len(list) || list[i] == 0 {
					t.Skip("it is not known")
				}
				hears(t, m, fmt.Sprintf("* VANISHED %d", list[i]))
				list = append(list[:i:i], list[i+1:]...)
			},
			"snapshot": func(*rapid.T) { snapshot, then = m.Snapshot(), asText() },
			"": func(t *rapid.T) {
				if got, want := written(m), asText(); got != want {
					t.Fatalf("%s, want %s", got, want)
				}
				if snapshot != nil && written(snapshot) != then {
					t.Fatalf("the snapshot is %s, and was %s", written(snapshot), then)
				}
				for seq, r := range m.Known() {
					if list[seq-1] != r.UID {
						t.Fatalf("known at %d is %d, want %d", seq, r.UID, list[seq-1])
					}
				}
				for i, uid := range list {
					if m.At(i+1).UID != uid {
						t.Fatalf("at %d is %d, want %d", i+1, m.At(i+1).UID, uid)
					}
				}
			},
		})
	})
}
