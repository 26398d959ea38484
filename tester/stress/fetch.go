package stress

import (
	"strconv"
	"strings"
)

// items are what is fetched of messages, beside flags.
var items = []string{
	"ENVELOPE", "BODYSTRUCTURE", "BODY", "INTERNALDATE", "RFC822.SIZE",
	"BODY.PEEK[]", "BODY.PEEK[HEADER]", "BODY.PEEK[TEXT]", "BODY.PEEK[1]", "BODY.PEEK[]<0.120>",
	"BODY.PEEK[HEADER.FIELDS (SUBJECT FROM)]", "BODY.PEEK[HEADER.FIELDS.NOT (RECEIVED)]",
}

// readings set \Seen (RFC 9051 §6.4.5).
var readings = []string{"BODY[]", "BODY[TEXT]", "BODY[1]"}

// extensionItems need a capability.
var extensionItems = []struct{ item, capability string }{
	{"SAVEDATE", "SAVEDATE"}, {"EMAILID", "OBJECTID"}, {"PREVIEW", "PREVIEW"}, {"BINARY.SIZE[1]", "BINARY"},
}

// fetchCommand is FETCH of anything, of messages whose UIDs are known, as a
// session that reads them changes \Seen.
func (s *session) fetchCommand() command {
	m, ok := s.pick(6)
	if !ok {
		return s.noopCommand()
	}
	wanted := []string{"UID"}
	if s.rng.IntN(3) == 0 {
		wanted = append(wanted, "FLAGS")
	}
	wanted = append(wanted, some(s, 3, items...)...)
	if more := oneOf(s, extensionItems...); s.caps[more.capability] {
		wanted = append(wanted, more.item)
	}
	if s.rng.IntN(4) == 0 {
		wanted = append(wanted, oneOf(s, readings...))
	}
	if s.style != plain {
		wanted = append(wanted, "MODSEQ")
	}
	if s.rng.IntN(12) == 0 {
		return line("%s %s", m.set("FETCH", false), oneOf(s, "ALL", "FAST", "FULL"))
	}
	return line("%s (%s)", m.set("FETCH", s.rng.IntN(2) == 0), strings.Join(wanted, " "))
}

// flagsCommand asks for the flags of many messages.
func (s *session) flagsCommand() command {
	switch view := s.c.View(); {
	case view.Exists == 0:
		return s.noopCommand()
	case s.style != plain && s.rng.IntN(2) == 0:
		since := max(view.HighestModSeq, 2) - 1
		text := "UID FETCH 1:* (FLAGS) (CHANGEDSINCE " + strconv.FormatUint(since, 10)
		if s.style == qresync {
			text += " VANISHED"
		}
		return line("%s)", text)
	case s.rng.IntN(2) == 0:
		return line("UID FETCH 1:* (FLAGS)")
	}
	return line("FETCH 1:* (UID FLAGS)")
}

// interval writes a sequence set.
func interval(first, last uint32) string {
	if first == last {
		return strconv.FormatUint(uint64(first), 10)
	}
	return strconv.FormatUint(uint64(first), 10) + ":" + strconv.FormatUint(uint64(last), 10)
}
