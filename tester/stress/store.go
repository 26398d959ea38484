package stress

import (
	"fmt"
	"strings"
)

// storeCommand is STORE in one of its forms.
func (s *session) storeCommand() command {
	m, ok := s.pick(4)
	if !ok {
		return s.noopCommand()
	}
	return s.storeTo(m, s.rng.IntN(2) == 0)
}

// storeTo changes some flags of messages (RFC 9051 §6.4.6).
func (s *session) storeTo(m messageSet, uid bool) command {
	var b strings.Builder
	b.WriteString(m.set("STORE", uid) + " ")
	if s.style != plain && s.rng.IntN(3) == 0 {
		fmt.Fprintf(&b, "(UNCHANGEDSINCE %d) ", max(s.c.View().HighestModSeq, 1))
	}
	b.WriteString(oneOf(s, "+", "+", "-", "-", "") + "FLAGS")
	if s.rng.IntN(3) == 0 {
		b.WriteString(".SILENT")
	}
	fmt.Fprintf(&b, " (%s)", s.someFlags())
	return line("%s", b.String())
}

// someFlags draws one to three flags; \Deleted is rare, so that messages live.
func (s *session) someFlags() flags {
	var of flags
	for range 1 + s.rng.IntN(3) {
		of |= 1 << s.rng.IntN(len(tracked)-1)
	}
	if s.rng.IntN(12) == 0 {
		of |= deletedFlag
	}
	return of
}
