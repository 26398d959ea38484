package mailbox_test

import (
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"imaporacle/server/mailbox"
	"imaporacle/server/store"
)

// failingStore is a memory store whose commits fail from a moment on.
type failingStore struct {
	*store.Memory
	broken atomic.Bool
}

var errDisk = errors.New("the disk is gone")

func (s *failingStore) Commit(ops []store.Op, done func(error)) {
	if !s.broken.Load() {
		s.Memory.Commit(ops, done)
		return
	}
	if done != nil {
		done(errDisk)
	}
}

// After a failure the memory is ahead of the disk: what the mailbox shows then
// could be undone by a restart, so nothing of it is served any more.
func TestStorageFailure(t *testing.T) {
	actor := &mailbox.Actor{User: "user"}
	letter := mailbox.NewMessage{Date: time.Now(), Body: []byte("x")}
	for name, do := range map[string]func(*mailbox.Mailbox, *mailbox.View) error{
		"append": func(mb *mailbox.Mailbox, _ *mailbox.View) error {
			_, _, err := mb.Append(letter)
			return err
		},
		"store": func(_ *mailbox.Mailbox, v *mailbox.View) error {
			_, err := v.SetFlags([]int{0}, mailbox.AddFlags, []string{mailbox.Seen})
			return err
		},
		"expunge": func(_ *mailbox.Mailbox, v *mailbox.View) error { return v.Expunge(nil) },
		"copy": func(mb *mailbox.Mailbox, v *mailbox.View) error {
			_, err := v.Copy([]int{0}, mb)
			return err
		},
		"move": func(mb *mailbox.Mailbox, v *mailbox.View) error {
			_, err := v.Move([]int{0}, mb)
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := &failingStore{Memory: store.NewMemory()}
			defer s.Close()
			_, mb := openInbox(t, s)
			letter := letter
			letter.Flags = []string{mailbox.Deleted}
			mustAppend(t, mb, letter)
			v, _, err := mb.Open(actor, false)
			if err != nil {
				t.Fatal(err)
			}
			s.broken.Store(true)
			isRefusal(t, do(mb, v), "SERVERBUG")
			s.broken.Store(false) // it stays broken: there is no way back but a restart
			if u := v.Advance(true); u.Exists >= 0 || len(u.Expunged)+len(u.Flags) > 0 {
				t.Errorf("told of what is not on the disk: %+v", u)
			}
			_, _, err = mb.Append(letter)
			isRefusal(t, err, "SERVERBUG")
			_, err = v.SetFlags([]int{0}, mailbox.ReplaceFlags, nil)
			isRefusal(t, err, "SERVERBUG")
			isRefusal(t, v.Expunge(nil), "SERVERBUG")
			_, err = mb.Status(actor)
			isRefusal(t, err, "SERVERBUG")
			_, _, err = mb.Open(actor, false)
			isRefusal(t, err, "SERVERBUG")
			v.Close()
		})
	}
}

// The same holds for the names of an account.
func TestAccountStorageFailure(t *testing.T) {
	for name, do := range map[string]func(*mailbox.Account) error{
		"create":      func(a *mailbox.Account) error { return a.Create("a", nil) },
		"rename":      func(a *mailbox.Account) error { return a.Rename("box", "b") },
		"delete":      func(a *mailbox.Account) error { return a.Delete("box") },
		"subscribe":   func(a *mailbox.Account) error { return a.Subscribe("c") },
		"unsubscribe": func(a *mailbox.Account) error { return a.Unsubscribe("c") },
	} {
		t.Run(name, func(t *testing.T) {
			s := &failingStore{Memory: store.NewMemory()}
			defer s.Close()
			account, _ := openInbox(t, s)
			if err := account.Create("box", nil); err != nil {
				t.Fatal(err)
			}
			s.broken.Store(true)
			isRefusal(t, do(account), "SERVERBUG")
			s.broken.Store(false)
			isRefusal(t, account.Create("d", nil), "SERVERBUG")
			isRefusal(t, account.Rename("box", "d"), "SERVERBUG")
			isRefusal(t, account.Delete("box"), "SERVERBUG")
			isRefusal(t, account.Subscribe("d"), "SERVERBUG")
			_, err := account.Get("INBOX")
			isRefusal(t, err, "SERVERBUG")
		})
	}
}

func openInbox(t testing.TB, s store.Store) (*mailbox.Account, *mailbox.Mailbox) {
	t.Helper()
	account, err := mailbox.NewRegistry(s, mailbox.Compliant{}, mailbox.Policy{}).Account("user")
	if err != nil {
		t.Fatal(err)
	}
	mb, err := account.Get("INBOX")
	if err != nil {
		t.Fatal(err)
	}
	return account, mb
}

func mustAppend(t testing.TB, mb *mailbox.Mailbox, msgs ...mailbox.NewMessage) {
	t.Helper()
	if _, _, err := mb.Append(msgs...); err != nil {
		t.Fatal(err)
	}
}

func isRefusal(t testing.TB, err error, code string) {
	t.Helper()
	var refusal *mailbox.Refusal
	if !errors.As(err, &refusal) || refusal.Code != code {
		t.Errorf("found %v, want a refusal with %s", err, code)
	}
}
