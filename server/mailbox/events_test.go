package mailbox

import (
	"fmt"
	"slices"
	"testing"

	"imaporacle/server/store"
)

// all wants everything.
func all(kinds Kinds, _ string) Kinds { return kinds }

// taken returns the events that wait in w, as text.
func taken(w *Watch) (texts []string) {
	events, _ := w.Take()
	for _, e := range events {
		texts = append(texts, fmt.Sprintf("%b %s %s %v", e.Kinds, e.about(), e.OldName, e.Entries))
	}
	return texts
}

func expectEvents(t *testing.T, w *Watch, events ...Event) {
	t.Helper()
	var want []string
	for _, e := range events {
		want = append(want, fmt.Sprintf("%b %s %s %v", e.Kinds, e.about(), e.OldName, e.Entries))
	}
	if got := taken(w); !slices.Equal(got, want) {
		t.Errorf("events:\n%q, want\n%q", got, want)
	}
}

func newAccount(t *testing.T) *Account {
	t.Helper()
	s := store.NewMemory()
	t.Cleanup(func() { s.Close() })
	account, err := NewRegistry(s, Compliant{}, Policy{}).Account("user")
	if err != nil {
		t.Fatal(err)
	}
	return account
}

// What happens to the messages of a mailbox is one event until it is taken;
// what happens to names is told one by one, with each name affected.
func TestEvents(t *testing.T) {
	a := newAccount(t)
	ping := make(chan struct{}, 1)
	w := a.Watch(ping, 100, all)
	defer w.Stop()
	inbox, err := a.Get(Inbox)
	if err != nil {
		t.Fatal(err)
	}
	mail(t, inbox, 2, Seen)
	<-ping
	expectEvents(t, w, Event{Kinds: MessageNew, Mailbox: inbox})
	v := open(t, inbox)
	v.SetFlags([]int{0}, ReplaceFlags, []string{Deleted})
	v.Expunge(nil)
	mail(t, inbox, 1, Seen)
	expectEvents(t, w, Event{Kinds: MessageEvents | SeenChange, Mailbox: inbox})
	for _, err := range []error{
		a.Create("x/y", nil), a.Rename("x", "z"), a.Delete("z/y"), a.Subscribe("s"), a.Unsubscribe("s"),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	a.MetadataChanged("inbox", "/shared/a", "/shared/b")
	a.MetadataChanged("", "/shared/c")
	expectEvents(t, w,
		Event{Kinds: MailboxName | ValidityChange, Name: "x"}, Event{Kinds: MailboxName | ValidityChange, Name: "x/y"},
		Event{Kinds: MailboxName | ValidityChange, Name: "z", OldName: "x"},
		Event{Kinds: MailboxName, Name: "z/y"}, Event{Kinds: MailboxName, Name: "z"},
		Event{Kinds: SubscriptionChange, Name: "s"}, Event{Kinds: SubscriptionChange, Name: "s"},
		Event{Kinds: MailboxMetadataChange, Name: Inbox, Entries: []string{"/shared/a", "/shared/b"}},
		Event{Kinds: ServerMetadataChange, Entries: []string{"/shared/c"}},
	)
}

// Nobody is told of what they did themselves, nor of what they do not want, nor
// after the end.
func TestEventsFiltered(t *testing.T) {
	a := newAccount(t)
	me, other := &Actor{User: "user"}, &Actor{User: "user"}
	ping := make(chan struct{}, 1)
	w := a.As(me).Watch(ping, 100, func(kinds Kinds, name string) Kinds {
		if name == "b" {
			return kinds
		}
		return 0
	})
	a.As(me).Create("b", nil)
	a.As(other).Create("c", nil)
	expectEvents(t, w)
	box, err := a.Get("b")
	if err != nil {
		t.Fatal(err)
	}
	box.Append(NewMessage{Body: []byte("x"), By: me})
	expectEvents(t, w)
	box.Append(NewMessage{Body: []byte("x"), By: other})
	expectEvents(t, w, Event{Kinds: MessageNew | SeenChange, Mailbox: box})
	<-ping
	w.Stop()
	mail(t, box, 1)
	expectEvents(t, w)
	select {
	case <-ping:
		t.Error("hears after the end")
	default:
	}
}

// With one event more than may wait all are lost, and it is said.
func TestEventsOverflow(t *testing.T) {
	a := newAccount(t)
	ping := make(chan struct{}, 1)
	w := a.Watch(ping, 2, all)
	defer w.Stop()
	for _, name := range []string{"a", "b"} {
		a.Create(name, nil)
	}
	if events, overflow := w.Take(); len(events) != 2 || overflow {
		t.Errorf("%d events, overflow %v", len(events), overflow)
	}
	for _, name := range []string{"c", "d", "e", "f"} {
		a.Create(name, nil)
	}
	if events, overflow := w.Take(); len(events) != 0 || !overflow {
		t.Errorf("%d events, overflow %v", len(events), overflow)
	}
}

// A View that wants no news stands still but for what its session does. What
// it missed it is told when it wants it; until then the mod-sequence that a
// client may keep stays below.
func TestWant(t *testing.T) {
	mb := newInbox(t)[0]
	mail(t, mb, 2)
	a, b := open(t, mb), open(t, mb)
	a.Want(NoNews)
	mail(t, mb, 1)
	b.SetFlags([]int{0}, AddFlags, []string{Flagged})
	told := a.ToldModSeq()
	if u := a.Advance(true); u.Exists >= 0 || len(u.Flags) > 0 || a.ToldModSeq() != told {
		t.Errorf("a snapshot was told %+v", u)
	}
	a.SetFlags([]int{1}, AddFlags, []string{Deleted})
	a.Expunge(nil)
	if u := a.Advance(true); u.Exists != 2 || !slices.Equal(u.Expunged, []uint32{2}) || len(u.Flags) > 0 {
		t.Errorf("its own expunge was told as %+v", u)
	}
	if got := a.ToldModSeq(); got != told+1 {
		t.Errorf("told up to %d, want %d", got, told+1)
	}
	a.Want(SizeNews)
	mail(t, mb, 1)
	b.SetFlags([]int{0}, AddFlags, []string{Answered})
	if u := a.Advance(true); u.Exists != 3 || len(u.Flags) > 0 {
		t.Errorf("told %+v, want the count alone", u)
	}
	a.Want(AllNews)
	if u := a.Advance(true); len(u.Flags) != 1 || u.Flags[0].Message != a.Messages()[0] {
		t.Errorf("missed flags were told as %+v", u)
	}
	if u := a.Advance(true); len(u.Flags) > 0 || a.ToldModSeq() != mb.rec.HighestModSeq {
		t.Errorf("told again: %+v, up to %d of %d", u, a.ToldModSeq(), mb.rec.HighestModSeq)
	}
}

// A snapshot does not have the log grow without end.
func TestSnapshotEnds(t *testing.T) {
	mb := newInbox(t)[0]
	mail(t, mb, 1)
	a, b := open(t, mb), open(t, mb)
	a.Want(NoNews)
	mail(t, mb, 1)
	ops := []FlagOp{AddFlags, RemoveFlags}
	for i := range maxLag - 1 {
		b.SetFlags([]int{0}, ops[i%2], []string{Flagged})
	}
	if u := a.Advance(true); u.Exists >= 0 {
		t.Errorf("told %+v, too early", u)
	}
	b.SetFlags([]int{0}, AddFlags, []string{Seen})
	if u := a.Advance(true); u.Exists != 2 || len(u.Flags) > 0 {
		t.Errorf("told %+v, want the count", u)
	}
}
