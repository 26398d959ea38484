package mailbox_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"imaporacle/server/mailbox"
	"imaporacle/server/store"
)

// Random operations of three sessions on two mailboxes, against the model.

func TestPropertyMemory(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := store.NewMemory()
		defer s.Close()
		newMachine(rt, s, nil).run()
	})
}

func TestPropertyBolt(t *testing.T) {
	dir := t.TempDir()
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		file := filepath.Join(dir, fmt.Sprint(n))
		defer os.Remove(file)
		open := func() store.Store {
			s, err := store.OpenBolt(file, store.BoltOptions{})
			if err != nil {
				rt.Fatal(err)
			}
			return s
		}
		m := newMachine(rt, open(), open)
		defer func() { m.store.Close() }()
		m.run()
	})
}

var boxNames = []string{"INBOX", "other"}

type machine struct {
	t        *rapid.T
	store    store.Store
	reopen   func() store.Store
	account  *mailbox.Account
	boxes    map[string]*mailbox.Mailbox
	models   map[string]*modelBox
	sessions [3]*machineSession
	away     map[string][]picture // what clients knew of a mailbox when they left
}

// machineSession is a session, the model's, and a client that knows only what
// it has been told.
type machineSession struct {
	name  string
	view  *mailbox.View
	model *modelSession

	count  int
	recent int
	flags  map[*mailbox.Message]string
	modSeq uint64 // up to which the client has been told everything
}

func newMachine(t *rapid.T, s store.Store, reopen func() store.Store) *machine {
	m := &machine{t: t, store: s, reopen: reopen, models: make(map[string]*modelBox), away: make(map[string][]picture)}
	for _, name := range boxNames {
		m.models[name] = &modelBox{uidNext: 1, highest: 1}
	}
	m.load()
	m.must(m.account.Create("other", nil))
	m.find()
	m.begin()
	return m
}

// begin has three sessions look at three messages: from there the interesting
// things are a few steps away.
func (m *machine) begin() {
	for range 3 {
		m.deliver("INBOX", nil)
	}
	for i := range m.sessions {
		m.selectBox(i, "INBOX", i == 2)
	}
}

func (m *machine) load() {
	registry := mailbox.NewRegistry(m.store, mailbox.Compliant{}, mailbox.Policy{})
	registry.Remember(rememberedHere)
	account, err := registry.Account("user")
	m.must(err)
	m.account = account
}

func (m *machine) find() {
	m.boxes = make(map[string]*mailbox.Mailbox)
	for _, name := range boxNames {
		mb, err := m.account.Get(name)
		m.must(err)
		m.boxes[name] = mb
	}
}

func (m *machine) must(err error) {
	if err != nil {
		m.t.Helper()
		m.t.Fatal(err)
	}
}

func (m *machine) run() {
	actions := map[string]func(*rapid.T){
		"":        func(*rapid.T) { m.check() },
		"append":  m.append,
		"open":    m.open,
		"close":   m.close,
		"store":   m.storeFlags,
		"expunge": m.expunge,
		"copy":    m.copy,
		"advance": m.advance,
		"silence": m.advanceSilently,
		"leave":   m.leave,
		"resync":  m.resync,
	}
	if m.reopen != nil {
		actions["reopen"] = m.restart
	}
	m.t.Repeat(actions)
	for i := range m.sessions {
		m.end(i)
	}
}

func (m *machine) box(t *rapid.T) string { return rapid.SampledFrom(boxNames).Draw(t, "box") }

func flagsOf(t *rapid.T) []string {
	all := []string{`\Seen`, `\Deleted`, `\Flagged`, "word"}
	return rapid.SliceOfNDistinct(rapid.SampledFrom(all), 0, 3, rapid.ID).Draw(t, "flags")
}

func (m *machine) append(t *rapid.T) { m.deliver(m.box(t), flagsOf(t)) }

func (m *machine) deliver(name string, flags []string) {
	body := []byte("x" + fmt.Sprint(m.models[name].uidNext))
	_, uids, err := m.boxes[name].Append(mailbox.NewMessage{Flags: flags, Date: time.Now(), Body: body})
	m.must(err)
	if want := m.models[name].append(int64(len(body)), flags, m.models[name].change()).uid; uids[0] != want {
		m.t.Fatalf("UID %d, want %d", uids[0], want)
	}
}

func (m *machine) open(t *rapid.T) {
	i := rapid.IntRange(0, 2).Draw(t, "session")
	m.selectBox(i, m.box(t), rapid.Bool().Draw(t, "read-only"))
}

func (m *machine) selectBox(i int, name string, readOnly bool) {
	m.end(i)
	view, opening, err := m.boxes[name].Open(&mailbox.Actor{User: "user", Conn: i + 1}, readOnly)
	m.must(err)
	s := &machineSession{name: name, view: view, model: m.models[name].open(readOnly), flags: make(map[*mailbox.Message]string)}
	m.sessions[i] = s
	s.count, s.recent, s.modSeq = opening.Messages, opening.Recent, opening.HighestModSeq
	unseen := 1 + slices.IndexFunc(s.model.shown, func(m *modelMessage) bool { return !m.flags[`\Seen`] })
	if opening.FirstUnseen != unseen {
		m.t.Fatalf("first unseen is %d, want %d", opening.FirstUnseen, unseen)
	}
	s.learn()
}

// learn is the client's FETCH of flags that it does not know.
func (s *machineSession) learn() {
	for _, msg := range s.view.Messages() {
		if _, known := s.flags[msg]; !known {
			s.flags[msg] = sortedFlags(s.view.Flags(msg))
		}
	}
}

func (m *machine) close(t *rapid.T) { m.end(rapid.IntRange(0, 2).Draw(t, "session")) }

func (m *machine) end(i int) {
	if s := m.sessions[i]; s != nil {
		s.view.Close()
		s.model.close()
		m.sessions[i] = nil
	}
}

// session draws one that has a mailbox selected.
func (m *machine) session(t *rapid.T, writing bool) *machineSession {
	s := m.sessions[rapid.IntRange(0, 2).Draw(t, "session")]
	if s == nil || writing && s.model.readOnly {
		t.Skip("no such session")
	}
	return s
}

func (s *machineSession) some(t *rapid.T) []int {
	if len(s.model.shown) == 0 {
		t.Skip("empty")
	}
	set := rapid.SliceOfNDistinct(rapid.IntRange(0, len(s.model.shown)-1), 1, 3, rapid.ID).Draw(t, "set")
	slices.Sort(set)
	return set
}

func (m *machine) storeFlags(t *rapid.T) {
	s := m.session(t, true)
	set, flags := s.some(t), flagsOf(t)
	op := mailbox.FlagOp(rapid.IntRange(0, 2).Draw(t, "op"))
	since := uint64(1<<63 - 1)
	if rapid.Bool().Draw(t, "conditional") {
		since = rapid.Uint64Range(0, s.model.box.highest).Draw(t, "unchanged since")
	}
	stored, err := s.view.SetFlagsUnchanged(set, op, flags, since)
	m.must(err)
	set, modified := s.model.store(set, op, flags, since)
	if !slices.Equal(stored.Modified, modified) || len(stored.Updates) != len(set) {
		t.Fatalf("modified %v and %d others, want %v and %v", stored.Modified, len(stored.Updates), modified, set)
	}
	for k, u := range stored.Updates {
		if want := s.model.shown[set[k]].String(); int(u.Seq) != set[k]+1 || sortedFlags(u.Flags) != want {
			t.Fatalf("message %d: told %d (%s), want (%s)", set[k]+1, u.Seq, u.Flags, want)
		}
		if want := s.model.shown[set[k]].modSeq; u.ModSeq != want {
			t.Fatalf("message %d: told mod-sequence %d, want %d", set[k]+1, u.ModSeq, want)
		}
		s.flags[u.Message] = sortedFlags(u.Flags)
	}
}

func (m *machine) expunge(t *rapid.T) {
	s := m.session(t, true)
	var wanted func(uint32) bool
	if rapid.Bool().Draw(t, "UID EXPUNGE") {
		odd := uint32(rapid.IntRange(0, 1).Draw(t, "odd"))
		wanted = func(uid uint32) bool { return uid%2 == odd }
	}
	m.must(s.view.Expunge(wanted))
	s.model.box.expunge(func(m *modelMessage) bool {
		return m.flags[`\Deleted`] && (wanted == nil || wanted(m.uid))
	})
}

func (m *machine) copy(t *rapid.T) {
	move := rapid.Bool().Draw(t, "move")
	s := m.session(t, move)
	set, name := s.some(t), m.box(t)
	do := s.view.Copy
	if move {
		do = s.view.Move
	}
	copied, err := do(set, m.boxes[name])
	m.must(err)
	var from, to []uint32
	var moved []*modelMessage
	modSeq := uint64(0)
	for _, i := range set {
		msg := s.model.shown[i]
		if move && msg.expunged {
			continue
		}
		moved = append(moved, msg)
		if modSeq == 0 {
			modSeq = m.models[name].change()
		}
		c := m.models[name].append(msg.size, nil, modSeq)
		for f := range msg.flags {
			c.flags[f] = true
		}
		from, to = append(from, msg.uid), append(to, c.uid)
	}
	if move {
		s.model.box.expunge(func(m *modelMessage) bool { return slices.Contains(moved, m) })
	}
	if !slices.Equal(copied.From, from) || !slices.Equal(copied.To, to) {
		t.Fatalf("copied %v to %v, want %v to %v", copied.From, copied.To, from, to)
	}
}

func (m *machine) advance(t *rapid.T)         { m.advanceOf(t, m.session(t, false), true) }
func (m *machine) advanceSilently(t *rapid.T) { m.advanceOf(t, m.session(t, false), false) }

// advanceOf has the client follow what it is told, as RFC 9051 §5.2 and §7.5.1
// have it.
func (m *machine) advanceOf(t *rapid.T, s *machineSession, expunges bool) {
	before := slices.Clone(s.view.Messages())
	u := s.view.Advance(expunges)
	s.model.advance(expunges)
	if len(u.Expunged) > 0 && !expunges {
		t.Fatalf("told of expunges %v", u.Expunged)
	}
	for _, seq := range u.Expunged {
		if int(seq) > len(before) {
			t.Fatalf("EXPUNGE %d of %d", seq, len(before))
		}
		before = slices.Delete(before, int(seq)-1, int(seq))
		s.count--
	}
	if !slices.Equal(before, s.view.Messages()[:len(before)]) {
		t.Fatalf("the expunges %v leave other messages than the server shows", u.Expunged)
	}
	if u.Exists >= 0 {
		if u.Exists < s.count {
			t.Fatalf("EXISTS goes from %d to %d", s.count, u.Exists)
		}
		s.count = u.Exists
	}
	if u.Recent >= 0 {
		s.recent = u.Recent
	}
	s.modSeq = s.view.ToldModSeq()
	for _, f := range u.Flags {
		if s.view.Messages()[f.Seq-1] != f.Message {
			t.Fatalf("flags of UID %d told as of number %d", f.Message.UID, f.Seq)
		}
		s.flags[f.Message] = sortedFlags(f.Flags)
	}
	s.learn()
	if s.count != len(s.model.shown) || s.recent != len(s.model.recent) {
		t.Fatalf("the client counts %d, %d recent; want %d, %d", s.count, s.recent, len(s.model.shown), len(s.model.recent))
	}
	for i, msg := range s.view.Messages() {
		if want := s.model.shown[i].String(); s.flags[msg] != want {
			t.Fatalf("the client knows number %d with (%s), want (%s)", i+1, s.flags[msg], want)
		}
	}
}

// check compares all that can be seen.
func (m *machine) check() {
	for name, model := range m.models {
		m.checkStatus(name, model)
	}
	for i, s := range m.sessions {
		if s == nil {
			continue
		}
		msgs := s.view.Messages()
		if len(msgs) != len(s.model.shown) {
			m.t.Fatalf("session %d shows %d messages, want %d", i, len(msgs), len(s.model.shown))
		}
		for k, want := range s.model.shown {
			msg := msgs[k]
			if msg.UID != want.uid || msg.Expunged() != want.expunged ||
				sortedFlags(s.view.Flags(msg)) != want.String() || s.view.Recent(msg) != s.model.recent[want] {
				m.t.Fatalf("session %d number %d: UID %d (%s) recent %v, want UID %d (%s) recent %v", i, k+1,
					msg.UID, s.view.Flags(msg), s.view.Recent(msg), want.uid, want, s.model.recent[want])
			}
			if msg.ModSeq() != want.modSeq {
				m.t.Fatalf("session %d UID %d: mod-sequence %d, want %d", i, msg.UID, msg.ModSeq(), want.modSeq)
			}
			if body, err := s.view.Mailbox().Body(msg, nil); err != nil || int64(len(body)) != want.size {
				m.t.Fatalf("session %d UID %d: %q, %v", i, msg.UID, body, err)
			}
		}
	}
}

func (m *machine) checkStatus(name string, model *modelBox) {
	st, err := m.boxes[name].Status(&mailbox.Actor{})
	m.must(err)
	want := mailbox.Status{Messages: len(model.live), UIDNext: model.uidNext, HighestModSeq: model.highest}
	for _, msg := range model.live {
		want.Size += msg.size
		if !msg.flags[`\Seen`] {
			want.Unseen++
		}
		if msg.flags[`\Deleted`] {
			want.Deleted++
			want.DeletedSize += msg.size
		}
		if msg.uid > model.claimed {
			want.Recent++
		}
	}
	st.UIDValidity = 0
	if st != want {
		m.t.Fatalf("%s: %+v, want %+v", name, st, want)
	}
}
