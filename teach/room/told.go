package room

import (
	"math"
	"slices"

	"github.com/tidwall/btree"

	"imaporacle/internal/wire"
	"imaporacle/server/mailbox"
)

// told is what a session has been told of its mailbox by what was really sent.
// Where a fault says something else than the server believes, it is what was
// said.
type told struct {
	view     *mailbox.View
	user     string // the mailbox's owner
	mailbox  string
	readOnly bool

	rows    *btree.BTreeG[*row] // behind the sequence numbers 1, 2, ...
	shared  bool                // a state has the rows: they are copied before they change
	lastUID uint32              // up to which the server's messages are among them
	recent  int                 // as RECENT said

	waiting []Waiting           // changes to be told, at most maxWaiting
	total   int                 // how many there are
	from    mailbox.Position    // of the log, up to where they are known
	own     map[uint32][]string // flags that the session has set in the command under way
}

// row is a message as the session knows it. It is not changed.
type row struct {
	key    uint64 // places it
	uid    uint32 // 0 if nobody can know it
	flags  []string
	recent bool
	gone   bool
}

// keyOf leaves room behind each UID for what is no message.
func keyOf(uid uint32) uint64 { return uint64(uid) << 20 }

// maxWaiting is how many changes are kept of those that wait.
const maxWaiting = 200

func newTold(view *mailbox.View) *told {
	t := &told{
		view: view, rows: btree.NewBTreeGOptions(func(a, b *row) bool { return a.key < b.key }, btree.Options{NoLocks: true}),
		user: view.Mailbox().Owner(), mailbox: view.Mailbox().Name(), readOnly: view.ReadOnly(),
	}
	t.settle()
	return t
}

// hear takes in a response. It reports whether that changed anything.
func (t *told) hear(r *wire.Response) bool {
	switch {
	case r.Kind == wire.Tagged:
		return t.settle()
	case r.Kind != wire.Untagged || r.Status != wire.NoStatus:
		return false
	}
	switch r.Name {
	case "EXISTS":
		return r.HasNumber && t.exists(int(r.Number))
	case "RECENT":
		changed := r.HasNumber && t.recent != int(r.Number)
		t.recent = int(r.Number)
		return changed
	case "EXPUNGE":
		return r.HasNumber && t.expunge(int(r.Number))
	case "VANISHED":
		uids, earlier, ok := wire.AsVanished(r)
		return ok && !earlier && t.vanish(uids)
	case "FETCH":
		f, ok := wire.AsFetch(r)
		before, known := t.rows.GetAt(int(f.Seq) - 1)
		return ok && known && t.fetch(before, f)
	case "UIDFETCH":
		f, ok := wire.AsUIDFetch(r)
		before, known := t.rows.Get(&row{key: keyOf(f.Seq)})
		return ok && known && t.fetch(before, f)
	}
	return false
}

// change returns the rows to be changed.
func (t *told) change() *btree.BTreeG[*row] {
	if t.shared {
		t.rows, t.shared = t.rows.Copy(), false
	}
	return t.rows
}

// exists makes the rows n. Behind the new numbers are the messages that the
// session shows and that have not been told yet.
func (t *told) exists(n int) bool {
	have := t.rows.Len()
	if n == have {
		return false
	}
	rows := t.change()
	for ; have > n; have-- {
		rows.DeleteAt(have - 1)
	}
	if have == n {
		return true
	}
	if p := t.view.PictureAfter(t.lastUID); p != nil {
		for _, m := range p.Messages[:min(n-have, len(p.Messages))] {
			rows.Set(&row{key: keyOf(m.UID), uid: m.UID, flags: m.Flags, recent: m.Recent, gone: m.Gone})
			t.lastUID = m.UID
			t.drop(m.UID, mailbox.Appended)
		}
	}
	for have = rows.Len(); have < min(n, have+maxUnknown); have++ {
		key := uint64(1)
		if last, ok := rows.Max(); ok {
			key = last.key + 1
		}
		rows.Set(&row{key: key})
	}
	return true
}

// maxUnknown bounds how many messages that are not there a session is told of.
const maxUnknown = 1000

func (t *told) expunge(n int) bool {
	if n < 1 || n > t.rows.Len() {
		return false
	}
	gone, _ := t.change().DeleteAt(n - 1)
	t.drop(gone.uid, anyChange)
	return true
}

func (t *told) vanish(uids wire.NumSet) bool {
	var gone []*row
	for _, part := range uids {
		t.rows.Ascend(&row{key: keyOf(part.Start)}, func(r *row) bool {
			if r.key > keyOf(part.Stop) {
				return false
			}
			gone = append(gone, r)
			return true
		})
	}
	for _, r := range gone {
		t.change().Delete(r)
		t.drop(r.uid, anyChange)
	}
	return len(gone) > 0
}

// fetch takes in UID and FLAGS of a FETCH response.
func (t *told) fetch(before *row, f wire.Fetch) bool {
	after := *before
	if uid, ok := f.UID(); ok {
		after.uid = uid
	}
	dropped := false
	if flags, ok := f.Flags(); ok {
		after.recent = slices.Contains(flags, `\Recent`)
		after.flags = slices.DeleteFunc(flags, func(f string) bool { return f == `\Recent` })
		delete(t.own, before.uid)
		dropped = t.drop(before.uid, mailbox.FlagsChanged)
	}
	if after.same(before) {
		return dropped
	}
	t.change().Set(&after)
	return true
}

func (r *row) same(o *row) bool {
	return r.uid == o.uid && r.recent == o.recent && r.gone == o.gone && slices.Equal(r.flags, o.flags)
}

// settle is for the end of a command: what the server still has to tell is
// what waits, and what the session has set without being told is as it set it.
func (t *told) settle() bool {
	p := t.view.PictureAfter(math.MaxUint32)
	if p == nil {
		return false
	}
	for uid, flags := range t.own {
		if before, ok := t.rows.Get(&row{key: keyOf(uid)}); ok {
			after := *before
			after.flags = flags
			t.change().Set(&after)
		}
	}
	t.own = nil
	t.from, t.total = p.End, len(p.Waiting)
	t.waiting = nil
	for _, w := range p.Waiting[:min(len(p.Waiting), maxWaiting)] {
		t.waiting = append(t.waiting, Waiting{What: whats[w.Kind], UID: w.UID, By: w.Conn})
	}
	return true
}

// anyChange stands for all kinds.
const anyChange mailbox.Kind = -1

// drop takes out what waits of a message. It reports whether something did.
func (t *told) drop(uid uint32, kind mailbox.Kind) bool {
	dropped := func(w Waiting) bool { return w.UID == uid && (kind == anyChange || w.What == whats[kind]) }
	if !slices.ContainsFunc(t.waiting, dropped) {
		return false
	}
	kept := slices.DeleteFunc(slices.Clone(t.waiting), dropped) // states have the old one
	n := len(t.waiting) - len(kept)
	t.waiting = kept
	t.total -= n
	return true
}

// pass takes notice of a change of the mailbox, at a Position of its log. mine
// says that the session's own STORE made it. It reports whether that changed
// what is told or waits.
func (t *told) pass(at mailbox.Position, c mailbox.Change, mine bool) bool {
	if at < t.from {
		return false
	}
	w := Waiting{What: whats[c.Kind]}
	if c.Message != nil {
		w.UID = c.Message.UID
	}
	if c.By != nil {
		w.By = c.By.Conn
	}
	switch {
	case c.Kind == mailbox.FlagsChanged && mine:
		if t.own == nil {
			t.own = make(map[uint32][]string)
		}
		t.own[w.UID] = c.After.Names()
		return false
	case c.Kind == mailbox.Expunged:
		if before, ok := t.rows.Get(&row{key: keyOf(w.UID)}); ok {
			after := *before
			after.gone = true
			t.change().Set(&after)
		}
	}
	t.total++
	if len(t.waiting) < maxWaiting {
		t.waiting = append(slices.Clip(t.waiting), w) // states have the old one
	}
	return true
}
