package mailbox_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"imaporacle/server/mailbox"
	"imaporacle/server/store"
)

// RFC 4314 §2.1.1: the virtual rights stand for others, and are told where any
// of these is there.
func TestRights(t *testing.T) {
	for given, want := range map[string]string{
		"": "", "lrs": "lrs", "srl": "lrs", "c": "kxc", "d": "ted", "t": "td", "x": "xc", "cdkxte": "tekxcd",
		"lrwstipekxacd": "lrwstipekxacd",
	} {
		rights, err := mailbox.ParseRights(given)
		if got := rights.String(); err != nil || got != want {
			t.Errorf("%q: %q, %v; want %q", given, got, err, want)
		}
	}
	for _, bad := range []string{"L", "q", "0", "l r", "é", "\xff"} {
		if rights, err := mailbox.ParseRights(bad); err == nil {
			t.Errorf("%q: %q", bad, rights)
		}
	}
}

// Two users share, list, copy and delete across their accounts at the same
// time: nobody waits for the other for ever, and in the end nothing is shared.
func TestSharingAtOnce(t *testing.T) {
	s := store.NewMemory()
	t.Cleanup(func() { s.Close() })
	registry := mailbox.NewRegistry(s, mailbox.Compliant{}, mailbox.Policy{})
	users := [2]string{"ann", "bob"}
	var accounts [2]*mailbox.Account
	for i, user := range users {
		var err error
		if accounts[i], err = registry.Account(user); err != nil {
			t.Fatal(err)
		}
	}
	var wg sync.WaitGroup
	for i := range users {
		wg.Go(func() {
			if err := shareAndBack(accounts[i], users[i], users[1-i]); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for i, a := range accounts {
		if entries := a.Entries(); len(entries) != 1 {
			t.Errorf("%s still sees %+v", users[i], entries)
		}
	}
}

// shareAndBack has one user let the other into mailboxes, use what it is let
// into, and delete its own.
func shareAndBack(a *mailbox.Account, user, other string) error {
	inbox, err := a.Get(mailbox.Inbox)
	if err != nil {
		return err
	}
	if _, _, err := inbox.Append(mailbox.NewMessage{Date: time.Now(), Body: []byte("x")}); err != nil {
		return err
	}
	v, _, err := inbox.Open(&mailbox.Actor{User: user}, false)
	if err != nil {
		return err
	}
	defer v.Close()
	all := func(mailbox.Rights) mailbox.Rights { return mailbox.AllRights }
	for i := range 50 {
		name := fmt.Sprint("box", i)
		if err := a.Create(name, nil); err != nil {
			return err
		}
		mb, err := a.Get(name)
		if err != nil {
			return err
		}
		if err := mb.Grant(other, all); err != nil {
			return err
		}
		for _, e := range a.Entries() {
			var refusal *mailbox.Refusal
			theirs, err := a.Lookup(e.Name, mailbox.RightInsert)
			if err == nil {
				_, err = v.Copy([]int{0}, theirs)
			}
			if err != nil && !errors.As(err, &refusal) { // it may be gone by now
				return err
			}
		}
		if err := a.Delete(name); err != nil {
			return err
		}
	}
	return nil
}
