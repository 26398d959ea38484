package property

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"imaporacle/faults"
	"imaporacle/internal/wire"
	"imaporacle/oracle"
	"imaporacle/oracle/judge"
	"imaporacle/server"
	"imaporacle/server/servertest"
	"imaporacle/tester/client"
	"imaporacle/tester/listen"
)

// machine is a server, its model, and those who talk to it.
type machine struct {
	t        *rapid.T
	ctx      context.Context
	rec      *client.Recorder
	judge    *judge.Judge // hears all that is recorded
	addr     string
	world    *world
	sessions []*session
	observer *client.Client // looks at all mailboxes after each step
	differs  func()         // is called at a difference; nil: the test fails
}

// TestConversations: whatever sessions do, all that they are told is so.
func TestConversations(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) { converse(t, rt, nil, nil) })
}

// TestFaultsDiffer: the model is one that a server can differ from. How soon
// chance finds a difference depends on the fault.
func TestFaultsDiffer(t *testing.T) {
	for _, fault := range []string{
		"checkpoint=lag", "atomic=overwrite", "expunge-fetch=none", "expunge-fetch=substitute", "expunge-store=refused",
		"expunge=refused-while-shared",
	} {
		t.Run(fault, func(t *testing.T) {
			for range 50 {
				if differs(t, fault) {
					return
				}
			}
			t.Error("no difference was seen")
		})
	}
}

// differs says whether a difference is seen in some conversations with a server
// that has the fault.
func differs(t *testing.T, fault string) (seen bool) {
	rapid.Check(t, func(rt *rapid.T) {
		if seen {
			return
		}
		defer func() {
			if v := recover(); v != nil && !seen {
				panic(v)
			}
		}()
		plan, err := faults.ParsePlan(fault)
		if err != nil {
			t.Fatal(err)
		}
		converse(t, rt, plan, func() {
			seen = true
			panic("seen")
		})
	})
	return seen
}

// converse runs one random conversation with a new server.
func converse(t *testing.T, rt *rapid.T, plan *faults.Plan, differs func()) {
	srv := servertest.New(t, servertest.With(func(o *server.Options) {
		if plan != nil {
			o.Behaviour = plan.Behaviour()
		}
	}))
	defer srv.Close()
	m := &machine{
		t: rt, ctx: t.Context(), rec: new(client.Recorder), addr: srv.Addr(), world: newWorld(), differs: differs,
	}
	m.judge = listen.To(m.rec, judge.Options{Alone: true})
	m.run()
	m.judged()
}

// judged holds what all sessions were told against the RFCs, which the model may
// have wrong as the server has.
func (m *machine) judged() {
	m.t.Helper()
	for _, v := range m.judge.Violations() {
		if rule, _ := oracle.RuleByID(v.Rule); rule.Level != oracle.Legal && m.differs == nil {
			m.fatalf("%s: %s\n%s", v.Rule, v.Seen, strings.Join(v.Lines, "\n"))
		}
	}
}

func (m *machine) run() {
	m.observer = m.dial("O")
	defer m.observer.Close()
	for i := range 3 {
		s := &session{machine: m, name: string(rune('A' + i)), away: make(map[string]*memory)}
		s.c = m.dial(s.name)
		defer s.c.Close()
		if s.qresync = i > 0; s.qresync {
			s.do("ENABLE QRESYNC")
		}
		m.sessions = append(m.sessions, s)
	}
	for range 3 {
		m.sessions[0].deliver(m.t, m.world.boxes["INBOX"])
	}
	for _, s := range m.sessions {
		s.open(m.world.boxes["INBOX"], s.name == "C", "")
	}
	m.observe()
	actions := map[string]func(*rapid.T){"": func(*rapid.T) { m.observe() }}
	for name, act := range selectedActions {
		actions[name] = func(t *rapid.T) {
			s := m.session(t)
			if s.box == nil {
				t.Skip("nothing is selected")
			}
			act(s, t)
		}
	}
	for name, act := range anyActions {
		actions[name] = func(t *rapid.T) { act(m.session(t), t) }
	}
	m.t.Repeat(actions)
	for _, s := range m.sessions {
		s.noop()
	}
}

// What a session can do, each in its own file.
var (
	selectedActions = map[string]func(*session, *rapid.T){
		"noop":        func(s *session, _ *rapid.T) { s.noop() },
		"fetch":       (*session).fetch,
		"changes":     (*session).fetchChanges,
		"store":       (*session).store,
		"conditional": (*session).storeConditionally,
		"expunge":     (*session).expunge,
		"uid expunge": (*session).uidExpunge,
		"copy":        (*session).copy,
		"move":        (*session).move,
		"replace":     (*session).replace,
		"search":      (*session).search,
		"sort":        (*session).sort,
		"thread":      (*session).thread,
		"leave":       (*session).leave,
	}
	anyActions = map[string]func(*session, *rapid.T){
		"append":    (*session).append,
		"select":    (*session).selectBox,
		"create":    (*session).create,
		"delete":    (*session).delete,
		"rename":    (*session).rename,
		"subscribe": (*session).subscribe,
		"list":      (*session).list,
		"lsub":      (*session).lsub,
		"status":    (*session).status,
	}
)

func (m *machine) session(t *rapid.T) *session {
	return rapid.SampledFrom(m.sessions).Draw(t, "session")
}

func (m *machine) dial(name string) *client.Client {
	c, err := client.Dial(m.ctx, client.Config{Addr: m.addr, User: "user", Pass: "pass"}, name, m.rec)
	if err == nil {
		err = c.Login(m.ctx)
	}
	if err != nil {
		m.t.Fatal(err)
	}
	return c
}

// fatalf ends the run with the conversation so far.
func (m *machine) fatalf(format string, args ...any) {
	m.t.Helper()
	if m.differs != nil {
		m.differs()
	}
	var said []string
	for _, e := range m.rec.Events(0, m.rec.Len()) {
		if e.Conn != m.observer.Name() {
			said = append(said, e.String())
		}
	}
	m.t.Fatalf("%s\n\nThe conversation:\n%s", fmt.Sprintf(format, args...), strings.Join(said, "\n"))
}

// ask has the observer send a command, which is OK.
func (m *machine) ask(format string, args ...any) *client.Reply {
	r, err := m.observer.Do(m.ctx, fmt.Sprintf(format, args...))
	if err == nil {
		err = r.Err()
	}
	if err != nil {
		m.fatalf("the observer: %v", err)
	}
	return r
}

// observe holds the model against the server. An observer reads only, so that
// it claims no \Recent, and asks for each message anew.
func (m *machine) observe() {
	for _, b := range m.world.boxes {
		r := m.ask("EXAMINE %s", quoted(b.name))
		m.observeValues(b, r)
		fetched := m.ask("UID FETCH 1:* (FLAGS MODSEQ INTERNALDATE RFC822.SIZE)")
		var seen []uint32
		for _, u := range fetched.Find("FETCH") {
			f, _ := wire.AsFetch(u)
			uid, _ := f.UID()
			seen = append(seen, uid)
			if msg := b.ever[uid]; msg == nil || msg.gone {
				m.fatalf("%s has a message %d", b.name, uid)
			}
			m.observeMessage(b, b.ever[uid], f)
		}
		var want []uint32
		for _, msg := range b.live {
			want = append(want, msg.uid)
			msg.touched, msg.brushed = false, false
		}
		if !slices.Equal(seen, want) {
			m.fatalf("%s has %v, not %v", b.name, seen, want)
		}
		highest, _ := r.Code("HIGHESTMODSEQ").Number()
		b.highest = highest
	}
	m.ask("UNSELECT")
}

// observeValues looks at what SELECT tells (RFC 9051 §2.3.1.1, RFC 7162 §3.1.2).
func (m *machine) observeValues(b *box, r *client.Reply) {
	validity, _ := r.Code("UIDVALIDITY").Number()
	next, _ := r.Code("UIDNEXT").Number()
	highest, _ := r.Code("HIGHESTMODSEQ").Number()
	switch {
	case b.uidValidity == 0:
		if before := m.world.validities[b.name]; before >= uint32(validity) {
			m.fatalf("%s was made anew with UIDVALIDITY %d after %d", b.name, validity, before)
		}
		b.uidValidity = uint32(validity)
	case b.uidValidity != uint32(validity):
		m.fatalf("UIDVALIDITY of %s was %d and is %d", b.name, b.uidValidity, validity)
	}
	m.world.validities[b.name] = max(m.world.validities[b.name], b.uidValidity)
	if uint32(next) != b.uidNext {
		m.fatalf("UIDNEXT of %s is %d, not %d", b.name, next, b.uidNext)
	}
	if highest < b.highest {
		m.fatalf("HIGHESTMODSEQ of %s fell from %d to %d", b.name, b.highest, highest)
	}
}

func (m *machine) observeMessage(b *box, msg *message, f wire.Fetch) {
	flags, _ := f.Flags()
	flags = withoutRecent(flags)
	date, _ := f.InternalDate()
	size, _ := f.Size()
	modSeq, _ := f.ModSeq()
	switch {
	case sorted(flags) != msg.flagText():
		m.fatalf("%s: the flags of %d are %q, not %q", b.name, msg.uid, sorted(flags), msg.flagText())
	case !msg.date.IsZero() && !date.Equal(msg.date):
		m.fatalf("%s: the date of %d is %v, not %v", b.name, msg.uid, date, msg.date)
	case int(size) != len(msg.letter.raw):
		m.fatalf("%s: the size of %d is %d, not %d", b.name, msg.uid, size, len(msg.letter.raw))
	case msg.touched && modSeq <= b.highest:
		m.fatalf("%s: %d changed, its mod-sequence is %d, not above %d", b.name, msg.uid, modSeq, b.highest)
	case !msg.touched && !msg.brushed && modSeq != msg.modSeq:
		m.fatalf("%s: %d did not change, its mod-sequence rose from %d to %d", b.name, msg.uid, msg.modSeq, modSeq)
	}
	msg.modSeq = modSeq
	if msg.date.IsZero() {
		msg.date = date
	}
}

func quoted(s string) string { return `"` + s + `"` }
