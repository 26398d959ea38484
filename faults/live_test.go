package faults

import (
	"errors"
	"strconv"
	"strings"
	"testing"

	"imaporacle/server/mailbox"
)

// armedLines prints what is armed.
func armedLines(l *Live) string {
	var all []string
	for _, a := range l.Faults() {
		all = append(all, strconv.Itoa(a.ID)+" "+a.Fault.String())
	}
	return strings.Join(all, "; ")
}

func mustParse(t *testing.T, line string) Fault {
	t.Helper()
	f, err := Parse(line)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func mustLive(t *testing.T, lines ...string) *Live {
	t.Helper()
	l, err := ParseLive(lines...)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// A server that asks one Behaviour all the time meets each change at once.
func TestLive(t *testing.T) {
	l := mustLive(t)
	b := l.Behaviour()
	at := moment(1, "FETCH", "a1", 7)
	serves := func(want mailbox.Serving) {
		t.Helper()
		if got := b.ServeExpunged(at, mailbox.ItemBody); got != want {
			t.Errorf("%s: served %v, want %v", armedLines(l), got, want)
		}
	}
	serves(mailbox.ServeWhole)
	added, err := l.Add(mustParse(t, "expunge-fetch=nil"))
	if err != nil || added.ID != 1 {
		t.Fatal(added, err)
	}
	serves(mailbox.ServeNil)
	if added, err = l.Add(mustParse(t, "expunge-fetch=refused user=user")); err != nil || added.ID != 2 {
		t.Fatal(added, err)
	}
	serves(mailbox.ServeNothing) // the later one is asked first
	if err := l.Change(1, mustParse(t, "expunge-fetch=silent")); err != nil {
		t.Fatal(err)
	}
	serves(mailbox.ServeNothing)
	if got, want := armedLines(l), "1 expunge-fetch=silent; 2 expunge-fetch=refused user=user"; got != want {
		t.Errorf("armed: %s", got)
	}
	if err := l.Remove(2); err != nil {
		t.Fatal(err)
	}
	serves(mailbox.ServeSilence)
	if err := l.Remove(1); err != nil {
		t.Fatal(err)
	}
	serves(mailbox.ServeWhole)
	if n := l.Journal().Count("expunge-fetch=nil"); n != 1 {
		t.Errorf("%d firings of a fault that was removed, want 1", n)
	}
}

// What a fault has counted stays when one below or above it goes.
func TestLiveKeepsCounts(t *testing.T) {
	l := mustLive(t, "expunge-fetch=nil", "expunge-copy=refused nth=3", "expunge-search=omitted")
	b := l.Behaviour()
	refused := func(tag string) bool { return b.CopyExpunged(moment(1, "COPY", tag, 0)) == mailbox.CopyRefused }
	if refused("a1") {
		t.Error("refused at first")
	}
	if err := l.Remove(1); err != nil {
		t.Fatal(err)
	}
	if refused("a2") {
		t.Error("refused at second")
	}
	if err := l.Remove(3); err != nil {
		t.Fatal(err)
	}
	if !refused("a3") {
		t.Error("not refused at third")
	}
}

func TestLiveRefuses(t *testing.T) {
	l := mustLive(t, "expunge-fetch=nil")
	if _, err := l.Add(Fault{Name: "expunge-fetch", Value: "lost"}); err == nil || !strings.Contains(err.Error(), "unknown fault expunge-fetch=lost") {
		t.Errorf("added an unknown fault: %v", err)
	}
	if err := l.Change(1, Fault{Name: "recent", Value: "duplicated", Scope: Scope{P: 0.5}}); err == nil || !strings.Contains(err.Error(), "needs a seed") {
		t.Errorf("changed to one without seed: %v", err)
	}
	for _, err := range []error{l.Remove(2), l.Change(2, mustParse(t, "expunge-fetch=nil"))} {
		if !errors.Is(err, ErrNotArmed) {
			t.Errorf("fault 2: %v", err)
		}
	}
	if got := armedLines(l); got != "1 expunge-fetch=nil" {
		t.Errorf("armed: %s", got)
	}
}

// Whoever watches the journal is told of each firing from then on.
func TestJournalWatch(t *testing.T) {
	l := mustLive(t, "expunge-copy=refused")
	var first, second []string
	l.Journal().Watch(func(f Firing) { first = append(first, f.Tag) })
	for _, tag := range []string{"a1", "a1", "a2"} {
		l.Behaviour().CopyExpunged(moment(1, "COPY", tag, 0))
	}
	l.Journal().Watch(func(f Firing) { second = append(second, f.Tag) })
	l.Behaviour().CopyExpunged(moment(1, "COPY", "a3", 0))
	if got := strings.Join(first, " ") + " / " + strings.Join(second, " "); got != "a1 a2 a3 / a3" {
		t.Errorf("told of %s", got)
	}
}
