package stress

import "strings"

// need is what a command needs of its session.
type need uint8

const (
	authenticated need = iota
	selected
	writable // a mailbox that is not read-only
)

// kind is a sort of command: how often it is sent beside the others, and when.
type kind struct {
	weight     int
	need       need
	capability string // "" for none; one of several, divided by spaces
	do         func(*session) error
}

// kinds are all that a session may do next. The weights say what makes a mailbox
// live: flags change most, then messages come and go.
var kinds = []kind{
	{16, writable, "", single((*session).storeCommand)},
	{14, selected, "", single((*session).fetchCommand)},
	{6, selected, "", single((*session).flagsCommand)},
	{6, selected, "", single((*session).searchCommand)},
	{2, selected, "SORT", single((*session).sortCommand)},
	{2, selected, "THREAD=REFERENCES THREAD=ORDEREDSUBJECT", single((*session).threadCommand)},
	{6, authenticated, "", single((*session).appendCommand)},
	{3, selected, "", single((*session).copyCommand)},
	{2, writable, "MOVE IMAP4REV2", single((*session).moveCommand)},
	{3, writable, "", single((*session).expungeCommand)},
	{8, selected, "", single((*session).noopCommand)},
	{2, selected, "", single((*session).checkCommand)},
	{3, authenticated, "IDLE IMAP4REV2", (*session).idle},
	{5, authenticated, "", (*session).selectSome},
	{1, writable, "", (*session).leaveMailbox},
	{3, authenticated, "", single((*session).statusCommand)},
	{2, authenticated, "", single((*session).listCommand)},
	{3, authenticated, "", single((*session).treeCommand)},
	{3, selected, "", (*session).pipeline},
	{1, authenticated, "", (*session).disconnect},
}

// single makes a command of its own of what a session may also pipeline.
func single(build func(*session) command) func(*session) error {
	return func(s *session) error { return s.send(build(s)) }
}

// next draws what the session does next.
func (s *session) next() func(*session) error {
	switch {
	case s.box == "" && s.rng.IntN(3) > 0:
		return (*session).selectSome
	case s.box != "" && !s.looked:
		return (*session).look
	}
	total := 0
	for _, k := range kinds {
		if s.may(k) {
			total += k.weight
		}
	}
	n := s.rng.IntN(total)
	for _, k := range kinds {
		if !s.may(k) {
			continue
		}
		if n -= k.weight; n < 0 {
			return k.do
		}
	}
	panic("the weights do not add up")
}

// may says whether the session is in a state for such a command.
func (s *session) may(k kind) bool {
	switch {
	case k.need >= selected && s.box == "", k.need == writable && s.readOnly:
		return false
	case k.capability == "":
		return true
	}
	for _, name := range strings.Fields(k.capability) {
		if s.caps[name] {
			return true
		}
	}
	return false
}

// oneOf draws one of several.
func oneOf[T any](s *session, all ...T) T { return all[s.rng.IntN(len(all))] }

// some draws up to n of several, at least one, in their order.
func some[T any](s *session, n int, all ...T) []T {
	var out []T
	for i, one := range all {
		if left := len(all) - i; len(out) < n && s.rng.IntN(len(all)) < n || left == 1 && out == nil {
			out = append(out, one)
		}
	}
	return out
}

// boxes are the mailboxes of the user in which messages are.
func (s *session) boxes() []string { return []string{s.base(), s.base() + "-b"} }

func (s *session) base() string { return s.bases[s.user] }

// anyBox draws one of them, the first more often, so that many sessions meet.
func (s *session) anyBox() string {
	if s.rng.IntN(4) > 0 {
		return s.boxes()[0]
	}
	return s.boxes()[1]
}

// other is the one that is not this.
func (s *session) other(box string) string {
	if boxes := s.boxes(); box == boxes[0] {
		return boxes[1]
	}
	return s.boxes()[0]
}

// messageSet is some messages, by number and by UID.
type messageSet struct {
	first, last       uint32 // by number
	firstUID, lastUID uint32
}

// pick draws up to n messages that follow each other and whose UIDs are known,
// low numbers more often, so that many sessions meet; false if there are none.
func (s *session) pick(n int) (messageSet, bool) {
	v := s.c.View()
	if v.Exists == 0 {
		return messageSet{}, false
	}
	m := messageSet{}
	m.first = 1 + uint32(s.rng.IntN(1+s.rng.IntN(int(v.Exists))))
	m.last = min(v.Exists, m.first+uint32(s.rng.IntN(n)))
	for seq := m.first; seq <= m.last; seq++ {
		uid, ok := v.UID(seq)
		if !ok {
			m.last = seq - 1
			break
		}
		if m.lastUID = uid; m.firstUID == 0 {
			m.firstUID = uid
		}
	}
	return m, m.firstUID != 0
}

// set writes the messages as the argument of a command, with its name before it:
// "FETCH 2:4" or "UID FETCH 17:23".
func (m messageSet) set(verb string, uid bool) string {
	if uid {
		return "UID " + verb + " " + interval(m.firstUID, m.lastUID)
	}
	return verb + " " + interval(m.first, m.last)
}

// pipeline sends several commands at once: only such as mean the same whatever
// is expunged meanwhile (RFC 9051 §5.5).
func (s *session) pipeline() error {
	builders := []func(*session) command{(*session).noopCommand, (*session).statusCommand, (*session).listCommand}
	var commands []command
	for range 2 + s.rng.IntN(4) {
		c := oneOf(s, builders...)(s)
		if m, ok := s.pick(3); ok && s.rng.IntN(3) > 0 {
			if s.readOnly || s.rng.IntN(2) == 0 {
				c = line("%s (FLAGS INTERNALDATE)", m.set("FETCH", true))
			} else {
				c = s.storeTo(m, true)
			}
		}
		commands = append(commands, c)
	}
	return s.send(commands...)
}
