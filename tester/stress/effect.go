package stress

import (
	"slices"
	"strconv"
	"strings"

	"imaporacle/internal/wire"
	"imaporacle/tester/client"
)

// effect notes what a command has done, once it is answered: in the history, and
// in what the session knows of itself.
type effect func(answer)

// words are those of a command of ours, without the UID that may begin it.
type words struct {
	uid  bool
	verb string
	rest []string
}

func (c command) words() words {
	var w words
	text, _ := c[0].(client.Text)
	all := strings.Fields(string(text))
	if w.uid = all[0] == "UID"; w.uid {
		all = all[1:]
	}
	w.verb, w.rest = all[0], all[1:]
	return w
}

func (w words) name() string {
	if w.uid {
		return "UID " + w.verb
	}
	return w.verb
}

// effect says what a command does. It is asked for before the command is sent:
// message sequence numbers mean what they mean then. Nil is for nothing.
func (s *session) effect(c command) effect {
	w := c.words()
	switch w.verb {
	case "STORE":
		return s.storing(c, w)
	case "FETCH":
		if !s.readOnly && slices.ContainsFunc(w.rest, readsBody) {
			return s.writing(w, flagOp{kind: maybe, set: seenFlag, value: seenFlag, text: c.text()})
		}
	case "MOVE":
		if uids, ok := s.resolve(w); ok {
			return s.removing(expunge{uids: uids})
		}
		return s.removing(expunge{all: true})
	case "EXPUNGE":
		return s.removing(expunge{})
	case "CLOSE":
		removed := s.removing(expunge{})
		return func(a answer) { removed(a); s.left(a) }
	case "UNSELECT":
		return s.left
	case "NOOP", "CHECK":
		return s.synchronized
	case "SELECT", "EXAMINE":
		return s.selecting(unquote(w.rest[0]))
	case "APPEND":
		return s.appending(unquote(w.rest[0]))
	}
	return nil
}

// text is the command without its literals.
func (c command) text() string {
	text, _ := c[0].(client.Text)
	return string(text)
}

// unquote reads a name as the sessions write it.
func unquote(word string) string {
	return strings.NewReplacer(`\\`, `\`, `\"`, `"`).Replace(strings.Trim(word, `"`))
}

// readsBody says whether an item of FETCH sets \Seen.
func readsBody(word string) bool { return strings.HasPrefix(strings.Trim(word, "()"), "BODY[") }

// resolve returns the UIDs of the messages that a command names; false if they
// are not known.
func (s *session) resolve(w words) ([]uint32, bool) {
	from, to, ranged := strings.Cut(w.rest[0], ":")
	first, err := strconv.ParseUint(from, 10, 32)
	last := first
	if err == nil && ranged {
		last, err = strconv.ParseUint(to, 10, 32)
	}
	if err != nil || s.c == nil || last < first || last-first > maxResolved {
		return nil, false
	}
	var uids []uint32
	for n := uint32(first); n <= uint32(last); n++ {
		uid := n
		if !w.uid {
			var known bool
			if uid, known = s.c.View().UID(n); !known {
				return nil, false
			}
		}
		uids = append(uids, uid)
	}
	return uids, true
}

// maxResolved is how many messages, at most, a command names that changes them.
const maxResolved = 10_000

// storing is the effect of STORE.
func (s *session) storing(c command, w words) effect {
	op := flagOp{kind: write, text: c.text()}
	args := w.rest[1:]
	if strings.HasPrefix(args[0], "(") { // UNCHANGEDSINCE and a number
		op.kind, args = maybe, args[2:]
	}
	names := strings.Fields(strings.Trim(strings.Join(args[1:], " "), "()"))
	op.set, op.value = flagsOf(names), flagsOf(names)
	switch args[0][0] {
	case '+':
	case '-':
		op.value = 0
	default:
		op.set = allFlags
	}
	return s.writing(w, op)
}

// writing notes an operation on the messages that a command names.
func (s *session) writing(w words, op flagOp) effect {
	key := s.key
	uids, known := s.resolve(w)
	there, others := s.known(uids)
	op.session = s.conn()
	if s.readOnly {
		op.kind = maybe
	}
	return func(a answer) {
		op.from, op.to = a.from, a.to
		if !a.ok() {
			op.kind = maybe
		}
		if !known { // it may be any message
			s.history.expunge(key, expunge{from: a.from, to: never, all: true})
			return
		}
		s.history.add(key, op, there...)
		op.kind = maybe
		s.history.add(key, op, others...)
	}
}

// known divides UIDs into those of which the session was told, and others: OK
// does not say that there was a message to change (RFC 9051 §6.4.9).
func (s *session) known(uids []uint32) (there, others []uint32) {
	for _, uid := range uids {
		if _, ok := s.c.View().Seq(uid); ok {
			there = append(there, uid)
		} else {
			others = append(others, uid)
		}
	}
	return there, others
}

func (s *session) removing(e expunge) effect {
	key := s.key
	return func(a answer) {
		e.from, e.to = a.from, a.to
		s.history.expunge(key, e)
	}
}

func (s *session) left(answer) { s.box = "" }

func (s *session) synchronized(a answer) {
	if a.ok() && s.box != "" {
		s.synced = a.from
	}
}

// selecting leaves the mailbox that was open, whatever comes of it.
func (s *session) selecting(box string) effect {
	s.box = ""
	return func(a answer) {
		if !a.ok() {
			return
		}
		v := s.c.View()
		s.box, s.readOnly, s.looked = box, v.ReadOnly, false
		s.key = boxKey{s.user, box, v.UIDValidity}
		s.opened, s.synced = a.from, a.from
		if !v.ReadOnly {
			s.history.permanent(s.key, permanentFlags(v.PermanentFlags))
		}
		s.resync[box] = resync{v.UIDValidity, v.HighestModSeq}
	}
}

// appending notes a message that has no \Deleted, if its UID is told.
func (s *session) appending(box string) effect {
	return func(a answer) {
		if !a.ok() {
			return
		}
		told, ok := wire.AsAppendUID(a.reply.Tagged)
		if !ok {
			return
		}
		if uids, err := told.UIDs.Expand(1); err == nil && len(uids) == 1 {
			s.history.appended(boxKey{s.user, box, told.UIDValidity}, uids[0])
		}
	}
}
