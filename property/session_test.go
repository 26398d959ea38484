package property

import (
	"fmt"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"imaporacle/internal/wire"
	"imaporacle/tester/client"
)

// session is one connection, and all that a client can conclude from what it
// has been told.
type session struct {
	*machine
	name    string
	c       *client.Client
	qresync bool

	box      *box // nil: nothing is selected
	readOnly bool
	shown    []*message          // behind the sequence numbers; nil for a UID not known yet
	known    map[*message]string // flags
	modSeq   map[*message]uint64
	saved    []*message // what $ stands for

	away map[string]*memory // by mailbox: what was known on leaving it
}

// memory is what a client keeps of a mailbox to resynchronise (RFC 7162 §3.2.5).
type memory struct {
	uidValidity uint32
	modSeq      uint64
	flags       map[uint32]string
}

// do sends a command, which is OK, and takes in the untagged responses.
func (s *session) do(format string, args ...any) *client.Reply {
	s.t.Helper()
	return s.parts(client.Text(fmt.Sprintf(format, args...)))
}

func (s *session) parts(parts ...client.Part) *client.Reply {
	s.t.Helper()
	r := s.send(parts...)
	if !r.OK() {
		s.fatalf("%s: %s", s.name, r.Tagged.Raw)
	}
	return r
}

// send does the same, whatever the tagged response is.
func (s *session) send(parts ...client.Part) *client.Reply {
	s.t.Helper()
	r := s.exchange(parts...)
	s.digest(r)
	return r
}

// exchange sends a command and leaves the responses to digest, which comes when
// the model knows what the command did.
func (s *session) exchange(parts ...client.Part) *client.Reply {
	s.t.Helper()
	r, err := s.c.DoParts(s.ctx, parts...)
	if err != nil {
		s.fatalf("%s: %v", s.name, err)
	}
	return r
}

func (s *session) digest(r *client.Reply) {
	s.t.Helper()
	for _, u := range r.Untagged {
		s.take(u)
	}
	s.judged()
	s.meet()
}

// take draws the conclusions from an untagged response. Whether it may come now
// is for the judge to say.
func (s *session) take(r *wire.Response) {
	if s.box == nil {
		return
	}
	switch r.Name {
	case "EXISTS":
		for len(s.shown) < int(r.Number) {
			s.shown = append(s.shown, nil)
		}
	case "EXPUNGE":
		if r.Number == 0 || int(r.Number) > len(s.shown) {
			s.fatalf("%s: EXPUNGE of %d of %d messages", s.name, r.Number, len(s.shown))
		}
		s.forget(s.shown[r.Number-1])
		s.shown = slices.Delete(s.shown, int(r.Number-1), int(r.Number))
	case "VANISHED":
		uids, earlier, _ := wire.AsVanished(r)
		if earlier {
			return
		}
		s.shown = slices.DeleteFunc(s.shown, func(m *message) bool {
			if m == nil || !uids.Contains(m.uid) {
				return false
			}
			s.forget(m)
			return true
		})
	case "FETCH":
		s.learn(r)
	}
}

func (s *session) forget(m *message) {
	if m != nil && !m.gone {
		s.fatalf("%s was told that UID %d is expunged", s.name, m.uid)
	}
	delete(s.known, m)
}

// learn takes what a FETCH tells, which is true.
func (s *session) learn(r *wire.Response) {
	f, _ := wire.AsFetch(r)
	m := s.shown[f.Seq-1]
	if uid, ok := f.UID(); ok {
		if m == nil {
			m = s.box.ever[uid]
			s.shown[f.Seq-1] = m
		}
		if m == nil || m.uid != uid {
			s.fatalf("%s: message %d has the UID %d", s.name, f.Seq, uid)
		}
	}
	if m == nil {
		return
	}
	if flags, ok := f.Flags(); ok {
		s.known[m] = sorted(withoutRecent(flags))
		if s.known[m] != m.flagText() && !m.gone { // RFC 2180 §4.1, §4.2
			s.fatalf("%s: the flags of UID %d are %q, not %q", s.name, m.uid, m.flagText(), s.known[m])
		}
	}
	if n, ok := f.ModSeq(); ok {
		s.modSeq[m] = n
	}
}

// meet asks for the UIDs and flags of messages that are new, as a client does.
// No EXPUNGE can come meanwhile, so it comes to an end.
func (s *session) meet() {
	if s.box == nil {
		return
	}
	first := slices.Index(s.shown, nil)
	if first < 0 {
		return
	}
	s.do("FETCH %d:%d (UID FLAGS)", first+1, len(s.shown))
	last := uint32(0)
	for i, m := range s.shown {
		if m == nil || m.uid <= last {
			s.fatalf("%s: message %d has no UID, or none above %d", s.name, i+1, last)
		}
		last = m.uid
	}
}

// complete says that there is nothing to tell: the picture is the mailbox.
func (s *session) complete() bool {
	if !slices.Equal(s.shown, s.box.live) {
		return false
	}
	for m, flags := range s.known {
		if flags != m.flagText() {
			return false
		}
	}
	return true
}

// exact says that nothing shown is gone: of a message that is, RFC 2180 lets
// the server say one thing or another.
func (s *session) exact() bool {
	return !slices.ContainsFunc(s.shown, func(m *message) bool { return m.gone })
}

func (s *session) noop() {
	s.do("NOOP")
	s.mustBeComplete()
}

// mustBeComplete: NOOP and CHECK tell all there is (RFC 9051 §6.1.2,
// RFC 3501 §6.4.1), and so does a command that is answered by it.
func (s *session) mustBeComplete() {
	s.t.Helper()
	if s.box != nil && !s.complete() {
		s.fatalf("%s sees %s, the mailbox is %s", s.name, s.picture(s.shown, s.known), s.picture(s.box.live, nil))
	}
}

func (s *session) picture(list []*message, known map[*message]string) string {
	var b strings.Builder
	for _, m := range list {
		flags, ok := known[m]
		if !ok {
			flags = m.flagText()
		}
		fmt.Fprintf(&b, "%d(%s) ", m.uid, flags)
	}
	return "[" + strings.TrimSpace(b.String()) + "]"
}

// set draws a set of messages, as sequence numbers or UIDs, and says which
// messages it names. * is for those who know the mailbox: it may be a message
// of which the client has not been told.
func (s *session) set(t *rapid.T, uid bool) (string, []*message) {
	highest := len(s.shown)
	if uid {
		highest += 3
	}
	star := uint32(len(s.shown))
	if uid {
		star = s.shown[len(s.shown)-1].uid
	}
	draw := func(label string) (string, uint32) {
		if s.complete() && rapid.IntRange(0, 5).Draw(t, "star") == 0 {
			return "*", star
		}
		n := rapid.IntRange(1, highest).Draw(t, label)
		return fmt.Sprint(n), uint32(n)
	}
	var texts []string
	named := make(map[*message]bool)
	for range rapid.IntRange(1, 2).Draw(t, "ranges") {
		text, low := draw("from")
		high := low
		if rapid.Bool().Draw(t, "range") {
			var end string
			end, high = draw("to")
			text += ":" + end
		}
		texts = append(texts, text)
		for i, m := range s.shown {
			n := uint32(i + 1)
			if uid {
				n = m.uid
			}
			if min(low, high) <= n && n <= max(low, high) {
				named[m] = true
			}
		}
	}
	var list []*message
	for _, m := range s.shown {
		if named[m] {
			list = append(list, m)
		}
	}
	return strings.Join(texts, ","), list
}

func (s *session) seq(m *message) uint32 { return uint32(slices.Index(s.shown, m) + 1) }

// numbers are the sequence numbers or UIDs of messages.
func (s *session) numbers(list []*message, uid bool) []uint32 {
	out := []uint32{}
	for _, m := range list {
		if uid {
			out = append(out, m.uid)
		} else {
			out = append(out, s.seq(m))
		}
	}
	return out
}

// lately draws a mod-sequence that the mailbox had not long ago.
func (s *session) lately(t *rapid.T) uint64 {
	return s.box.highest - min(s.box.highest, rapid.Uint64Range(0, 4).Draw(t, "back"))
}
