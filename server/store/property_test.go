package store_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"imaporacle/server/store"
)

// pair is a Memory and a Bolt that are given the same.
type pair struct {
	memory *store.Memory
	bolt   *store.Bolt
	path   string

	boxes    []store.MailboxID // all ever used
	contents []uint64
	ghosts   map[store.Release]bool // that may be there
}

const pairUIDs = 5 // UIDs are drawn up to here, so that they collide

// TestMemoryIsBolt: under any commits, in groups and with restarts, both stores
// agree on every error and every answer.
func TestMemoryIsBolt(t *testing.T) {
	dir := t.TempDir()
	run := 0
	rapid.Check(t, func(t *rapid.T) {
		run++
		p := &pair{memory: store.NewMemory(), path: filepath.Join(dir, fmt.Sprint(run)), ghosts: make(map[store.Release]bool)}
		p.open(t)
		defer func() {
			_ = p.bolt.Close()
			_ = os.Remove(p.path)
		}()
		for range rapid.IntRange(1, 6).Draw(t, "rounds") {
			p.group(t)
			p.compare(t)
			if rapid.IntRange(0, 3).Draw(t, "reopen") == 0 {
				p.reopen(t)
				p.compare(t)
			}
		}
	})
}

func (p *pair) open(t *rapid.T) {
	var err error
	if p.bolt, err = store.OpenBolt(p.path, store.BoltOptions{}); err != nil {
		t.Fatal(err)
	}
}

// reopen restarts Bolt, which releases all ghosts, and has Memory do the same.
func (p *pair) reopen(t *rapid.T) {
	if err := errors.Join(p.bolt.Sound(), p.bolt.Close()); err != nil {
		t.Fatal(err)
	}
	p.open(t)
	for ghost := range p.ghosts {
		err := commit(p.memory, ghost)
		if err != nil && !errors.Is(err, store.ErrNotExpunged) {
			t.Fatal(err)
		}
	}
	clear(p.ghosts)
}

// group queues some commits at once on both.
func (p *pair) group(t *rapid.T) {
	var commits [][]store.Op
	for range rapid.IntRange(1, 6).Draw(t, "commits") {
		var ops []store.Op
		for range rapid.IntRange(0, 6).Draw(t, "ops") {
			ops = append(ops, p.drawOp(t))
		}
		commits = append(commits, ops)
	}
	errs := [2]chan error{make(chan error, len(commits)), make(chan error, len(commits))}
	for i, s := range []store.Store{p.memory, p.bolt} {
		for _, ops := range commits {
			s.Commit(ops, func(err error) { errs[i] <- err })
		}
	}
	for i := range commits {
		memory, bolt := <-errs[0], <-errs[1]
		if fmt.Sprint(memory) != fmt.Sprint(bolt) {
			t.Fatalf("commit %d: memory says %v, bolt says %v", i, memory, bolt)
		}
	}
}

func (p *pair) drawOp(t *rapid.T) store.Op {
	uid := func() uint32 { return rapid.Uint32Range(1, pairUIDs).Draw(t, "uid") }
	if len(p.boxes) == 0 {
		return p.drawMailbox(t)
	}
	switch rapid.IntRange(0, 25).Draw(t, "op") {
	case 0, 1, 2:
		return p.drawMailbox(t)
	case 3:
		return store.DeleteMailbox{ID: p.drawBox(t)}
	case 4:
		return store.Subscribe{User: drawUser(t), Name: drawName(t)}
	case 5:
		return store.Unsubscribe{User: drawUser(t), Name: drawName(t)}
	case 6, 7, 8, 9, 10:
		return p.drawMessage(t, uid())
	case 11, 12:
		return store.CopyMessage{Box: p.drawBox(t), FromBox: p.drawBox(t), FromUID: uid(),
			Message: store.Message{UID: uid(), ModSeq: rapid.Uint64().Draw(t, "modseq"), Flags: drawFlags(t)}}
	case 13, 14:
		return store.SetFlags{Box: p.drawBox(t), UID: uid(), Flags: drawFlags(t), ModSeq: rapid.Uint64().Draw(t, "modseq")}
	case 15, 16, 17:
		op := store.Expunge{Box: p.drawBox(t), UID: uid(), ModSeq: drawExpungeModSeq(t)}
		p.ghosts[store.Release{Box: op.Box, UID: op.UID}] = true
		return op
	case 20:
		return store.Forget{Box: p.drawBox(t), ModSeq: drawExpungeModSeq(t)}
	case 21:
		return store.SetQuota{User: drawUser(t), Limits: drawLimits(t)}
	case 22:
		return store.SetACL{Box: p.drawBox(t), Grants: drawGrants(t)}
	case 23:
		return store.Annotate{Box: rapid.SampledFrom(append(p.boxes, store.ServerBox)).Draw(t, "annotated"),
			Annotation: drawAnnotation(t), Remove: rapid.Bool().Draw(t, "remove")}
	case 24:
		return store.SetLabels{Box: p.drawBox(t), UID: uid(), Labels: drawFlags(t), ModSeq: rapid.Uint64().Draw(t, "modseq")}
	case 25:
		return store.PutThread{Thread: store.Thread{Content: rapid.Uint64Range(0, 9).Draw(t, "content"),
			ID: rapid.Uint64().Draw(t, "thread"), Links: rapid.SliceOfN(rapid.Uint64(), 0, 3).Draw(t, "links")}}
	default:
		return store.Release{Box: p.drawBox(t), UID: uid()}
	}
}

func (p *pair) drawBox(t *rapid.T) store.MailboxID { return rapid.SampledFrom(p.boxes).Draw(t, "box") }
func drawUser(t *rapid.T) string                   { return rapid.SampledFrom([]string{"a", "b"}).Draw(t, "user") }
func drawName(t *rapid.T) string                   { return rapid.SampledFrom([]string{"x", "y", "z"}).Draw(t, "name") }
func drawExpungeModSeq(t *rapid.T) uint64 {
	return rapid.SampledFrom([]uint64{0, 1, 2, 3, 1<<63 - 1}).Draw(t, "modseq of expunge")
}
func drawFlags(t *rapid.T) []string {
	return rapid.SliceOfN(rapid.SampledFrom([]string{`\Seen`, `\Deleted`, "$Junk", "k"}), 0, 3).Draw(t, "flags")
}

func drawLimits(t *rapid.T) store.Limits {
	return rapid.MapOfN(rapid.SampledFrom([]string{"STORAGE", "x"}), rapid.Int64Range(0, 1<<63-1), 0, 2).Draw(t, "limits")
}

func drawGrants(t *rapid.T) []store.Grant {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) store.Grant {
		return store.Grant{Identifier: drawUser(t), Rights: rapid.SampledFrom([]string{"", "lr"}).Draw(t, "rights")}
	}), 0, 2).Draw(t, "grants")
}

func drawAnnotation(t *rapid.T) store.Annotation {
	return store.Annotation{
		User: rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "whose"), Name: drawName(t),
		Value: rapid.SampledFrom([]string{"", "value", "\x00"}).Draw(t, "value"),
	}
}

func (p *pair) drawMailbox(t *rapid.T) store.Op {
	if len(p.boxes) == 0 || len(p.boxes) < 5 && rapid.Bool().Draw(t, "new") {
		p.boxes = append(p.boxes, p.bolt.NextID())
	}
	return store.PutMailbox{Mailbox: store.Mailbox{
		ID: p.drawBox(t), User: drawUser(t), Name: drawName(t), Keywords: drawFlags(t), UIDValidity: 1,
		UIDNext: rapid.Uint32().Draw(t, "next"), Created: time.Unix(rapid.Int64Range(0, 1e9).Draw(t, "created"), 0),
	}}
}

// drawMessage draws content ids that are in use now and then.
func (p *pair) drawMessage(t *rapid.T, uid uint32) store.Op {
	if len(p.contents) == 0 || rapid.IntRange(0, 4).Draw(t, "content") > 0 {
		p.contents = append(p.contents, p.bolt.NextContent())
	}
	content := rapid.SampledFrom(p.contents[max(0, len(p.contents)-3):]).Draw(t, "content id")
	size := rapid.SampledFrom([]int{0, 1, 5000, 70_000}).Draw(t, "size")
	body := slices.Repeat([]byte{byte(content)}, size)
	return store.AddMessage{Box: p.drawBox(t), Body: body, Message: store.Message{
		UID: uid, Size: int64(size), Content: content, Flags: drawFlags(t), InternalDate: time.Unix(int64(content), 0),
	}}
}

// compare fails unless both stores give the same answers.
func (p *pair) compare(t *rapid.T) {
	memory, bolt := p.answers(p.memory), p.answers(p.bolt)
	for what, want := range memory {
		if diff := cmp.Diff(want, bolt[what]); diff != "" {
			t.Fatalf("%s (-memory +bolt):\n%s", what, diff)
		}
	}
	if diff := cmp.Diff(p.memory.Contents(), p.bolt.Contents()); diff != "" {
		t.Fatalf("contents (-memory +bolt):\n%s", diff)
	}
}

// answers asks for all there is.
func (p *pair) answers(s store.Store) map[string]any {
	all := make(map[string]any)
	add := func(value any, err error, format string, args ...any) {
		all[fmt.Sprintf(format, args...)] = []any{value, fmt.Sprint(err)}
	}
	for _, user := range []string{"a", "b"} {
		boxes, err := s.Mailboxes(user)
		add(boxes, err, "mailboxes of %s", user)
		names, err := s.Subscriptions(user)
		add(names, err, "subscriptions of %s", user)
		limits, err := s.Quota(user)
		add(limits, err, "quota of %s", user)
	}
	acls, err := s.ACLs()
	add(acls, err, "access control lists")
	for _, box := range append(p.boxes, store.ServerBox) {
		annotations, err := s.Annotations(box)
		add(annotations, err, "annotations of %d", box)
	}
	threads, err := s.Threads(p.contents)
	add(threads, err, "threads")
	for _, box := range p.boxes {
		var messages []store.Message
		err := s.Messages(box, func(m store.Message) error {
			messages = append(messages, m)
			return nil
		})
		add(messages, err, "messages of %d", box)
		gone, err := s.Expunged(box)
		if len(gone) == 0 {
			gone = nil
		}
		add(gone, err, "expunges of %d", box)
		for uid := range uint32(pairUIDs + 1) {
			body, err := s.Body(box, uid, nil)
			add(string(body), err, "body of %d in %d", uid, box)
		}
	}
	return all
}
