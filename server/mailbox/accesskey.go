package mailbox

import (
	"crypto/rand"

	"imaporacle/server/store"
)

// AccessKey returns the mailbox's key for authorized URLs, empty if there is
// none (RFC 4467 §2.2).
func (mb *Mailbox) AccessKey() string {
	mb.mu.Lock()
	defer mb.mu.Unlock()
	return mb.rec.AccessKey
}

// NeedAccessKey returns the key, which it makes if there is none, when it is
// durable.
func (mb *Mailbox) NeedAccessKey() (string, error) {
	if key := mb.AccessKey(); key != "" {
		return key, commit(mb.registry.store, nil).wait() // it may be under way
	}
	return mb.changeAccessKey(func(old string) string {
		if old != "" {
			return old // another session was quicker
		}
		return newAccessKey()
	})
}

// ResetAccessKey makes a new key: no URL authorized before is valid any more
// (RFC 4467 §7, RESETKEY). Each View of the mailbox learns of it.
func (mb *Mailbox) ResetAccessKey() error {
	_, err := mb.changeAccessKey(func(string) string { return newAccessKey() })
	if err == nil {
		mb.keyResets.Add(1)
		mb.hub.publish(Event{Mailbox: mb})
	}
	return err
}

// newAccessKey has the 128 bits of entropy that RFC 4467 §10 asks for, twice.
func newAccessKey() string {
	var key [32]byte
	rand.Read(key[:]) // never fails
	return string(key[:])
}

func (mb *Mailbox) changeAccessKey(change func(old string) string) (string, error) {
	mb.mu.Lock()
	if err := mb.usable(); err != nil {
		mb.mu.Unlock()
		return "", err
	}
	key := change(mb.rec.AccessKey)
	mb.rec.AccessKey = key
	p := commit(mb.registry.store, []store.Op{store.PutMailbox{Mailbox: mb.rec}}, mb)
	mb.mu.Unlock()
	return key, p.wait()
}

// RemoveAccessKeys removes the keys of all mailboxes (RFC 4467 §7, RESETKEY).
func (a *Account) RemoveAccessKeys() error {
	a.mu.RLock()
	var boxes []*Mailbox
	for _, mb := range a.boxes {
		boxes = append(boxes, mb)
	}
	a.mu.RUnlock()
	for _, mb := range boxes {
		if mb.AccessKey() == "" {
			continue
		}
		if _, err := mb.changeAccessKey(func(string) string { return "" }); err != nil {
			return err
		}
	}
	return nil
}

// KeyReset reports whether the mailbox's key has been reset since the View was
// opened, or since it was asked last.
func (v *View) KeyReset() bool {
	resets := v.mb.keyResets.Load()
	was := v.keyResets
	v.keyResets = resets
	return was != resets
}
