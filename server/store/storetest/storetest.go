// Package storetest is the conformance test of store.Store: what every store
// must do alike.
package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"imaporacle/server/store"
)

// Opener opens a new, empty store. reopen closes it and opens it again with what
// it kept; it is nil for a store that keeps nothing. The opener closes what is
// still open at the end of the test.
type Opener func(t *testing.T) (s store.Store, reopen func() store.Store)

// Run tests the stores that open makes, each part with one of its own.
func Run(t *testing.T, open Opener) {
	for _, part := range []struct {
		name string
		run  func(*fixture)
	}{
		{"Mailboxes", testMailboxes},
		{"Names", testNames},
		{"DeletedID", testDeletedID},
		{"Subscriptions", testSubscriptions},
		{"Messages", testMessages},
		{"MessagesYield", testMessagesYield},
		{"ManyMessages", testManyMessages},
		{"Bodies", testBodies},
		{"BodyBuffer", testBodyBuffer},
		{"Flags", testFlags},
		{"Ghosts", testGhosts},
		{"Expunged", testExpunged},
		{"Quota", testQuota},
		{"Threads", testThreads},
		{"Labels", testLabels},
		{"Copies", testCopies},
		{"ACLs", testACLs},
		{"Annotations", testAnnotations},
		{"DeleteMailbox", testDeleteMailbox},
		{"Times", testTimes},
		{"Refused", testRefused},
		{"AllOrNothing", testAllOrNothing},
		{"FailureAlone", testFailureAlone},
		{"OpsKept", testOpsKept},
		{"DoneOrder", testDoneOrder},
		{"DoneReads", testDoneReads},
		{"UIDValidity", testUIDValidity},
		{"IDs", testIDs},
		{"Concurrent", testConcurrent},
		{"Snapshot", testSnapshot},
		{"SnapshotRefused", testSnapshotRefused},
		{"Closed", testClosed},
		{"ClosedMeanwhile", testClosedMeanwhile},
	} {
		t.Run(part.name, func(t *testing.T) {
			f := &fixture{T: t}
			f.s, f.reopen = open(t)
			part.run(f)
		})
	}
}

// fixture is one store under test with what makes its use short.
type fixture struct {
	*testing.T
	s      store.Store
	reopen func() store.Store
}

// again reopens the store if it can.
func (f *fixture) again() {
	if f.reopen != nil {
		f.s = f.reopen()
	}
}

// eachLife runs a check now and, if the store can be reopened, once more after.
func (f *fixture) eachLife(check func()) {
	f.Helper()
	check()
	if f.reopen != nil {
		f.s = f.reopen()
		check()
	}
}

// try commits and waits.
func (f *fixture) try(ops ...store.Op) error {
	result := make(chan error, 1)
	f.s.Commit(ops, func(err error) { result <- err })
	return <-result
}

// commit commits what must succeed.
func (f *fixture) commit(ops ...store.Op) {
	f.Helper()
	if err := f.try(ops...); err != nil {
		f.Fatalf("Commit: %v", err)
	}
}

// mailbox creates a mailbox.
func (f *fixture) mailbox(user, name string) store.Mailbox {
	f.Helper()
	m := f.newMailbox(user, name)
	f.commit(store.PutMailbox{Mailbox: m})
	return m
}

// created is a time as a store keeps it.
var created = time.Date(2024, 2, 29, 23, 59, 58, 123456789, time.FixedZone("", -(5*3600+30*60)))

func (f *fixture) newMailbox(user, name string) store.Mailbox {
	return store.Mailbox{
		ID: f.s.NextID(), User: user, Name: name,
		UIDValidity: f.s.NextUIDValidity(), UIDNext: 1, HighestModSeq: 1, FirstRecent: 1,
		Created: created,
	}
}

// message makes an op that adds a message.
func (f *fixture) message(box store.MailboxID, uid uint32, body string, flags ...string) store.AddMessage {
	return store.AddMessage{Box: box, Body: []byte(body), Message: store.Message{
		UID: uid, ModSeq: uint64(uid) + 100, InternalDate: created, Saved: created.Add(time.Hour), Size: int64(len(body)),
		Flags: flags, Content: f.s.NextContent(),
	}}
}

func (f *fixture) mailboxes(user string) []store.Mailbox {
	f.Helper()
	list, err := f.s.Mailboxes(user)
	if err != nil {
		f.Fatalf("Mailboxes(%q): %v", user, err)
	}
	return list
}

func (f *fixture) messages(box store.MailboxID) []store.Message {
	f.Helper()
	var list []store.Message
	err := f.s.Messages(box, func(m store.Message) error {
		list = append(list, m)
		return nil
	})
	if err != nil {
		f.Fatalf("Messages(%d): %v", box, err)
	}
	return list
}

// body reads a body; a failure reads as "<error>".
func (f *fixture) body(box store.MailboxID, uid uint32) string {
	b, err := f.s.Body(box, uid, nil)
	if err != nil {
		return fmt.Sprintf("<%v>", err)
	}
	return string(b)
}

// same fails unless got is what is wanted, times included with their offsets.
func (f *fixture) same(what string, got, want any) {
	f.Helper()
	if diff := cmp.Diff(want, got, sameTime); diff != "" {
		f.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

var sameTime = cmp.Comparer(func(x, y time.Time) bool {
	_, xo := x.Zone()
	_, yo := y.Zone()
	return x.Equal(y) && xo == yo
})
