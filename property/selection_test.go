package property

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"imaporacle/internal/wire"
	"imaporacle/tester/client"
)

// selectBox is SELECT and EXAMINE; for a mailbox that the session has left with
// QRESYNC, with what it knew then.
func (s *session) selectBox(t *rapid.T) {
	b := s.drawBox(t)
	if s.box != nil {
		s.leave(t)
	}
	examine := rapid.Bool().Draw(t, "examine")
	known := s.away[b.name]
	if known == nil || known.uidValidity != b.uidValidity || !rapid.Bool().Draw(t, "resynchronise") {
		s.open(b, examine, "")
		return
	}
	delete(s.away, b.name)
	named := ""
	if rapid.Bool().Draw(t, "known UIDs") && len(known.flags) > 0 {
		named = " " + compact(slices.Sorted(maps.Keys(known.flags)))
	}
	r := s.open(b, examine, fmt.Sprintf(" (QRESYNC (%d %d%s))", known.uidValidity, known.modSeq, named))
	if named != "" {
		// Only of the UIDs named was there anything to tell: the client finds
		// what is new by itself.
		for _, m := range b.live {
			if _, ok := known.flags[m.uid]; !ok {
				known.flags[m.uid] = s.known[m]
			}
		}
	}
	s.resynchronise(b, known, r)
}

// resynchronise: what was known, without what vanished and with what is told,
// is the mailbox (RFC 7162 §3.2.5).
func (s *session) resynchronise(b *box, known *memory, r *client.Reply) {
	for _, u := range r.Find("VANISHED") {
		uids, earlier, _ := wire.AsVanished(u)
		if !earlier {
			s.fatalf("%s: VANISHED without EARLIER", s.name)
		}
		for uid := range known.flags {
			if uids.Contains(uid) {
				delete(known.flags, uid)
			}
		}
		for _, m := range b.live {
			if uids.Contains(m.uid) {
				s.fatalf("%s: VANISHED %s holds UID %d, which is there", s.name, uids, m.uid)
			}
		}
	}
	for _, u := range r.Find("FETCH") {
		f, _ := wire.AsFetch(u)
		uid, _ := f.UID()
		flags, _ := f.Flags()
		known.flags[uid] = sorted(withoutRecent(flags))
	}
	for _, m := range b.live {
		flags, ok := known.flags[m.uid]
		if !ok || flags != m.flagText() {
			s.fatalf("%s: after resynchronising UID %d has %q, not %q", s.name, m.uid, flags, m.flagText())
		}
		delete(known.flags, m.uid)
	}
	for uid := range known.flags {
		s.fatalf("%s: UID %d is gone, and was not said to be", s.name, uid)
	}
}

func (s *session) open(b *box, examine bool, parameters string) *client.Reply {
	verb := "SELECT"
	if examine {
		verb = "EXAMINE"
	}
	s.box, s.readOnly, s.saved = b, examine, nil
	s.shown, s.known, s.modSeq = nil, make(map[*message]string), make(map[*message]uint64)
	r := s.exchange(client.Text(verb + " " + quoted(b.name) + parameters))
	if !r.OK() {
		s.fatalf("%s: %s", s.name, r.Tagged.Raw)
	}
	s.digest(r)
	s.mustBeComplete()
	if parameters == "" && s.qresync {
		s.checkModSeqs()
	}
	return r
}

// checkModSeqs: FETCH told each mod-sequence to a session that is aware of them.
func (s *session) checkModSeqs() {
	for m, n := range s.modSeq {
		if m.modSeq != 0 && !m.touched && n != m.modSeq {
			s.fatalf("%s: the mod-sequence of UID %d is %d, not %d", s.name, m.uid, n, m.modSeq)
		}
	}
}

// leave is CLOSE, which expunges, or UNSELECT, which does not (RFC 9051 §6.4.1,
// §6.4.2).
func (s *session) leave(t *rapid.T) {
	s.noop()
	b := s.box
	s.remember(b)
	verb := rapid.SampledFrom([]string{"CLOSE", "UNSELECT"}).Draw(t, "how")
	if verb == "CLOSE" && !s.readOnly {
		s.removeDeleted(func(*message) bool { return true })
	}
	s.box, s.shown, s.saved = nil, nil, nil
	if r := s.do("%s", verb); len(r.Find("EXPUNGE"))+len(r.Find("VANISHED")) > 0 {
		s.fatalf("%s: %s told of expunges", s.name, verb)
	}
}

// remember keeps what is needed to resynchronise later.
func (s *session) remember(b *box) {
	if !s.qresync || b.highest == 0 {
		return
	}
	known := &memory{uidValidity: b.uidValidity, modSeq: b.highest, flags: make(map[uint32]string)}
	for m, flags := range s.known {
		known.flags[m.uid] = flags
	}
	s.away[b.name] = known
}

func withoutRecent(flags []string) []string {
	var out []string
	for _, f := range flags {
		if !strings.EqualFold(f, `\Recent`) {
			out = append(out, f)
		}
	}
	return out
}
