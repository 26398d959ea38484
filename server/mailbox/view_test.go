package mailbox

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"imaporacle/server/store"
)

func newInbox(t testing.TB, names ...string) []*Mailbox {
	t.Helper()
	s := store.NewMemory()
	t.Cleanup(func() { s.Close() })
	account, err := NewRegistry(s, Compliant{}, Policy{}).Account("user")
	if err != nil {
		t.Fatal(err)
	}
	var boxes []*Mailbox
	for _, name := range append([]string{Inbox}, names...) {
		if name != Inbox {
			if err := account.Create(name, nil); err != nil {
				t.Fatal(err)
			}
		}
		mb, err := account.Get(name)
		if err != nil {
			t.Fatal(err)
		}
		boxes = append(boxes, mb)
	}
	return boxes
}

func mail(t testing.TB, mb *Mailbox, n int, flags ...string) {
	t.Helper()
	for range n {
		if _, _, err := mb.Append(NewMessage{Flags: flags, Date: time.Now(), Body: []byte("x")}); err != nil {
			t.Fatal(err)
		}
	}
}

func open(t testing.TB, mb *Mailbox) *View {
	t.Helper()
	v, _, err := mb.Open(&Actor{User: "user"}, false)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// What came and went between two points is not told at all.
func TestAppendedAndExpungedBetween(t *testing.T) {
	mb := newInbox(t)[0]
	mail(t, mb, 2)
	a, b := open(t, mb), open(t, mb)
	mail(t, mb, 1, Deleted)
	if err := b.Expunge(nil); err != nil {
		t.Fatal(err)
	}
	u := a.Advance(true)
	if len(u.Expunged) != 0 || u.Exists != -1 || u.Recent != -1 || len(u.Flags) != 0 {
		t.Errorf("told %+v", u)
	}
	if len(mb.ghosts) != 1 {
		t.Errorf("%d ghosts, want the one that b shows", len(mb.ghosts))
	}
	b.Advance(true)
	if len(mb.ghosts) != 0 {
		t.Errorf("%d ghosts when all have been told", len(mb.ghosts))
	}
}

// An expunged message's bytes go with the last session that shows it, however
// that session ends.
func TestGhostsGo(t *testing.T) {
	mb := newInbox(t)[0]
	mail(t, mb, 3, Deleted)
	views := []*View{open(t, mb), open(t, mb), open(t, mb)}
	ghost := views[0].Messages()[0]
	if err := views[0].Expunge(func(uid uint32) bool { return uid == 1 }); err != nil {
		t.Fatal(err)
	}
	late := open(t, mb) // never showed it
	views[0].Advance(true)
	views[1].Advance(false)
	views[1].Close() // owes an EXPUNGE
	if _, err := mb.Body(ghost, nil); err != nil {
		t.Errorf("the bytes are gone too soon: %v", err)
	}
	views[2].Close() // has not even looked
	if _, err := mb.Body(ghost, nil); err == nil || len(mb.ghosts) > 0 {
		t.Error("the bytes are still there")
	}
	if len(late.Messages()) != 2 {
		t.Errorf("shows %d messages", len(late.Messages()))
	}
}

// The log does not grow with the life of a session that keeps up.
func TestLogIsTrimmed(t *testing.T) {
	mb := newInbox(t)[0]
	mail(t, mb, 1)
	v, w := open(t, mb), open(t, mb)
	op := []FlagOp{AddFlags, RemoveFlags}
	for i := range 10_000 {
		if _, err := v.SetFlags([]int{0}, op[i%2], []string{Seen}); err != nil {
			t.Fatal(err)
		}
		v.Advance(true)
		w.Advance(true)
	}
	if n := len(mb.log.entries); n > 100 {
		t.Errorf("the log holds %d changes", n)
	}
}

// Two sessions that copy and move both ways at once do not wait for each other.
func TestCopyBothWays(t *testing.T) {
	boxes := newInbox(t, "other")
	var wg sync.WaitGroup
	for i, mb := range boxes {
		mail(t, mb, 5)
		v := open(t, mb)
		wg.Go(func() {
			for range 200 {
				if _, err := v.Move([]int{0}, boxes[1-i]); err != nil {
					t.Error(err)
				}
				if _, err := v.Copy([]int{0}, mb); err != nil {
					t.Error(err)
				}
				v.Advance(true)
			}
		})
	}
	wg.Wait()
	total := len(boxes[0].msgs) + len(boxes[1].msgs)
	if want := 2 * (5 + 200); total != want {
		t.Errorf("%d messages, want %d", total, want)
	}
}

// A change is atomic: of flags set at the same time none is lost.
func TestConcurrentSetFlags(t *testing.T) {
	mb := newInbox(t)[0]
	mail(t, mb, 1)
	var wg sync.WaitGroup
	for i := range 8 {
		v := open(t, mb)
		wg.Go(func() {
			for k := range 20 {
				if _, err := v.SetFlags([]int{0}, AddFlags, []string{fmt.Sprintf("k%d-%d", i, k)}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if n := len(mb.msgs[0].Flags().Names()); n != 160 {
		t.Errorf("%d keywords, want 160", n)
	}
}

// A watcher hears of each kind of change, also when it listens late.
func TestWatch(t *testing.T) {
	mb := newInbox(t)[0]
	mail(t, mb, 1)
	v := open(t, mb)
	heard := make(chan struct{}, 1)
	stop := v.Watch(heard)
	changes := []func(){
		func() { mail(t, mb, 1) },
		func() { v.SetFlags([]int{0}, AddFlags, []string{Deleted}) },
		func() { v.Expunge(nil) },
	}
	for _, change := range changes {
		change()
		<-heard
	}
	stop()
	stop()
	mail(t, mb, 1)
	select {
	case <-heard:
		t.Error("hears after stop")
	default:
	}
}

func TestNames(t *testing.T) {
	for name, want := range map[string]string{
		"inbox": "INBOX", "iNbOx/a": "INBOX/a", "a/inbox": "a/inbox", "inboxes": "inboxes", "": "",
	} {
		if got := CanonicalName(name); got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
	if got := parents("a/b/c"); !slices.Equal(got, []string{"a", "a/b"}) {
		t.Errorf("parents: %q", got)
	}
	for _, bad := range []string{"", "/a", "a/", "a//b", "a*", "%", "a\x01", "a\u0085", "a\u2028", "\xff"} {
		if checkName(bad) == nil {
			t.Errorf("%q is allowed", bad)
		}
	}
	for _, good := range []string{"a", "a/b", "ä", "a b", `a"\b`, "&"} {
		if err := checkName(good); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
}
