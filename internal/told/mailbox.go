package told

import (
	"github.com/tidwall/btree"

	"imaporacle/internal/wire"
)

// Mailbox is what a client has been told of the mailbox that it has selected.
// It costs what was told, not what there is: of a million messages that
// nobody has asked for only their number is kept. It is not safe for
// concurrent use; what Snapshot returns is.
type Mailbox struct {
	Exists      int    // how many messages there are, as told
	Recent      int    // as RECENT said
	UIDValidity uint32 // 0 until told, as UIDNext
	UIDNext     uint32 // above every UID that was told

	source Source

	// A place is where a message stood among all that were ever told of; places
	// never change, so that EXPUNGE moves nothing. Behind the sequence number n
	// is the nth place that is no gap.
	rows   *btree.BTreeG[*Row]   // by place, those of which something is known
	marks  *btree.BTreeG[mark]   // by UID
	gaps   *btree.BTreeG[uint64] // places whose messages are expunged
	shared bool                  // a snapshot has the trees: they are copied before they change
}

// Row is a message as the client knows it. It is not changed.
type Row struct {
	UID    uint32   // 0 until the client could know it
	Flags  []string // without \Recent; nil until told
	Recent bool
	Gone   bool // expunged, of which the client has not been told: for who sets it by Change

	key   uint32 // by which the row is found: the UID that was told first
	place uint64
}

// mark says where the message of a UID is.
type mark struct {
	uid   uint32
	place uint64
}

// Source knows what no response says.
type Source interface {
	// Added returns what is known of the n messages that EXISTS has just
	// added, in their order; it may return fewer.
	Added(n int) []Row
	// Told is called with the UID of a message when its client has been told
	// of it as told.
	Told(uid uint32, of What)
}

// What is what a client is told of a message.
type What int

// What there is.
const (
	Added What = iota
	Flags
	Gone
)

// nobody knows nothing.
type nobody struct{}

func (nobody) Added(int) []Row   { return nil }
func (nobody) Told(uint32, What) {}

// New returns a mailbox of which nothing has been told. s may be nil.
func New(s Source) *Mailbox {
	if s == nil {
		s = nobody{}
	}
	return &Mailbox{
		source: s,
		rows:   tree(func(a, b *Row) bool { return a.place < b.place }),
		marks:  tree(func(a, b mark) bool { return a.uid < b.uid }),
		gaps:   tree(func(a, b uint64) bool { return a < b }),
	}
}

func tree[T any](less func(a, b T) bool) *btree.BTreeG[T] {
	return btree.NewBTreeGOptions(less, btree.Options{NoLocks: true})
}

// Snapshot returns the mailbox as it is now; it costs the same for any mailbox.
// It must not be changed.
func (m *Mailbox) Snapshot() *Mailbox {
	m.shared = true
	s := *m
	return &s
}

// own makes the trees the mailbox's own before they change.
func (m *Mailbox) own() {
	if m.shared {
		m.rows, m.marks, m.gaps, m.shared = m.rows.Copy(), m.marks.Copy(), m.gaps.Copy(), false
	}
}

// At returns the message behind a sequence number from 1 to Exists; a zero Row
// if nothing was told of it.
func (m *Mailbox) At(seq int) Row {
	place := m.placeOf(seq)
	if r, ok := m.rows.Get(&Row{place: place}); ok {
		return *r
	}
	return Row{place: place}
}

// Find returns the message of a UID.
func (m *Mailbox) Find(uid uint32) (Row, bool) {
	at, ok := m.marks.Get(mark{uid: uid})
	if !ok {
		return Row{}, false
	}
	r, ok := m.rows.Get(&Row{place: at.place})
	if !ok {
		return Row{}, false
	}
	return *r, true
}

// Change puts a row that At or Find has returned back as it is now.
func (m *Mailbox) Change(r Row) {
	m.own()
	if r.key == 0 && r.UID != 0 {
		r.key = r.UID
		m.marks.Set(mark{r.key, r.place})
	}
	m.UIDNext = max(m.UIDNext, r.UID+1)
	m.rows.Set(&r)
}

// Hear takes in a response. It reports whether that has changed anything.
func (m *Mailbox) Hear(r *wire.Response) bool {
	if r.Kind != wire.Untagged {
		return false
	}
	if r.Status != wire.NoStatus {
		return r.Code != nil && m.code(r.Code)
	}
	switch r.Name {
	case "EXISTS":
		return r.HasNumber && m.exists(int(r.Number))
	case "RECENT":
		changed := r.HasNumber && m.Recent != int(r.Number)
		m.Recent = int(r.Number)
		return changed
	case "EXPUNGE":
		return r.HasNumber && m.expunge(int(r.Number))
	case "VANISHED":
		uids, earlier, ok := wire.AsVanished(r)
		return ok && !earlier && m.vanish(uids)
	case "FETCH":
		f, ok := wire.AsFetch(r)
		return ok && m.has(int(f.Seq)) && m.fetch(m.At(int(f.Seq)), f)
	case "UIDFETCH":
		f, ok := wire.AsUIDFetch(r)
		return ok && m.uidFetch(f)
	}
	return false
}

func (m *Mailbox) has(seq int) bool { return seq >= 1 && seq <= m.Exists }

// code takes in what SELECT tells of the UIDs (RFC 9051 §6.3.2).
func (m *Mailbox) code(c *wire.Code) bool {
	n, ok := c.Number()
	switch {
	case ok && c.Name == "UIDVALIDITY":
		m.UIDValidity = uint32(n)
	case ok && c.Name == "UIDNEXT":
		m.UIDNext = uint32(n)
	default:
		return false
	}
	return true
}
