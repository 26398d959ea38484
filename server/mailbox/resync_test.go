package mailbox_test

import (
	"maps"
	"slices"

	"pgregory.net/rapid"

	"imaporacle/server/mailbox"
)

// The clients of the property test that go away and come back with QRESYNC: each
// must end with the picture of one that never left (RFC 7162 §3.2.5).

// rememberedHere is so small that expunges are forgotten all the time.
const rememberedHere = 2

// picture is what a client keeps of a mailbox: flags by UID, and the
// mod-sequence up to which it knows everything.
type picture struct {
	flags  map[uint32]string
	modSeq uint64
}

// leave ends a session that may have been told of less than there is to tell.
func (m *machine) leave(t *rapid.T) {
	s := m.session(t, false)
	if rapid.Bool().Draw(t, "after a FETCH") {
		m.advanceOf(t, s, false)
	}
	p := picture{flags: make(map[uint32]string), modSeq: s.modSeq}
	for _, msg := range s.view.Messages() {
		if flags, told := s.flags[msg]; told {
			p.flags[msg.UID] = flags
		}
	}
	m.away[s.name] = append(m.away[s.name], p)
	m.end(slices.Index(m.sessions[:], s))
	if rapid.Bool().Draw(t, "back at once") {
		m.comeBack(t, s.name, p)
	}
}

// resync has one of those that left come back.
func (m *machine) resync(t *rapid.T) {
	name := m.box(t)
	if len(m.away[name]) == 0 {
		t.Skip("nobody is away")
	}
	m.comeBack(t, name, rapid.SampledFrom(m.away[name]).Draw(t, "who"))
}

func (m *machine) comeBack(t *rapid.T, name string, p picture) {
	p.flags = maps.Clone(p.flags) // somebody who knows the same may come later
	i := rapid.IntRange(0, 2).Draw(t, "session")
	m.selectBox(i, name, rapid.Bool().Draw(t, "read-only"))
	v := m.sessions[i].view
	m.learnVanished(t, v, &p)
	m.learnChanged(t, v, &p)
	want := make(map[uint32]string)
	for _, msg := range m.models[name].live {
		want[msg.uid] = msg.String()
	}
	if !maps.Equal(p.flags, want) {
		t.Fatalf("after the resynchronisation from %d the client knows %v, want %v", p.modSeq, p.flags, want)
	}
}

// learnVanished follows VANISHED (EARLIER).
func (m *machine) learnVanished(t *rapid.T, v *mailbox.View, p *picture) {
	var want []uint32
	for _, e := range m.models[v.Mailbox().Name()].gone {
		if e.modSeq > p.modSeq {
			want = append(want, e.uid)
		}
	}
	slices.Sort(want)
	uids, all := v.Vanished(p.modSeq)
	switch {
	case !all && len(want) <= rememberedHere:
		t.Fatalf("expunges after %d are forgotten, though there are only %d", p.modSeq, len(want))
	case !all: // every UID that is not there
		maps.DeleteFunc(p.flags, func(uid uint32, _ string) bool {
			i := v.Find(uid)
			return i == len(v.Messages()) || v.Messages()[i].UID != uid
		})
	case !slices.Equal(uids, want):
		t.Fatalf("vanished since %d: %v, want %v", p.modSeq, uids, want)
	}
	for _, uid := range uids {
		delete(p.flags, uid)
	}
}

// learnChanged follows FETCH with CHANGEDSINCE.
func (m *machine) learnChanged(t *rapid.T, v *mailbox.View, p *picture) {
	var want []int
	for i, msg := range v.Messages() {
		if msg.ModSeq() > p.modSeq {
			want = append(want, i)
		}
	}
	changed := v.ChangedSince(p.modSeq)
	if !slices.Equal(changed, want) {
		t.Fatalf("changed since %d: %v, want %v", p.modSeq, changed, want)
	}
	for _, i := range changed {
		p.flags[v.Messages()[i].UID] = sortedFlags(v.Flags(v.Messages()[i]))
	}
}

// restart has every client lose its session; those that are away stay away.
func (m *machine) restart(*rapid.T) {
	for i := range m.sessions {
		m.end(i)
	}
	m.must(m.store.Close())
	m.store = m.reopen()
	m.load()
	m.find()
}
