package property

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"

	"imaporacle/internal/wire"
	"imaporacle/tester/client"
)

// A mailbox does not grow above crowded by copies, and no set is larger than
// enough.
const (
	crowded = 40
	enough  = 1000
)

var flagPool = []string{`\Seen`, `\Deleted`, `\Flagged`, `\Answered`, "word", "$Junk"}

func drawFlags(t *rapid.T) []string {
	return rapid.SliceOfNDistinct(rapid.SampledFrom(flagPool), 0, 3, rapid.ID).Draw(t, "flags")
}

// append is APPEND of one message or of two (RFC 9051 §6.3.12, RFC 3502).
func (s *session) append(t *rapid.T) { s.deliver(t, s.drawBox(t)) }

func (s *session) deliver(t *rapid.T, b *box) {
	parts := []client.Part{client.Text("APPEND " + quoted(b.name))}
	var uids []uint32
	for range rapid.IntRange(1, 2).Draw(t, "messages") {
		l := rapid.SampledFrom(letters).Draw(t, "letter")
		flags := drawFlags(t)
		args := ""
		var date time.Time
		if len(flags) > 0 {
			args = " (" + strings.Join(flags, " ") + ")"
		}
		if rapid.Bool().Draw(t, "dated") {
			text := rapid.SampledFrom(internalDates).Draw(t, "date")
			args += " " + quoted(text)
			date, _ = time.Parse(internalForm, text)
		}
		parts = append(parts, client.Text(args+" "), client.Literal{Data: []byte(l.raw)})
		m := b.add(l, date, nil)
		m.store("+", flags)
		uids = append(uids, m.uid)
	}
	r := s.parts(parts...)
	s.told(r, "APPENDUID", b, uids)
}

// told checks the UIDs that a tagged OK tells (RFC 4315 §3).
func (s *session) told(r *client.Reply, code string, b *box, uids []uint32) {
	got, ok := wire.AsAppendUID(r.Tagged)
	list, _ := got.UIDs.Expand(enough)
	if !ok || b.uidValidity != 0 && got.UIDValidity != b.uidValidity || !slices.Equal(list, uids) {
		s.fatalf("%s of %s: %s, not %v", code, b.name, r.Tagged.Raw, uids)
	}
}

func (m *machine) drawBox(t *rapid.T) *box {
	return m.world.boxes[rapid.SampledFrom(sortedNames(m.world.boxes)).Draw(t, "mailbox")]
}

// numbered draws whether a command goes by UID, and a set for it.
func (s *session) numbered(t *rapid.T) (uid string, set string, named []*message) {
	if len(s.shown) == 0 {
		t.Skip("no messages")
	}
	byUID := rapid.Bool().Draw(t, "uid")
	if byUID {
		uid = "UID "
	}
	set, named = s.set(t, byUID)
	return uid, set, named
}

func (s *session) writable(t *rapid.T) {
	if s.readOnly {
		t.Skip("read-only")
	}
}

// store is STORE in all its forms (RFC 9051 §6.4.6).
func (s *session) store(t *rapid.T) {
	s.writable(t)
	uid, set, named := s.numbered(t)
	op := rapid.SampledFrom([]string{"", "+", "-"}).Draw(t, "operation")
	flags := drawFlags(t)
	silent := rapid.SampledFrom([]string{"", ".SILENT"}).Draw(t, "silent")
	for _, m := range named {
		m.store(op, flags)
	}
	before := maps.Clone(s.known)
	r := s.do("%sSTORE %s %sFLAGS%s (%s)", uid, set, op, silent, strings.Join(flags, " "))
	for _, m := range named {
		if silent == "" {
			s.mustTellFlags(r, m)
		} else {
			s.workOut(m, before[m], op, flags)
		}
	}
}

// workOut is what a client does after STORE.SILENT with what it was not told.
func (s *session) workOut(m *message, before, op string, flags []string) {
	if now, shown := s.known[m]; !shown || now != before {
		return
	}
	after := message{flags: make(map[string]bool)}
	after.store("", strings.Fields(before))
	after.store(op, flags)
	s.known[m] = after.flagText()
}

func (s *session) mustTellFlags(r *client.Reply, m *message) {
	for _, u := range r.Find("FETCH") {
		f, _ := wire.AsFetch(u)
		if _, ok := f.Flags(); ok && f.Seq == s.seqBefore(r, m) {
			return
		}
	}
	s.fatalf("%s was not told the flags of UID %d", s.name, m.uid)
}

// seqBefore is the sequence number that a message had before the expunges that
// a reply tells.
func (s *session) seqBefore(r *client.Reply, m *message) uint32 {
	for _, u := range r.Find("FETCH") {
		f, _ := wire.AsFetch(u)
		if uid, ok := f.UID(); ok && uid == m.uid {
			return f.Seq
		}
	}
	return s.seq(m)
}

// storeConditionally is STORE with UNCHANGEDSINCE (RFC 7162 §3.1.3).
func (s *session) storeConditionally(t *rapid.T) {
	s.writable(t)
	uid, set, named := s.numbered(t)
	since := s.lately(t)
	var modified []*message
	for _, m := range named {
		if m.modSeq > since {
			modified = append(modified, m)
			continue
		}
		m.store("+", []string{`\Flagged`})
	}
	numbers := s.numbers(modified, uid != "")
	before, exact := maps.Clone(s.known), s.exact()
	r := s.do("%sSTORE %s (UNCHANGEDSINCE %d) +FLAGS.SILENT (\\Flagged)", uid, set, since)
	var got []uint32
	if r.Tagged.CodeIs("MODIFIED") {
		list, _ := wire.ParseNumSet(r.Tagged.Code.Args[0].Bytes)
		got, _ = list.Expand(enough)
	}
	slices.Sort(got)
	if exact && !slices.Equal(got, numbers) {
		s.fatalf("%s: MODIFIED %v, not %v", s.name, got, numbers)
	}
	for _, m := range named {
		if !slices.Contains(modified, m) {
			s.workOut(m, before[m], "+", []string{`\Flagged`})
		}
	}
}

// expunge is EXPUNGE, which tells what went (RFC 9051 §6.4.3).
func (s *session) expunge(t *rapid.T) {
	s.writable(t)
	s.removeDeleted(func(*message) bool { return true })
	s.do("EXPUNGE")
	s.mustBeComplete()
}

func (s *session) uidExpunge(t *rapid.T) {
	s.writable(t)
	low, high := rapid.Uint32Range(1, s.box.uidNext).Draw(t, "from"), rapid.Uint32Range(1, s.box.uidNext).Draw(t, "to")
	s.removeDeleted(func(m *message) bool { return min(low, high) <= m.uid && m.uid <= max(low, high) })
	s.do("UID EXPUNGE %d:%d", low, high)
	s.mustBeComplete()
}

// removeDeleted expunges what has \Deleted in the mailbox, whether or not the
// session has been told of it.
func (s *session) removeDeleted(wanted func(*message) bool) {
	for _, m := range slices.Clone(s.box.live) {
		if m.flags[`\Deleted`] && wanted(m) {
			s.box.remove(m)
		}
	}
}

// copy is COPY and UID COPY (RFC 9051 §6.4.7).
func (s *session) copy(t *rapid.T) { s.transfer(t, "COPY") }

// move is MOVE and UID MOVE (RFC 6851).
func (s *session) move(t *rapid.T) {
	s.writable(t)
	s.transfer(t, "MOVE")
}

// transfer copies or moves. Of messages that are gone the server may copy some
// or refuse (RFC 2180 §4.4): COPYUID tells which it did, and what is not gone
// must be among them.
func (s *session) transfer(t *rapid.T, verb string) {
	uid, set, named := s.numbered(t)
	dest := s.drawBox(t)
	if len(dest.live) > crowded {
		t.Skip("crowded")
	}
	from, exact := s.box, s.exact()
	r := s.exchange(client.Text(fmt.Sprintf("%s%s %s %s", uid, verb, set, quoted(dest.name))))
	if !r.OK() {
		if exact {
			s.fatalf("%s: %s", s.name, r.Tagged.Raw)
		}
		s.digest(r)
		return
	}
	sources := s.transferred(r, from, dest)
	for _, m := range named {
		if !m.gone && !slices.Contains(sources, m) {
			s.fatalf("%s: UID %d was left out", s.name, m.uid)
		}
	}
	if verb == "MOVE" {
		for _, m := range sources {
			from.remove(m)
		}
	}
	s.digest(r)
}

// transferred adds to the destination what COPYUID tells.
func (s *session) transferred(r *client.Reply, from, dest *box) []*message {
	code := r.Code("COPYUID")
	if code == nil {
		return nil
	}
	holder := r.Tagged
	for _, u := range r.Untagged {
		if u.CodeIs("COPYUID") {
			holder = u
		}
	}
	c, _ := wire.AsCopyUID(holder)
	source, _ := c.Source.Expand(enough)
	target, _ := c.Dest.Expand(enough)
	if len(source) != len(target) || dest.uidValidity != 0 && c.UIDValidity != dest.uidValidity {
		s.fatalf("%s: COPYUID %s", s.name, code.Raw)
	}
	var messages []*message
	for i, uid := range source {
		m := from.ever[uid]
		if m == nil || target[i] != dest.uidNext {
			s.fatalf("%s: COPYUID %s", s.name, code.Raw)
		}
		dest.add(m.letter, m.date, m.flags)
		messages = append(messages, m)
	}
	return messages
}

// replace is REPLACE and UID REPLACE (RFC 8508).
func (s *session) replace(t *rapid.T) {
	s.writable(t)
	if len(s.shown) == 0 || !s.exact() {
		t.Skip("no messages, or some are gone")
	}
	m := rapid.SampledFrom(s.shown).Draw(t, "message")
	dest := s.drawBox(t)
	l := rapid.SampledFrom(letters).Draw(t, "letter")
	command := fmt.Sprintf("REPLACE %d %s ", s.seq(m), quoted(dest.name))
	if rapid.Bool().Draw(t, "uid") {
		command = fmt.Sprintf("UID REPLACE %d %s ", m.uid, quoted(dest.name))
	}
	added := dest.add(l, time.Time{}, nil)
	s.box.remove(m)
	r := s.parts(client.Text(command), client.Literal{Data: []byte(l.raw)})
	for _, u := range append(r.Untagged, r.Tagged) {
		if got, ok := wire.AsAppendUID(u); ok {
			if list, _ := got.UIDs.Expand(enough); !slices.Equal(list, []uint32{added.uid}) {
				s.fatalf("%s: REPLACE: %s, not %d", s.name, u.Raw, added.uid)
			}
			s.mustBeComplete()
			return
		}
	}
	s.fatalf("%s: REPLACE told no APPENDUID", s.name)
}

// thread is THREAD=ORDEREDSUBJECT (RFC 5256 §3): by subject, and each thread
// by date.
func (s *session) thread(t *rapid.T) {
	if !s.exact() {
		t.Skip("some are gone")
	}
	list := slices.Clone(s.shown)
	slices.SortStableFunc(list, bySent)
	var threads [][]*message
	for _, m := range list {
		i := slices.IndexFunc(threads, func(th []*message) bool { return fold(th[0].letter.base) == fold(m.letter.base) })
		if i < 0 {
			threads = append(threads, []*message{m})
			continue
		}
		threads[i] = append(threads[i], m)
	}
	want := ""
	for _, th := range threads {
		n := s.numbers(th, true)
		want += fmt.Sprintf("(%d", n[0])
		for _, k := range n[1:] {
			if len(n) == 2 {
				want += fmt.Sprintf(" %d", k)
			} else {
				want += fmt.Sprintf(" (%d)", k)
			}
		}
		want += ")"
	}
	want = strings.ReplaceAll(want, ") (", ")(")
	want = strings.TrimSpace("* THREAD " + want)
	r := s.do("UID THREAD ORDEREDSUBJECT UTF-8 ALL")
	got := r.Find("THREAD")
	if len(got) != 1 || strings.TrimSpace(string(got[0].Raw)) != want {
		s.fatalf("%s: %s expected", s.name, want)
	}
}
