package mailbox

import (
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"imaporacle/server/store"
)

// reply is the nth message of a long thread, each of which names only the one
// before it.
func reply(n int) NewMessage {
	text := fmt.Sprintf("Subject: Re: x\r\nMessage-ID: <%d@x>\r\nIn-Reply-To: <%d@x>\r\n\r\n", n, n-1)
	return NewMessage{Date: time.Now(), Body: []byte(text)}
}

func threadOf(t *testing.T, mb *Mailbox, m *Message) uint64 {
	t.Helper()
	id, err := mb.Thread(m)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// A thread of any length is one, in whatever order its messages came, in all
// mailboxes of the user; that of another user is another. What was told holds
// for the next life of the store, of which the index has to read nothing.
func TestThread(t *testing.T) {
	path := filepath.Join(t.TempDir(), "mail.db")
	const n = 100
	told := make(map[uint64]uint64) // by content
	for life := range 2 {
		s, err := store.OpenBolt(path, store.BoltOptions{})
		if err != nil {
			t.Fatal(err)
		}
		r := NewRegistry(s, Compliant{}, Policy{})
		var boxes []*Mailbox
		for _, user := range []string{"ann", "bob"} {
			a, err := r.Account(user)
			if err != nil {
				t.Fatal(err)
			}
			if life == 0 {
				if err := a.Create("other", nil); err != nil {
					t.Fatal(err)
				}
			}
			for _, name := range []string{Inbox, "other"} {
				mb, err := a.Get(name)
				if err != nil {
					t.Fatal(err)
				}
				boxes = append(boxes, mb)
			}
		}
		if life == 0 {
			for i := range n {
				k := (i*37 + 11) % n // all, in a disorder
				if _, _, err := boxes[k%2].Append(reply(k)); err != nil {
					t.Fatal(err)
				}
			}
			if _, _, err := boxes[2].Append(reply(5)); err != nil {
				t.Fatal(err)
			}
		} else if _, _, err := boxes[0].Append(reply(n)); err != nil {
			t.Fatal(err)
		}
		for i, mb := range boxes {
			for _, m := range mb.msgs {
				id := threadOf(t, mb, m)
				if was := told[m.Content]; was != 0 && was != id {
					t.Errorf("thread %d was %d", id, was)
				}
				if want := uint64(1); i < 2 && id != want || i >= 2 && id != m.Content {
					t.Errorf("life %d, mailbox %d: content %d is in thread %d", life, i, m.Content, id)
				}
				told[m.Content] = id
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// All copies of a message are in one thread, also those that another user has,
// and also if the copy is asked for first (RFC 8474 §5.2).
func TestThreadOfCopies(t *testing.T) {
	s := store.NewMemory()
	defer s.Close()
	r := NewRegistry(s, Compliant{}, Policy{})
	boxes := make(map[string]*Mailbox)
	for _, user := range []string{"ann", "bob"} {
		a, err := r.Account(user)
		if err != nil {
			t.Fatal(err)
		}
		boxes[user], err = a.Get(Inbox)
		if err != nil {
			t.Fatal(err)
		}
	}
	// Bob's message 1 is in thread 1; ann's 2 is linked to it, and copied to bob.
	if _, _, err := boxes["bob"].Append(reply(1)); err != nil {
		t.Fatal(err)
	}
	if _, _, err := boxes["ann"].Append(reply(2)); err != nil {
		t.Fatal(err)
	}
	v, _, err := boxes["ann"].Open(&Actor{User: "ann"}, false)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	if _, err := v.Copy([]int{0}, boxes["bob"]); err != nil {
		t.Fatal(err)
	}
	original, copied := boxes["ann"].msgs[0], boxes["bob"].msgs[1]
	if a, b := threadOf(t, boxes["bob"], copied), threadOf(t, boxes["ann"], original); a != 1 || b != 1 {
		t.Errorf("threads %d and %d, want 1", a, b)
	}
	if _, err := v.Copy([]int{0}, boxes["ann"]); err != nil {
		t.Fatal(err)
	}
	if id := boxes["ann"].msgs[1].thread.Load(); id != 1 {
		t.Errorf("the copy is in thread %d", id)
	}
}

// Whoever asks while messages come gets the same answer each time.
func TestThreadConcurrent(t *testing.T) {
	boxes := newInbox(t)
	mb := boxes[0]
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			for i := range 50 {
				_, uids, err := mb.Append(reply(w*50 + i))
				if err != nil {
					t.Error(err)
					return
				}
				m := mb.Message(uids[0])
				id, err := mb.Thread(m)
				if again, errAgain := mb.Thread(m); err != nil || errAgain != nil || id == 0 || again != id {
					t.Errorf("threads %d and %d, %v, %v", id, again, err, errAgain)
				}
			}
		})
	}
	wg.Wait()
}

// A mailbox that is deleted meanwhile is no reason to refuse an answer about
// another, and has none itself.
func TestThreadDeleted(t *testing.T) {
	s := store.NewMemory()
	defer s.Close()
	a, err := NewRegistry(s, Compliant{}, Policy{}).Account("ann")
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Create("other", nil); err != nil {
		t.Fatal(err)
	}
	inbox, _ := a.Get(Inbox)
	other, _ := a.Get("other")
	for _, mb := range []*Mailbox{inbox, other} {
		if _, _, err := mb.Append(reply(1)); err != nil {
			t.Fatal(err)
		}
	}
	if err := a.Delete("other"); err != nil {
		t.Fatal(err)
	}
	if id := threadOf(t, inbox, inbox.msgs[0]); id != 1 {
		t.Errorf("thread %d", id)
	}
	if id, err := other.Thread(other.msgs[0]); err != errDeleted {
		t.Errorf("thread %d of a deleted mailbox, %v", id, err)
	}
}
