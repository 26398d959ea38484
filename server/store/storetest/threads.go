package storetest

import (
	"errors"

	"imaporacle/server/store"
)

func (f *fixture) threads(contents ...uint64) []store.Thread {
	f.Helper()
	list, err := f.s.Threads(contents)
	if err != nil {
		f.Fatalf("Threads(%v): %v", contents, err)
	}
	return list
}

// testThreads: what is kept of a thread belongs to the bytes, whichever message
// has them, and goes with the last.
func testThreads(f *fixture) {
	box := f.mailbox("ann", "INBOX")
	one, two := f.message(box.ID, 1, "one"), f.message(box.ID, 2, "two")
	f.commit(one, two)
	a, b := one.Message.Content, two.Message.Content
	links := []uint64{1<<64 - 1, 0, 5}
	first := store.Thread{Content: a, ID: 1<<64 - 1, Links: []uint64{1<<64 - 1, 0, 5}}
	f.commit(store.PutThread{Thread: store.Thread{Content: a, ID: first.ID, Links: links}}, store.PutThread{Thread: store.Thread{Content: b, ID: 3}})
	links[0] = 7 // the store keeps nothing of the op
	f.eachLife(func() {
		f.same("threads", f.threads(b, 1<<60, a), []store.Thread{{Content: b, ID: 3}, first})
	})
	f.threads(a)[0].Links[0] = 9 // nor gives away its own
	f.commit(store.PutThread{Thread: store.Thread{Content: b, ID: 4, Links: []uint64{6}}})
	f.commit(store.CopyMessage{Box: box.ID, Message: store.Message{UID: 3}, FromBox: box.ID, FromUID: 1})
	f.commit(store.Expunge{Box: box.ID, UID: 1, ModSeq: 200}, store.Release{Box: box.ID, UID: 1})
	f.eachLife(func() {
		f.same("the copy's", f.threads(a, b), []store.Thread{first, {Content: b, ID: 4, Links: []uint64{6}}})
	})
	f.commit(store.Expunge{Box: box.ID, UID: 3, ModSeq: 201}, store.Release{Box: box.ID, UID: 3})
	f.commit(store.PutThread{Thread: first}) // too late
	f.eachLife(func() {
		f.same("what is left", f.threads(a, b), []store.Thread{{Content: b, ID: 4, Links: []uint64{6}}})
	})
	for _, bad := range []store.Thread{{ID: 1}, {Content: b}} {
		err := f.try(store.PutThread{Thread: store.Thread{Content: b, ID: 8}}, store.PutThread{Thread: bad})
		if !errors.Is(err, store.ErrInvalid) {
			f.Errorf("%+v: %v, want ErrInvalid", bad, err)
		}
	}
	f.commit(store.DeleteMailbox{ID: box.ID})
	f.eachLife(func() { f.same("with the mailbox", f.threads(a, b), []store.Thread(nil)) })
}

// testLabels: labels are replaced as a whole, apart from the flags.
func testLabels(f *fixture) {
	box := f.mailbox("ann", "INBOX")
	f.commit(f.message(box.ID, 1, "one", `\Seen`))
	labels := []string{`\Inbox`, "a b", "Ä"}
	f.commit(store.SetLabels{Box: box.ID, UID: 1, Labels: labels, ModSeq: 200})
	labels[0] = "x"
	f.commit(store.SetFlags{Box: box.ID, UID: 1, Flags: []string{"k"}, ModSeq: 201})
	f.eachLife(func() {
		m := f.messages(box.ID)[0]
		f.same("labels", m.Labels, []string{`\Inbox`, "a b", "Ä"})
		f.same("flags", m.Flags, []string{"k"})
		f.same("mod-sequence", m.ModSeq, uint64(201))
	})
	f.commit(store.SetLabels{Box: box.ID, UID: 1, ModSeq: 202})
	f.eachLife(func() {
		m := f.messages(box.ID)[0]
		f.same("labels", m.Labels, []string(nil))
		f.same("mod-sequence", m.ModSeq, uint64(202))
	})
	err := f.try(store.SetLabels{Box: box.ID, UID: 1, Labels: labels, ModSeq: 203}, store.SetLabels{Box: box.ID, UID: 2, ModSeq: 203})
	if !errors.Is(err, store.ErrNoMessage) {
		f.Errorf("labels of no message: %v", err)
	}
	f.eachLife(func() { f.same("mod-sequence", f.messages(box.ID)[0].ModSeq, uint64(202)) })
}
