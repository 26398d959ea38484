package mailbox_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"imaporacle/server/mailbox"
	"imaporacle/server/store"
)

// unlimited has the usage of every resource told, and stops nothing.
var unlimited = store.Limits{mailbox.Storage: 1<<63 - 1, mailbox.Messages: 1<<63 - 1, mailbox.Boxes: 1<<63 - 1}

func openAccount(t testing.TB, s store.Store, limits store.Limits) *mailbox.Account {
	t.Helper()
	registry := mailbox.NewRegistry(s, mailbox.Compliant{}, mailbox.Policy{})
	registry.LimitAccounts(limits, false)
	account, err := registry.Account("user")
	if err != nil {
		t.Fatal(err)
	}
	return account
}

// summed is what the mailboxes that are there say of themselves.
func summed(t fataler, a *mailbox.Account) string {
	t.Helper()
	var octets, messages, boxes int64
	for _, e := range a.Entries() {
		mb, err := a.Get(e.Name)
		if err != nil {
			continue
		}
		st, err := mb.Status(&mailbox.Actor{User: "user"})
		if err != nil {
			t.Fatal(err)
		}
		octets, messages, boxes = octets+st.Size, messages+int64(st.Messages), boxes+1
	}
	return fmt.Sprintf("STORAGE %d MESSAGE %d MAILBOX %d", (octets+1023)/1024, messages, boxes)
}

func used(a *mailbox.Account) string {
	text := ""
	for i, u := range a.Quota() {
		if i > 0 {
			text += " "
		}
		text += fmt.Sprintf("%s %d", u.Resource, u.Used)
	}
	return text
}

type fataler interface {
	Helper()
	Fatal(...any)
}

// Whatever sessions do at the same time, refused or not, what is used is what
// the mailboxes hold, and never more than the limits.
func TestQuotaIsExact(t *testing.T) {
	s := store.NewMemory()
	defer s.Close()
	limits := store.Limits{mailbox.Storage: 40, mailbox.Messages: 60, mailbox.Boxes: 5}
	account := openAccount(t, s, limits)
	var wg sync.WaitGroup
	for i := range 6 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			rnd := rand.New(rand.NewPCG(1, uint64(i)))
			for range 400 {
				disturb(t, account, rnd, i)
				for _, u := range account.Quota() {
					if u.Used > u.Limit {
						t.Errorf("%s: %d of %d used", u.Resource, u.Used, u.Limit)
					}
				}
			}
		}()
	}
	wg.Wait()
	if got, want := used(account), summed(t, account); got != want {
		t.Errorf("used %s, want %s", got, want)
	}
}

// disturb does something at random. That it is refused is nothing special.
func disturb(t testing.TB, a *mailbox.Account, rnd *rand.Rand, conn int) {
	name := func() string { return []string{"INBOX", "a", "a/b", "c", "d/e"}[rnd.IntN(5)] }
	letter := func() mailbox.NewMessage {
		return mailbox.NewMessage{Date: time.Now(), Body: make([]byte, 1+rnd.IntN(3000))}
	}
	var err error
	switch rnd.IntN(8) {
	case 0:
		err = a.Create(name(), nil)
	case 1:
		err = a.Delete(name())
	case 2:
		err = a.Rename(name(), name())
	case 3, 4:
		if mb, missing := a.Get(name()); missing == nil {
			_, _, err = mb.Append(letter(), letter())
		}
	default:
		err = inView(a, rnd, conn, name(), name(), letter())
	}
	var refusal *mailbox.Refusal
	if err != nil && (!errors.As(err, &refusal) || refusal.Code == "SERVERBUG") {
		t.Error(err)
	}
}

// inView copies, moves, replaces or expunges some messages of a mailbox.
func inView(a *mailbox.Account, rnd *rand.Rand, conn int, from, to string, n mailbox.NewMessage) error {
	mb, err := a.Get(from)
	if err != nil {
		return nil
	}
	dest, err := a.Get(to)
	if err != nil {
		return nil
	}
	v, _, err := mb.Open(&mailbox.Actor{User: "user", Conn: conn}, false)
	if err != nil {
		return nil
	}
	defer v.Close()
	if len(v.Messages()) == 0 {
		return nil
	}
	some := []int{rnd.IntN(len(v.Messages()))}
	switch rnd.IntN(4) {
	case 0:
		_, err = v.Copy(some, dest)
	case 1:
		_, err = v.Move(some, dest)
	case 2:
		_, _, err = v.Replace(some[0], dest, n)
	default:
		if _, err = v.SetFlags(some, mailbox.AddFlags, []string{mailbox.Deleted}); err == nil {
			err = v.Expunge(nil)
		}
	}
	return err
}

// After each of any operations, and after the file was opened again, what is
// used is the sum over the mailboxes.
func TestQuotaProperty(t *testing.T) {
	dir := t.TempDir()
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		open := func() *store.Bolt {
			s, err := store.OpenBolt(fmt.Sprintf("%s/%d", dir, n), store.BoltOptions{})
			if err != nil {
				rt.Fatal(err)
			}
			return s
		}
		s := open()
		account := openAccount(t, s, unlimited)
		defer func() { s.Close() }()
		rnd := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 0))
		rt.Repeat(map[string]func(*rapid.T){
			"operation": func(*rapid.T) { disturb(t, account, rnd, 1) },
			"reopen": func(*rapid.T) {
				s.Close()
				s = open()
				account = openAccount(t, s, unlimited)
			},
			"": func(rt *rapid.T) {
				if got, want := used(account), summed(rt, account); got != want {
					rt.Fatalf("used %s, want %s", got, want)
				}
			},
		})
	})
}

// A session that has not noticed that its mailbox was deleted is refused, and
// neither the quota nor the other mailbox suffers.
func TestDeletedMeanwhile(t *testing.T) {
	s := store.NewMemory()
	defer s.Close()
	a := openAccount(t, s, unlimited)
	if err := a.Create("box", nil); err != nil {
		t.Fatal(err)
	}
	box, _ := a.Get("box")
	inbox, _ := a.Get("INBOX")
	if _, _, err := box.Append(mailbox.NewMessage{Body: []byte("x"), Flags: []string{mailbox.Deleted}}); err != nil {
		t.Fatal(err)
	}
	v, _, err := box.Open(&mailbox.Actor{User: "user", Conn: 1}, false)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	if err := a.Delete("box"); err != nil {
		t.Fatal(err)
	}
	_, copied := v.Copy([]int{0}, inbox)
	_, moved := v.Move([]int{0}, inbox)
	_, _, replaced := v.Replace(0, inbox, mailbox.NewMessage{Body: []byte("y")})
	_, stored := v.SetFlags([]int{0}, mailbox.AddFlags, []string{mailbox.Seen})
	for i, err := range []error{copied, moved, replaced, stored, v.Expunge(nil)} {
		var refusal *mailbox.Refusal
		if !errors.As(err, &refusal) || refusal.Code != "NONEXISTENT" {
			t.Errorf("%d: %v, want NONEXISTENT", i, err)
		}
	}
	if _, _, err := inbox.Append(mailbox.NewMessage{Body: []byte("x")}); err != nil {
		t.Error(err)
	}
	if got := used(a); got != "STORAGE 1 MESSAGE 1 MAILBOX 1" {
		t.Error(got)
	}
}
